"""Days as clerks type them: 2023年5月4日, 2023.5.4, 5月4日, 二〇二三年五月四日, 20230504, 45050."""

import datetime as dt
import re
from decimal import Decimal

from xiaowei.base.sheets.grid import DATE, NUMBER, Cell
from xiaowei.base.sheets.numerals import arabic
from xiaowei.base.sheets.periods import Period

FULL = re.compile(r"(\d{4}|\d{2})\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*[日号]?(?:[T ]\s*[\d:.]+)?")
SHORT = re.compile(r"(\d{1,2})\s*[月./\-]\s*(\d{1,2})\s*[日号]?")
PACKED = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
SERIALS = range(20_000, 80_000)  # 1954 to 2118: the days that a workbook counts since 1899-12-30
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
    plain = arabic(text).strip()
    if plain.isdigit() and int(plain) in SERIALS and len(plain) == 5:
        return EPOCH + dt.timedelta(days=int(plain))
    if packed := PACKED.fullmatch(plain):
        return _day(*map(int, packed.groups()))
    if full := FULL.fullmatch(plain):
        year, month, day = map(int, full.groups())
        return _day(year if year > 99 else 2000 + year, month, day)
    if short := SHORT.fullmatch(plain):
        return day_in_period(int(short[1]), int(short[2]), period)
    return None


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
