"""Reads of tables. What the public may read has types of its own, which hold no whole name and no number of anybody."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure.tables import masks, rules
from xiaowei.disclosure.tables.models import Table, TableReading, TableRow


@dataclass(frozen=True)
class ColumnFacts:
    """One column that is shown. `label` is its heading with the unit; `figure` when it is read right-aligned."""

    label: str
    field: str
    holds: str
    figure: bool


@dataclass(frozen=True)
class TotalFacts:
    """One sum; `at` is the column it stands under among those shown, -1 for none."""

    name: str
    label: str
    value: str
    at: int


@dataclass(frozen=True)
class RowFacts:
    """One row as the world reads it; `cells` stand under the part's columns, `amount` in fen where it has one."""

    ref: Ref
    number: int
    row: int
    group: str
    cells: tuple[str, ...]
    amount: int | None


@dataclass(frozen=True)
class PartFacts:
    """One block of a table: columns, rows, sums."""

    title: str
    unit: str
    columns: tuple[ColumnFacts, ...]
    rows: tuple[RowFacts, ...]
    totals: tuple[TotalFacts, ...]

    @property
    def foot(self) -> tuple[str, ...]:
        """The sums under their columns; empty when none stands under one."""
        found = [next((t.value for t in self.totals if t.at == at), "") for at in range(len(self.columns))]
        return tuple(found) if any(found) else ()

    @property
    def groups(self) -> tuple[tuple[str, tuple[RowFacts, ...]], ...]:
        """Rows under their group headings, in order; one nameless group where there are none."""
        found: list[tuple[str, list[RowFacts]]] = []
        for row in self.rows:
            if not found or found[-1][0] != row.group:
                found.append((row.group, []))
            found[-1][1].append(row)
        return tuple((name, tuple(rows)) for name, rows in found)


@dataclass(frozen=True)
class TableFacts:
    """A table as the world reads it. The period is half-open."""

    ref: Ref
    village: Ref
    county: Ref
    kind: str
    item: str
    topic: str
    notice: bool
    period_from: dt.date
    period_until: dt.date
    as_of: dt.date | None
    parts: tuple[PartFacts, ...]

    @property
    def period_to(self) -> dt.date:
        """The last day of the period, as people write it."""
        return self.period_until - dt.timedelta(days=1)

    @property
    def kind_name(self) -> str:
        return rules.kind_name(self.kind)

    @property
    def rows(self) -> tuple[RowFacts, ...]:
        return tuple(row for part in self.parts for row in part.rows)


@dataclass(frozen=True)
class ReadingFacts:
    """One uploaded file and what was understood of it, for the village's own staff."""

    ref: Ref
    village: Ref
    file_name: str
    original: Ref
    kind: str
    understood: dict[str, Any]
    sheets: list[dict[str, Any]]
    by: Ref
    at: dt.datetime


@dataclass(frozen=True)
class StaffCell:
    """A cell the public reads differently; for the village's own staff."""

    number: int
    row: int
    label: str
    text: str
    public: str


def table(ref: Ref) -> TableFacts:
    """The table as the world reads it. Raises NotFound."""
    return _table(ref, cells_of=lambda row, columns: list(row.public))


def own_village_table(ref: Ref) -> TableFacts:
    """The table as the village's own bound households read it: whole names where a 公示 asks. Raises NotFound."""

    def cells(row: TableRow, columns: list[dict[str, Any]]) -> list[str]:
        texts = [value[0] for value in row.values]
        kinds = [column["holds"] for column in columns]
        return masks.own_village(texts, kinds, row.public, child=row.child)

    found = Table.objects.filter(pk=ref).values_list("notice", flat=True).first()
    return _table(ref, cells_of=cells) if found else table(ref)


def figures(tables: Iterable[Ref], *, fields: Sequence[str]) -> list[tuple[str, dict[str, int]]]:
    """Of every row of these tables: its words, as the public reads them, and what stands under these money fields, in
    fen. Two queries."""
    parts: dict[str, list[dict[str, Any]]] = dict(Table.objects.filter(pk__in=set(tables)).values_list("pk", "parts"))
    found = []
    for row in TableRow.objects.filter(table__in=set(parts)).order_by("table", "number"):
        columns = parts[row.table_id][row.part]["columns"]
        named = [column["field"] for column in columns]
        words = next((row.public[at] for at, name in enumerate(named) if name == "item"), "")
        sums = {name: int(row.values[at][1]) for at, name in enumerate(named) if name in fields and row.values[at][1]}
        found.append((words, sums))
    return found


