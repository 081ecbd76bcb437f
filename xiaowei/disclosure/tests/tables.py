"""Tables as the reader understands them, made by hand; and a village of 青石镇 that publishes them."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from tests.county import AT
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.sheets.grid import NOTHING, NUMBER, TEXT, Cell, Grid, Sheet
from xiaowei.base.sheets.issues import Issue
from xiaowei.base.sheets.periods import Period
from xiaowei.base.sheets.tables import Column, Row, SheetPart, Understanding, Value
from xiaowei.disclosure import actions
from xiaowei.disclosure.contents import TABLE
from xiaowei.disclosure.tables import actions as tables
from xiaowei.disclosure.tables import entry, queries
from xiaowei.disclosure.tables.entry import Said
from xiaowei.disclosure.tests import township
from xiaowei.disclosure.tests.township import Township
from xiaowei.vault import actions as vault

NOTHING_SAID = Said()

Heading = tuple[str, str, str]  # header, field, what it holds

ASSETS: tuple[Heading, ...] = (
    ("序号", "number", "text"),
    ("资产名称", "name_of", "text"),
    ("坐落", "place", "text"),
    ("原值", "original", "money"),
    ("净值", "net", "money"),
    ("保管人", "keeper", "name"),
    ("联系电话", "phone", "phone"),
    ("备注", "note", "text"),
)
ASSET_ROWS: tuple[Sequence[str], ...] = (
    ("1", "光伏电站", "村西坡地", "250000.00", "230000.00", "赵甲子", "15400000001", ""),
    ("2", "监控平台", "村委会", "110000.00", "90000.00", "钱乙丑", "15400000002", "由赵甲子代管"),
    ("3", "太阳能路灯", "主街", "35000.00", "0.00", "下宫村集体", "", "70 余盏"),
)


def value(text: str, holds: str) -> Value:
    """A cell as understood."""
    if holds not in ("money", "month", "number"):
        return Value(text)
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:  # what is no figure stays as it was written
        return Value(text)
    return Value(text, number=number) if holds == "number" else Value(text, fen=int(number * 100))


def understood(
    *,
    kind: str = "asset_register",
    title: str = "青石镇下宫村固定资产登记表",
    columns: Sequence[Heading] = ASSETS,
    rows: Sequence[Sequence[str]] = ASSET_ROWS,
    groups: Sequence[str] = (),
    as_of: dt.date | None = dt.date(2023, 3, 31),
    period: Period | None = None,
    issues: tuple[Issue, ...] = (),
    notes: tuple[str, ...] = ("制表：赵甲子 15400000001",),
    sheet: str = "Sheet1",
) -> tuple[Understanding, Grid]:
    """What is understood of a sheet: title in row 1, headings in row 2, data from row 3 on, the sum of money below."""
    own = tuple(Column(n, header, field, holds, None) for n, (header, field, holds) in enumerate(columns, start=1))
    data = tuple(
        Row(
            sheet,
            n,
            groups[n - 3] if groups else "",
            tuple(value(text, column.holds) for text, column in zip(row, own, strict=True)),
        )
        for n, row in enumerate(rows, start=3)
    )
    totals = {
        column.field: Decimal(sum(row.values[at].fen or 0 for row in data)) / 100
        for at, column in enumerate(own)
        if column.holds == "money"
    }
    fates = {1: "title", 2: "header"} | {row.row: "line" for row in data}
    part = SheetPart(
        sheet, "元", (2,), own, tuple(row.row for row in data), row_fates=fates, totals=totals, title=title
    )
    meaning = Understanding(
        type=kind,
        title=title,
        township_name="青石镇",
        village_name="下宫村",
        as_of=as_of,
        period=period,
        period_label="",
        unit="元",
        sheets=(part,),
        rows=data,
        totals=totals,
        issues=issues,
        notes=notes,
    )
    cells = [[title], [header for header, *_ in columns], *rows]
    drawn = [[_cell(text) for text in row] for row in cells]
    return meaning, Grid("xlsx", [Sheet(sheet, rows=drawn)])


def enter(town: Township, meaning: Understanding, grid: Grid, *, said: Said = NOTHING_SAID, key: str = "") -> Ref:
    """Keep a table for 下宫村; returns the reading."""
    new = entry.entry_of(meaning, grid, village=town.village, said=said, today=AT.date())
    original = vault.stage_sealed(new_ref().encode(), media_type="application/octet-stream")
    return tables.take_reading(
        new,
        file_name="台账 赵甲子 15400000001.xlsx",
        original=original,
        form_key=key or new_ref(),
        by=town["clerk"],
        at=AT,
    )


def draft(town: Township, meaning: Understanding, grid: Grid, *, said: Said = NOTHING_SAID) -> Ref:
    """A draft of a table; returns the version."""
    [table] = queries.tables_of_reading(enter(town, meaning, grid, said=said))
    return actions.draft_content(TABLE, table, by=town["clerk"], at=AT)


def publish(town: Township, *, reason: str = "", **how: object) -> Ref:
    """A table published by its four hands; returns the publication."""
    meaning, grid = understood(**how)  # type: ignore[arg-type]
    return township.publish(town, draft(town, meaning, grid), reason=reason)


def _cell(text: str) -> Cell:
    if not text:
        return NOTHING
    bare = text.replace(",", "").removeprefix("-")
    return Cell(NUMBER, Decimal(bare)) if bare.replace(".", "", 1).isdigit() and len(bare) < 11 else Cell(TEXT, text)
