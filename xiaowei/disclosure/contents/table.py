"""A register, a list, an allocation of one village (台账、清单、分配表) as content: from this room's own tables."""

from typing import Any

from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.disclosure.contents.kind import Kind, Part, Placed, Read
from xiaowei.disclosure.tables import queries as tables
from xiaowei.disclosure.tables.digests import public_content
from xiaowei.disclosure.tables.queries import PartFacts, RowFacts

NAMING = (
    "name",
    "project",
    "asset",
    "contract",
    "item",
    "village",
    "party",
    "summary",
    "title",
)  # what a row is called
WORDS = frozenset({"text", "name"})


def _placed(ref: Ref) -> Placed:
    table = tables.table(ref)
    return Placed(table.village, table.county, table.item, table.topic, table.period_from, table.period_until)


def _public(ref: Ref) -> dict[str, Any]:
    return public_content(tables.table(ref))


def _parts(ref: Ref) -> list[Part]:
    table = tables.table(ref)
    many = len(table.parts) > 1
    return [_part(row, part, part.title if many else "") for part in table.parts for row in part.rows]


def _part(row: RowFacts, part: PartFacts, title: str) -> Part:
    name = called(row, part)
    cells = tuple((c.label, text) for c, text in zip(part.columns, row.cells, strict=False) if text)
    group = ((_("分组"), row.group),) if row.group else ()
    return Part(
        row.ref,
        row.number,
        "",
        " ".join(filter(None, (title, row.group, name)))[:200],
        None,
        row.amount,
        cells=(*group, *cells),
        key=f"{title} {row.group} {name}",
    )


def called(row: RowFacts, part: PartFacts) -> str:
    """What people call a row: what its columns of names and words say, the naming ones first, at most two of them."""
    words = [
        (next((n for n, one in enumerate(NAMING) if column.field.startswith(one)), len(NAMING)), at, text)
        for at, (column, text) in enumerate(zip(part.columns, row.cells, strict=False))
        if text and column.holds in WORDS and column.field not in ("number", "seq", "no")
    ]
    return " ".join(text for _rank, _at, text in sorted(words)[:2])


def _sums(ref: Ref) -> tuple[tuple[str, str], ...]:
    table = tables.table(ref)
    found = [(_("行数"), f"{len(table.rows):,}")]
    for part in table.parts:
        title = f"{part.title} " if len(table.parts) > 1 and part.title else ""
        found += [(f"{title}{total.label}", total.value) for total in part.totals]
    return tuple(found)


def _read(ref: Ref) -> Read:
    reading, file_name, understood = tables.read_of(ref)
    return Read(reading, file_name, tuple(understood.get("issues", ())))


KIND = Kind(
    placed=_placed, facts=tables.table, public=_public, parts=_parts, read=_read, homes=tables.tables_of, sums=_sums
)
