"""From what was understood to what is entered: which village a sheet belongs to, and its ledger in fen.

Pure but for three look-ups of names in the roster.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from xiaowei.base.masking import scrub
from xiaowei.base.people import Known, free_text, people_in
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid
from xiaowei.base.sheets.grid import Grid
from xiaowei.finance import vocab
from xiaowei.finance.categories import category
from xiaowei.finance.display import as_display
from xiaowei.finance.intake.understanding import Line, Understanding
from xiaowei.roster import matching
from xiaowei.roster import queries as roster

NOBODY = Known()


class OtherVillage(Invalid):
    """A sheet of another village."""

    sentence = _(
        "这张表写的是“%(written)s”，您现在登记的是“%(own)s”。请核对村名：传错了就换一个文件，村名写错了就改好表再传。"
    )


MOST = 10**14  # fen: a thousand milliard yuan is no village's


class TooMuch(Invalid):
    """An amount that no village has: the digits are of something else, or slipped."""

    sentence = _("%(where)s金额太大，不像村里的账。请核对是不是多写了位数，或把卡号、证件号写进了金额列，改好表再传。")


@dataclass(frozen=True)
class BookLine:
    """One line to book; names and meaning as in finance.models.Line."""

    number: int
    row: int
    date: dt.date | None
    voucher: str
    summary: str
    public_summary: str
    income: int | None
    expense: int | None
    balance: int | None
    category: str
    handler: str
    account: str = ""
    payee: str = ""


@dataclass(frozen=True)
class Book:
    """A ledger to enter: half-open period, amounts in fen; None for a number the sheet does not tell."""

    period_from: dt.date
    period_until: dt.date
    opening: int | None
    income: int | None
    expense: int | None
    closing: int | None
    lines: tuple[BookLine, ...]


@dataclass(frozen=True)
class Entry:
    """A reading to keep, and its ledger when there is one."""

    village: Ref
    county: Ref
    kind: str
    understood: dict[str, Any]
    ledger: Book | None


def entry_of(understanding: Understanding, grid: Grid, *, village: Ref) -> Entry:
    """The entry for this village. Raises OtherVillage when the sheet names another one."""
    check_village(understanding, village)
    own = roster.area(village)
    book = _book(understanding, _known(understanding, village)) if understanding.type in vocab.ENTERED else None
    return Entry(village, own.county or village, understanding.type, as_display(understanding, grid), book)


class Placed(Protocol):
    """Anything understood that names places as it writes them."""

    @property
    def county_name(self) -> str | None: ...
    @property
    def township_name(self) -> str | None: ...
    @property
    def village_name(self) -> str | None: ...


def check_village(understanding: Placed, village: Ref) -> None:
    """Raise OtherVillage when a name written in the sheet contradicts the village it is entered for.

    Two villages of one county may share a name, so a written township or county must be the own one. A sheet that
    names no village at all passes: its doubts say so.
    """
    own, *above = roster.lineage(village)
    written = written_place(understanding)
    if written and not names(written, own.short_name, [area.short_name for area in reversed(above)]):
        township = above[0].short_name if above else ""
        raise OtherVillage(written=written, own=f"{township}{own.short_name}")


def written_place(understanding: Placed) -> str:
    """The place as the sheet writes it, from county to village, each name once."""
    place = ""
    for name in (understanding.county_name, understanding.township_name, understanding.village_name):
        place = name if name and name.startswith(place) else place + (name or "")
    return place


def names(written: str, village: str, above: list[str]) -> bool:
    """Whether `written` can mean this village: any of the names above it, highest first, then its own."""
    for name in above:
        written = written.removeprefix(name)
    return written in ("", village, village.removesuffix("村"))


def _known(understanding: Understanding, village: Ref) -> Known:
    """Whose names the world does not read in a summary: whoever the sheet pays, and everybody of the village.

    A villager's name of two characters may be a word, so it counts only where the sheet pays somebody of that name.
    """
    paid = frozenset().union(*(people_in(line.payee) for line in understanding.lines if line.payee))
    return Known(paid | {name for name in matching.index([village]).names(village) if len(name) > 2})


def _book(understanding: Understanding, known: Known) -> Book | None:
    period = understanding.period
    sides = understanding.sides
    if period is None or not understanding.lines:
        return None
    if understanding.columns.keys() & {"date", "day"} and any(line.date is None for line in understanding.lines):
        return None  # a doubt at the cell says so; where entries have days, one without cannot be booked
    _check_size(understanding)
    lines = tuple(_line(number, line, known) for number, line in enumerate(understanding.lines, start=1))
    return Book(
        period.start,
        period.end + dt.timedelta(days=1),
        understanding.opening,
        understanding.income if "income" in sides else None,
        understanding.expense if "expense" in sides else None,
        understanding.closing,
        lines,
    )


def _check_size(understanding: Understanding) -> None:
    sums = (understanding.opening, understanding.income, understanding.expense, understanding.closing)
    far = [line.row for line in understanding.lines if _too_much(line.income, line.expense, line.balance)]
    if far:
        raise TooMuch(where=_("第 %(rows)s 行的") % {"rows": "、".join(str(row) for row in far[:10])})
    if _too_much(*sums):
        raise TooMuch(where=_("合计或结余的"))


def _too_much(*amounts: int | None) -> bool:
    return any(fen is not None and abs(fen) > MOST for fen in amounts)


def _line(number: int, line: Line, known: Known = NOBODY) -> BookLine:
    return BookLine(
        number=number,
        row=line.row,
        date=line.date,
        voucher=scrub(line.voucher)[:64],
        summary=line.summary[:500],
        public_summary=free_text(line.summary, known=known)[:500],
        income=line.income,
        expense=line.expense,
        balance=line.balance,
        category=category(line.summary, income=line.income is not None),
        handler=line.handler[:64],
        account=free_text(line.account, known=known)[:64],
        payee=scrub(line.payee)[:64],
    )
