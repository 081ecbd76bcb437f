"""Search of a village's public record among a million public lines: the whole page, over HTTP."""

import itertools
import os
import statistics
import subprocess
import sys
from dataclasses import replace
from urllib.parse import quote

from bench import load
from bench.goals import Figure
from bench.house import House, house
from bench.submit import POSTGRES

LINES = 1_000_000
SEARCHES = ("路灯", "下水道清淤", "路灯 2019年5月", "3600元", "灯", "收割机")
GOAL = 50.0


def on_sqlite() -> Figure:
    """Milliseconds of the slowest of the searches."""
    with house() as home:
        return _figure("SQLite", measure(home))


def on_postgresql() -> Figure:
    """The same on a PostgreSQL of our own."""
    command = [sys.executable, str(POSTGRES), sys.executable, "-m", "bench.find"]
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode:
        why = (ended.stderr.strip().splitlines() or ["?"])[-1][:100]
        return replace(_figure("PostgreSQL", None), note=why)
    return _figure("PostgreSQL", [float(one) for one in ended.stdout.split()])


def measure(home: House) -> list[float]:
    """Milliseconds of each search, asked again and again by one reader; medians of three rounds."""
    _empty, _v, village, _p, publication, _end = home.publication().split("/")
    command = [sys.executable, "-m", "bench.fillsearch", str(LINES), village, publication]
    subprocess.run(command, env=dict(home.env), check=True)
    return [_milliseconds(home.port, f"/find/{village}/?q={quote(search)}") for search in SEARCHES]


def _milliseconds(port: int, path: str) -> float:
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    rounds = [load.rate(port, itertools.repeat(request), seconds=1.0, connections=1) for _ in range(3)]
    return 1000 / statistics.median(rounds)


def _figure(database: str, times: list[float] | None) -> Figure:
    note = ", ".join(f"{search} {ms:.0f}" for search, ms in zip(SEARCHES, times or [], strict=False))
    return Figure(f"search in {LINES:,} lines, {database}", max(times) if times else None, GOAL, "ms", note=note)


if __name__ == "__main__":
    with house(database=os.environ["XIAOWEI_DATABASE"]) as there:
        print(*measure(there))
