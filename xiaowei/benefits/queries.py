"""Reads of the benefits room. What the public may read has types of its own, which hold no whole name and no number."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.benefits.models import Batch, Reading, Row
from xiaowei.roster import matching
from xiaowei.roster import queries as roster
from xiaowei.roster.matching import plain_number

FEWEST = 5  # fewer people than this are not told apart by a sum (issue 3.8)


@dataclass(frozen=True)
class PublicRow:
    """One recipient as the world reads it: surname and one star. Amounts in fen."""

    ref: Ref
    number: int
    group: str
    name: str
    area: Decimal | None
    persons: int | None
    quantity: Decimal | None
    level: str
    standard: int | None
    amount: int
    date: dt.date | None
    note: str


@dataclass(frozen=True)
class Group:
    """The rows of one villager group together; measures are None where the list has no such column."""

    name: str
    households: int
    area: Decimal | None
    persons: int | None
    quantity: Decimal | None
    amount: int


@dataclass(frozen=True)
class BatchFacts:
    """A batch as the world reads it. Rows and groups are empty where the subsidy itself says too much.

    `amount` and the measures are None where so few receive it that the sum would tell what one gets.
    """

    ref: Ref
    village: Ref
    county: Ref
    subsidy: str
    item: str
    notice: bool
    shows_rows: bool
    period_from: dt.date
    period_until: dt.date
    rate: str
    households: int
    area: Decimal | None
    persons: int | None
    quantity: Decimal | None
    amount: int | None
    groups: tuple[Group, ...]
    rows: tuple[PublicRow, ...]

    @property
    def period_to(self) -> dt.date:
        """The last day of the period, as people write it."""
        return self.period_until - dt.timedelta(days=1)

    @property
    def few(self) -> bool:
        """Whether its sums are kept back because so few receive it."""
        return self.amount is None


@dataclass(frozen=True)
class StaffRow:
    """A row as the village's own staff and reviewers read it: the name whole, numbers by their last four characters."""

    ref: Ref
    row: int
    name: str
    id_tail: str
    account_tail: str
    level: str
    note: str
    fit: str
    household: Ref | None
    settled: bool
    settlements: int
    public: PublicRow
    candidates: tuple[Ref, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether the clerk has yet to say whose household it is."""
        return not self.settled and self.fit != matching.MATCHED


@dataclass(frozen=True)
class HouseholdRow:
    """One row of a household, whole: for that household alone."""

    ref: Ref
    batch: Ref
    name: str
    group: str
    id_number: str
    account: str
    area: Decimal | None
    persons: int | None
    quantity: Decimal | None
    level: str
    standard: int | None
    rate: str
    amount: int
    date: dt.date | None
    note: str
    number: int


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


def batch(ref: Ref) -> BatchFacts:
    """The batch as the world reads it. Raises NotFound."""
    row = Batch.objects.filter(pk=ref).first()
    if row is None:
        raise NotFound()
    rows = tuple(_public(one) for one in row.rows.all()) if row.shows_rows else ()
    return _facts(row, rows)


def staff_rows(ref: Ref, *, candidates: bool = False) -> tuple[StaffRow, ...]:
    """Every row of a batch for its village's staff; with the households an open one might mean, when asked."""
    found = Row.objects.filter(batch=ref).select_related("batch").prefetch_related("settlements")
    rows = list(found)
    open_rows = [row for row in rows if not row.settled and row.fit != matching.MATCHED]
    people = matching.index([Ref(rows[0].batch.village)]) if candidates and open_rows else None
    return tuple(_staff(row, people) for row in rows)


def full_names(ref: Ref) -> dict[Ref, str]:
    """Whole names by row, for the households of the village while the subsidy asks for a 公示; else none."""
    rows = Row.objects.filter(batch=ref, batch__notice=True, batch__shows_rows=True)
    return {Ref(row): name for row, name in rows.values_list("ref", "name")}


def batches_of(rows: Iterable[Ref]) -> dict[Ref, Ref]:
    """The batch of each of these rows; others are left out. One query."""
    return {Ref(row): Ref(of) for row, of in Row.objects.filter(pk__in=set(rows)).values_list("pk", "batch")}


def masked_rows(ref: Ref) -> tuple[StaffRow, ...]:
    """Rows whose level or note the public reads differently."""
    return tuple(r for r in staff_rows(ref) if (r.level, r.note) != (r.public.level, r.public.note))


def rows_of_household(household: Ref, *, batches: Iterable[Ref] | None = None) -> tuple[HouseholdRow, ...]:
    """The rows that are this household's, whole, newest period first. The caller knows that she is asking."""
    rows = Row.objects.filter(household=household).select_related("batch")
    if batches is not None:
        rows = rows.filter(batch__in=set(batches))
    return tuple(_own(row) for row in rows.order_by("-batch__period_until", "-batch__period_from", "number"))


def reading(ref: Ref) -> ReadingFacts:
    """One reading. Raises NotFound."""
    row = Reading.objects.filter(pk=ref).select_related("placement").first()
    if row is None:
        raise NotFound()
    return _reading(row)


def reading_of(batch_ref: Ref) -> ReadingFacts:
    """The reading a batch was entered from. Raises NotFound."""
    row = Reading.objects.filter(batches__pk=batch_ref).select_related("placement").first()
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
    rows = Reading.objects.filter(by=by).annotate(villages=Count("batches")).order_by("-at")[:limit]
    return tuple(
        ListLine(Ref(r.ref), r.file_name, r.understood["subsidy"], r.understood["period"], r.villages, r.at)
        for r in rows
    )


def _facts(row: Batch, rows: tuple[PublicRow, ...]) -> BatchFacts:
    measured = rows or tuple(_public(one) for one in row.rows.all())
    whole = _group("", measured)
    few = not row.shows_rows and row.households < FEWEST
    return BatchFacts(
        ref=Ref(row.ref),
        village=Ref(row.village),
        county=Ref(row.county),
        subsidy=row.subsidy,
        item=row.item,
        notice=row.notice,
        shows_rows=row.shows_rows,
        period_from=row.period_from,
        period_until=row.period_until,
        rate=row.rate,
        households=row.households,
        area=None if few else whole.area,
        persons=None if few else whole.persons,
        quantity=None if few else whole.quantity,
        amount=None if few else row.amount,
        groups=_groups(rows),
        rows=rows,
    )


def _groups(rows: tuple[PublicRow, ...]) -> tuple[Group, ...]:
    by_name: dict[str, list[PublicRow]] = {}
    for row in rows:
        by_name.setdefault(row.group, []).append(row)
    return tuple(_group(name, held) for name, held in by_name.items())


def _group(name: str, rows: Iterable[PublicRow]) -> Group:
    held = list(rows)
    return Group(
        name,
        len(held),
        _sum(row.area for row in held),
        _whole(row.persons for row in held),
        _sum(row.quantity for row in held),
        sum(row.amount for row in held),
    )


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    held = [value for value in values if value is not None]
    return sum(held, Decimal()) if held else None


def _whole(values: Iterable[int | None]) -> int | None:
    held = [value for value in values if value is not None]
    return sum(held) if held else None


def _public(row: Row) -> PublicRow:
    return PublicRow(
        Ref(row.ref),
        row.number,
        row.group,
        row.public_name,
        row.area,
        row.persons,
        row.quantity,
        row.public_level,
        row.standard,
        row.amount,
        row.date,
        row.public_note,
    )


def _staff(row: Row, people: matching.Index | None) -> StaffRow:
    asks = not row.settled and row.fit != matching.MATCHED
    fits: tuple[Ref, ...] = ()
    if people is not None and asks:
        match = people.find(Ref(row.batch.village), group=row.group, name=row.name, id_number=row.id_number or "")
        fits = (match.household,) if match.household else match.candidates
    return StaffRow(
        ref=Ref(row.ref),
        row=row.row,
        name=row.name,
        id_tail=_tail(row.id_number),
        account_tail=_tail(row.account),
        level=row.level,
        note=row.note,
        fit=row.fit,
        household=Ref(row.household) if row.household else None,
        settled=row.settled,
        settlements=len(row.settlements.all()),
        public=_public(row),
        candidates=fits,
    )


def _tail(number: str | None) -> str:
    plain = plain_number(number or "")
    return plain[-4:] if len(plain) >= 8 else ""


def _own(row: Row) -> HouseholdRow:
    return HouseholdRow(
        ref=Ref(row.ref),
        batch=Ref(row.batch_id),
        name=row.name,
        group=row.group,
        id_number=row.id_number or "",
        account=row.account or "",
        area=row.area,
        persons=row.persons,
        quantity=row.quantity,
        level=row.level,
        standard=row.standard,
        rate=row.batch.rate,
        amount=row.amount,
        date=row.date,
        note=row.note,
        number=row.number,
    )


def _reading(row: Reading) -> ReadingFacts:
    placement = getattr(row, "placement", None)
    asks = Count("rows", filter=Q(rows__settled=False) & ~Q(rows__fit=matching.MATCHED))
    batches = list(row.batches.annotate(asks=asks))
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
