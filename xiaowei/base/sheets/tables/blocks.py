"""The tables of one sheet, each read with everything around it; every row of the sheet is in one of them."""

import datetime as dt
import re
from dataclasses import dataclass, field, replace

from xiaowei.base.sheets.amounts import WAN, YUAN
from xiaowei.base.sheets.grid import NUMBER, Sheet
from xiaowei.base.sheets.issues import BLANK as BLANK_ROW
from xiaowei.base.sheets.issues import ERROR, HEADER, LINE, NOTE, SIGNATURE, SUBTOTAL, TITLE, Issue
from xiaowei.base.sheets.periods import Period
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.tables import checks, sums, times
from xiaowei.base.sheets.tables.heads import Head, find_heads
from xiaowei.base.sheets.tables.inwords import check_capitals
from xiaowei.base.sheets.tables.layouts import area_unit_in, columns_of
from xiaowei.base.sheets.tables.reading import TableCells
from xiaowei.base.sheets.tables.rows import GROUP, Layout, Sorter
from xiaowei.base.sheets.tables.rowsums import drop_doubled, settle_sums
from xiaowei.base.sheets.tables.sums import Account
from xiaowei.base.sheets.tables.understanding import Column, Row, SheetPart, Total
from xiaowei.base.sheets.tables.unitdoubts import check_unit, unit_around
from xiaowei.base.sheets.tables.words import squeezed
from xiaowei.base.sheets.titles import Heading, read_heading

NOTHING_IN_IT = _("表格里只有表头，没有填写内容。请填好后再上传。")


@dataclass(slots=True)
class Block:
    """One table as read, before the tables of the file are put together."""

    sheet: Sheet
    head: Head
    part: SheetPart
    rows: tuple[Row, ...]
    account: Account
    heading: Heading
    as_of: dt.date | None
    issues: list[Issue] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def read_sheet(sheet: Sheet, *, on: dt.date | None = None) -> list[Block]:
    """The tables of one sheet, from top to bottom; every row of the sheet is in one of them."""
    heads = find_heads(sheet)
    blocks = []
    top = 1
    for place, head in enumerate(heads):
        bottom = len(sheet.rows)
        if place + 1 < len(heads):
            bottom = _title_above(sheet, head.rows[-1], heads[place + 1].rows[0]) - 1
        blocks.append(_block(sheet, head, top, bottom, on=on))
        top = bottom + 1
    return blocks


def _title_above(sheet: Sheet, header: int, row: int) -> int:
    """Where the title over a further table begins: the rows with one or two texts just above its header."""
    top = row
    while top - 1 > header:
        cells = [cell for cell in sheet.rows[top - 2] if not cell.blank]
        if not cells or len(cells) > 3 or any(cell.kind == NUMBER for cell in cells):
            break
        if re.search(r"[:：]", cells[0].text) and not re.search(r"单位|日期|时间|截[至止]|村|镇", cells[0].text):
            break
        top -= 1
    return top


def _block(sheet: Sheet, head: Head, top: int, bottom: int, *, on: dt.date | None) -> Block:
    above, below = range(top, head.rows[0]), range(head.rows[-1] + 1, bottom + 1)
    texts = _texts(sheet, above)
    heading = read_heading(sheet, above, range(0))
    heading.unit = unit_around(sheet, heading.unit, below)
    columns = columns_of(sheet, head, unit=heading.unit, area_unit=area_unit_in(texts))
    cells = TableCells(
        sheet,
        {column.field: column.col for column in columns if column.field},
        {},
        heading.period,
        heading.unit or YUAN,
        layout=columns,
        summed=frozenset({*head.kind.money, *head.kind.counts, *sums.PARTS_OF_YEAR, "part"}),
    )
    summed = sums.summed_columns(head, columns)
    layout = Sorter(cells, head).sort(below)
    if not layout.statement:
        settle_sums(cells, layout, summed, head.col(head.key) if head.key else 0)
        drop_doubled(cells, layout, summed)
    _later_heading(sheet, heading, layout)
    as_of, period = _times(sheet, head, heading, texts, _texts_of(sheet, layout, NOTE, SIGNATURE))
    rows = tuple(cells.row_of(entry.row, entry.group, entry.offset) for entry in layout.lines)
    account = sums.add_up(cells, head, layout, columns)
    unit = sums.unit_of_money(head, columns, heading.unit) or YUAN
    if rows:
        sums.read_declared(cells, head, layout, columns, account)
        sums.check_subtotals(cells, head, layout, columns)
        checks.check(cells, head, layout, as_of=as_of, on=on)
        check_capitals(cells, head, layout, account)
        check_unit(cells, head, layout, texts, _texts_of(sheet, layout, NOTE), heading.unit)
    cells.tell_formulas()
    part = _part(sheet, head, layout, columns, unit, account, period, top, title_of(texts))
    notes = _texts_of(sheet, layout, NOTE)
    block = Block(sheet, head, part, rows, account, heading, as_of, cells.issues, notes, texts)
    if not rows or not any(value.number is not None for row in rows for value in row.values):
        block.rows, block.account = (), Account()
        fates = {row: BLANK_ROW if fate == LINE else fate for row, fate in part.row_fates.items()}
        block.part = replace(part, totals={}, declared={}, data_rows=(), row_fates=fates)
        block.issues = [Issue("empty_template", ERROR, NOTHING_IN_IT, sheet=sheet.name)]
    return block


