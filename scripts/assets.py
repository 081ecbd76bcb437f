"""Build `build/static/`, the front-end files: npm packages and our own style sheets, bundled as pages want them.

A villager's page fetches its bytes, one style sheet and the small mode.css; so WeUI and our look are one file.
`xiaowei prepare` fingerprints and compresses them afterwards. A file that did not change is not written again.
"""

import sys
from pathlib import Path

LOOK = Path("xiaowei/doors/shared/look")
PACKAGES = Path("node_modules")

BUNDLES: dict[str, tuple[Path, ...]] = {
    "villager.css": (
        PACKAGES / "weui/dist/style/weui.min.css",
        LOOK / "villager/tokens.css",
        LOOK / "villager/villager.css",
    ),
    "workbench.css": (LOOK / "workbench/tokens.css", LOOK / "workbench/workbench.css"),
    "htmx.min.js": (PACKAGES / "htmx.org/dist/htmx.min.js",),
    "desk.js": (LOOK / "workbench/desk.js",),
}


def build(root: Path, bundles: dict[str, tuple[Path, ...]]) -> list[str]:
    """Write every bundle below `root`; returns a sentence for each that could not be made."""
    target = root / "build/static"
    target.mkdir(parents=True, exist_ok=True)
    problems = []
    for name, parts in bundles.items():
        missing = [str(part) for part in parts if not (root / part).is_file()]
        if not missing:
            _write(target / name, b"\n".join((root / part).read_bytes().strip() for part in parts) + b"\n")
        else:
            problems.append(f"{name}: missing {', '.join(missing)}")
    for stale in target.iterdir():
        if stale.name not in bundles:
            stale.unlink()
    return problems


def _write(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        path.write_bytes(content)


if __name__ == "__main__":
    problems = build(Path(__file__).resolve().parent.parent, BUNDLES)
    if problems:
        sys.exit("Front-end files could not be built. Run `make setup` again.\n" + "\n".join(problems))
