"""Run every check of the house: python -m scripts.house. Exit 1 and one line for each fault."""

import importlib
import os
import sys
from pathlib import Path

PLAIN = (
    "sizes",
    "contracts",
    "door_manners",
    "migration_imports",
    "settings_page",
    "permissions",
    "addresses",
    "dependencies",
    "licences",
)
WITH_DJANGO = ("foreign_keys", "templates")


def main() -> int:
    """Print what is wrong; returns the exit code."""
    root = Path(__file__).resolve().parents[2]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaowei.settings")
    import django

    django.setup()
    found = 0
    for name in PLAIN + WITH_DJANGO:
        for fault in importlib.import_module(f"scripts.house.{name}").faults(root):
            print(f"{name}: {fault}")
            found += 1
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
