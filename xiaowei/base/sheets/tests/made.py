"""Workbooks made to order: rows as a clerk typed them, merged or not, on one sheet or several."""

import io
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import openpyxl

from xiaowei.base.sheets.grid import NOTHING, NUMBER, TEXT, Cell, Grid, Merge, Sheet
from xiaowei.base.sheets.run import read_apart

Rows = Sequence[Sequence[Any]]


def workbook(
    rows: Rows,
    *,
    merges: Sequence[str] = (),
    name: str = "Sheet1",
    more: dict[str, Rows] | None = None,
    touch: Callable[[Any, Any], None] | None = None,
) -> bytes:
    """An .xlsx file; `more` are further sheets, `touch` may change the book and its first sheet before it is saved."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = name
    for row in rows:
        first.append(list(row))
    for merge in merges:
        first.merge_cells(merge)
    for other, others in (more or {}).items():
        sheet = book.create_sheet(other)
        for row in others:
            sheet.append(list(row))
    if touch:
        touch(book, first)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def made(rows: Rows, **kinds: Any) -> Grid:
    """The grid of such a file, read the way a file is read."""
    return read_apart(workbook(rows, **kinds))


def text_file(rows: Rows, encoding: str = "gb18030") -> Grid:
    """The grid of the same rows as a .csv in that encoding."""
    width = max(map(len, rows))
    lines = [",".join(_quoted(value) for value in [*row, *[None] * (width - len(row))]) for row in rows]
    return read_apart("\r\n".join(lines).encode(encoding))


def grid(rows: Rows, *, merges: Sequence[tuple[int, int, int, int]] = (), name: str = "Sheet1") -> Grid:
    """The grid straight from the rows, without a file: for many of them."""

    def cell(value: Any) -> Cell:
        if value is None:
            return NOTHING
        return Cell(TEXT, value) if isinstance(value, str) else Cell(NUMBER, Decimal(str(value)))

    cells = [[cell(value) for value in row] for row in rows]
    return Grid("xlsx", [Sheet(name, rows=cells, merges=[Merge(*merge) for merge in merges])])


def _quoted(value: Any) -> str:
    text = "" if value is None else str(value)
    return f'"{text}"' if "," in text or '"' in text else text
