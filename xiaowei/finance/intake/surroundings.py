"""What the words around a ledger leave open: its period by the days, and doubts about title, village and unit."""

import datetime as dt
import re
from collections.abc import Iterable

from xiaowei.base.sheets.amounts import YUAN
from xiaowei.base.sheets.cells import Cells
from xiaowei.base.sheets.dates import date_in_text
from xiaowei.base.sheets.grid import Sheet
from xiaowei.base.sheets.issues import ERROR, TITLE, WARNING, Issue
from xiaowei.base.sheets.numerals import arabic
from xiaowei.base.sheets.periods import DAYS, Period, lone_month, months, parse_period
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.titles import Heading
from xiaowei.finance.intake.reading import Reading
from xiaowei.finance.intake.table import Table
from xiaowei.finance.intake.understanding import Understanding

SURELY_YUAN = 100_000  # fen: in 万元 this would be ten million yuan, more than a village turns over
NO_VILLAGE = _("表里没有写是哪个村。请在标题或编制单位里写明乡镇和村名。")
TWO_VILLAGES = _("%(cell)s 写的是“%(other)s”，与“%(name)s”不是一个村。请核对是哪个村的表。")
NO_PERIOD = _("表里没有写是哪个月（或季度）的收支。请在标题里写明，例如 2023年5月。")
PERIOD_GUESSED = _("标题没有写明是哪一期，按各笔日期看是%(label)s。请核对，并在标题里写明。")
NO_UNIT = _("表里没有写金额单位，已按“元”理解。请在标题下面写明“单位：元”。")
TWO_UNITS = _("%(cell)s 写的单位是“%(other)s”，标题下面写的是“%(unit)s”，已按表头计算。请改成一致。")
ODD_UNIT = _("表里写的单位是“%(unit)s”，只认得元和万元。请换算成元，再上传。")
NO_LINES = _("这是一张空表，只有表头，没有一笔收支。请填好后再上传。")
MONTH_SPAN = re.compile(r"(?<![\d年])(\d{1,2})月?份?\s*[-—–~～至到]+\s*(\d{1,2})月")
LAST_MONTH = 12
DAY = re.compile(r"(\d{4}年\d{1,2}月\d{1,2}日|\d{4}[-./]\d{1,2}[-./]\d{1,2})")
ODD = re.compile(r"单位\s*[:：]\s*\(?(?:人民币)?\s*(千元|百元|百万元|亿元|角|分|美元|港元)(?![^\s)、,;。|])")


def in_order(issues: list[Issue]) -> list[Issue]:
    """Down the sheet, as a clerk works through them; a cell read twice is doubted once."""
    once = {(issue.code, issue.sheet, issue.row, issue.col): issue for issue in reversed(issues)}
    sheets = list(dict.fromkeys(issue.sheet for issue in issues))
    return sorted(once.values(), key=lambda issue: (sheets.index(issue.sheet), issue.row or 0, issue.col or 0))


def as_of(table: Table, below: Iterable[str]) -> dt.date | None:
    """The last day that the words around the table are signed with: no entry can be of a later one."""
    days = []
    for text in [*(text for _row, text in table.heading.rows), *below]:
        plain = DAYS.sub(" ", arabic(text))
        days += [day for found in DAY.findall(plain) if (day := date_in_text(found))]
    return max(days, default=None)


def settle_periods(tables: list[Table]) -> tuple[Period | None, bool]:
    """Give every table its period; returns that of the file, and whether the words around the tables tell it."""
    own = [_own_period(table) for table in tables]
    told = [period for period in own if period]
    whole = _together(told)
    for table, period in zip(tables, own, strict=True):
        for reading in table.readings.values():
            reading.period = period or whole
    if whole:
        return whole, True
    guesses = [_from_dates(table) for table in tables]
    known = [period for period in guesses if period]
    whole = _together(known) if len(known) == len(tables) or len(tables) > 1 else None
    for table, period in zip(tables, guesses, strict=True):
        for reading in table.readings.values():
            reading.period = period or whole
    return whole, False


def _own_period(table: Table) -> Period | None:
    between = [row for row, fate in table.fates.items() if fate == TITLE and row > table.header.rows[-1]]
    later = [
        parse_period("  ".join(cell.text for cell in table.sheet.rows[row - 1] if not cell.blank)) for row in between
    ]
    first = table.heading.period or parse_period(table.sheet.name)
    return _together([period for period in (first, *later) if period]) if first else None


