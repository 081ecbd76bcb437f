"""What the sum rows of one side declare, and which of them are wrong."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from xiaowei.base.sheets.issues import SUBTOTAL, TOTAL
from xiaowei.finance.intake.table import RUNNING, Sum, Table

Place = tuple[int, int]  # which table, which row
END = 10**9


@dataclass(frozen=True, slots=True)
class Stated:
    """A sum row at its place, with what it may rightly come to: since the last sum, since the last total, since the
    beginning."""

    table: int
    sum: Sum
    since_sum: int
    since_total: int
    since_start: int
    bare: bool  # no entry stands between it and the total before it

    @property
    def fits(self) -> bool:
        return self.sum.fen in (self.since_sum, self.since_total, self.since_start)


@dataclass(slots=True)
class Verdict:
    """The declared sum of a side (None when the sheet declares none), where it stands, and the rows that are wrong.

    `opening` says that what is carried forward is in it.
    """

    fen: int | None = None
    at: Stated | None = None
    wrong: list[tuple[Stated, int]] = field(default_factory=list)  # with what it should be
    opening: bool = False
    subtotals: list[Stated] = field(default_factory=list)
    totals: list[Stated] = field(default_factory=list)


def judge(tables: list[Table], side: str, *, also: tuple[int, ...] = ()) -> Verdict:
    """Judge one side of all tables together. `also` are amounts that may be in a total: what is carried on."""
    stated = list(_stated(tables, side))
    whole = sum(getattr(line, side) or 0 for table in tables for line in table.lines)
    finals = [one for one in stated if one.sum.word == TOTAL]
    if not finals and stated and stated[-1].sum.word == SUBTOTAL and len(stated) == 1:
        finals = stated
    verdict = Verdict(totals=finals)
    if apart := _apart(stated, finals, whole, also):
        verdict.at, verdict.fen = apart, apart.sum.fen
    elif finals:
        _declare(verdict, finals, whole, also)
    for one in stated:
        if one is verdict.at and verdict.fen == one.sum.fen:
            continue
        if not _passes(one, whole, also):
            verdict.wrong.append((one, one.since_sum if one.sum.word == SUBTOTAL else one.since_total))
    verdict.subtotals = [one for one in stated if one is not verdict.at and one.sum.word != RUNNING]
    return verdict


def _apart(stated: list[Stated], finals: list[Stated], whole: int, also: tuple[int, ...]) -> Stated | None:
    """上期结存 + 本期收入小计 = 总计: of a form that balances, the sum of all entries stands in its own row above."""
    sums = [one for one in stated if one.sum.word == SUBTOTAL and one.since_start == one.since_sum == whole]
    if len(sums) != 1 or any(one.sum.fen == whole for one in finals):
        return None
    balanced = {sums[0].sum.fen + fen for fen in also if fen}
    return sums[0] if any(one.sum.fen in balanced for one in finals) else None


def _declare(verdict: Verdict, finals: list[Stated], whole: int, also: tuple[int, ...]) -> None:
    """Which total counts: the one that is right; else the sum of those of each part; else the last."""
    right = next((one for one in finals if one.sum.fen == whole), None)
    carried = next((one for one in finals if any(one.sum.fen == whole + fen for fen in also if fen)), None)
    parts = [one for one in finals if not one.bare]
    if right or carried:
        verdict.at = right or carried
        verdict.opening = right is None
        verdict.fen = verdict.at.sum.fen if verdict.at else None
    elif len(parts) > 1 and not finals[-1].bare and finals[-1].sum.fen == finals[-1].since_total:
        verdict.at, verdict.fen = finals[-1], sum(one.sum.fen for one in parts)
    else:
        last = [one for one in finals if not one.bare]
        verdict.at = finals[-1] if len(last) > 1 else last[0] if last else finals[-1]
        verdict.fen = verdict.at.sum.fen


def _passes(one: Stated, whole: int, also: tuple[int, ...]) -> bool:
    if one.sum.word == RUNNING:
        return True  # 本年累计 reaches back to months that the sheet does not hold
    return one.fits or any(
        one.sum.fen - fen in (one.since_sum, one.since_total, one.since_start, whole) for fen in also
    )


def _stated(tables: list[Table], side: str) -> Iterator[Stated]:
    entries = sorted((i, line.row, getattr(line, side) or 0) for i, table in enumerate(tables) for line in table.lines)
    places = [(i, row) for i, row, _fen in entries]
    upto = [0, *accumulate(fen for _i, _row, fen in entries)]
    last_sum = last_total = 0  # how many entries stand above them
    for i, table in enumerate(tables):
        for place, one in sorted(
            ((_place(table, i, one, side), one) for one in table.sums[side]), key=lambda pair: pair[0]
        ):
            here = bisect_right(places, place)
            yield Stated(
                i, one, upto[here] - upto[last_sum], upto[here] - upto[last_total], upto[here], here == last_total
            )
            if one.word != RUNNING:
                last_sum = here
            if one.word == TOTAL:
                last_total = here


def _place(table: Table, i: int, one: Sum, side: str) -> Place:
    """A total above the entries sums what stands below it."""
    first = min((line.row for line in table.lines if getattr(line, side) is not None), default=END)
    return (i, END if one.word == TOTAL and one.row < first else one.row)
