"""The grid as JSON, between the small reading program and the one that asked.

A blank is null, a text a string, a number a JSON number (read back as Decimal, never as a binary float),
a flag a boolean; the rest are one-key objects: {"d": date}, {"e": error}, {"f": formula}.
"""

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from xiaowei.base.sheets.grid import DATE, ERROR, FLAG, FORMULA, NOTHING, NUMBER, TEXT, Cell, Grid, Merge, Sheet

KINDS = {"e": ERROR, "f": FORMULA}


def dump_sheet(
    name: str,
    rows: list[list[Any]],
    *,
    hidden: bool = False,
    merges: list[tuple[int, int, int, int]] | None = None,
    hidden_rows: list[int] | None = None,
    hidden_cols: list[int] | None = None,
) -> dict[str, Any]:
    """One sheet as the readers give it: rows of raw wire values, merges as corners counted from 1."""
    return {
        "name": name,
        "hidden": hidden,
        "rows": rows,
        "merges": merges or [],
        "hidden_rows": hidden_rows or [],
        "hidden_cols": hidden_cols or [],
    }


def load_grid(raw: bytes) -> Grid:
    """The grid that the reading program wrote."""
    wire = json.loads(raw, parse_float=Decimal, parse_int=Decimal)
    return Grid(wire["source"], [_sheet(sheet) for sheet in wire["sheets"]])


def _sheet(wire: dict[str, Any]) -> Sheet:
    return Sheet(
        name=wire["name"],
        hidden=wire["hidden"],
        rows=[[_cell(value) for value in row] for row in wire["rows"]],
        merges=[Merge(*map(int, corners)) for corners in wire["merges"]],
        hidden_rows=frozenset(map(int, wire["hidden_rows"])),
        hidden_cols=frozenset(map(int, wire["hidden_cols"])),
    )


def _cell(value: Any) -> Cell:
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return Cell(TEXT, value) if value else NOTHING
    if isinstance(value, Decimal):
        return Cell(NUMBER, value)
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
