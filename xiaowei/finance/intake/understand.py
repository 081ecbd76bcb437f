"""From a grid to what it means. In doubt the answer is `unknown`, never a guess."""

from dataclasses import replace

from xiaowei.base.sheets.amounts import YUAN
from xiaowei.base.sheets.dates import date_in_text
from xiaowei.base.sheets.grid import Grid, Sheet
from xiaowei.base.sheets.periods import Period, lone_month, months, parse_period
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.finance.intake import checks
from xiaowei.finance.intake.headers import Header, find_ledger_header, plain_headers
from xiaowei.finance.intake.reading import FEN, Reading
from xiaowei.finance.intake.rows import Layout, lay_out
from xiaowei.finance.intake.titles import Heading, read_heading
from xiaowei.finance.intake.understanding import (
    CLOSING,
    ERROR,
    LEDGER,
    LINE,
    OPENING,
    SUBTOTAL,
    TOTAL,
    UNKNOWN,
    WARNING,
    Issue,
    Understanding,
)

UNKNOWN_KIND = _("认不出这是哪一种公开表，没有当作收支明细处理。财务收支明细表要有日期、摘要、收入、支出这几列。")
NOTHING_IN_IT = _("表格里没有内容。请检查是不是选错了文件。")
SEVERAL = _("一个文件里有 %(count)d 张收支明细表。请一个月（或一个季度）一个文件，分开上传。")
SEVERAL_BLOCKS = _("工作表“%(sheet)s”里上下有几张表，各有合计。请分成几个文件上传。")
OTHER_SHEET = _("工作表“%(name)s”没有读入，只读了“%(sheet)s”。")
HIDDEN_SHEET = _("工作表“%(name)s”是隐藏的，没有读入。请删去或取消隐藏后再上传。")
NO_VILLAGE = _("表里没有写是哪个村。请在标题或编制单位里写明乡镇和村名。")
TWO_VILLAGES = _("%(cell)s 写的是“%(other)s”，与“%(name)s”不是一个村。请核对是哪个村的表。")
NO_PERIOD = _("表里没有写是哪个月（或季度）的收支。请在标题里写明，例如 2023年5月。")
PERIOD_GUESSED = _("标题没有写明是哪一期，按各笔日期看是%(label)s。请核对，并在标题里写明。")
NO_UNIT = _("表里没有写金额单位，已按“元”理解。请在标题下面写明“单位：元”。")
TWO_UNITS = _("%(cell)s 写的单位是“%(other)s”，标题下面写的是“%(unit)s”，已按表头计算。请改成一致。")
NO_LINES = _("这是一张空表，只有表头，没有一笔收支。请填好后再上传。")


def understand(grid: Grid) -> Understanding:
    """What a workbook means: a one-sided ledger (`finance_ledger`), or `unknown` with what is sure."""
    sheets = [sheet for sheet in grid.sheets if not sheet.empty]
    found = [(sheet, header) for sheet in sheets if not sheet.hidden and (header := find_ledger_header(sheet))]
    if len(found) != 1:
        reason = Issue("several_ledgers", ERROR, SEVERAL, {"count": len(found)}) if found else None
        return _unknown(sheets, reason)
    sheet, header = found[0]
    layout = lay_out(sheet, header)
    if layout.blocks > 1:
        return _unknown(sheets, Issue("several_tables", ERROR, SEVERAL_BLOCKS, {"sheet": sheet.name}, sheet.name))
    ledger = _ledger(sheet, header, layout)
    if header.unconfirmed and not _borne_out(ledger):
        return _unknown(sheets, None)  # 借方 and 贷方 may stand for either side
    ledger.issues += [_passed_over(other, sheet) for other in sheets if other is not sheet]
    return ledger


def _borne_out(ledger: Understanding) -> bool:
    """Whether the running balances show that the columns were taken for the right sides."""
    steps = sum(1 for line in ledger.lines if line.balance is not None) - (ledger.opening_row is None)
    broken = sum(1 for issue in ledger.issues if issue.code in ("balance_mismatch", "amount_mismatch"))
    return steps > 0 and broken * 2 < steps


def _passed_over(other: Sheet, sheet: Sheet) -> Issue:
    code, words = ("hidden_sheet", HIDDEN_SHEET) if other.hidden else ("other_sheet", OTHER_SHEET)
    return Issue(code, WARNING, words, {"name": other.name, "sheet": sheet.name}, other.name)


def _ledger(sheet: Sheet, header: Header, layout: Layout) -> Understanding:
    lines_at = [row for row, fate in sorted(layout.fates.items()) if fate == LINE]
    last = max([*lines_at, *(row for row, fate in layout.fates.items() if fate == TOTAL), header.rows[-1]])
    heading = read_heading(sheet, range(1, header.rows[0]), range(last + 1, len(sheet.rows) + 1))
    unit = next((header.units[name] for name in ("income", "expense") if name in header.units), None) or heading.unit
    reading = Reading(sheet, header, heading.period, unit or YUAN)
    reading.period = heading.period or parse_period(sheet.name)
    told = reading.period is not None
    reading.period = reading.period or _period_from_dates(reading, lines_at, heading)
    lines = tuple(reading.line(row) for row in lines_at)
    ledger = Understanding(
        LEDGER, heading.village.name if heading.village else None, heading.township, heading.county,
        reading.period, unit or YUAN, sheet.name, header.rows, header.texts, header.columns,
        lines=lines, row_fates=dict(sorted(layout.fates.items())),
    )  # fmt: skip
    ledger.income, ledger.expense = sum(line.income or 0 for line in lines), sum(line.expense or 0 for line in lines)
    _carry_forward(ledger, reading, heading)
    _declare(ledger, reading)
    _check(ledger, reading)
    reading.tell_uncached()
    ledger.issues = [*_around(ledger, reading, heading, unit, told), *_in_order(reading.issues)]
    return ledger


