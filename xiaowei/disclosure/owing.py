"""Reads of duties: what each village of an area published on time, late or not at all. Constant queries for any area.

Duties are no rows: they follow from the catalogue, from what areas changed of it, from the working calendar and from
what was published (docs/decisions/0014). A village owes from the day it came to this platform: nobody is blamed for the
years before. Villages of the first list owe from `XIAOWEI_DUTIES_SINCE`, when that is set; later ones from the day they
were added.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Min, Q, QuerySet

from xiaowei.almanac import queries as almanac
from xiaowei.base.clock import local, midnight
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure import cataloguereads, duties
from xiaowei.disclosure.catalogue import catalogue
from xiaowei.disclosure.duties import Duty, Owed, Shown, months_before
from xiaowei.disclosure.models import Happening, Publication, Step
from xiaowei.disclosure.terms import Chain
from xiaowei.roster import queries as roster

LOOKED_BACK = 12  # months: what is still missing after a year stands on the page of its year

Found = Mapping[tuple[Ref, str], Sequence[Shown]]


def duties_under(area: Ref, *, month: dt.date, at: dt.datetime) -> dict[Ref, tuple[Duty, ...]]:
    """The duties that fall due in the month, for every standing village at or below the area. Raises NotFound."""
    return duties_in_months(area, [month], at=at)


def duties_in_months(area: Ref, months: Iterable[dt.date], *, at: dt.datetime) -> dict[Ref, tuple[Duty, ...]]:
    """The same for several months at once; a village without duties has an empty entry. Constant queries."""
    place = roster.area(area)
    prefixes = roster.prefixes_of(place)
    layers, calendar = cataloguereads.layers(place), almanac.calendar()
    villages = roster.villages_in(prefixes)
    chains = {village.ref: layers.chain(village.path) for village in villages}
    months = list(months)
    owed: dict[Chain, list[Plain]] = {}
    for chain in set(chains.values()):
        every = (one for month in months for one in duties.due_in(month, chain=chain, calendar=calendar))
        owed[chain] = [Plain(one, duties.unmet(one, at=at)) for one in every]
    begun = _begun(prefixes)
    shown = _shown(roster.refs_in(prefixes), [one.owed for rows in owed.values() for one in rows])
    events = _events(roster.refs_in(prefixes), months, at=at)
    return {
        ref: (*_judged(ref, owed[chain], begun.get(ref), shown, at=at), *events.get(ref, ()))
        for ref, chain in chains.items()
    }


def duties_of(village: Ref, *, month: dt.date, at: dt.datetime) -> tuple[Duty, ...]:
    """The duties of one village that fall due in the month."""
    return duties_under(village, month=month, at=at).get(village, ())


def year_of(village: Ref, year: int, *, at: dt.datetime) -> tuple[Duty, ...]:
    """The duties of one village that fall due in a year, by the day. Only its own rows are read."""
    months = [dt.date(year, month, 1) for month in range(1, 13)]
    found = duties_in_months(village, months, at=at).get(village, ())
    return tuple(sorted(found, key=lambda duty: duty.owed.due))


def duty_of(village: Ref, item: str, period_from: dt.date, *, at: dt.datetime) -> Duty:
    """What the village owes of one item for the period that begins on this day. Raises NotFound."""
    months = [months_before(period_from, -count) for count in (1, 3, 6, 12)] if period_from.day == 1 else []
    months += [period_from.replace(day=1), months_before(period_from.replace(day=1), -1)]  # of an event
    for duty in duties_in_months(village, dict.fromkeys(months), at=at).get(village, ()):
        if duty.owed.item.code == item and duty.owed.period_from == period_from:
            return duty
    raise NotFound()


@dataclass(frozen=True)
class Standing:
    """Where a village stands in a month. `due` falls due in it; `overdue` is all that is still missing, longest first;
    `coming` what is to come, the next day first."""

    month: dt.date
    due: tuple[Duty, ...]
    overdue: tuple[Duty, ...]

    @property
    def asked(self) -> int:
        """本月应公开: what falls due in the month, and what is missing from before."""
        return len(self.due) + sum(duty not in self.due for duty in self.overdue)

    @property
    def met(self) -> int:
        return sum(duty.met for duty in self.due)

    @property
    def coming(self) -> tuple[Duty, ...]:
        left = [duty for duty in self.due if duty.state in ("due", "open")]
        return tuple(sorted(left, key=lambda duty: duty.owed.due))


def standing_of(village: Ref, *, at: dt.datetime) -> Standing:
    """What the village owes in the month of this moment, and what it still owes from the twelve months before."""
    month = local(at).date().replace(day=1)
    months = [months_before(month, count) for count in range(LOOKED_BACK, -1, -1)]
    found = duties_in_months(village, months, at=at).get(village, ())
    due = tuple(duty for duty in found if duty.owed.month == month)
    late = sorted((duty for duty in found if duty.state == "missing"), key=lambda duty: duty.owed.due)
    return Standing(month, due, tuple(late))


def missing(village: Ref, *, month: dt.date, told_on: int, at: dt.datetime) -> tuple[Duty, ...]:
    """What the village should have published and did not, as its group is told of this month.

    `month` is the first day of the month that is told about. Its own duties fall due in the next one; what fell due in
    itself after its predecessor was told, on day `told_on`, is told now: a quarter's day is later than that of a month.
    """
    following = months_before(month, -1)
    found = duties_in_months(village, [month, following], at=at).get(village, ())
    return tuple(
        duty
        for duty in found
        if duty.state == "missing" and (duty.owed.month == following or duty.owed.due.day >= told_on)
    )


@dataclass(frozen=True, slots=True)
class Plain:
    """What is owed, and its state for whoever has published nothing of it."""

    owed: Owed
    state: str


def _begun(prefixes: Sequence[str]) -> dict[Ref, dt.date]:
    """From which day on each village owes."""
    first, since = roster.first_import(), settings.XIAOWEI.duties_since
    joined = roster.joined(prefixes)
    return {ref: since if since and moment == first else local(moment).date() for ref, moment in joined.items()}


def _shown(villages: QuerySet[Any, str], owed: Sequence[Owed]) -> Found:
    if not owed:
        return {}
    start, until = min(one.period_from for one in owed), max(one.period_until for one in owed)
    standing = sorted({one.item.code for one in owed if one.needs == "standing"})
    rows = Publication.objects.filter(
        Q(period_until__gt=start) | Q(item__in=standing),
        village__in=villages,
        item__in=sorted({one.item.code for one in owed}),
        period_from__lt=until,
        published_at__isnull=False,
        withdrawn_at=None,
    )
    return _read(rows)


def _read(rows: QuerySet[Publication]) -> Found:
    """These publications by village and item, each with the moment from which it was public."""
    found: dict[tuple[Ref, str], list[Shown]] = defaultdict(list)
    # only what is not in its first version may have been public before its present one was
    again = Step.objects.filter(state="published", version__publication__in=rows.filter(published_number__gt=1))
    earlier = dict(again.order_by().values_list("version__publication").annotate(Min("at")))
    columns = ("ref", "village", "item", "period_from", "period_until", "published_at")
    for publication, village, item, begins, ends, published_at in rows.values_list(*columns).iterator(5000):
        first_at = earlier.get(publication, published_at) if earlier else published_at
        found[village, item].append(Shown(publication, begins, ends, first_at))
    return found


def _events(villages: QuerySet[Any, str], months: Sequence[dt.date], *, at: dt.datetime) -> dict[Ref, list[Duty]]:
    """What events owe in these months. Those of the year before are read as well: a publication tells of one event."""
    if not months:
        return {}
    since, until = months_before(min(months), LOOKED_BACK), months_before(max(months), -1)
    rows = Happening.objects.filter(village__in=villages, due__gte=since, due__lt=until).order_by("day", "at", "ref")
    noted: dict[tuple[Ref, str], list[Owed]] = defaultdict(list)
    for row in rows:
        noted[Ref(row.village), row.item].append(duties.event(catalogue()[row.item], row.what, row.day, due=row.due))
    if not noted:
        return {}
    first = min(one.period_from for owed in noted.values() for one in owed)
    shown = _read(
        Publication.objects.filter(
            village__in={village for village, _item in noted},
            item__in={item for _village, item in noted},
            published_at__gte=midnight(first),
            withdrawn_at=None,
        )
    )
    found: dict[Ref, list[Duty]] = defaultdict(list)
    for (village, item), owed in noted.items():
        for one, meeting in zip(owed, duties.pair(owed, shown.get((village, item), ())), strict=True):
            if one.month not in months:
                continue
            if meeting is None:
                found[village].append(Duty(village, one, duties.unmet(one, at=at), None, None))
            else:
                state = "on_time" if meeting.first_at < duties.last_moment(one.due) else "late"
                found[village].append(Duty(village, one, state, meeting.publication, meeting.first_at))
    return found


def _judged(
    village: Ref, owed: Sequence[Plain], begun: dt.date | None, shown: Found, *, at: dt.datetime
) -> Iterable[Duty]:
    if begun is None:
        return
    for one in owed:
        if one.owed.due < begun:
            continue
        published = shown.get((village, one.owed.item.code))
        if published is None:
            yield Duty(village, one.owed, one.state, None, None)
            continue
        state, meeting = duties.judge(one.owed, published, at=at)
        yield Duty(
            village, one.owed, state, meeting.publication if meeting else None, meeting.first_at if meeting else None
        )
