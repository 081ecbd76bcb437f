"""From a grid to what it means. In doubt the answer is `unknown`, never a guess."""

from dataclasses import replace

from xiaowei.base.sheets.amounts import YUAN
from xiaowei.base.sheets.blocks import find_tables
from xiaowei.base.sheets.doubts import check_hidden
from xiaowei.base.sheets.grid import Grid, Sheet
from xiaowei.base.sheets.headers import plain_headers
from xiaowei.base.sheets.issues import WARNING, Issue
from xiaowei.base.sheets.kinds import UNKNOWN
from xiaowei.base.sheets.ledgerheads import Header
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.titles import read_heading
from xiaowei.finance.intake import capitals, entries, said, slips, summaries, totals
from xiaowei.finance.intake.one_sided import one_sided
from xiaowei.finance.intake.surroundings import (
    around_the_table,
    as_of,
    evident_unit,
    in_order,
    reading_of,
    settle_periods,
)
from xiaowei.finance.intake.table import Table
from xiaowei.finance.intake.two_sided import two_sided
from xiaowei.finance.intake.understanding import Understanding
from xiaowei.finance.intake.whole import Whole, put_together

UNKNOWN_KIND = _(
    "认不出这是哪一种公开表，没有登记。表没错的话，点“说明每一列”选好种类和每一列；也可以下载一份空白表格填好再传。"
)
NOTHING_IN_IT = _("表格里没有内容。请检查是不是选错了文件。")
OTHER_SHEET = _("工作表“%(name)s”没有读入，只读了“%(sheet)s”。")
HIDDEN_SHEET = _("工作表“%(name)s”是隐藏的，没有读入。请删去或取消隐藏后再上传。")


def understand(grid: Grid) -> Understanding:
    """What a workbook means: a ledger, one-sided or two-sided, or `unknown` with what is sure."""
    sheets = [sheet for sheet in grid.sheets if not sheet.empty]
    blocks = [block for sheet in sheets if not sheet.hidden for block in find_tables(sheet)]
    if not blocks:
        return _unknown(sheets)
    tables = [_table(sheet, header) for sheet, header in blocks]
    _share_unit(tables)
    period, told = settle_periods(tables)
    for table in tables:
        below = _below(table)
        for reading in table.readings.values():
            reading.as_of = as_of(table, below)
        table.read()
    tables, doubts, left_out = summaries.without(tables)
    whole = put_together(tables)
    ledger = whole.ledger
    _name(ledger, tables)
    ledger.period = period
    said.declare(whole)
    _check(whole)
    capitals.check(whole)
    unit = next((unit for table in tables if (unit := _unit(table))), None) or evident_unit(ledger)
    names = {table.sheet.name for table in tables}
    others = [sheet for sheet in sheets if sheet.name not in names | left_out.keys()]
    ledger.skipped = left_out | {sheet.name: "hidden" if sheet.hidden else "other" for sheet in others}
    found = [issue for table in tables for reading in table.readings.values() for issue in reading.issues]
    ledger.issues = [
        *around_the_table(ledger, tables, unit=unit, told=told),
        *in_order([*found, *doubts]),
        *(_passed_over(name, why, ledger.sheet) for name, why in ledger.skipped.items() if why in ("hidden", "other")),
    ]
    return ledger


def _table(sheet: Sheet, header: Header) -> Table:
    """One table with every row's fate; what stands around it is read with it."""
    heading = read_heading(sheet, range(1, header.rows[0]), range(0))
    unit = next((header.units[name] for name in ("income", "expense", "amount") if name in header.units), None)
    read = two_sided if header.panels else one_sided
    table = read(sheet, header, heading, unit=unit or heading.unit or YUAN)
    last = max([header.rows[-1], *(row for marks in table.marks.values() for row in marks)])
    table.heading = read_heading(sheet, range(1, header.rows[0]), range(last + 1, len(sheet.rows) + 1))
    for reading in table.readings.values():
        reading.period, reading.unit = table.heading.period, unit or table.heading.unit or YUAN
    return table


