"""A migration must still run when the code it was written beside has gone: it imports no live code but fields."""

import ast
from collections.abc import Iterator
from pathlib import Path

FIELDS = frozenset({"xiaowei.base.ciphers", "xiaowei.base.documents", "xiaowei.base.refs"})


def faults(root: Path) -> Iterator[str]:
    """One sentence for each import of ours in a migration."""
    for path in sorted((root / "xiaowei").rglob("migrations/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for name in _imported(node):
                if name.split(".")[0] == "xiaowei" and name not in FIELDS:
                    yield f"{path.relative_to(root)}:{node.lineno}: a migration imports {name}"  # type: ignore[attr-defined]


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        module = "xiaowei." + (node.module or "") if node.level else node.module or ""
        # `from xiaowei.base import refs` names the module by its last word
        for alias in node.names:
            longer = f"{module}.{alias.name}"
            yield longer if longer in FIELDS else module
