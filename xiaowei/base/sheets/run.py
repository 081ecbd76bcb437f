"""Start the small reading program for one file, and take what it says."""

import json
import subprocess
import sys
from pathlib import Path

from xiaowei.base.sheets import limits
from xiaowei.base.sheets.grid import Grid
from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.base.sheets.wire import load_grid

SECONDS = 10
PACKAGES = Path(__file__).resolve().parents[3]


def read_apart(source: Path | bytes) -> Grid:
    """The grid of a file, given by path or as bytes, read in a process of its own.

    Raises NotAWorkbook (Chinese sentence: what it is, how to save it right) and OSError when the path
    cannot be read. Never call it inside a transaction.
    """
    command = [sys.executable, "-P", "-m", "xiaowei.base.sheets.reader"]
    if isinstance(source, Path):
        command.append(str(source))
        with source.open("rb"):  # absent or forbidden: say so here, under the name that was given
            pass
    try:
        done = subprocess.run(
            command,
            input=source if isinstance(source, bytes) else b"",
            capture_output=True,
            timeout=SECONDS,
            # nothing of our own environment: no database address, no secret
            env={"PYTHONPATH": str(PACKAGES), "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotAWorkbook(limits.BOMB) from None
    if done.returncode == 0:
        return load_grid(done.stdout)
    raise NotAWorkbook(_refusal(done.stdout))


def _refusal(out: bytes) -> str:
    try:
        return str(json.loads(out)["refused"])
    except (ValueError, KeyError, TypeError):
        return limits.BROKEN  # the program was ended by its limits, or the file broke it
