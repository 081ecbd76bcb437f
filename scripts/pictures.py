"""Renew the pictures of the handbook from the browser tests' own: `scripts/e2e sqlite`, then this."""

import sys
from pathlib import Path

from PIL import Image, ImageChops

ROOT = Path(__file__).resolve().parent.parent
SHOTS, PICTURES = ROOT / "test-results" / "sqlite", ROOT / "docs" / "handbook" / "pictures"
CHOSEN = {
    "village": "home-normal-360",
    "account": "publication-normal-360",
    "kinds": "ask-normal-360",
    "who-reads": "ask-who-normal-360",
    "answered": "case-answered-normal-360",
    "register": "register-normal-360",
    "line": "line-normal-360",
    "changes": "changes-normal-360",
    "decision": "decision-normal-360",
    "find": "find-normal-360",
    "money": "money-year-normal-360",
    "duties": "duties-normal-360",
    "rate": "rate-words-normal-360",
    "subsidy": "subsidy-normal-360",
    "own-subsidy": "me-benefits-normal-360",
    "power": "power-normal-360",
    "group": "group-normal-360",
    "sheet": "desk-sheet-1366",
    "columns": "desk-columns-1366",
    "forms": "desk-forms-1366",
    "owed": "desk-duties-1366",
    "write": "desk-decision-new-1366",
    "voice": "desk-voice-1366",
    "withdraw": "desk-withdraw-1366",
    "words": "desk-words-1366",
    "catalogue": "desk-catalogue-item-1366",
    "review": "desk-review-1366",
    "today": "desk-today-head-1366",
    "case": "desk-case-1366",
    "sealed": "desk-case-discipline-1366",
    "group-desk": "desk-group-1366",
    "households": "desk-households-1366",
    "board": "desk-board-1366",
    "board-village": "desk-board-village-1366",
    "check": "desk-check-1366",
}
MARGIN = 24  # pixels below what is drawn
TALLEST = 1400  # pixels: a page that goes on is cut


def renew(shots: Path) -> list[str]:
    """Write every chosen picture, small; returns what the browser tests did not leave."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    missing = [shot for shot in CHOSEN.values() if not (shots / f"{shot}.png").exists()]
    for name, shot in CHOSEN.items():
        if shot not in missing:
            with Image.open(shots / f"{shot}.png") as picture:
                whole = picture.convert("RGB")
                cut = whole.crop((0, 0, whole.width, min(_height(whole), TALLEST)))
                cut.quantize(256).save(PICTURES / f"{name}.png", optimize=True)
    return missing


def _height(picture: Image.Image) -> int:
    """Pixels down to where nothing but the background follows, and a margin."""
    last = picture.crop((0, picture.height - 1, picture.width, picture.height)).resize(picture.size)
    drawn = ImageChops.difference(picture, last).getbbox()
    return min(picture.height, drawn[3] + MARGIN) if drawn else picture.height


if __name__ == "__main__":
    lost = renew(Path(sys.argv[1]) if len(sys.argv) > 1 else SHOTS)
    sys.exit(f"not among the pictures: {', '.join(lost)}" if lost else 0)
