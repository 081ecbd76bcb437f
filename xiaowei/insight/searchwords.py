"""What a line is found by, and what a searcher means. Pure.

Chinese is written without blanks and names are not in any dictionary, so text is cut into overlapping pairs of
characters; a number is found as an amount and as written; a day by itself, its month and its year. The same words
serve SQLite and PostgreSQL alike, so both find the same.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from xiaowei.base.refs import Ref
from xiaowei.base.sheets.dates import date_in_text
from xiaowei.base.sheets.periods import parse_period

LONGEST = 60  # characters of a search that are read
MOST_PARTS = 6
HAN = re.compile(r"[㐀-鿿〇]+")
PLAIN = re.compile(r"[a-z0-9]+")
AMOUNT = re.compile(r"[¥￥]?(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,2})?(万?元)?")
TIME = re.compile(r"\d.*[年月/.\-].*|[〇零一二三四五六七八九十]{2,}年.*")


@dataclass(frozen=True)
class Needle:
    """One part of a search: any of `words` may lead to a row, and what it leads to must hold `text`, if any.

    `whole` is false when no word can lead anywhere (a single character): the text alone decides.
    """

    words: tuple[tuple[str, ...], ...]  # alternatives, each a set of words that must all be there
    text: str = ""  # must stand in the line, unless the row was found by amount or day
    amount: int | None = None  # fen


def plain(text: str) -> str:
    """Half width, small letters, no blanks: the form in which lines and searches are compared."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def text_words(text: str) -> set[str]:
    """The words of a text: pairs of characters, letters and digits in a row, single characters between others."""
    form = plain(text)
    found = set(PLAIN.findall(form))
    for run in HAN.findall(form):
        found.update(run[at : at + 2] for at in range(len(run) - 1))
        if len(run) == 1:
            found.add(run)
    return found


def tokens_of(
    village: Ref, text: str, *, amount: int | None, start: dt.date, until: dt.date, day: dt.date | None
) -> str:
    """Everything a row is found by. The half-open period stands for a row without a day of its own."""
    found = {village_word(village)} | text_words(text)
    if amount is not None:
        found.add(_amount_word(amount))
    if day is not None:
        found |= {f"d{day:%Y%m%d}", f"m{day:%Y%m}", f"j{day:%Y}"}
    else:
        months = list(_months(start, until))
        found |= {f"j{month:%Y}" for month in months}
        if len(months) <= 12:
            found |= {f"m{month:%Y%m}" for month in months}
    return " ".join(sorted(found))


def village_word(village: Ref) -> str:
    """The word that every row of a village has."""
    return f"v{village}"


def needles(query: str) -> tuple[Needle, ...]:
    """What somebody means who types this: parts between blanks must all be true of a row."""
    parts = unicodedata.normalize("NFKC", query)[:LONGEST].lower().split()
    return tuple(_needle(part) for part in parts[:MOST_PARTS])


def _needle(part: str) -> Needle:
    if TIME.fullmatch(part) and not _is_money(part) and (days := _days(part)):
        return Needle(tuple((word,) for word in days))
    if found := AMOUNT.fullmatch(part):
        yuan = Decimal(found[1].replace(",", "") + (found[2] or "")) * (10_000 if found[3] == "万元" else 1)
        fen = int(yuan * 100)
        written = () if found[3] or found[2] or "," in part or part[0] in "¥￥" else ((found[1],),)
        return Needle(((_amount_word(fen),), *written), amount=fen, text=part if written else "")
    words = text_words(part)
    pairs = {word for word in words if HAN.fullmatch(word) and len(word) > 1}
    # 记01 is also looked for in 记012: letters and digits lead to a row only when nothing else does
    return Needle((tuple(sorted(pairs or {word for word in words if not HAN.fullmatch(word)})),), text=plain(part))


def _is_money(part: str) -> bool:
    return part.endswith("元") or re.fullmatch(r"\d+\.\d{2}", part) is not None


def _days(part: str) -> tuple[str, ...]:
    """The words of the day, month or months a text speaks of."""
    if day := date_in_text(part):
        return (f"d{day:%Y%m%d}",)
    period = parse_period(part)
    if period is None:
        return ()
    if (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31):
        return tuple(f"j{year}" for year in range(period.start.year, period.end.year + 1))
    return tuple(f"m{month:%Y%m}" for month in _months(period.start, period.end + dt.timedelta(days=1)))


def _amount_word(fen: int) -> str:
    return f"y{abs(fen)}"


def _months(start: dt.date, until: dt.date) -> Iterator[dt.date]:
    month = start.replace(day=1)
    while month < until:
        yield month
        month = (month + dt.timedelta(days=32)).replace(day=1)
