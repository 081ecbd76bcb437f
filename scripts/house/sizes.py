"""Source files stay short: half of them within 100 lines, nine of ten within 250, none over 400."""

import statistics
from collections.abc import Iterator
from pathlib import Path

from scripts.house.sources import source_files

MEDIAN, NINE_OF_TEN, LONGEST = 100, 250, 400


def faults(root: Path) -> Iterator[str]:
    """One sentence for each limit that is passed; a file without a line of code does not count."""
    lengths = {path.relative_to(root): _lines(path) for path in source_files(root)}
    lengths = {path: count for path, count in lengths.items() if count > 5}
    if not lengths:
        return
    for path, count in lengths.items():
        if count > LONGEST:
            yield f"{path}: {count} lines, at most {LONGEST}; it has two addresses"
    ordered = sorted(lengths.values())
    middle, ninth = statistics.median(ordered), ordered[int(len(ordered) * 0.9) - 1 if len(ordered) > 1 else 0]
    if middle > MEDIAN:
        yield f"median length of a source file is {middle:.0f} lines, at most {MEDIAN}"
    if ninth > NINE_OF_TEN:
        yield f"nine of ten source files have up to {ninth} lines, at most {NINE_OF_TEN}"


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())
