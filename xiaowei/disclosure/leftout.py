"""What a household may have been left out of: it had a subsidy that goes on, and a later list of its village has been
published without it, or with less. Never more than `may`: people sell land, move, or are matched to no household.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F

from xiaowei.base.refs import Ref
from xiaowei.benefits.entitlements import Continuing, continuing
from xiaowei.disclosure.contents import BATCH
from xiaowei.disclosure.models import Version
from xiaowei.disclosure.ownrows import OwnRow
from xiaowei.disclosure.titles import period_label, title_of


@dataclass(frozen=True)
class LeftOut:
    """A list that may lack the household, or count less of it. `less` is by how much, where it stands in the list."""

    publication: Ref
    village: Ref
    title: str
    period_label: str
    subsidy: str
    before: OwnRow  # what it had
    why: str
    measure: str  # area | persons
    less: Decimal | None = None


@dataclass(frozen=True)
class _List:
    publication: Ref
    village: Ref
    title: str
    label: str
    topic: str
    starts: dt.date


def may_be_left_out(rows: Sequence[OwnRow]) -> tuple[LeftOut, ...]:
    """From a household's own rows, the newest list of each subsidy that goes on. One query."""
    going = {row.subsidy: rule for row in rows if (rule := continuing(row.subsidy)) is not None}
    lists = _lists({row.village for row in rows}, going)
    found = []
    for one in lists:
        own = [row for row in rows if row.village == one.village and row.subsidy == one.topic]
        told = _compare(one, own, going[one.topic])
        if told is not None:
            found.append(told)
    return tuple(sorted(found, key=lambda told: told.title))


def _compare(one: _List, own: Sequence[OwnRow], rule: Continuing) -> LeftOut | None:
    here = [row for row in own if row.publication == one.publication]
    before = [row for row in own if row.publication != one.publication and row.period_from < one.starts]
    if not before:
        return None
    last = max(before, key=lambda row: (row.period_from, row.published_at))
    if not here:
        return LeftOut(one.publication, one.village, one.title, one.label, one.topic, last, rule.why, rule.measure)
    less = _less(here, [row for row in before if row.publication == last.publication], rule.measure)
    if less is None:
        return None
    return LeftOut(one.publication, one.village, one.title, one.label, one.topic, last, rule.why, rule.measure, less)


def _less(here: Sequence[OwnRow], before: Sequence[OwnRow], measure: str) -> Decimal | None:
    now, then = (_sum(rows, measure) for rows in (here, before))
    return then - now if now is not None and then is not None and now < then else None


def _sum(rows: Iterable[OwnRow], measure: str) -> Decimal | None:
    values = [getattr(row, measure) for row in rows]
    return sum((Decimal(value) for value in values), Decimal(0)) if all(v is not None for v in values) else None


def _lists(villages: Iterable[Ref], subsidies: Iterable[str]) -> list[_List]:
    """The newest published list of each of these subsidies in each of these villages."""
    rows = Version.objects.filter(
        content_kind=BATCH,
        state="published",
        number=F("publication__published_number"),
        village__in=set(villages),
        publication__topic__in=set(subsidies),
    ).select_related("publication")
    newest: dict[tuple[str, str], _List] = {}
    for row in rows.order_by("publication__period_from", "publication__period_until"):
        shown = row.publication
        newest[row.village, shown.topic] = _List(
            Ref(shown.ref),
            Ref(row.village),
            title_of(shown),
            period_label(shown.period_from, shown.period_until),
            shown.topic,
            shown.period_from,
        )
    return list(newest.values())
