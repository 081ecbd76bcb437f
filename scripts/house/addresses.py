"""No package registry and no folder of somebody's machine is named; lock files hold no address at all."""

import re
from collections.abc import Iterator
from pathlib import Path

from scripts.house.sources import kept_files

LOCKS = frozenset({"requirements.lock", "requirements-dev.lock", "package-lock.json"})
# written in pieces, so that this file does not fault itself
REGISTRIES = re.compile("|".join((r"registry\.npmjs", r"pypi\.or" + "g", r"python" + "hosted", r"deb\.debian")))
MACHINE = re.compile(r"(?<![\w./:%-])/(?:root|home|work|Users)" + r"/[\w.]")
LARGEST = 2_000_000


def faults(root: Path) -> Iterator[str]:
    """One sentence for each line that names such a place; files that are no text are passed over."""
    for path in kept_files(root):
        where = path.relative_to(root)
        for number, line in enumerate(_lines(path), start=1):
            if path.name in LOCKS and "http" in line:
                yield f"{where}:{number}: an address in a lock file; `make locks` writes none"
            elif REGISTRIES.search(line):
                yield f"{where}:{number}: names a package registry"
            elif MACHINE.search(line):
                yield f"{where}:{number}: names a folder of one machine"


def _lines(path: Path) -> list[str]:
    content = path.read_bytes()
    if len(content) > LARGEST or b"\0" in content[:4096]:
        return []
    return content.decode("utf-8", errors="replace").splitlines()
