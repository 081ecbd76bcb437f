"""Start the small reading program for one file, and take what it says."""

import contextlib
import json
import subprocess
import sys
import threading
from pathlib import Path

from xiaowei.base.sheets import limits
from xiaowei.base.sheets.grid import Grid
from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.base.sheets.wire import load_grid

SECONDS = 30  # by the clock on the wall, on a machine with much else to do; the program itself has 10 of the processor
PACKAGES = Path(__file__).resolve().parents[3]


def read_apart(source: Path | bytes) -> Grid:
    """The grid of a file, given by path or as bytes, read in a process of its own.

    Raises NotAWorkbook (Chinese sentence: what it is, how to save it right) and OSError when the path
    cannot be read. Never call it inside a transaction.
    """
    if isinstance(source, Path):
        with source.open("rb"):  # absent or forbidden: say so here, under the name that was given
            pass
    elif len(source) > limits.MAX_BYTES:
        raise NotAWorkbook(limits.TOO_LARGE)
    code, said = _asked(source)
    if code == 0:
        return load_grid(said)
    raise NotAWorkbook(_refusal(said))


def _asked(source: Path | bytes) -> tuple[int, bytes]:
    """The exit code of the program and what it said, no more of it than a whole list can be."""
    command = [sys.executable, "-P", "-m", "xiaowei.base.sheets.reader"]
    command += [str(source)] if isinstance(source, Path) else []
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # nothing of our own environment: no database address, no secret
        env={"PYTHONPATH": str(PACKAGES), "PYTHONDONTWRITEBYTECODE": "1"},
    )
    late = threading.Timer(SECONDS, process.kill)
    late.start()
    feeding = threading.Thread(target=_feed, args=(process, source), daemon=True)
    feeding.start()
    try:
        assert process.stdout is not None
        said = process.stdout.read(limits.MAX_ANSWER + 1)
        too_long = len(said) > limits.MAX_ANSWER
        if too_long:
            process.kill()
        code = process.wait()
    finally:
        process.kill()
        late.cancel()
        feeding.join()
        if process.stdout is not None:
            process.stdout.close()
    if too_long or (code < 0 and not late.is_alive() and not said):
        return 1, json.dumps({"refused": limits.BOMB}).encode()
    return code, said


def _feed(process: "subprocess.Popen[bytes]", source: Path | bytes) -> None:
    assert process.stdin is not None
    with contextlib.suppress(OSError), process.stdin as pipe:  # a program that has seen enough does not listen
        pipe.write(source if isinstance(source, bytes) else b"")


def _refusal(out: bytes) -> str:
    try:
        return str(json.loads(out)["refused"])
    except (ValueError, KeyError, TypeError):
        return limits.BROKEN  # the program was ended by its limits, or the file broke it
