"""A doubt sent by its form: case, first event, clocks, trail entry and notices in one durable commit, against a
one-file Django view that inserts one row as durably, under the same server and with the same bytes sent."""

import os
import re
import secrets
import string
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench import load
from bench.goals import Figure
from bench.house import House
from bench.house import house as a_house
from bench.yardsticks import running

WORDS = "这一笔支出写的是维修费，和去年公开的数目不一样，请说明用在了哪里，有没有单据。"
BOUNDARY = "bench-boundary"
POSTERS = 8  # connections; more than the worker has threads, so that none of them waits for us
POSTGRES = Path(__file__).parent.parent / "scripts" / "with-postgres"


def on_sqlite(house: House) -> Figure:
    """Forms taken per second, as a share of what the one-file view takes, each with a file of its own."""
    return _figure("SQLite", measure(house, f"sqlite://{house.var}/yardstick.sqlite3"))


def on_postgresql() -> Figure:
    """The same on a PostgreSQL of our own, started for it with every safety on."""
    command = [sys.executable, str(POSTGRES), "--durable", sys.executable, "-m", "bench.submit"]
    ended = subprocess.run(command, capture_output=True, text=True)
    if ended.returncode:
        why = (ended.stderr.strip().splitlines() or ["?"])[-1][:100]
        return replace(_figure("PostgreSQL", None), note=why)
    ours, one = map(float, ended.stdout.split())
    return _figure("PostgreSQL", load.Rate(ours, one))


def measure(house: House, yardstick: str) -> load.Rate:
    """Alternate our form and the one-file view, which stores into the database of this URL."""
    path = house.publication().replace("/v/", "/ask/").replace("/p/", "/")
    key = re.search(r'name="form_key" value="([^"]+)"', house.text(path))
    assert key, "the form has no key"
    assert "回执号" in _sent(house, path, key[1]), "the last step of the form gave no receipt: this measures nothing"
    with running("one_view", yardstick, env=house.env) as one:
        return load.compare(
            lambda: load.rate(house.port, _forms(house.port, path, key[1]), connections=POSTERS),
            lambda: load.rate(one, _forms(one, "/", key[1]), connections=POSTERS),
        )


def _figure(database: str, rate: load.Rate | None) -> Figure:
    note = f"{rate.ours:.0f} and {rate.yardstick:.0f}/s" if rate else ""
    value = rate.ratio if rate else None
    return Figure(f"durable submit / one-row view, {database}", value, 0.5, "x", at_least=True, note=note)


def _forms(port: int, path: str, example: str) -> Iterator[bytes]:
    while True:
        body = _multipart(_last_step(example))
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(body)}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n"
        )
        yield head.encode() + body


def _last_step(example: str) -> dict[str, str]:
    """What the third step sends: everything said before, and no name."""
    return {"form_key": _key_like(example), "step": "who", "kind": "doubt", "words": WORDS, "mode": ""}


def _sent(house: House, path: str, example: str) -> str:
    form = urllib.parse.urlencode(_last_step(example)).encode()
    with urllib.request.urlopen(f"http://127.0.0.1:{house.port}{path}", data=form) as answer:
        return str(answer.read().decode())


def _key_like(example: str) -> str:
    """Another random key of the same length and alphabet as the one in the form."""
    hexadecimal = set(example) <= set(string.hexdigits.lower())
    alphabet = string.hexdigits[:16] if hexadecimal else string.ascii_lowercase + "234567"
    return "".join(secrets.choice(alphabet) for _ in example)


def _multipart(fields: dict[str, str]) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    return ("".join(parts) + f"--{BOUNDARY}--\r\n").encode()


def main() -> None:
    """Inside scripts/with-postgres: print both rates."""
    url = os.environ["XIAOWEI_DATABASE"]
    with a_house(database=url) as ours:
        rate = measure(ours, url)
    print(rate.ours, rate.yardstick)


if __name__ == "__main__":
    main()
