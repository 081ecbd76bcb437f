"""Reminders of what falls due: the clerk five days before, the secretary on the day, the township when it is late.

On working days between 8:00 and 21:00 only, each once. One notice a village, stage and day names everything; a row
says what it named, so that a clock that stood still, or a second one, repeats nothing. No group is ever told: the
month's digest says what is missing.
"""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiaowei.almanac import queries as almanac
from xiaowei.base.clock import local, spelt
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import NotFound
from xiaowei.courier import actions as courier
from xiaowei.courier.vocab import Secrecy
from xiaowei.disclosure import owing, vocab
from xiaowei.disclosure.duties import Duty, months_before
from xiaowei.disclosure.models import Cursor, Reminder
from xiaowei.disclosure.titles import period_label
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.roster.vocab import Level
from xiaowei.trail import actions as trail

log = logging.getLogger(__name__)

SOON, TODAY, LATE = "soon", "today", "late"
STAGES = {SOON: vocab.DRAFT, TODAY: vocab.RELEASE, LATE: vocab.URGE}  # and who is told
FIRST_HOUR, LAST_HOUR = 8, 21  # quiet from nine in the evening
LOOKED_BACK = 31  # days: what is late for longer stands on boards, and nobody is told of it for the first time
TOGETHER = 10  # villages in one transaction: it holds the write lock for some hundredths of a second
NAMED = 3  # items named in one notice
CURSOR = "reminders"  # its index counts the counties that were reached on its day

Waiting = tuple[Ref, str, list[Duty]]  # a village, a stage, what is to be said


def sweep(*, at: dt.datetime) -> int:
    """Remind whoever is to be reminded today, one county in a round. Returns how many rows were written."""
    moment = local(at)
    day = moment.date()
    if not FIRST_HOUR <= moment.hour < LAST_HOUR or not almanac.calendar().is_working(day):
        return 0
    row, _made = Cursor.objects.get_or_create(name=CURSOR, defaults={"day": day})
    reached = row.index if row.day >= day else 0
    parts = sorted(_parts())
    if reached >= len(parts):
        return 0  # everybody was told today
    alone = 0
    found = _waiting(parts[reached], day, at=at)
    for start in range(0, len(found), TOGETHER):
        alone += _together(found[start : start + TOGETHER], day=day, at=at)
    if alone:
        log.warning("nobody to remind in %d places", alone)
    Cursor.objects.filter(name=CURSOR, day=row.day, index=row.index).update(day=day, index=reached + 1)
    return len(found)


def stage_of(duty: Duty, day: dt.date) -> str:
    """The stage at which this duty stands on the day; empty while there is nothing to say."""
    owed = duty.owed
    if duty.met or day < owed.amber or day > owed.due + dt.timedelta(days=LOOKED_BACK):
        return ""
    return SOON if day < owed.due else TODAY if day == owed.due else LATE


def reminder_facts(row: Reminder) -> dict[str, Any]:
    """What the trail commits to: every column."""
    return {
        "village": row.village,
        "county": row.county,
        "stage": row.stage,
        "day": row.day.isoformat(),
        "owed": row.owed,
        "told": row.told,
        "at": spelt(row.at),
    }


def reminded(village: Ref, *, since: dt.date) -> Mapping[tuple[str, str], dt.date]:
    """When somebody was last reminded of an item and period (its code, its first day), since a day. One query."""
    rows = Reminder.objects.filter(village=village, day__gte=since).order_by("day")
    return {(item, start): row.day for row in rows for item, start, _due in row.owed}


def village_of(ref: Ref) -> Ref:
    """Whose reminder this is. Raises NotFound."""
    found = Reminder.objects.filter(pk=ref).values_list("village", flat=True).first()
    if found is None:
        raise NotFound()
    return Ref(found)


