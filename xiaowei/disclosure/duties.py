"""Duties: what a village must publish, for which period, by which day. Pure; the rules are data (`duties.json`).

A month is due by the 10th of the following one, a quarter by the 20th of the month after it; amber five days before,
red once the day is over. Accounts must cover the whole period, lists and registers stand for it when any of it is
published, and what stands for years is met by whatever was published of it before (`needs`). A period counts as
published when it first was: a later correction makes nobody late. 本期没有 is a publication like any other.
"""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext_lazy as _

from xiaowei.almanac.calendar import Calendar, Unit
from xiaowei.base.clock import local, midnight
from xiaowei.base.refs import Ref
from xiaowei.disclosure.catalogue import CatalogueItem, catalogue
from xiaowei.disclosure.terms import Chain, Terms, in_force

STATES = {
    "on_time": _("按时"),
    "late": _("晚了"),
    "missing": _("逾期没公开"),
    "due": _("快到期"),
    "open": _("没到期"),
}
MET = frozenset({"on_time", "late"})


@dataclass(frozen=True)
class Rule:
    """`months` a period lasts; due on this `day` of the month after it; amber so many days before."""

    months: int
    day: int
    working: bool
    amber_days: int
    label: str
    source: str


@dataclass(frozen=True, slots=True)
class Owed:
    """One item for one period, the same for every village under the same rules. The period is half-open and ends with
    the first day of the month in which it falls due; `due` is the last day."""

    item: CatalogueItem
    rule: str
    needs: str  # whole | any | standing | event
    period_from: dt.date
    period_until: dt.date
    due: dt.date
    columns: tuple[str, ...] = ()  # asked for by an area, beside the item's own
    what: str = ""  # of an event: what happened, in public words

    @property
    def month(self) -> dt.date:
        """The month in which it falls due, by its first day."""
        return self.due.replace(day=1)

    @property
    def amber(self) -> dt.date:
        """The first day on which it is about to fall due."""
        return self.due - dt.timedelta(days=rules()[self.rule].amber_days)


