"""Memory of a process and everything below it, as the kernel counts it."""

from collections.abc import Iterator
from pathlib import Path


def tree(pid: int) -> Iterator[int]:
    """The process and its descendants."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*"):
        for child in (task / "children").read_text().split():
            yield from tree(int(child))


def resident(pid: int) -> int:
    """Bytes of RAM the process alone accounts for: pages shared by n processes count as one n-th each (PSS)."""
    return _field(pid, "Pss:")


def resident_set(pid: int) -> int:
    """Bytes resident, shared pages counted in full (RSS)."""
    return _field(pid, "Rss:")


def _field(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    return 0
