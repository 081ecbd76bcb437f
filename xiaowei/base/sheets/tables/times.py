"""When a table is about, or as of which day; and days as registers write them: 2015年, 2013-05, 2009.10, 2021年9月."""

import calendar
import datetime as dt
import re
import unicodedata
from decimal import Decimal

from xiaowei.base.sheets.dates import parse_date
from xiaowei.base.sheets.grid import NUMBER, Cell
from xiaowei.base.sheets.numerals import arabic
from xiaowei.base.sheets.periods import DASH, Period, months, parse_period

YEAR = re.compile(r"((?:19|20)\d\d)\s*年?(?:初|末|底|度)?")
YEAR_MONTH = re.compile(r"((?:19|20)\d\d)\s*[年./\-]\s*(0?[1-9]|1[0-2])\s*月?(?:份|初|末|底)?")
PACKED = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])")
DAY = r"((?:19|20)\d\d)\s*[年./\-]\s*(\d{1,2})\s*(?:[月./\-]\s*(\d{1,2})\s*[日号]?|月)?(?:末|底|份)?"
AS_OF = re.compile(
    r"(?:截[至止]|(?:统计|清理|清查|登记|盘点|核查|填报|评估|基准|数据|资料|时点|清产核资|编制|填表|制表|台账|统计截止)"
    r"(?:截[至止])?(?:基准)?(?:时间|日期|时点|日|期)?)(?:时间|日期)?\s*[:：为到]?\s*" + DAY
)
YEAR_END = re.compile(r"(?:截[至止])?\s*((?:19|20)\d\d)\s*年\s*(?:末|底|年末|年底|度末)")
UNTIL_YEAR = re.compile(r"截[至止]\s*((?:19|20)\d\d)\s*年(?:度)?(?!\s*\d)")
LONE_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[年./\-]\s*(\d{1,2})\s*[月./\-]\s*(\d{1,2})(?:\s*[日号]|(?!\d))")
YEARS = re.compile(rf"(?<!\d)((?:19|20)\d\d)\s*年?度?(?:{DASH}|、|和|,)((?:19|20)\d\d)\s*年度?(?!\s*\d)")
NOTICE = re.compile(r"(?:公示|公告|公开|公布|张贴)(?:时间|日期|期限|期间|期)?\s*[:：为]?\s*(?:自|从)?\s*([^,;。、|]*)")
BATCH = re.compile(r"((?:19|20)\d\d)\s*年?度?\s*(第?[一二三四五六七八九十\d]{1,3}批次?)")
BARE_YEAR = re.compile(r"(?<![\d.\-/])((?:19|20)\d\d)(?=[一-鿿])(?!年\s*\d)")
UNTIL = re.compile(rf"{DASH}|起至|起|～")


def day_of(cell: Cell, *, period: Period | None = None) -> dt.date | None:
    """The day in a cell of a register; of a month or a year alone, its first day; None when it is not surely one."""
    if cell.kind == NUMBER and isinstance(cell.value, Decimal):
        value = cell.value
        if value == value.to_integral_value() and 1900 <= value < 2100:
            return dt.date(int(value), 1, 1)
        if 1900 <= value < 2100:
            return _year_month(f"{value:f}")
        if value == value.to_integral_value() and (found := PACKED.fullmatch(str(int(value)))):
            return dt.date(int(found[1]), int(found[2]), 1)
        return parse_date(cell, period=period)
    return day_in(cell.text) or parse_date(cell, period=period)


def day_in(text: str) -> dt.date | None:
    """The first day of the month or year that the whole text is, or the day it is."""
    plain = re.sub(r"\s+", "", arabic(text)).strip("()")
    if found := YEAR.fullmatch(plain):
        return dt.date(int(found[1]), 1, 1)
    if found := PACKED.fullmatch(plain):
        return dt.date(int(found[1]), int(found[2]), 1)
    if found := re.fullmatch(DAY, plain):
        return _date(found[1], found[2], found[3] or "1")
    return _year_month(plain)


def _year_month(text: str) -> dt.date | None:
    found = YEAR_MONTH.fullmatch(text)
    return dt.date(int(found[1]), int(found[2]), 1) if found else None


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def last_day_in(text: str) -> dt.date | None:
    """Like `day_in`, but the last day of a month or year written alone: how long a contract runs."""
    plain = re.sub(r"\s+", "", arabic(text)).strip("()")
    if found := YEAR.fullmatch(plain):
        return dt.date(int(found[1]), 12, 31)
    if found := (YEAR_MONTH.fullmatch(plain) or PACKED.fullmatch(plain)):
        return _month_end(int(found[1]), int(found[2]))
    return day_in(text)


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def as_of_in(texts: list[str], below: list[str]) -> dt.date | None:
    """The day as of which a register was made: 清理时间：2022年12月31日, 截至2024年6月, 2022年末."""
    for text in (*texts, *below):
        plain = arabic(text)
        if (found := AS_OF.search(plain)) and 1 <= int(found[2]) <= 12:
            if found[3]:
                return _date(*found.groups())
            return _month_end(int(found[1]), int(found[2]))
        if found := YEAR_END.search(plain) or UNTIL_YEAR.search(plain):
            return dt.date(int(found[1]), 12, 31)
    for text in texts:  # above the table a day alone is the day the register was made
        plain = arabic(text)
        found = LONE_DAY.search(plain)
        if found and not re.search(UNTIL, plain) and not NOTICE.search(plain):
            return _date(*found.groups())
    return None


def label_of(day: dt.date) -> str:
    """How people say it: `2022年末`, `截至2024年6月`, else the day itself."""
    if (day.month, day.day) == (12, 31):
        return f"{day.year}年末"
    if day == _month_end(day.year, day.month):
        return f"截至{day.year}年{day.month}月"
    return f"截至{day.year}年{day.month}月{day.day}日"


def period_in(texts: list[str], usual: Period | None) -> Period | None:
    """The period that the words above a table name; the days of a public notice where they name no other."""
    plain = [arabic(text) for text in texts]
    for text in plain:
        if (found := YEARS.search(NOTICE.sub(" ", text))) and int(found[1]) < int(found[2]):
            first, last = months(int(found[1]), 1, 12), months(int(found[2]), 1, 12)
            return Period(first.start, last.end, f"{found[1]}—{found[2]}年")
    batch = next((found for text in plain if (found := BATCH.search(text))), None)
    label = re.sub(r"\s", "", f"{batch[1]}年{_chinese_batch(batch[2], texts)}") if batch else None
    if usual:
        return Period(usual.start, usual.end, label or usual.label)
    for text in plain:
        for found in NOTICE.finditer(text):
            if (shown := parse_period(found[1])) and shown.start != shown.end:
                return Period(shown.start, shown.end, label or shown.label)
    if batch and label:
        return months(int(batch[1]), 1, 12, label)
    for text in plain:
        kept = NOTICE.sub(" ", unicodedata.normalize("NFKC", text))
        if found := BARE_YEAR.search(kept):
            return months(int(found[1]), 1, 12)
    return None


def _chinese_batch(words: str, texts: list[str]) -> str:
    """The batch as it is written: 第二批."""
    found = next((f for text in texts if (f := re.search(r"第?[一二三四五六七八九十\d]{1,3}批次?", text))), None)
    return found[0] if found else words