@dataclass(frozen=True, slots=True)
class Shown:
    """A publication as duties see it: its period, and when it first became public."""

    publication: Ref
    period_from: dt.date
    period_until: dt.date
    first_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Duty:
    """What one village did about one item and period. `state` is one of STATES."""

    village: Ref
    owed: Owed
    state: str
    publication: Ref | None  # the one that met it
    met_at: dt.datetime | None

    @property
    def met(self) -> bool:
        return self.state in MET


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its letter, as shipped."""
    return {name: Rule(**row) for name, row in _shipped()["rules"].items()}


@cache
def items() -> Mapping[str, tuple[str, str]]:
    """The items a village owes by the calendar: code to the letter of its rule and what it needs."""
    return {row["item"]: (row["rule"], row["needs"]) for row in _shipped()["items"]}


@cache
def shipped(code: str) -> Terms | None:
    """The terms of an item as shipped; None for one that is owed on event only, or that an area added."""
    letter, needs = items().get(code, ("", ""))
    return _terms(letter, needs) if letter else None


@cache
def least(code: str) -> Terms | None:
    """The least that the law asks for: where no rule says less, what is shipped."""
    for row in _shipped()["items"]:
        if row["item"] == code:
            return _terms(row["least"], row["needs"])
    return None


def event_days() -> int:
    """Within how many working days an event is to be published."""
    return int(_shipped()["event_days"])


def due_in(month: dt.date, *, chain: Chain = (), calendar: Calendar | None = None) -> tuple[Owed, ...]:
    """Everything that falls due in the month that begins on this day: periods that end where it begins.

    `chain` holds what the areas above a village, and itself, have changed.
    """
    calendar = calendar or Calendar()
    return tuple(
        Owed(catalogue()[code], terms.rule, terms.needs, start, month, _due(month, terms, calendar), terms.columns)
        for code, start, terms in _periods(month, chain)
    )


@lru_cache(maxsize=4096)
def _periods(month: dt.date, chain: Chain) -> tuple[tuple[str, dt.date, Terms], ...]:
    codes = dict.fromkeys(items())
    codes.update(dict.fromkeys(change.item for layer in chain for change in layer))
    starts = [(months, months_before(month, months)) for months in (1, 3, 6, 12) if (month.month - 1) % months == 0]
    found = []
    for code in codes:
        for months, start in starts:
            terms = in_force(code, shipped(code), chain, start=start)
            if terms is not None and terms.months == months:
                found.append((code, start, terms))
    return tuple(found)


def _due(month: dt.date, terms: Terms, calendar: Calendar) -> dt.date:
    last = months_before(month, -1) - dt.timedelta(days=1)
    day = month.replace(day=min(terms.day, last.day))
    while terms.working and day.day > 1 and not calendar.is_working(day):
        day -= dt.timedelta(days=1)  # earlier, never later: nobody gains days by a holiday
    return day


def months_before(month: dt.date, count: int) -> dt.date:
    """The first day of the month so many months earlier; a negative count goes forward."""
    whole = month.year * 12 + month.month - 1 - count
    return dt.date(whole // 12, whole % 12 + 1, 1)


@lru_cache(maxsize=400)
def last_moment(day: dt.date) -> dt.datetime:
    """The end of the day in China: a duty is met on time before it."""
    return midnight(day + dt.timedelta(days=1))


def judge(owed: Owed, shown: Iterable[Shown], *, at: dt.datetime) -> tuple[str, Shown | None]:
    """The state of what is owed, and the publication that met it. `shown` are those of its village and item."""
    meeting = met_by(owed, shown)
    if meeting is not None:
        return ("on_time" if meeting.first_at < last_moment(owed.due) else "late"), meeting
    return unmet(owed, at=at), None


def event(item: CatalogueItem, what: str, day: dt.date, *, due: dt.date) -> Owed:
    """What an event of this day owes. Its period is the day itself."""
    return Owed(item, "E", "event", day, day + dt.timedelta(days=1), due, what=what)


def event_due(day: dt.date, calendar: Calendar) -> dt.date:
    """The last day to publish an event: so many working days after it."""
    return local(calendar.add(midnight(day), amount=event_days(), unit=Unit.WORKING_DAY).at).date()


def pair(events: Iterable[Owed], shown: Iterable[Shown]) -> list[Shown | None]:
    """For each event of one village and item, by its day, the publication that tells of it: the first since it
    happened that tells of no earlier one."""
    left = sorted(shown, key=lambda one: one.first_at)
    found: list[Shown | None] = []
    for owed in events:
        one = next((one for one in left if one.first_at >= midnight(owed.period_from)), None)
        if one is not None:
            left.remove(one)
        found.append(one)
    return found


def unmet(owed: Owed, *, at: dt.datetime) -> str:
    """The state of what nobody has published."""
    if at >= last_moment(owed.due):
        return "missing"
    return "due" if at >= midnight(owed.amber) else "open"


def met_by(owed: Owed, shown: Iterable[Shown]) -> Shown | None:
    """The publication with which the duty was met; None while it is not."""
    since = dt.date.min if owed.needs == "standing" else owed.period_from
    near = [one for one in shown if one.period_from < owed.period_until and one.period_until > since]
    if len(near) > 1:
        near.sort(key=lambda one: one.first_at)
    if owed.needs != "whole":
        return near[0] if near else None
    for count in range(1, len(near) + 1):
        if _covers(near[:count], owed):
            return near[count - 1]
    return None


def count(duties: Iterable[Duty]) -> Counter[str]:
    """How many duties are in each state."""
    return Counter(duty.state for duty in duties)


def on_time_rate(counts: Mapping[str, int]) -> float | None:
    """On time of all that is over, as a share; what is not due yet does not count. None before anything was."""
    over = sum(counts.get(state, 0) for state in ("on_time", "late", "missing"))
    return counts.get("on_time", 0) / over if over else None


def _covers(shown: Iterable[Shown], owed: Owed) -> bool:
    reached = owed.period_from
    for one in sorted(shown, key=lambda one: one.period_from):
        if one.period_from > reached:
            return False
        reached = max(reached, one.period_until)
    return reached >= owed.period_until


def _terms(letter: str, needs: str) -> Terms:
    rule = rules()[letter]
    return Terms(letter, rule.day, rule.working, needs)


@cache
def _shipped() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("xiaowei.disclosure").joinpath("data/duties.json").read_text("utf-8"))
    return found
