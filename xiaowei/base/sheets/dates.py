"""Days as clerks type them: 2023年5月4日, 2023.5.4, 5月4日, 二〇二三年五月四日, 20230504, 45050."""

import datetime as dt
import re
from decimal import Decimal

from xiaowei.base.sheets.grid import DATE, NUMBER, Cell
from xiaowei.base.sheets.numerals import arabic
from xiaowei.base.sheets.periods import Period, months, parse_period, said

CLOCK = r"(?:\s*[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?)?(?:[T ]\s*(?:[上下]午)?\s*[\d:.]+(?:Z|[+]\d\d:?\d\d)?)?"
FULL = re.compile(rf"(\d{{4}}|\d{{2}})\s*[年./\-、,]\s*(\d{{1,2}})\s*[月./\-、,]\s*(\d{{1,2}})\s*[日号]?{CLOCK}")
DAY = re.compile(r"(\d{1,2})\s*[日号]")
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
SHORT = re.compile(r"(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*[日号]?")
PACKED = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
SERIALS = range(20_000, 80_000)  # 1954 to 2118: the days that a workbook counts since 1899-12-30
MONTH_NUMBER = r"(0?[1-9]|1[0-2])"
EPOCH = dt.date(1899, 12, 30)


def parse_date(cell: Cell, *, period: Period | None = None) -> dt.date | None:
    """The day in a cell of a date column; None when it holds none or not surely one.

    A day without its year (5月4日) takes it from the period, and is not read without one.
    """
    if cell.kind == DATE and isinstance(cell.value, dt.date):
        return cell.value
    if cell.kind == NUMBER and isinstance(cell.value, Decimal):
        return _from_number(cell.value, period)
    return date_in_text(cell.text, period=period)


def date_in_text(text: str, *, period: Period | None = None) -> dt.date | None:
    """The day that the whole text is; None for anything else."""
    plain = arabic(text).strip().lstrip("'`").rstrip(".。")
    if (serial := SERIAL.fullmatch(plain)) and int(serial[1]) in SERIALS:
        return EPOCH + dt.timedelta(days=int(serial[1]))
    if packed := PACKED.fullmatch(plain):
        return _day(*map(int, packed.groups()))
    if full := FULL.fullmatch(plain):
        year, month, day = map(int, full.groups())
        return _day(year if year > 99 else 2000 + year, month, day)
    if short := SHORT.fullmatch(plain):
        return day_in_period(int(short[1]), int(short[2]), period)
    if (lone := DAY.fullmatch(plain)) and period and (period.start.year, period.start.month) == _month(period.end):
        return _day(period.start.year, period.start.month, int(lone[1]))
    return None


def span_in_cell(cell: Cell, *, period: Period | None = None) -> Period | None:
    """The days that a cell of a date column means: one day, a month (2023-05, 5月), or from one day or month to another
    (1月-3月, 5.1-5.3, 2023.1.1—2023.3.31). What names no year takes it from the period. None when it is not sure."""
    day = parse_date(cell, period=period)
    if day is not None:
        return Period(day, day, said(day))
    return span_in_text(cell.text, period=period)


def span_in_text(text: str, *, period: Period | None = None) -> Period | None:
    """As `span_in_cell`, of a text."""
    plain = arabic(text).strip().rstrip(".。")
    if day := date_in_text(plain, period=period):
        return Period(day, day, said(day))
    if found := parse_period(plain):
        return found
    month = re.fullmatch(rf"{MONTH_NUMBER}月份?", plain)
    if month and period and (whole := _month_in(int(month[1]), period)):
        return whole
    ends = re.split(r"\s*(?:[-—–―~～〜﹣−至到]+)\s*", plain)
    if len(ends) != 2 or period is None:
        return None
    return _from_to(ends[0], ends[1], period)


def _from_to(first: str, last: str, period: Period) -> Period | None:
    one, other = date_in_text(first, period=period), date_in_text(last, period=period)
    if one and other is None and (day := re.fullmatch(r"(\d{1,2})[日号]?", last)):
        other = _day(one.year, one.month, int(day[1]))  # 5月1日-3日
    if one and other:
        return Period(one, other, f"{said(one)}—{said(other)}") if one <= other else None
    head, tail = re.fullmatch(rf"{MONTH_NUMBER}月?份?", first), re.fullmatch(rf"{MONTH_NUMBER}月份?", last)
    if head and tail and int(head[1]) <= int(tail[1]) and period.start.year == period.end.year:
        return months(period.start.year, int(head[1]), int(tail[1]))
    return None


def _month_in(number: int, period: Period) -> Period | None:
    years = [year for year in range(period.start.year, period.end.year + 1)]
    fits = [year for year in years if period.holds(dt.date(year, number, 1))]
    return months(fits[0] if fits else years[0], number, number) if len(fits) == 1 or len(years) == 1 else None


def _month(day: dt.date) -> tuple[int, int]:
    return day.year, day.month


def day_in_period(month: int, day: int, period: Period | None) -> dt.date | None:
    """The day of that month which lies in the period, else the one in the period's first year."""
    if period is None:
        return None
    days = [_day(year, month, day) for year in range(period.start.year, period.end.year + 1)]
    return next((d for d in days if d and period.holds(d)), days[0])


def _from_number(value: Decimal, period: Period | None) -> dt.date | None:
    if value == value.to_integral_value():
        whole = int(value)
        if whole in SERIALS:
            return EPOCH + dt.timedelta(days=whole)
        packed = PACKED.fullmatch(str(whole))
        return _day(*map(int, packed.groups())) if packed else None
    if SERIALS.start <= value < SERIALS.stop:  # a moment of a day
        return EPOCH + dt.timedelta(days=int(value))
    # 5.4 typed as a number is the 4th of May; 5.1 could be the 1st or the 10th, and 0.5 is neither
    text = str(value)
    fraction = text.partition(".")[2]
    if len(fraction) == 2 or fraction not in ("1", "2", "3"):
        return date_in_text(text, period=period)
    return None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
