"""Compile every `.po` under xiaowei/ whose `.mo` is older or missing; needs no gettext programs."""

import sys
from pathlib import Path


def compile_stale(folder: Path) -> int:
    """Compile what is out of date below `folder`; returns how many files were written."""
    stale = [path for path in sorted(folder.rglob("*.po")) if _is_stale(path)]
    if not stale:
        return 0
    from babel.messages.mofile import write_mo  # 0.2 s that most starts need not wait for
    from babel.messages.pofile import read_po

    for path in stale:
        with open(path, "rb") as source:
            catalog = read_po(source)
        with open(path.with_suffix(".mo"), "wb") as target:
            write_mo(target, catalog)
    return len(stale)


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime


if __name__ == "__main__":
    written = compile_stale(Path(__file__).resolve().parent.parent / "xiaowei")
    if written:
        print(f"== Translations: {written}", file=sys.stderr)
