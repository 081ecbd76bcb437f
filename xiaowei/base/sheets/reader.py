"""The small program that opens a file from outside: `python -m xiaowei.base.sheets.reader [PATH]`.

It runs once per file, in a process of its own with its own limits, so that a hostile workbook can at worst
end itself. It reads the path, or standard input, and writes the grid or the refusal as JSON.
"""

import gc
import importlib
import json
import resource
import sys
from pathlib import Path
from typing import Any

from xiaowei.base.sheets import detect, limits
from xiaowei.base.sheets.refused import NotAWorkbook

CPU_SECONDS = 10
MEMORY_BYTES = 768 * 1024 * 1024  # of addresses; a list of 100,000 rows fills a quarter of it


def read(data: bytes) -> dict[str, Any]:
    """The file's grid on the wire. Raises NotAWorkbook."""
    kind = detect.kind_of(data)
    # only the reader this file needs: start-up time is part of every upload
    reader = importlib.import_module(f"xiaowei.base.sheets.{kind}")
    return {"source": kind, "sheets": reader.read(data)}


def confine() -> None:
    """Bound this process: seconds of CPU, memory, no file written."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> int:
    """Exit code 0 with a grid, 1 with a refusal."""
    confine()
    gc.disable()  # it ends soon; looking for circles among a million cells takes as long as making them
    try:
        answer = _written(read(_input()))
        code = 0
    except NotAWorkbook as refusal:
        answer, code = _written({"refused": refusal.sentence}), 1
    except (MemoryError, RecursionError):
        answer, code = _written({"refused": limits.BOMB}), 1
    sys.stdout.buffer.write(answer)
    return code


def _written(answer: dict[str, Any]) -> bytes:
    raw = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    if len(raw) > limits.MAX_ANSWER:
        raise NotAWorkbook(limits.BOMB)
    return raw


def _input() -> bytes:
    if len(sys.argv) > 1:
        path = Path(sys.argv[1])
        if path.stat().st_size > limits.MAX_BYTES:
            raise NotAWorkbook(limits.TOO_LARGE)
        return path.read_bytes()
    return sys.stdin.buffer.read(limits.MAX_BYTES + 1)


if __name__ == "__main__":
    sys.exit(main())
