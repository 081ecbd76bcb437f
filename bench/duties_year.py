"""What a city of 2,546 villages owes in a year: computed anew, and everybody reminded, as on one day."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.goals import Figure
from bench.house import environment, xiaowei

GOAL = 60.0


def figures() -> Iterator[Figure]:
    """Seconds of a day's work for the whole year, as a multiple of reading its rows; and one village's page."""
    with tempfile.TemporaryDirectory(prefix="xiaowei-bench-") as folder:
        env = environment(Path(folder) / "var") | {"XIAOWEI_DUTIES_SINCE": "2025-01-01"}
        xiaowei(env, "prepare")
        command = [sys.executable, "-m", "bench.filldues"]
        found = json.loads(subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout)
    parts = f"year {found['year']:.1f} s, {found['reminded']:,} reminders {found['reminders']:.1f} s"
    note = f"{parts}, {found['worked']:.1f} s of processor; board of a month {found['month']:.1f} s"
    note += f", {found['memory']:.0f} MB"
    yield Figure(
        f"{found['duties']:,} duties kept up to date", found["year"] + found["reminders"], GOAL, "s", note=note
    )
    bare = f"{found['bare']:.1f} s to read {found['rows']:,} rows bare"
    yield Figure("duties of the year / reading their rows", found["year"] / found["bare"], 6, "x", note=bare)
    pages = f"{found['page_small']:.1f} and {found['page_large']:.1f} ms"
    yield Figure("a village's year, full city / empty", found["page_large"] / found["page_small"], 3, "x", note=pages)