def tables_of(rows: Iterable[Ref]) -> dict[Ref, Ref]:
    """The table of each of these rows; others are left out. One query."""
    return {Ref(row): Ref(of) for row, of in TableRow.objects.filter(pk__in=set(rows)).values_list("pk", "table")}


def reading(ref: Ref) -> ReadingFacts:
    """One reading. Raises NotFound."""
    row = TableReading.objects.filter(pk=ref).first()
    if row is None:
        raise NotFound()
    return _reading(row)


def reading_of(ref: Ref) -> ReadingFacts:
    """The reading a table was entered from. Raises NotFound."""
    row = TableReading.objects.filter(tables__pk=ref).first()
    if row is None:
        raise NotFound()
    return _reading(row)


def read_of(ref: Ref) -> tuple[Ref, str, dict[str, Any]]:
    """Of the reading a table was entered from: its reference, file name and what was understood. Raises NotFound."""
    found = TableReading.objects.filter(tables__pk=ref).values_list("ref", "file_name", "understood").first()
    if found is None:
        raise NotFound()
    return Ref(found[0]), found[1], found[2]


def tables_of_reading(ref: Ref) -> tuple[Ref, ...]:
    """The tables that were entered from a reading, the first one first."""
    return tuple(Ref(one) for one in Table.objects.filter(reading=ref).order_by("pk").values_list("pk", flat=True))


def masked_cells(ref: Ref, *, limit: int = 200) -> tuple[StaffCell, ...]:
    """The cells of words that the public reads differently, in order; figures are only written otherwise."""
    parts: list[dict[str, Any]] = Table.objects.values_list("parts", flat=True).get(pk=ref)
    found = []
    for row in TableRow.objects.filter(table=ref):
        columns = parts[row.part]["columns"] if row.part < len(parts) else []
        secret = json.loads(row.secret) if row.secret else {}
        for at, (column, value, public) in enumerate(zip(columns, row.values, row.public, strict=False)):
            hidden = str(at) in secret
            differs = column["holds"] not in masks.FIGURES and value[0].strip() != public
            if hidden or (value[0] and differs):
                found.append(StaffCell(row.number, row.row, column["header"], value[0] or "…", public))
            if len(found) >= limit:
                return tuple(found)
    return tuple(found)


def _table(ref: Ref, *, cells_of: Any) -> TableFacts:
    row = Table.objects.filter(pk=ref).first()
    if row is None:
        raise NotFound()
    rows: list[TableRow] = list(row.rows.all())
    return TableFacts(
        ref=Ref(row.ref),
        village=Ref(row.village),
        county=Ref(row.county),
        kind=row.kind,
        item=row.item,
        topic=row.topic,
        notice=row.notice,
        period_from=row.period_from,
        period_until=row.period_until,
        as_of=row.as_of,
        parts=tuple(
            _part(part, [(one, cells_of(one, part["columns"])) for one in rows if one.part == at])
            for at, part in enumerate(row.parts)
        ),
    )


def _part(part: Mapping[str, Any], rows: list[tuple[TableRow, list[str]]]) -> PartFacts:
    shown = [at for at, column in enumerate(part["columns"]) if column["shown"]]
    place = {at: n for n, at in enumerate(shown)}
    money = [at for at in shown if part["columns"][at]["holds"] == "money"]
    named = [at for at in money if part["columns"][at]["field"].startswith("amount")] or money[-1:]
    return PartFacts(
        title=part["title"],
        unit=part["unit"],
        columns=tuple(_column(part["columns"][at]) for at in shown),
        rows=tuple(
            RowFacts(
                ref=Ref(row.ref),
                number=row.number,
                row=row.row,
                group=row.public_group,
                cells=tuple(cells[at] for at in shown),
                amount=_amount(row, named),
            )
            for row, cells in rows
        ),
        totals=tuple(
            TotalFacts(one["name"], one["label"], one["value"], place.get(one["at"], -1))
            for one in part["totals"]
            if one["value"]
        ),
    )


def _column(column: Mapping[str, Any]) -> ColumnFacts:
    header, unit = column["header"], column["unit"]
    label = f"{header}（{unit}）" if unit and unit not in header else header
    return ColumnFacts(label or "—", column["field"], column["holds"], column["holds"] in masks.FIGURES)


def _amount(row: TableRow, named: list[int]) -> int | None:
    fens = [row.values[at][1] for at in named if at < len(row.values)]
    found = next((fen for fen in fens if fen is not None), None)
    return None if found is None else int(found)


def _reading(row: TableReading) -> ReadingFacts:
    return ReadingFacts(
        Ref(row.ref),
        Ref(row.village),
        row.file_name,
        Ref(row.original),
        row.kind,
        row.understood,
        json.loads(row.grid) if row.grid else [],
        Ref(row.by),
        row.at,
    )
