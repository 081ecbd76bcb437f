"""A door asks `access` and `queries` for a thing; it never goes to the tables itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

from scripts.house.sources import source_files

MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})


def faults(root: Path) -> Iterator[str]:
    """One sentence for each place below xiaowei/doors that reaches for a manager."""
    for path in source_files(root):
        where = path.relative_to(root)
        if where.parts[:2] != ("xiaowei", "doors"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
                yield f"{where}:{node.lineno}: .{node.attr} in a door; ask the room's access or queries"