def _part(
    sheet: Sheet, head: Head, layout: Layout, columns: tuple[Column, ...], unit: str, account: Account,
    period: Period | None, top: int, title: str,
) -> SheetPart:  # fmt: skip
    fates = {row: TITLE for row in range(top, head.rows[0]) if any(not cell.blank for cell in sheet.rows[row - 1])}
    fates |= {row: BLANK_ROW for row in range(top, head.rows[0]) if row not in fates}
    fates |= dict.fromkeys(head.rows, HEADER) | layout.fates
    totals = sums.named(head, account.computed, unit, columns)
    declared = sums.named(head, account.declared, unit, columns)
    return SheetPart(
        name=sheet.name, unit=unit, header_rows=head.rows, columns=columns,
        data_rows=tuple(entry.row for entry in layout.lines), group_rows=layout.rows_with(GROUP),
        subtotal_rows=layout.rows_with(SUBTOTAL), total_row=layout.total, row_fates=dict(sorted(fates.items())),
        totals=totals | _pieces(head, account, unit), declared=declared, period=period, title=title,
    )  # fmt: skip


def _pieces(head: Head, account: Account, unit: str) -> dict[str, Total]:
    """Money by month or quarter, by category, and by column without a name of ours."""
    told: dict[str, Total] = {}
    if account.by_part:
        names = {"month": "by_month", "quarter": "by_quarter", "half": "by_half"}
        kind = next(name for name in sums.PARTS_OF_YEAR if name in head.fields)
        cols = {col for col in head.cols(kind)}
        values = [value for col, value in account.by_part if col in cols]
        told[names[kind]] = [(value / 10_000 if unit == WAN else value).normalize() + 0 for value in values]
    own = {**account.categories, **account.parts}
    return told | sums.in_unit(own, unit)


def _texts(sheet: Sheet, rows: range) -> list[str]:
    found = []
    for row in rows:
        texts = [cell.text for cell in sheet.rows[row - 1] if not cell.blank] if row <= len(sheet.rows) else []
        if texts:
            found.append("  ".join(texts))
    return found


def _texts_of(sheet: Sheet, layout: Layout, *fates: str) -> list[str]:
    rows = [row for row, fate in layout.fates.items() if fate in fates]
    return [text for row in rows for text in _texts(sheet, range(row, row + 1))]


def _later_heading(sheet: Sheet, heading: Heading, layout: Layout) -> None:
    """What the words above the table do not say, those below it may: the place, the period, the unit."""
    rows = [row for row, fate in layout.fates.items() if fate == SIGNATURE]
    if rows and heading.village is None and heading.township is None:
        under = read_heading(sheet, range(0), range(min(rows), max(rows) + 1))
        heading.village, heading.township = under.village, under.township


def _times(
    sheet: Sheet, head: Head, heading: Heading, texts: list[str], below: list[str]
) -> tuple[dt.date | None, Period | None]:
    titles = [*texts, sheet.name]
    period = times.period_in(titles, heading.period)
    if not head.kind.options.get("as_of"):
        return None, period
    as_of = times.as_of_in(titles, below)
    if as_of:
        return as_of, None
    whole = period and period.start.day == 1 and (period.end + dt.timedelta(days=1)).day == 1
    return (period.end if period and whole else None), period  # the days of a notice are no day of a register


def title_of(texts: list[str]) -> str:
    """The title among the words above a table: the first that is no 附件 and no line of units."""
    for text in texts:
        if len(squeezed(text)) >= 5 and not re.match(
            r"附[件表]\s*\d*|单位|编制单位|填报单位|日期|时间", squeezed(text)
        ):
            return text.strip()
    return texts[0].strip() if texts else ""
