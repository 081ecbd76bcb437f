"""A batch's rows as the village's own staff and reviewers read them: names whole, numbers by their last four."""

from collections.abc import Mapping
from dataclasses import dataclass

from xiaowei.base.refs import Ref
from xiaowei.benefits.models import Row
from xiaowei.benefits.queries import PublicRow, public_row
from xiaowei.roster import matching
from xiaowei.roster.matching import plain_number


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
    household: Ref | None
    settled: bool
    asks: bool  # the clerk has yet to say whose household it is
    settlements: int
    public: PublicRow
    candidates: tuple[Ref, ...] = ()


def staff_rows(ref: Ref, *, candidates: bool = False) -> tuple[StaffRow, ...]:
    """Every row of a batch for its village's staff; with the households an open one might mean, when asked."""
    found = Row.objects.filter(batch=ref, batch__entered=True).select_related("batch").prefetch_related("settlements")
    rows = list(found)
    open_rows = [row for row in rows if _asks(row)]
    if not (candidates and open_rows):
        return tuple(_staff(row, None, {}) for row in rows)
    village = Ref(rows[0].batch.village)
    people, before = matching.index([village]), _settled_before(village)
    return tuple(_staff(row, people, before) for row in rows)


def _settled_before(village: Ref) -> dict[tuple[str, str, str], Ref]:
    """What the clerk last said of a name, group and tail: offered again, never taken for granted."""
    rows = Row.objects.filter(batch__village=village, batch__entered=True, settled=True).exclude(household="")
    rows = rows.order_by("batch__period_until", "batch__ref", "number")
    columns = rows.values_list("name", "group", "tail_key", "household")
    return {(name, group, tail): Ref(household) for name, group, tail, household in columns}


def _staff(row: Row, people: matching.Index | None, before: Mapping[tuple[str, str, str], Ref]) -> StaffRow:
    asks = _asks(row)
    fits: tuple[Ref, ...] = ()
    if people is not None and asks:
        match = people.find(Ref(row.batch.village), group=row.group, name=row.name, id_number=row.id_number or "")
        fits = (match.household,) if match.household else match.candidates
        known = before.get((row.name, row.group, row.tail_key))
        fits = (known,) if known and known in people.standing(Ref(row.batch.village)) else fits
    return StaffRow(
        ref=Ref(row.ref),
        row=row.row,
        name=row.name,
        id_tail=_tail(row.id_number),
        account_tail=_tail(row.account),
        level=row.level,
        note=row.note,
        household=Ref(row.household) if row.household else None,
        settled=row.settled,
        asks=asks,
        settlements=len(row.settlements.all()),
        public=public_row(row),
        candidates=fits,
    )


def _asks(row: Row) -> bool:
    return not row.settled and row.fit != matching.MATCHED


def _tail(number: str | None) -> str:
    plain = plain_number(number or "")
    return plain[-4:] if len(plain) >= 8 else ""