def _unit(table: Table) -> str | None:
    return next(iter(table.header.units.values()), None) or table.heading.unit


def _share_unit(tables: list[Table]) -> None:
    """A unit told once holds for the tables that tell none."""
    shared = next((unit for table in tables if (unit := _unit(table))), None)
    for table in tables:
        for reading in table.readings.values():
            reading.unit = _unit(table) or shared or YUAN


def _below(table: Table) -> list[str]:
    last = max([table.header.rows[-1], *(row for marks in table.marks.values() for row in marks)])
    return ["  ".join(cell.text for cell in cells if not cell.blank) for cells in table.sheet.rows[last:]]


def _name(ledger: Understanding, tables: list[Table]) -> None:
    headings = [table.heading for table in tables]
    ledger.unit = reading_of(tables[0]).unit
    ledger.village_name = next((one.village.name for one in headings if one.village), None)
    ledger.township_name = next((one.township for one in headings if one.township), None)
    ledger.county_name = next((one.county for one in headings if one.county), None)


def _check(whole: Whole) -> None:
    chains = []
    for place, table in enumerate(whole.tables):
        chains.append(_chain(whole, place, table))
    totals.check_sums(whole, chains)
    for table, chain in zip(whole.tables, chains, strict=True):
        for side, reading in table.readings.items():
            entries.check_lines(reading, tuple(line for line in table.lines if line.half == side), chain.missing)
    slips.check_slips(whole.tables)
    slips.check_cash(whole.tables)
    slips.check_twice(whole.tables)
    seen = set()
    for table in whole.tables:
        for reading in table.readings.values():
            reading.tell_uncached()
        if table.sheet.name not in seen:
            check_hidden(reading_of(table), table.header.rows[-1])
        seen.add(table.sheet.name)


def _chain(whole: Whole, place: int, table: Table) -> totals.Chain:
    reading = table.reading("income")
    lines, before = table.in_time, whole.carrying.before[place]
    known = table.openings or table.heading.opening or place or lines
    computed = {side: sum(getattr(line, side) or 0 for line in lines) for side in ("income", "expense")}
    declared = {side: one.fen for side in computed for one in table.sums[side] if one.word == "total"}
    gaps = {side: fen - computed[side] for side, fen in declared.items()}
    closing = table.closings[-1].fen if table.closings else None
    return totals.check_chain(reading, lines, before if known else None, closing=closing, gaps=gaps)


def _passed_over(name: str, why: str, sheet: str) -> Issue:
    code, words = ("hidden_sheet", HIDDEN_SHEET) if why == "hidden" else ("other_sheet", OTHER_SHEET)
    return Issue(code, WARNING, words, {"name": name, "sheet": sheet}, name)


def _unknown(sheets: list[Sheet]) -> Understanding:
    parts = tuple(_sure(sheet) for sheet in sheets if not sheet.hidden)
    words = UNKNOWN_KIND if sheets else NOTHING_IN_IT
    issues = [Issue("unknown_type" if sheets else "empty_template", WARNING, words)]
    if len(parts) == 1:
        return replace(parts[0], issues=issues, others=parts)
    whole = Understanding(UNKNOWN, issues=issues, others=parts)
    for name in ("village_name", "township_name", "county_name", "period", "unit"):
        told = {getattr(part, name) for part in parts}
        if len(told) == 1:  # the sheets agree
            setattr(whole, name, told.pop())
    return whole


def _sure(sheet: Sheet) -> Understanding:
    head = plain_headers(sheet)
    top = head[0] if head else min(len(sheet.rows), 4) + 1
    heading = read_heading(sheet, range(1, top), range(0))
    return Understanding(
        UNKNOWN, heading.village.name if heading.village and not heading.conflict else None, heading.township,
        heading.county, heading.period, heading.unit, sheet.name,
        header_rows=(head[0],) if head else (), headers=head[1] if head else (),
    )  # fmt: skip
