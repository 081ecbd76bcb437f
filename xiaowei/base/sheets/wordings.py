"""Headers that people have explained: what a village's own word for a column means. Pure.

Nothing of the reading itself changes: in the header of the sheet the product's own word is put before the village's,
`进项数` becomes `收入（进项数）`, and the sheet is understood as any other.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from xiaowei.base.sheets.grid import TEXT, Cell, Grid, Sheet
from xiaowei.base.sheets.headers import plain, plain_headers, squeezed, text_at, unit_of
from xiaowei.base.sheets.kinds import HOUSEHOLDS, LEDGER, TWO_SIDED
from xiaowei.base.sheets.tables.understanding import TABLE_KINDS

HERE = Path(__file__).resolve().parent
FILES = {
    LEDGER: ("data/ledger.json",),
    TWO_SIDED: ("data/two_sided.json",),
    HOUSEHOLDS: ("data/households.json",),
    **{kind: (f"tables/data/{kind}.json", "tables/data/common.json") for kind in TABLE_KINDS},
}
FEWEST = 3  # words in a row that could be a header
LONGEST = 30  # characters of a header
BRACKETS = str.maketrans("", "", "()（）[]【】")


@dataclass(frozen=True)
class Wording:
    """A header word and the field of the kind of sheet that it means. With a `shape`, only in sheets of that shape."""

    kind: str
    field: str
    header: str  # as `plain` spells it
    shape: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a sheet as somebody is asked about it: its header and what stands first in it."""

    sheet: str
    col: int
    header: str
    examples: tuple[str, ...]


@cache
def best_words(kind: str) -> Mapping[str, str]:
    """Every field of a kind of sheet with the product's own word for it. Raises KeyError for no kind."""
    found: dict[str, str] = {}
    for name in FILES[kind]:
        for field, words in json.loads((HERE / name).read_text(encoding="utf-8"))["fields"].items():
            if words:
                found.setdefault(field, words[0])
    return found


def shape_of(sheet: Sheet) -> str:
    """The same for sheets with the same headers in the same order; empty where there is no header."""
    rows = header_rows(sheet)
    words = [plain(text_at(sheet, row, col)) for row in rows for col in range(1, sheet.width + 1)]
    return hashlib.sha256("\0".join(words).encode()).hexdigest() if rows else ""


def header_rows(sheet: Sheet) -> tuple[int, ...]:
    """The rows that look like the header: one, or two of which the lower has only words as well."""
    found = plain_headers(sheet)
    row = found[0] if found else next((n for n in range(1, len(sheet.rows)) if _wordy(sheet, n)), 0)
    if not row:
        return ()
    return (row, row + 1) if row < len(sheet.rows) and _only_words(sheet, row + 1) else (row,)


def columns_of(grid: Grid, *, examples: int = 3) -> tuple[Column, ...]:
    """The columns of every visible sheet with a header, and the first things that stand below it."""
    found = []
    for sheet in grid.sheets:
        rows = () if sheet.hidden else header_rows(sheet)
        if not rows:
            continue
        for col in range(1, sheet.width + 1):
            header = next((text for row in reversed(rows) if (text := text_at(sheet, row, col))), "")
            below = (sheet.at(row, col) for row in range(rows[-1] + 1, len(sheet.rows) + 1))
            first = tuple(cell.text for cell in below if not cell.blank)[:examples]
            if header and first:
                found.append(Column(sheet.name, col, header, first))
    return tuple(found)


def reworded(grid: Grid, wordings: Iterable[Wording]) -> Grid:
    """The grid with the product's own words in its headers. A wording for one shape goes before one for all."""
    wordings = sorted(wordings, key=lambda one: one.shape == "")
    if not wordings:
        return grid
    return replace(grid, sheets=[_reworded(sheet, wordings) for sheet in grid.sheets])


def _reworded(sheet: Sheet, wordings: Iterable[Wording]) -> Sheet:
    shape = shape_of(sheet)
    words: dict[str, str] = {}
    for one in wordings:
        if one.shape in ("", shape) and (best := best_words(one.kind).get(one.field)):
            words.setdefault(one.header, best)
    rows = [list(row) for row in sheet.rows] if words else sheet.rows
    for row in header_rows(sheet) if words else ():
        for col, cell in enumerate(rows[row - 1]):
            if cell.kind == TEXT and (best := words.get(plain(cell.text))):
                rows[row - 1][col] = Cell(TEXT, _joined(best, cell.text))
    return replace(sheet, rows=rows)


def _joined(best: str, written: str) -> str:
    unit = unit_of(written)
    return f"{best}（{squeezed(written).translate(BRACKETS)}）" + (f"（{unit}）" if unit else "")


def _wordy(sheet: Sheet, row: int) -> bool:
    cells = [cell for cell in sheet.rows[row - 1] if not cell.blank]
    words = [cell for cell in cells if cell.kind == TEXT and len(cell.text) <= LONGEST]
    return len(words) >= FEWEST and len(words) == len(cells)


def _only_words(sheet: Sheet, row: int) -> bool:
    cells = [cell for cell in sheet.rows[row - 1] if not cell.blank]
    short = all(cell.kind == TEXT and len(cell.text) <= 10 for cell in cells)
    return bool(cells) and short and not any(any(c.isdigit() for c in cell.text) for cell in cells) and len(cells) < 8
