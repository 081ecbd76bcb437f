"""Reads of duties: what each village of an area published on time, late or not at all. Constant queries for any area.

A village owes from the day it came to this platform: nobody is blamed for the years before. Villages of the first list
owe from `XIAOWEI_DUTIES_SINCE`, when that is set; later ones from the day they were added.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import Min, QuerySet

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.disclosure import duties
from xiaowei.disclosure.duties import Duty, Owed, Shown
from xiaowei.disclosure.models import Publication, Step
from xiaowei.roster import queries as roster

Found = Mapping[tuple[Ref, str], Sequence[Shown]]


def duties_under(area: Ref, *, month: dt.date, at: dt.datetime) -> dict[Ref, tuple[Duty, ...]]:
    """The duties that fall due in the month, for every standing village at or below the area. Raises NotFound."""
    return duties_in_months(area, [month], at=at)


def duties_in_months(area: Ref, months: Iterable[dt.date], *, at: dt.datetime) -> dict[Ref, tuple[Duty, ...]]:
    """The same for several months at once; a village without duties has an empty entry. Six queries."""
    prefixes = roster.prefixes_of(roster.area(area))
    owed = [one for month in months for one in duties.due_in(month)]
    begun = _begun(prefixes)
    shown = _shown(roster.refs_in(prefixes), owed)
    villages = [village.ref for village in roster.villages_in(prefixes)]
    return {village: tuple(_judged(village, owed, begun.get(village), shown, at=at)) for village in villages}


def duties_of(village: Ref, *, month: dt.date, at: dt.datetime) -> tuple[Duty, ...]:
    """The duties of one village that fall due in the month."""
    return duties_under(village, month=month, at=at).get(village, ())


def missing(village: Ref, *, month: dt.date, at: dt.datetime) -> tuple[Duty, ...]:
    """What the village should have published of this month and did not, its day being over.

    `month` is the first day of the month that is told about: a quarter counts to the month in which it ends.
    """
    told = duties_of(village, month=duties.months_before(month, -1), at=at)
    return tuple(duty for duty in told if duty.state == "missing")


def _begun(prefixes: Sequence[str]) -> dict[Ref, dt.date]:
    """From which day on each village owes."""
    first, since = roster.first_import(), settings.XIAOWEI.duties_since
    joined = roster.joined(prefixes)
    return {ref: since if since and moment == first else local(moment).date() for ref, moment in joined.items()}


def _shown(villages: QuerySet[Any, str], owed: Sequence[Owed]) -> Found:
    found: dict[tuple[Ref, str], list[Shown]] = defaultdict(list)
    if not owed:
        return found
    start, until = min(one.period_from for one in owed), max(one.period_until for one in owed)
    rows = Publication.objects.filter(
        village__in=villages,
        item__in=sorted({one.item.code for one in owed}),
        period_from__lt=until,
        period_until__gt=start,
        published_at__isnull=False,
    )
    # only what is not in its first version may have been public before its present one was
    again = Step.objects.filter(state="published", version__publication__in=rows.filter(published_number__gt=1))
    earlier = dict(again.order_by().values_list("version__publication").annotate(Min("at")))
    columns = ("ref", "village", "item", "period_from", "period_until", "published_at")
    for publication, village, item, begins, ends, published_at in rows.values_list(*columns):
        first_at = earlier.get(publication, published_at)
        found[Ref(village), item].append(Shown(Ref(publication), begins, ends, first_at))
    return found


def _judged(
    village: Ref, owed: Sequence[Owed], begun: dt.date | None, shown: Found, *, at: dt.datetime
) -> Iterable[Duty]:
    for one in owed:
        if begun is None or one.due < begun:
            continue
        state, meeting = duties.judge(one, shown.get((village, one.item.code), ()), at=at)
        yield Duty(village, one, state, meeting.publication if meeting else None, meeting.first_at if meeting else None)
