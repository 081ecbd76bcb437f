"""The sheets of a file as people see them, for the desk: cells, what became of every row, what each column holds.

Numbers of persons stay by their last four characters: staff who may read a draft need not read an identity number.
"""

from typing import Any

from xiaowei.base.masking import NUMBERS
from xiaowei.base.sheets.grid import Grid, Sheet
from xiaowei.base.sheets.tables.understanding import SheetPart, Understanding
from xiaowei.disclosure.tables import masks

MOST_ROWS, MOST_COLS = 400, 40  # drawn; a longer sheet says how many rows are not
MOST_SHEETS = 12


def sheets(understanding: Understanding, grid: Grid) -> list[dict[str, Any]]:
    """Every sheet with something in it, those with a table first, as JSON values."""
    parts: dict[str, list[SheetPart]] = {}
    for part in understanding.sheets:
        parts.setdefault(part.name, []).append(part)
    full = [sheet for sheet in grid.sheets if not sheet.empty]
    ordered = sorted(full, key=lambda sheet: sheet.name not in parts)
    return [_sheet(sheet, parts.get(sheet.name, [])) for sheet in ordered[:MOST_SHEETS]]


def _sheet(sheet: Sheet, parts: list[SheetPart]) -> dict[str, Any]:
    fates = {str(row): fate for part in parts for row, fate in part.row_fates.items()}
    secret = {
        (row, column.col)
        for part in parts
        for column in part.columns
        if not masks.shown(column)
        for row in part.data_rows
    }
    rows = [
        [_seen(cell.text, (r, c) in secret) for c, cell in enumerate(row[:MOST_COLS], start=1)]
        for r, row in enumerate(sheet.rows[:MOST_ROWS], start=1)
    ]
    width = max((len(row) for row in rows), default=0)
    return {
        "name": sheet.name,
        "rows": [row + [""] * (width - len(row)) for row in rows],
        "merges": [[m.top, m.left, m.bottom, m.right] for m in sheet.merges if m.bottom <= MOST_ROWS],
        "hidden": max(0, len(sheet.rows) - MOST_ROWS),
        "fates": fates,
        "hidden_rows": sorted(sheet.hidden_rows),
        "columns": [[c.col, c.header, masks.holds(c), c.unit or ""] for part in parts[:1] for c in part.columns],
    }


def _seen(text: str, secret: bool) -> str:
    if secret and text:
        return f"…{text.strip()[-4:]}" if len(text.strip()) > 4 else "…"
    return NUMBERS.sub(lambda found: f"…{found.group()[-4:]}", text) if text else ""
