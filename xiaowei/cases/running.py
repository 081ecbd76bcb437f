"""Clocks of a case as they run: started by the rules of its lane, started again, and what they say of the case."""

import datetime as dt
from collections.abc import Sequence

from xiaowei.almanac import queries as almanac
from xiaowei.almanac.calendar import Calendar
from xiaowei.cases import deadlines, vocab
from xiaowei.cases.deadlines import RATE_WITHIN
from xiaowei.cases.models import Case, Clock


def start(case: Case, *, at: dt.datetime) -> None:
    """Start every clock of the case's kind and lane."""
    Clock.objects.bulk_create(started(case, almanac.calendar(), at=at))


def started(case: Case, calendar: Calendar, *, at: dt.datetime) -> list[Clock]:
    """The clocks of the case's kind and lane as they start now, not yet written."""
    rules = deadlines.rules_for(case.kind, case.lane)
    return [Clock(case=case, kind=row.clock, **_columns(row, calendar, at)) for row in rules]


def restart(case: Case, kind: str, *, at: dt.datetime) -> None:
    """Start one clock again, by the rule it had."""
    clock = case.clocks.get(kind=kind)
    columns = _columns(deadlines.rule(clock.rule), almanac.calendar(), at)
    case.clocks.filter(pk=clock.pk).update(met_at=None, **columns)


def take_up(case: Case, *, at: dt.datetime) -> bool:
    """The level above answers in its own time from now on. Whether that clock is the next to run out.

    Only what the village did not settle in its own time, or not to the reporter's satisfaction, and only once.
    """
    row = deadlines.taken_up(case.kind) if case.lane == vocab.VILLAGE else None
    clock = case.clocks.filter(kind="resolution").exclude(rule=row.code).first() if row else None
    if row is None or clock is None or (clock.met_at is None and clock.due_at > at):
        return False
    case.clocks.filter(pk=clock.pk).update(met_at=None, **_columns(row, almanac.calendar(), at))
    return not case.clocks.filter(met_at__isnull=True, due_at__lte=at).exists()


def set_moments(case: Case, clocks: Sequence[Clock]) -> None:
    """When the case matters next: to people (`due_at`) and to the sweep (`next_due_at`)."""
    case.due_at = case.next_due_at = case.blue_at = case.yellow_at = None
    if not case.is_open:
        return
    if case.state == "to_rate":  # counts from the answer: words added later do not put it off
        answered = max(clock.met_at for clock in clocks if clock.met_at is not None)
        case.due_at = case.next_due_at = answered + RATE_WITHIN
        return
    clock = min((clock for clock in clocks if clock.met_at is None), key=lambda clock: clock.due_at, default=None)
    if clock is not None:
        turns = deadlines.turns(clock.due_at, started=clock.started_at)
        case.due_at, case.blue_at, case.yellow_at = clock.due_at, turns.blue, turns.yellow
        case.next_due_at = deadlines.urged_at(clock.due_at, almanac.calendar(), urged=case.urged)


def _columns(row: deadlines.ClockRule, calendar: Calendar, at: dt.datetime) -> dict[str, object]:
    due = deadlines.due(row, calendar, at)
    return {
        "rule": row.code,
        "started_at": at,
        "due_at": due.at,
        "provisional": due.provisional,
        "calendar_revision": calendar.revision,
    }
