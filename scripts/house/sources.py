"""Which files a check looks at."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

SKIPPED = frozenset({".git", ".venv", "node_modules", "build", "var", "__pycache__"})


def source_files(root: Path) -> list[Path]:
    """Our own Python files: below xiaowei/ and scripts/, tests and migrations aside."""
    found = [path for top in ("xiaowei", "scripts") for path in (root / top).rglob("*.py")]
    return sorted(path for path in found if not _is_aside(path.relative_to(root)))


def _is_aside(path: Path) -> bool:
    return "tests" in path.parts or "migrations" in path.parts or path.name == "conftest.py"


def kept_files(root: Path) -> Iterator[Path]:
    """Every file that git keeps or would keep; without git, every file that is not made by a tool."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (root / ".git").exists():
        listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
        names = sorted({os.fsdecode(name) for name in listed.split(b"\0") if name})
        yield from (root / name for name in names if (root / name).is_file())
        return
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(name for name in inner if name not in SKIPPED)
        yield from (Path(folder) / name for name in sorted(names))
