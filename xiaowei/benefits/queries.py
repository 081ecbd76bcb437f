"""Reads of the benefits room. What the public may read has types of its own, which hold no whole name and no number."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.benefits.models import Batch, Row

FEWEST = 5  # fewer people than this are not told apart by a sum


class PublicRow(NamedTuple):
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
class BatchPlace:
    """Whose batch it is, and of what; the period is half-open."""

    village: Ref
    county: Ref
    item: str
    subsidy: str
    period_from: dt.date
    period_until: dt.date


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


def batch(ref: Ref) -> BatchFacts:
    """The batch as the world reads it. Raises NotFound."""
    row = Batch.objects.filter(pk=ref, entered=True).first()
    if row is None:
        raise NotFound()
    rows = _public_rows(row) if row.shows_rows else ()
    return _facts(row, rows)


def place_of(ref: Ref) -> BatchPlace:
    """Where a batch belongs, without a look at its rows. Raises NotFound."""
    columns = ("village", "county", "item", "subsidy", "period_from", "period_until")
    found = Batch.objects.filter(pk=ref).values(*columns).first()  # also while it is being laid down
    if found is None:
        raise NotFound()
    return BatchPlace(**found)


def laid_down(row: Batch, rows: Iterable[PublicRow]) -> BatchFacts:
    """A batch that is not entered yet, with its rows, for who lays them down."""
    held = tuple(rows)
    return _facts(row, held if row.shows_rows else (), held)


def full_names(ref: Ref) -> dict[Ref, str]:
    """Whole names by row, for the households of the village while the subsidy asks for a 公示; else none."""
    rows = Row.objects.filter(batch=ref, batch__notice=True, batch__shows_rows=True, batch__entered=True)
    return {Ref(row): name for row, name in rows.values_list("ref", "name")}


def batches_of(rows: Iterable[Ref]) -> dict[Ref, Ref]:
    """The batch of each of these rows; others are left out. One query."""
    found = Row.objects.filter(pk__in=set(rows), batch__entered=True)
    return {Ref(row): Ref(of) for row, of in found.values_list("pk", "batch")}


def rows_of_household(household: Ref, *, batches: Iterable[Ref] | None = None) -> tuple[HouseholdRow, ...]:
    """The rows that are this household's, whole, newest period first. The caller knows that she is asking."""
    rows = Row.objects.filter(household=household, batch__entered=True).select_related("batch")
    if batches is not None:
        rows = rows.filter(batch__in=set(batches))
    return tuple(_own(row) for row in rows.order_by("-batch__period_until", "-batch__period_from", "number"))


def _facts(row: Batch, rows: tuple[PublicRow, ...], measured: tuple[PublicRow, ...] = ()) -> BatchFacts:
    measured = measured or rows or _public_rows(row)
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


PUBLIC = (
    "ref", "number", "group", "public_name", "area", "persons", "quantity", "public_level", "standard", "amount",
    "date", "public_note",
)  # fmt: skip


def public_row(row: Row) -> PublicRow:
    """A row as the world reads it."""
    return PublicRow(*(getattr(row, name) for name in PUBLIC))


def _public_rows(batch: Batch) -> tuple[PublicRow, ...]:
    """Only what the world reads is fetched: sealed numbers stay sealed, which is most of the work of a long list."""
    return tuple(PublicRow._make(row) for row in batch.rows.order_by("number").values_list(*PUBLIC).iterator(2000))


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
