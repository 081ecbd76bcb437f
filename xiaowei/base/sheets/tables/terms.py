"""How long a contract runs: from its days, or from the years it names (`5年`, `2021.1.1-2025.12.31`)."""

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from xiaowei.base.sheets.numerals import arabic
from xiaowei.base.sheets.tables.reading import TableCells
from xiaowei.base.sheets.tables.rows import Entry
from xiaowei.base.sheets.tables.times import day_in, last_day_in
from xiaowei.base.sheets.tables.understanding import Column

YEARS = re.compile(r"(?:共|租期|期限)?(\d+(?:\.\d+)?)\s*(?:个)?(年|周年|个月|月)?(?:期|整)?")
YEARS_MONTHS = re.compile(r"(\d+)\s*年\s*(?:零|又)?\s*(\d+)\s*个?月")
DAY = re.compile(
    r"(?:19|20)\d\d(?:[年./-](?:1[0-2]|0?[1-9])(?!\d)(?:[月./-](?:3[01]|[12]\d|0?[1-9])(?!\d)[日号]?|月)?|年)?"
)
STATED = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d)?)(?:周)?年(?![\d初底末])")
WORDS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
         "十五": 15, "二十": 20, "三十": 30, "五十": 50, "七十": 70}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """`years` as the contract says them, or as its days come to; None where neither is sure."""

    start: dt.date | None = None
    end: dt.date | None = None
    years: Decimal | None = None
    stated: bool = False

    @property
    def whole_years(self) -> Decimal | None:
        """The years the contract says itself: what the sum of its payments is counted by."""
        return self.years if self.stated else None

    @classmethod
    def of(cls, cells: TableCells, entry: Entry) -> "Term":
        """The term of a row."""
        texts = {
            name: cells.value(entry.row, column, entry.offset).text
            for name in ("start", "end", "term")
            if (column := _column(cells, name))
        }
        start, end = day_in(texts.get("start", "")), last_day_in(texts.get("end", ""))
        said = years_in(texts.get("term", ""))
        span = span_in(texts.get("term", "")) or span_in(texts.get("start", ""))
        if span and not (start and end):
            start, end = span
        if end is None and start and said is not None:
            end = dt.date(min(start.year + int(said), 9999), start.month, min(start.day, 28))
        if said is not None:
            return cls(start, end, said, stated=True)
        if start and end and end > start:
            return cls(start, end, _between(start, end, texts.get("end", "")))
        return cls(start, end)


def _column(cells: TableCells, name: str) -> Column | None:
    return next((column for column in cells.layout if column.field == name), None)


def years_in(text: str) -> Decimal | None:
    """`5年`, `5`, `60个月`, `5年6个月`, `二十年` in years."""
    plain = re.sub(r"\s+", "", arabic(text))
    if found := YEARS_MONTHS.fullmatch(plain):
        return Decimal(found[1]) + Decimal(found[2]) / 12
    if found := YEARS.fullmatch(plain):
        value = Decimal(found[1])
        if found[2] in ("个月", "月"):
            return value / 12
        return value if value < 150 else None
    word = plain.removesuffix("年")
    if word in WORDS:
        return Decimal(WORDS[word])
    stated = STATED.findall(plain)  # 50年(2015.1-2064.12), 自2015年1月起共50年
    return Decimal(stated[0]) if len(stated) == 1 else None


def span_in(text: str) -> tuple[dt.date, dt.date] | None:
    """`2021年1月1日至2025年12月31日`, `3年(2021.1-2025.12)`, `2022—2042年`: the two days a text names."""
    found = [match[0] for match in DAY.finditer(re.sub(r"\s+", "", arabic(text)))]
    if len(found) != 2:
        return None
    start, end = day_in(found[0]), last_day_in(found[1])
    return (start, end) if start and end and end > start else None


def _between(start: dt.date, end: dt.date, end_text: str) -> Decimal:
    """Years between two days; of years alone (2022年 to 2042年) their difference, as people count."""
    if re.fullmatch(r"\s*\d{4}\s*年?\s*", arabic(end_text)) and (start.month, start.day) == (1, 1):
        return Decimal(end.year - start.year)
    months = (end.year - start.year) * 12 + end.month - start.month
    whole = end.day >= start.day + 15 or (end + dt.timedelta(days=1)).day == 1  # to the end of its last month
    return Decimal(months + whole) / 12
