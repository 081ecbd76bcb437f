"""Every key that the code asks for by name is made by `prepare`, so that a lost one is never made anew unnoticed."""

import ast
from collections.abc import Iterator
from pathlib import Path

import xiaowei
from xiaowei.ops.prepare import KEYS

ROOT = Path(xiaowei.__file__).parent
SEALING = ("seal", "unseal", "sealed", "unsealed")
HAND_ON = {ROOT / "base/ciphers.py", ROOT / "doors/villager/sealed.py"}  # use the key that their callers name


def asked_for() -> Iterator[str]:
    """Names given to base.keys.key(…), and as `under` to whatever seals or unseals."""
    for path in ROOT.rglob("*.py"):
        if "tests" not in path.parts and path not in HAND_ON:
            yield from _in(path)
    yield "words"  # base.ciphers: the sealed text field
    yield "django"  # settings


def _in(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "key":
                yield _text(node.args[0], path)
            elif node.func.id in SEALING:
                yield from (_text(word.value, path) for word in node.keywords if word.arg == "under")


def _text(node: ast.expr, path: Path) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.Name), f"{path}: a key is asked for by a name that this test cannot read"
    for module in (path, *path.parent.glob("*.py")):  # its own constant first
        for line in ast.parse(module.read_text()).body:
            if not isinstance(line, ast.Assign) or not isinstance(line.value, ast.Constant):
                continue
            if any(isinstance(target, ast.Name) and target.id == node.id for target in line.targets):
                return str(line.value.value)
    raise AssertionError(f"{path}: {node.id} is no constant of its room")


def test_prepare_makes_every_key() -> None:
    assert set(asked_for()) == set(KEYS)
