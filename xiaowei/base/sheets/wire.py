"""The grid as JSON, between the small reading program and the one that asked. The latter trusts nothing in it.

A blank is null or an empty text, a text a string, a number a JSON number (read back as Decimal, never as a binary
float), a flag a boolean; the rest are one-key objects: {"d": date}, {"e": error}, {"f": formula}.
"""

import datetime as dt
import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from xiaowei.base.sheets.grid import (
    DATE,
    ERROR,
    FLAG,
    FORMULA,
    NOTHING,
    NUMBER,
    TEXT,
    Cell,
    Grid,
    Merge,
    Sheet,
    Spot,
)  # fmt: skip

KINDS = {"e": ERROR, "f": FORMULA}
REMEMBERED = 50_000  # different values whose cells are shared; a list repeats villages, groups, standards


def dump_sheet(
    name: str,
    rows: list[list[Any]],
    *,
    hidden: bool = False,
    merges: list[tuple[int, int, int, int]] | None = None,
    hidden_rows: list[int] | None = None,
    hidden_cols: list[int] | None = None,
    formulas: dict[Spot, str] | None = None,
    red: set[Spot] | None = None,
) -> dict[str, Any]:
    """One sheet as the readers give it: rows of raw wire values, merges as corners counted from 1."""
    return {
        "name": name,
        "hidden": hidden,
        "rows": rows,
        "merges": merges or [],
        "hidden_rows": hidden_rows or [],
        "hidden_cols": hidden_cols or [],
        "formulas": [[row, col, text] for (row, col), text in (formulas or {}).items()],
        "red": sorted(red or ()),
    }


def load_grid(raw: bytes) -> Grid:
    """The grid that the reading program wrote."""
    with calm():
        return _loaded(json.loads(raw, parse_float=Decimal, parse_int=Decimal))


@contextmanager
def calm() -> Iterator[None]:
    """Without looking for circles among objects: while a million are made that hold none, that is half of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _loaded(wire: dict[str, Any]) -> Grid:
    known: dict[Any, Cell] = {"": NOTHING}
    sheets = []
    for sheet in wire["sheets"]:
        rows = sheet["rows"]
        for place, row in enumerate(rows):  # in place: two grids at once would be too much of a long list
            rows[place] = _cells(row, known)
        sheets.append(_sheet(sheet))
    return Grid(wire["source"], sheets)


def load(wire: dict[str, Any]) -> Grid:
    """The grid of what `reader.read` gave in this very process: for files that the product made itself."""
    return load_grid(json.dumps(wire).encode())


def _cells(row: list[Any], known: dict[Any, Cell]) -> list[Cell]:
    # a million times for a long list: what is called here is called by its nearest name
    cells, get, text, figure, room = [], known.get, str, Decimal, REMEMBERED - len(known)
    for value in row:
        kind = type(value)
        if kind is text or kind is figure:
            cell = get(value)
            if cell is None:
                cell = Cell(TEXT if kind is text else NUMBER, value)
                if room > 0:
                    known[value] = cell
        else:
            cell = NOTHING if value is None else _cell(value)
        cells.append(cell)
    return cells


def _sheet(wire: dict[str, Any]) -> Sheet:
    return Sheet(
        name=wire["name"],
        hidden=wire["hidden"],
        rows=wire["rows"],
        merges=[Merge(*map(int, corners)) for corners in wire["merges"]],
        hidden_rows=frozenset(map(int, wire["hidden_rows"])),
        hidden_cols=frozenset(map(int, wire["hidden_cols"])),
        formulas={(int(row), int(col)): text for row, col, text in wire["formulas"]},
        red=frozenset((int(row), int(col)) for row, col in wire["red"]),
    )


def _cell(value: Any) -> Cell:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return Cell(FLAG, value)
    [(key, inner)] = value.items()
    return Cell(DATE, dt.date.fromisoformat(inner)) if key == "d" else Cell(KINDS[key], inner)


def number(value: float) -> float | int:
    """A spreadsheet's number as people typed it: 15 significant digits, which is all that a workbook shows.

    Without this a sum such as 0.1+0.2 would arrive as 0.30000000000000004.
    """
    if value.is_integer() and abs(value) < 1e15:
        return int(value)
    # a balance carried on by formula over hundreds of rows gathers noise well before the sixteenth digit
    near = round(value, 6)
    return near if abs(value - near) < 1e-8 <= abs(value) else float(format(value, ".15g"))
