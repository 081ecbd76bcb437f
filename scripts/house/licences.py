"""What runs with the product carries no GPL or AGPL; the LGPL only where it was looked at."""

import re
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

LOCK = Path("requirements.lock")
LOOKED_AT = frozenset({"psycopg", "psycopg-binary"})  # LGPL, used as a library and unchanged
LESSER = re.compile(r"LGPL|Lesser General Public", re.IGNORECASE)
COPYLEFT = re.compile(r"\bA?GPL|Affero|General Public", re.IGNORECASE)


def licence_of(package: str) -> str | None:
    """What an installed package says about its licence; None when it is not installed (another platform's)."""
    try:
        about = metadata.metadata(package)
    except metadata.PackageNotFoundError:
        return None
    fields = ("License-Expression", "License", "Classifier")
    said = [line for field in fields for line in about.get_all(field, []) or []]
    # classifiers speak of more than licences; the old field may hold a whole text, of which one line is enough
    words = [line.strip().split("\n")[0] for line in said if " :: " not in line or line.startswith("License")]
    return "; ".join(word for word in words if word)


def faults(root: Path, ask: Callable[[str], str | None] = licence_of) -> Iterator[str]:
    """One sentence for each package of the run-time lock whose licence we cannot ship with."""
    for package in re.findall(r"^([\w.-]+)==", (root / LOCK).read_text(encoding="utf-8"), re.MULTILINE):
        licence = ask(package)
        if licence is None:
            continue
        if not licence:
            yield f"{package}: says nothing about its licence"
        elif LESSER.search(licence):
            if package not in LOOKED_AT:
                yield f"{package}: {licence}; nobody has looked at this one"
        elif COPYLEFT.search(licence):
            yield f"{package}: {licence} must not be part of the product"
