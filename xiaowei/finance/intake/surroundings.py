"""What the words around a ledger leave open: its period by the days, and doubts about title, village and unit."""

from xiaowei.base.sheets.amounts import YUAN
from xiaowei.base.sheets.cells import Cells
from xiaowei.base.sheets.dates import date_in_text
from xiaowei.base.sheets.issues import ERROR, WARNING, Issue
from xiaowei.base.sheets.ledgerheads import Header
from xiaowei.base.sheets.periods import Period, lone_month, months
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.titles import Heading
from xiaowei.finance.intake.reading import Reading
from xiaowei.finance.intake.understanding import Understanding

SURELY_YUAN = 100_000  # fen: in 万元 this would be ten million yuan, more than a village turns over
NO_VILLAGE = _("表里没有写是哪个村。请在标题或编制单位里写明乡镇和村名。")
TWO_VILLAGES = _("%(cell)s 写的是“%(other)s”，与“%(name)s”不是一个村。请核对是哪个村的表。")
NO_PERIOD = _("表里没有写是哪个月（或季度）的收支。请在标题里写明，例如 2023年5月。")
PERIOD_GUESSED = _("标题没有写明是哪一期，按各笔日期看是%(label)s。请核对，并在标题里写明。")
NO_UNIT = _("表里没有写金额单位，已按“元”理解。请在标题下面写明“单位：元”。")
TWO_UNITS = _("%(cell)s 写的单位是“%(other)s”，标题下面写的是“%(unit)s”，已按表头计算。请改成一致。")
NO_LINES = _("这是一张空表，只有表头，没有一笔收支。请填好后再上传。")


def in_order(issues: list[Issue]) -> list[Issue]:
    """Down the sheet, as a clerk works through them; a cell read twice is doubted once."""
    once = {(issue.code, issue.row, issue.col): issue for issue in reversed(issues)}
    return sorted(once.values(), key=lambda issue: (issue.row or 0, issue.col or 0))


def period_from_dates(reading: Reading, rows: list[int], heading: Heading) -> Period | None:
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


def evident_unit(ledger: Understanding) -> str | None:
    """元 where nothing is named but the sums could not be in 万元; None where they could."""
    return YUAN if max(ledger.income, ledger.expense) >= SURELY_YUAN else None


def around_the_table(
    ledger: Understanding, reading: Reading, header: Header, heading: Heading, *, unit: str | None, told: bool
) -> list[Issue]:
    """Doubts about what the title says, before those about the entries."""
    around = Cells(reading.sheet, header.columns, {}, reading.period, reading.unit)
    top = header.rows[0]
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
    for name, other in header.units.items():
        if heading.unit and other != heading.unit:
            around.doubt("unit_conflict", ERROR, TWO_UNITS, top, reading.col(name), other=other, unit=heading.unit)
    if not ledger.lines:
        around.doubt("empty_template", ERROR, NO_LINES, header.rows[-1], 1)
    return around.issues
