"""Every permission that the shipped roles give is one of a room's vocabulary."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROLES = Path("xiaowei/roster/data/roles.json")
SHAPE = re.compile(r"[a-z_]+:[a-z_]+:[a-z_]+")


def faults(root: Path) -> Iterator[str]:
    """One sentence for each permission in the roles that no `vocab.py` names."""
    if not (root / ROLES).exists():
        return
    named = {word for path in (root / "xiaowei").glob("*/vocab.py") for word in _words(path)}
    given = set(_permissions(json.loads((root / ROLES).read_text(encoding="utf-8"))))
    for permission in sorted(given - named):
        yield f"{ROLES}: no vocab.py names {permission}"


def _words(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _permissions(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _permissions(key)
            yield from _permissions(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _permissions(inner)
    elif isinstance(value, str) and SHAPE.fullmatch(value):
        yield value
