"""The period of a list, and days in its rows that come after the day it speaks for."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from xiaowei.base.sheets.dates import date_in_text
from xiaowei.base.sheets.grid import Cell
from xiaowei.base.sheets.issues import WARNING
from xiaowei.base.sheets.numerals import arabic
from xiaowei.base.sheets.periods import Period, months, parse_period, said
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.titles import AS_OF, OTHER_TIMES, Heading
from xiaowei.benefits.intake.reading import Reading
from xiaowei.benefits.intake.understanding import Row

AFTER = _("%(cell)s 的日期 %(day)s 晚于%(what)s %(limit)s。请核对是否写错。")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
SCHOOL_YEAR = re.compile(
    r"(20\d\d)\s*(?:年)?\s*[-—–~～至]+\s*(20\d\d)\s*学年(?:度)?(?:第?([12一二上下秋春])学?[期季]?)?"
)
SIGNED = re.compile(
    r"(?:填表|制表|填报|编制|造册|统计|上报)(?:日期|时间)\s*[:：]?\s*(\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*日?)"
)
PAYMENT = re.compile(r"发放|打款|打卡|到账|支付|停发|公示|兑付|兑现")


def period_of(
    heading: Heading, titles: Sequence[str], sheet_name: str, heads: Iterable[str]
) -> tuple[Period | None, bool]:
    """The period, and whether only the time of the notice tells of it."""
    found = heading.period or _school_year([*titles, sheet_name]) or parse_period(sheet_name)
    if found is None:
        told = {period for text in heads if (period := parse_period(text))}
        found = told.pop() if len(told) == 1 else None  # columns of several years are no period
    if found:
        return found, False
    plain = [OTHER_TIMES.sub(" ", arabic(text)) for text in titles]
    if found := _year([*plain, sheet_name]) or _year(heads):
        return found, False
    return _year(titles), True


def _year(texts: Iterable[str]) -> Period | None:
    """The one year that the texts name, where they name no plainer period: 2023年第二批."""
    years = {int(year) for text in texts for year in YEAR.findall(arabic(text))}
    return months(years.pop(), 1, 12) if len(years) == 1 else None


def _school_year(texts: Iterable[str]) -> Period | None:
    """2022-2023学年: September to August, or one of its halves."""
    for text in texts:
        found = SCHOOL_YEAR.search(arabic(text))
        if found and int(found[2]) == int(found[1]) + 1:
            first, second = int(found[1]), int(found[2])
            label = f"{first}—{second}学年"
            if not found[3]:
                return Period(dt.date(first, 9, 1), dt.date(second, 8, 31), label)
            if found[3] in "1一上秋":
                return Period(dt.date(first, 9, 1), dt.date(second, 1, 31), f"{label}第一学期")
            return Period(dt.date(second, 2, 1), dt.date(second, 7, 31), f"{label}第二学期")
    return None


def check_dates(reading: Reading, rows: Sequence[Row], heading: Heading) -> None:
    """A day in a row that the list cannot know yet: after its closing day, after it was drawn up, after its period."""
    col = reading.col("date")
    if not col:
        return
    limit, what = _limit(reading, heading)
    paid = any(PAYMENT.search(reading.sheet.at(row, col).text) for row in range(1, rows[0].row if rows else 1))
    if limit is None or (paid and what != CLOSED):
        return
    for row in rows:
        if row.date and row.date > limit:
            reading.doubt(
                "date_after_as_of", WARNING, AFTER, row.row, col, day=said(row.date), what=what, limit=said(limit)
            )


CLOSED, DRAWN_UP, PERIOD_END = _("截止日期"), _("制表日期"), _("所属时期的末日")


def _limit(reading: Reading, heading: Heading) -> tuple[dt.date | None, str]:
    texts = [" ".join(cell.text for cell in cells if not cell.blank) for cells in _edges(reading)]
    for pattern, what in ((AS_OF, CLOSED), (SIGNED, DRAWN_UP)):
        for text in texts:
            found = pattern.search(arabic(text))
            if found and (day := date_in_text(re.sub(r"\s", "", found[1]))):
                return day, what
    return (reading.period.end, PERIOD_END) if reading.period else (None, "")


def _edges(reading: Reading) -> list[list[Cell]]:
    rows = reading.sheet.rows
    return [*rows[:8], *rows[-6:]]