def _waiting(county: Ref, day: dt.date, *, at: dt.datetime) -> list[Waiting]:
    """What is to be said in a county today and was not: by village and stage, villages in a steady order."""
    ends = (day - dt.timedelta(days=LOOKED_BACK), day, day + dt.timedelta(days=8))
    months = sorted({one.replace(day=1) for one in ends})
    said = _said(county, months_before(months[0], 1))
    found: dict[tuple[Ref, str], list[Duty]] = defaultdict(list)
    for village, duties in owing.duties_in_months(county, months, at=at).items():
        for duty in duties:
            stage = stage_of(duty, day)
            if stage and (village, stage, duty.owed.item.code, duty.owed.period_from.isoformat()) not in said:
                found[village, stage].append(duty)
    return [(village, stage, duties) for (village, stage), duties in sorted(found.items(), key=lambda one: one[0])]


def _parts() -> Iterator[Ref]:
    """The counties, one after the other: a whole province at once would fill the memory."""
    places = roster.roots()
    while places:
        place = places.pop()
        if place.level in (Level.PROVINCE, Level.CITY):
            places += roster.children(place.ref)
        else:
            yield place.ref


def _said(county: Ref, since: dt.date) -> set[tuple[str, str, str, str]]:
    rows = Reminder.objects.filter(county=county, day__gte=since).values_list("village", "stage", "owed")
    return {(village, stage, item, start) for village, stage, owed in rows.iterator() for item, start, _due in owed}


def _together(waiting: Sequence[Waiting], *, day: dt.date, at: dt.datetime) -> int:
    """Remind several villages in one transaction, each in its own where another clock was there first. Returns in how
    many places nobody could be told."""
    told = [(*one, _people(one[0], one[1], at=at)) for one in waiting]
    try:
        with transaction.atomic():
            for village, stage, duties, people in told:
                _remind(village, stage, duties, people, day=day, at=at)
    except IntegrityError:
        for village, stage, duties, people in told:
            with suppress(IntegrityError), transaction.atomic():
                _remind(village, stage, duties, people, day=day, at=at)
    return sum(not people for _village, _stage, _duties, people in told)


def _people(village: Ref, stage: str, *, at: dt.datetime) -> list[Ref]:
    return sorted({holder.person for holder in standing.holders(STAGES[stage], village, at=at)})


def _remind(
    village: Ref, stage: str, duties: Sequence[Duty], people: list[Ref], *, day: dt.date, at: dt.datetime
) -> None:
    place = roster.area(village)
    row = Reminder.objects.create(
        ref=new_ref(),
        village=village,
        county=place.county or village,
        stage=stage,
        day=day,
        owed=[[d.owed.item.code, d.owed.period_from.isoformat(), d.owed.due.isoformat()] for d in duties],
        told=people,
        at=at,
    )
    text = words(stage, place.short_name, duties)
    for person in people:  # once, for the row is there once
        courier.post(
            f"disclosure.duty_{stage}", to=person, text=text, about=Ref(row.ref), secrecy=Secrecy.PERSONAL, at=at
        )
    trail.record(vocab.DID_REMIND, Ref(row.ref), by=None, at=at, facts=reminder_facts(row))


def words(stage: str, village: str, duties: Iterable[Duty]) -> str:
    """The notice: how many items, the first of them by name, and what to do."""
    rows = sorted(duties, key=lambda duty: duty.owed.due)
    names = [f"{period_label(d.owed.period_from, d.owed.period_until)} {d.owed.item.name}" for d in rows[:NAMED]]
    named = "；".join(names) + ("等" if len(rows) > NAMED else "")
    due = rows[0].owed.due
    texts = {
        SOON: _(
            "%(village)s有 %(n)d 项快到公开的日子，最近的是%(month)d月%(day)d日：%(names)s。没有的请声明“本期没有”。"
        ),
        TODAY: _("%(village)s有 %(n)d 项今天到期，还没公开：%(names)s。请催一催。"),
        LATE: _("%(village)s有 %(n)d 项逾期没公开：%(names)s。请督促补上。"),
    }
    return texts[stage] % {"village": village, "n": len(rows), "month": due.month, "day": due.day, "names": named}
