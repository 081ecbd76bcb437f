"""Every XIAOWEI_* setting has its line in docs/operate/settings.md, and the page names no other."""

import re
from collections.abc import Iterator
from pathlib import Path

from xiaowei.base.config import KNOWN

PAGE = Path("docs/operate/settings.md")
NAME = re.compile(r"XIAOWEI_([A-Z_]+)\b")


def faults(root: Path, known: frozenset[str] = KNOWN) -> Iterator[str]:
    """One sentence for each setting that only one of the two knows."""
    page = root / PAGE
    written = set(NAME.findall(page.read_text(encoding="utf-8"))) if page.exists() else set()
    for name in sorted(known - written):
        yield f"{PAGE}: XIAOWEI_{name} is not described"
    for name in sorted(written - known):
        yield f"{PAGE}: XIAOWEI_{name} is described but does not exist"
