"""Every room with tables has the import contract that keeps others away from them."""

import tomllib
from collections.abc import Iterator
from pathlib import Path


def faults(root: Path) -> Iterator[str]:
    """One sentence for each room whose models nobody protects."""
    linter = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    kept = {name for contract in linter["contracts"] for name in contract.get("protected_modules", [])}
    for path in sorted([*(root / "xiaowei").glob("*/models.py"), *(root / "xiaowei").glob("*/models/__init__.py")]):
        room = path.relative_to(root).parts[1]
        if f"xiaowei.{room}.models" not in kept:
            yield f"pyproject.toml: no import contract protects xiaowei.{room}.models"
