"""A table as a villager reads it: one card a row on a phone, a table that scrolls under a fixed first column else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xiaowei.disclosure.queries import PublicPage
from xiaowei.disclosure.tables.queries import ColumnFacts, PartFacts, RowFacts, TableFacts, TotalFacts

COUNTING = re.compile(r"^(?:序号?|编号|行次|No\.?)$", re.IGNORECASE)
WORDS = ("text", "name")


@dataclass(frozen=True)
class Cell:
    """One cell with its heading, which stands beside it on a phone."""

    label: str
    text: str
    css: str


@dataclass(frozen=True)
class Row:
    """One row; `called` is what a link about it is called for who cannot see the table."""

    row: RowFacts
    cells: tuple[Cell, ...]
    called: str


@dataclass(frozen=True)
class Group:
    """Rows under one heading."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Part:
    """One block of the table."""

    facts: PartFacts
    columns: tuple[Cell, ...]
    groups: tuple[Group, ...]
    foot: tuple[Cell, ...]


def context(page: PublicPage, *, content: TableFacts | None = None) -> dict[str, Any]:
    """Everything a table's page shows. `content` is what the reader may read, where that is more than everybody may."""
    table: TableFacts = content or page.content
    parts = tuple(_part(part) for part in table.parts)
    return {
        "table": table,
        "parts": parts,
        "count": len(table.rows),
        "sums": [t for part in table.parts for t in part.totals if not _monthly(part, t)][:6],
    }


def _monthly(part: PartFacts, total: TotalFacts) -> bool:
    # twelve sums of months would hide the one that counts; they stand under their columns
    return total.at >= 0 and part.columns[total.at].holds == "month"


def _part(part: PartFacts) -> Part:
    lead = _lead(part.columns)
    columns = tuple(Cell(c.label, c.label, _css(at, c, lead)) for at, c in enumerate(part.columns))
    foot = tuple(Cell(c.label, text, c.css) for c, text in zip(columns, part.foot, strict=False))
    groups = tuple(Group(name, tuple(_row(row, columns, lead) for row in rows)) for name, rows in part.groups)
    return Part(part, columns, groups, foot)


def _row(row: RowFacts, columns: Sequence[Cell], lead: int) -> Row:
    cells = tuple(Cell(c.label, text, c.css) for c, text in zip(columns, row.cells, strict=False))
    called = cells[lead].text if lead < len(cells) else ""
    return Row(row, cells, called or _("第 %(n)d 行") % {"n": row.number})


def _lead(columns: Sequence[ColumnFacts]) -> int:
    """The column that says what a row is: the first one of words that does not count."""
    found = (at for at, c in enumerate(columns) if c.holds in WORDS and not COUNTING.match(c.label))
    return next(found, 0)


def _css(at: int, column: ColumnFacts, lead: int) -> str:
    names: Mapping[str, bool] = {
        "no": bool(COUNTING.match(column.label)),
        "lead": at == lead,
        "num": column.figure,
    }
    return " ".join(name for name, there in names.items() if there)