def _in_order(issues: list[Issue]) -> list[Issue]:
    """Down the sheet, as a clerk works through them; a cell read twice is doubted once."""
    once = {(issue.code, issue.row, issue.col): issue for issue in reversed(issues)}
    return sorted(once.values(), key=lambda issue: (issue.row or 0, issue.col or 0))


def _period_from_dates(reading: Reading, rows: list[int], heading: Heading) -> Period | None:
    """Without a period in the title: the month in the sheet's name or title, of the year that all days agree on."""
    dates = [day for row in rows if (day := reading.date(row))]
    named = next(filter(None, (lone_month(text) for _row, text in heading.rows)), None) or lone_month(
        reading.sheet.name
    )
    year = _year_around(heading) or (dates[0].year if len({day.year for day in dates}) == 1 else None)
    if named and year:
        return months(year, named, named)
    if dates and len({(day.year, day.month) for day in dates}) == 1:
        return months(dates[0].year, dates[0].month, dates[0].month)
    return None


def _year_around(heading: Heading) -> int | None:
    for _row, text in heading.rows:
        for piece in text.split():
            if day := date_in_text(piece):
                return day.year
    return None


def _carry_forward(ledger: Understanding, reading: Reading, heading: Heading) -> None:
    opening_rows = ledger.rows_with(OPENING)
    if opening_rows:
        ledger.opening_row = opening_rows[0]
        sums = reading.sums(opening_rows[0])
        # some write what is carried forward in the income column, or its deficit among the expenses
        ledger.opening = sums.get("balance", sums.get("income", -sums["expense"] if "expense" in sums else None))
    elif heading.opening:
        ledger.opening_row = heading.opening_row
        ledger.opening = int(heading.opening.value * FEN[heading.opening.unit or reading.unit])
    elif ledger.lines and ledger.lines[0].balance is not None:
        ledger.opening = ledger.lines[0].balance - ledger.lines[0].net
    if ledger.opening is not None:
        ledger.closing = ledger.opening + ledger.income - ledger.expense


def _declare(ledger: Understanding, reading: Reading) -> None:
    declared: dict[str, int] = {}
    totals = ledger.rows_with(TOTAL)
    if totals:
        ledger.total_row = totals[0]
        sums = reading.sums(totals[0])
        declared = {
            ("closing" if name == "balance" else name): fen
            for name, fen in sums.items()
            if not checks.is_formula(reading, totals[0], name)
        }
    for row in ledger.rows_with(CLOSING):
        sums = reading.sums(row)
        fen = sums.get("balance", sums.get("income", sums.get("expense")))
        if fen is not None:
            declared.setdefault("closing", fen)
    ledger.declared = declared


def _check(ledger: Understanding, reading: Reading) -> None:
    chained = reading.col("balance") > 0
    chain = checks.check_chain(reading, ledger.lines, ledger.declared, ledger.computed) if chained else checks.Chain()
    if ledger.total_row:
        checks.check_totals(
            reading, ledger.total_row, ledger.declared, ledger.computed, lines=ledger.lines, repairs=chain.repairs
        )
    checks.check_subtotals(reading, ledger.rows_with(SUBTOTAL), ledger.lines)
    checks.check_lines(reading, ledger.lines, chain.missing)
    checks.check_hidden(reading)


def _around(ledger: Understanding, reading: Reading, heading: Heading, unit: str | None, told: bool) -> list[Issue]:
    """Doubts about what the title says, before those about the entries."""
    around = Reading(reading.sheet, reading.header, reading.period, reading.unit)
    top = reading.header.rows[0]
    if heading.village is None:
        around.doubt("incomplete", WARNING, NO_VILLAGE, 1, 1)
    if heading.conflict and heading.village:
        around.doubt(
            "village_conflict", ERROR, TWO_VILLAGES, heading.conflict.row, 1,
            other=heading.conflict.name, name=heading.village.name,
        )  # fmt: skip
    if reading.period is None:
        around.doubt("incomplete", ERROR, NO_PERIOD, 1, 1)
    elif not told:
        around.doubt("period_from_dates", WARNING, PERIOD_GUESSED, 1, 1, label=reading.period.label)
    if unit is None:
        around.doubt("unit_missing", WARNING, NO_UNIT, max(top - 1, 1), 1)
    for name, other in reading.header.units.items():
        if heading.unit and other != heading.unit:
            around.doubt("unit_conflict", ERROR, TWO_UNITS, top, reading.col(name), other=other, unit=heading.unit)
    if not ledger.lines:
        around.doubt("empty_template", ERROR, NO_LINES, reading.header.rows[-1], 1)
    return around.issues


def _unknown(sheets: list[Sheet], reason: Issue | None) -> Understanding:
    parts = tuple(_sure(sheet) for sheet in sheets if not sheet.hidden)
    words = UNKNOWN_KIND if sheets else NOTHING_IN_IT
    issues = [reason or Issue("unknown_type" if sheets else "empty_template", WARNING, words)]
    if len(parts) == 1:
        return replace(parts[0], issues=issues, others=parts)
    whole = Understanding(UNKNOWN, issues=issues, others=parts)
    for name in ("village_name", "township_name", "county_name", "period", "unit"):
        said = {getattr(part, name) for part in parts}
        if len(said) == 1:  # the sheets agree
            setattr(whole, name, said.pop())
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
