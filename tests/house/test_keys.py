"""Every key that the code asks for by name is made by `prepare`, so that a lost one is never made anew unnoticed."""

import ast
from collections.abc import Iterator
from pathlib import Path

import xiaowei
from xiaowei.ops.prepare import KEYS

ROOT = Path(xiaowei.__file__).parent


def asked_for() -> Iterator[str]:
    """Names given to base.keys.key(…), and to seal(…, under=…) and unseal(…, under=…)."""
    for path in ROOT.rglob("*.py"):
        if "tests" not in path.parts and path != ROOT / "base" / "ciphers.py":
            yield from _in(path)
    yield "words"  # base.ciphers: the sealed text field
    yield "django"  # settings


def _in(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "key":
                yield _text(node.args[0], path)
            elif node.func.id in ("seal", "unseal"):
                yield from (_text(word.value, path) for word in node.keywords if word.arg == "under")


def _text(node: ast.expr, path: Path) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.Name), f"{path}: a key is asked for by a name that this test cannot read"
    for module in (path, *path.parent.glob("*.py")):  # its own constant first
        for line in ast.parse(module.read_text()).body:
            named = isinstance(line, ast.Assign) and any(
                isinstance(t, ast.Name) and t.id == node.id for t in line.targets
            )
            if named and isinstance(line.value, ast.Constant):  # type: ignore[attr-defined]
                return str(line.value.value)  # type: ignore[attr-defined]
    raise AssertionError(f"{path}: {node.id} is no constant of its room")


def test_prepare_makes_every_key() -> None:
    assert set(asked_for()) == set(KEYS)
