"""The period that a title speaks of: 2023年5月份, 2014年第二季度, 2014年1月—6月, 2023年度."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from xiaowei.base.sheets.numerals import arabic


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included; `label` is how people say it."""

    start: dt.date
    end: dt.date
    label: str

    def holds(self, day: dt.date) -> bool:
        return self.start <= day <= self.end


DASH = r"\s*(?:[-—–―~～〜﹣−至到]|--|——)\s*"
Y = r"((?:19|20)\d\d)\s*"
M = r"(0?[1-9]|1[0-2])\s*"
D = r"(0?[1-9]|[12]\d|3[01])\s*"
DAYS = re.compile(rf"{Y}[年./-]\s*{M}[月./-]\s*{D}[日号]?{DASH}(?:{Y}[年./-]\s*)?(?:{M}[月./-]\s*)?{D}[日号]?(?!\d)")
MONTHS = re.compile(rf"{Y}[年./-]\s*{M}(?:月份?)?{DASH}(?:{Y}[年./-]\s*)?{M}月份?(?!\s*\d+\s*[日号])")
MONTH = re.compile(rf"{Y}年\s*{M}月(?!\s*{D}[日号])(?:份|度)?|(?<!\d){Y}[./-]\s*{M}(?![\d./-])月?份?")
PACKED = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(?=月|[^\d]|$)")
QUARTER = re.compile(rf"{Y}年?度?\s*第?\s*([1-4])\s*季度?")
QUARTERS = re.compile(rf"{Y}年?度?\s*第?\s*([1-4一二三四])\s*(?:季度?)?\s*[、,和及与至~—–-]+\s*第?\s*([1-4])\s*季度?")
HALF = re.compile(rf"{Y}年?度?\s*(上|下|前|后)半年")
THREE = re.compile(rf"{Y}年?度?\s*前[三3]季度")
# 第二批 of a year is no period; neither is a year that goes on with a month
YEAR = re.compile(rf"(?<!\d){Y}(年度|年|全年)(?!\s*\d)(?!\s*第.{{1,3}}批)")
# 23年5月: two digits are a year of this century only where a month, quarter, half or 度 follows
SHORT_YEAR = re.compile(
    r"(?<![\d.\-/年第])([1-3]\d)\s*年(?=\s*(?:度|(?:0?[1-9]|1[0-2])\s*月|第?\s*[1-4]\s*季|[上下]半年))"
)
LONE_MONTH = re.compile(rf"(?<![\d年./-]){M}月份?(?!\s*\d)")


def parse_period(text: str) -> Period | None:
    """The period written in the text, or None. A single day is no period."""
    plain = arabic(text)
    for written in dict.fromkeys((plain, _whole_years(plain))):
        for pattern, build in FORMS:
            found = pattern.search(written)
            if found and (period := build(found)):
                return period
    return None


def _whole_years(plain: str) -> str:
    return SHORT_YEAR.sub(r"20\1年", plain)


def without_period(text: str) -> str:
    """The text with every period and day in it replaced by a blank, so that a name stands alone."""
    plain = _whole_years(arabic(text))
    for pattern, _build in FORMS:
        plain = pattern.sub(" ", plain)
    return re.sub(rf"(?:{Y}年)?\s*{M}月\s*(?:{D}[日号]|份)?", " ", plain)


def lone_month(text: str) -> int | None:
    """The month in a text that names no year: `5月收支`."""
    found = LONE_MONTH.search(arabic(text))
    return int(found[1]) if found else None


def months(year: int, first: int, last: int, label: str | None = None) -> Period:
    """Whole months of one year; 1 to 6 is called 上半年, and so on."""
    end = dt.date(year, last, calendar.monthrange(year, last)[1])
    names = {(1, 12): "年", (1, 6): "年上半年", (7, 12): "年下半年"}
    names |= {(3 * q + 1, 3 * q + 3): f"年第{name}季度" for q, name in enumerate("一二三四")}
    usual = names.get((first, last), f"年{first}月" if first == last else f"年{first}月—{last}月")
    return Period(dt.date(year, first, 1), end, label or f"{year}{usual}")


def _days(found: re.Match[str]) -> Period | None:
    y1, m1, d1, y2, m2, d2 = (int(g) if g else None for g in found.groups())
    try:
        start = dt.date(y1 or 0, m1 or 0, d1 or 0)
        end = dt.date(y2 or start.year, m2 or start.month, d2 or 0)
    except ValueError:
        return None
    if end < start:
        return None
    whole = months(start.year, start.month, end.month) if start.year == end.year else None
    if whole and (whole.start, whole.end) == (start, end):
        return whole
    return Period(start, end, f"{said(start)}—{said(end)}")


def said(day: dt.date) -> str:
    """`2023年5月4日`."""
    return f"{day.year}年{day.month}月{day.day}日"


def _months(found: re.Match[str]) -> Period | None:
    y1, m1, y2, m2 = (int(g) if g else None for g in found.groups())
    assert y1 and m1 and m2
    if y2 and y2 != y1:
        first, last = months(y1, m1, m1), months(y2, m2, m2)
        return Period(first.start, last.end, f"{first.label}—{last.label}") if first.end < last.start else None
    return months(y1, m1, m2) if m1 <= m2 else None


def _month(found: re.Match[str]) -> Period:
    year, month = (found[1], found[2]) if found[1] else (found[4], found[5])
    return months(int(year), int(month), int(month))


def _packed(found: re.Match[str]) -> Period:
    return months(int(found[1]), int(found[2]), int(found[2]))


def _quarter(found: re.Match[str]) -> Period:
    first = int(found[2]) * 3 - 2
    return months(int(found[1]), first, first + 2)


def _quarters(found: re.Match[str]) -> Period | None:
    first, last = "一二三四1234".index(found[2]) % 4, int(found[3])
    return months(int(found[1]), first * 3 + 1, last * 3) if first < last else None


def _half(found: re.Match[str]) -> Period:
    return months(int(found[1]), 1, 6) if found[2] in "上前" else months(int(found[1]), 7, 12)


def _three(found: re.Match[str]) -> Period:
    return months(int(found[1]), 1, 9, f"{found[1]}年前三季度")


def _year(found: re.Match[str]) -> Period:
    return months(int(found[1]), 1, 12, f"{found[1]}{'年' if found[2] == '全年' else found[2]}")


FORMS = (
    (DAYS, _days),
    (MONTHS, _months),
    (QUARTERS, _quarters),
    (QUARTER, _quarter),
    (HALF, _half),
    (THREE, _three),
    (MONTH, _month),
    (PACKED, _packed),
    (YEAR, _year),
)