def _together(periods: list[Period]) -> Period | None:
    """One period from several: the one that holds all, or that they make up."""
    if not periods:
        return None
    start, end = min(period.start for period in periods), max(period.end for period in periods)
    same = next((period for period in periods if (period.start, period.end) == (start, end)), None)
    if same:
        return same
    first, last = min(periods, key=lambda p: p.start), max(periods, key=lambda p: p.end)
    if start.year == end.year and start.day == 1 and (end + dt.timedelta(days=1)).day == 1:
        return months(start.year, start.month, end.month)
    return Period(start, end, f"{first.label}—{last.label}")


def _from_dates(table: Table) -> Period | None:
    """Without a period in the title: the month in the sheet's name or title, of the year that all days agree on."""
    reading = table.reading("expense")
    rows = {row for marks in table.marks.values() for row, mark in marks.items() if mark == "line"}
    dates = [day for row in sorted(rows) if (day := reading.date(row))]
    told = {reading.told_year(row) for row in rows}
    if len(told) == 1 and (year := next(iter(told))) is not None:
        texts = [*(text for _row, text in table.heading.rows), table.sheet.name]
        spans = [MONTH_SPAN.search(arabic(text)) for text in texts]
        if span := next((found for found in spans if found and int(found[1]) < int(found[2]) <= LAST_MONTH), None):
            return months(year, int(span[1]), int(span[2]))  # （4—6月） above a form that tells its year
    named = next(filter(None, (lone_month(text) for _row, text in table.heading.rows)), None) or lone_month(
        table.sheet.name
    )
    year = _year_around(table.heading) or (dates[0].year if len({day.year for day in dates}) == 1 else None)
    if named and year:
        return months(year, named, named)
    if dates and len({(day.year, day.month) for day in dates}) == 1:
        return months(dates[0].year, dates[0].month, dates[0].month)
    if dates and len(dates) == len(rows) and None not in told and len({day.year for day in dates}) == 1:
        return months(dates[0].year, min(day.month for day in dates), max(day.month for day in dates))
    return None


def _year_around(heading: Heading) -> int | None:
    for _row, text in heading.rows:
        for piece in text.split():
            if day := date_in_text(piece):
                return day.year
    return None


def evident_unit(ledger: Understanding) -> str | None:
    """元 where nothing is named but the sums could not be in 万元; None where they could."""
    return YUAN if max(ledger.income, ledger.expense) >= SURELY_YUAN else None


def odd_unit(sheet: Sheet, rows: range) -> str | None:
    """A unit other than 元 and 万元 that the words above the table name."""
    for row in rows:
        found = ODD.search("  ".join(cell.text for cell in sheet.rows[row - 1] if not cell.blank))
        if found:
            return found[1]
    return None


def around_the_table(ledger: Understanding, tables: list[Table], *, unit: str | None, told: bool) -> list[Issue]:
    """Doubts about what the title says, before those about the entries."""
    first = tables[0]
    header, heading = first.header, first.heading
    around = Cells(first.sheet, header.columns, {}, ledger.period, ledger.unit or YUAN)
    top = header.rows[0]
    if ledger.village_name is None:
        around.doubt("village_missing", WARNING, NO_VILLAGE, 1, 1)
    conflict = next((table.heading for table in tables if table.heading.conflict), None)
    if conflict and conflict.conflict and conflict.village:
        around.doubt(
            "village_conflict", ERROR, TWO_VILLAGES, conflict.conflict.row, 1,
            other=conflict.conflict.name, name=conflict.village.name,
        )  # fmt: skip
    if not ledger.lines:
        around.doubt("empty_template", ERROR, NO_LINES, header.rows[-1], 1)
    if ledger.period is None:
        around.doubt("incomplete", ERROR, NO_PERIOD, 1, 1)
    elif not told:
        around.doubt("period_from_dates", WARNING, PERIOD_GUESSED, 1, 1, label=ledger.period.label)
    if odd := odd_unit(first.sheet, range(1, top)):
        around.doubt("ambiguous_amount", ERROR, ODD_UNIT, max(top - 1, 1), 1, unit=odd)
    elif unit is None and ledger.lines:
        around.doubt("unit_missing", WARNING, NO_UNIT, max(top - 1, 1), 1)
    for name, other in header.units.items():
        if heading.unit and other != heading.unit:
            around.doubt(
                "unit_conflict", ERROR, TWO_UNITS, top, header.columns.get(name, 1), other=other, unit=heading.unit
            )
    return around.issues


def reading_of(table: Table) -> Reading:
    """Any one reading of the table."""
    return next(iter(table.readings.values()))
