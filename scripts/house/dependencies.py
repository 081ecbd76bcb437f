"""What the product imports is declared, and what is declared is imported: less is better, and nothing comes by luck."""

import ast
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from scripts.house.sources import source_files

NOT_IMPORTED = frozenset({"django-htmx", "psycopg"})  # Django loads them by the names in the settings
OURS = frozenset({"xiaowei"})


def faults(root: Path, providers: Callable[[], Mapping[str, list[str]]] | None = None) -> Iterator[str]:
    """One sentence for each package that only one of the two knows; asks the installed packages what they provide."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_plain(re.split(r"[\[<>=!~ ]", line)[0]) for line in project["dependencies"]}
    provided = (providers or metadata.packages_distributions)()
    imported: dict[str, str] = {}
    for path in source_files(root):
        if path.relative_to(root).parts[0] == "xiaowei":
            for module in _modules(path):
                for package in provided.get(module, [module]):
                    imported.setdefault(_plain(package), str(path.relative_to(root)))
    for package in sorted(declared - imported.keys() - NOT_IMPORTED):
        yield f"pyproject.toml: nobody imports {package}"
    for package in sorted(imported.keys() - declared):
        yield f"{imported[package]}: imports {package}, which pyproject.toml does not declare"


def _modules(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found - OURS - set(sys.stdlib_module_names)


def _plain(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()
