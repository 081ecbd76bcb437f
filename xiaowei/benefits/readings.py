"""Uploaded lists and what became of them, for who uploaded them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.benefits.models import Batch, Reading
from xiaowei.roster import matching
from xiaowei.roster import queries as roster


@dataclass(frozen=True)
class BatchLine:
    """A batch of a reading, in a list."""

    ref: Ref
    village: Ref
    households: int
    amount: int
    asks: int


@dataclass(frozen=True)
class ListLine:
    """An uploaded list among others; `villages` is how many it was entered for, 0 while it has questions."""

    ref: Ref
    file_name: str
    subsidy: str
    period: str
    villages: int
    at: dt.datetime


@dataclass(frozen=True)
class ReadingFacts:
    """One uploaded list and what was understood of it, for its uploader."""

    ref: Ref
    chosen: Ref | None
    file_name: str
    original: Ref
    kind: str
    understood: dict[str, Any]
    placed: tuple[dict[str, Any], ...]
    batches: tuple[BatchLine, ...]
    by: Ref
    at: dt.datetime


def reading(ref: Ref) -> ReadingFacts:
    """One reading. Raises NotFound."""
    row = Reading.objects.filter(pk=ref).select_related("placement").first()
    if row is None:
        raise NotFound()
    return _reading(row)


def reading_of(batch_ref: Ref) -> ReadingFacts:
    """The reading a batch was entered from. Raises NotFound."""
    row = Reading.objects.filter(batches__pk=batch_ref, batches__entered=True).select_related("placement").first()
    if row is None:
        raise NotFound()
    return _reading(row)


def issues_of(batch_ref: Ref) -> tuple[dict[str, Any], ...]:
    """What the product doubts in a batch. Raises NotFound."""
    found = Batch.objects.filter(pk=batch_ref).values_list("issues", flat=True).first()
    if found is None:
        raise NotFound()
    return tuple(found)


def latest_lists(by: Ref, *, limit: int = 5) -> tuple[ListLine, ...]:
    """The lists a person uploaded last. One query."""
    rows = (
        Reading.objects.filter(by=by)
        .annotate(villages=Count("batches", filter=Q(batches__entered=True)))
        .order_by("-at")[:limit]
    )
    return tuple(
        ListLine(Ref(r.ref), r.file_name, r.understood["subsidy"], r.understood["period"], r.villages, r.at)
        for r in rows
    )


def _reading(row: Reading) -> ReadingFacts:
    placement = getattr(row, "placement", None)
    asks = Count("rows", filter=Q(rows__settled=False) & ~Q(rows__fit=matching.MATCHED))
    batches = list(row.batches.filter(entered=True).annotate(asks=asks))
    places = roster.areas(Ref(one.village) for one in batches)
    ordered = sorted(batches, key=lambda one: places[Ref(one.village)].code)
    return ReadingFacts(
        ref=Ref(row.ref),
        chosen=Ref(row.chosen) if row.chosen else None,
        file_name=row.file_name,
        original=Ref(row.original),
        kind=row.kind,
        understood=row.understood,
        placed=tuple(placement.places) if placement else (),
        batches=tuple(BatchLine(Ref(b.ref), Ref(b.village), b.households, b.amount, b.asks) for b in ordered),
        by=Ref(row.by),
        at=row.at,
    )
