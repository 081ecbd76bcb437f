"""Reads of digests: what the village's own group page shows, and what its publisher carries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure.digest import active
from xiaowei.disclosure.models import Digest
from xiaowei.disclosure.telling import LONGEST, Told, month_label, short_title
from xiaowei.disclosure.withdrawals import withdrawn

__all__ = ["LONGEST", "DigestFacts", "cards", "digest", "digests"]


@dataclass(frozen=True)
class DigestFacts:
    """A digest. `told` are the publications it names, under short titles; amounts in fen, None when it has none.

    `taken_back` are those it told to be withdrawn; `withdrawn` those of all it names that are by now.
    """

    ref: Ref
    village: Ref
    month: dt.date
    label: str  # 2023年5月
    heading: str
    whole: bool
    told: tuple[Told, ...]
    accounts: Ref | None
    income: int | None
    expense: int | None
    closing: int | None
    missing: tuple[str, ...]
    text: str
    made_at: dt.datetime
    taken_back: tuple[Told, ...] = ()
    withdrawn: frozenset[Ref] = frozenset()


def digest(ref: Ref) -> DigestFacts:
    """One digest, replaced or not. Raises NotFound."""
    found = digests([ref])
    if ref not in found:
        raise NotFound()
    return found[ref]


def digests(refs: Iterable[Ref]) -> dict[Ref, DigestFacts]:
    """These digests by reference. Two queries."""
    rows = list(Digest.objects.filter(pk__in=list(refs)))
    gone = _withdrawn(rows)
    return {Ref(row.ref): _facts(row, gone) for row in rows}


def cards(village: Ref, *, limit: int = 24) -> tuple[DigestFacts, ...]:
    """The digests of a village that still speak, newest first. Two queries."""
    rows = Digest.objects.filter(village=village).order_by("-month", "number")[: limit * 4]
    speaking = [row for _month, group in groupby(rows, key=lambda row: row.month) for row in active(list(group))]
    newest = sorted(speaking, key=lambda row: (row.made_at, row.number), reverse=True)
    gone = _withdrawn(newest[:limit])
    return tuple(_facts(row, gone) for row in newest[:limit])


def _withdrawn(rows: Iterable[Digest]) -> frozenset[Ref]:
    return withdrawn(Ref(one["publication"]) for row in rows for one in row.told)


def _facts(row: Digest, gone: frozenset[Ref]) -> DigestFacts:
    standing = row.accounts not in gone  # the sums of accounts that were taken back are not said any more
    told = [Told(Ref(one["publication"]), one["number"], short_title(one["title"], row.month)) for one in row.told]
    return DigestFacts(
        ref=Ref(row.ref),
        village=Ref(row.village),
        month=row.month,
        label=month_label(row.month),
        heading=row.text.split("\n", 1)[0],
        whole=row.whole,
        told=tuple(one for one in told if one.number > 0),
        taken_back=tuple(one for one in told if one.number < 0),
        withdrawn=gone,
        accounts=Ref(row.accounts) if row.accounts else None,
        income=row.income if standing else None,
        expense=row.expense if standing else None,
        closing=row.closing if standing else None,
        missing=tuple(short_title(title, row.month) for title in row.missing),
        text=row.text,
        made_at=row.made_at,
    )
