"""Duties: what a village must publish, for which period, by which day. Pure; the rules are data (`duties.json`).

A month is due by the 10th of the following one, a quarter by the 20th of the month after it; amber five days before,
red once the day is over. Accounts must cover the whole period, lists and registers stand for it when any of it is
published (`needs`). A period counts as published when it first was: a later correction makes nobody late. What no
kind of content here can hold yet (`carried` is false) is named and never counted: nobody can have missed it.
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

from xiaowei.base.clock import midnight
from xiaowei.base.refs import Ref
from xiaowei.disclosure.catalogue import CatalogueItem, catalogue

STATES = {
    "on_time": _("按时"),
    "late": _("晚了"),
    "missing": _("逾期没公开"),
    "due": _("快到期"),
    "open": _("没到期"),
    "not_carried": _("暂不能在平台公开"),
}


@dataclass(frozen=True)
class Rule:
    """`months` a period lasts; due on this `day` of the month after it; amber so many days before."""

    months: int
    day: int
    amber_days: int
    source: str


@dataclass(frozen=True)
class Owed:
    """One item for one period, the same for every village. The period is half-open and ends with the first day of the
    month in which it falls due; `due` is the last day."""

    item: CatalogueItem
    rule: str
    needs: str  # whole | any
    period_from: dt.date
    period_until: dt.date
    due: dt.date
    carried: bool = True  # whether this release can publish it at all


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


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule by its letter, as shipped."""
    return {name: Rule(**row) for name, row in _shipped()["rules"].items()}


@cache
def items() -> Mapping[str, tuple[str, str]]:
    """The items a village owes: code to the letter of its rule and what it needs."""
    return {row["item"]: (row["rule"], row["needs"]) for row in _shipped()["items"]}


@cache
def carried() -> frozenset[str]:
    """Those of them that some kind of content can hold; a test compares this with the kinds."""
    return frozenset(row["item"] for row in _shipped()["items"] if row.get("carried", True))


def due_in(month: dt.date) -> tuple[Owed, ...]:
    """Everything that falls due in the month that begins on this day: periods that end where it begins."""
    found = []
    for code, (letter, needs) in items().items():
        rule = rules()[letter]
        if (month.month - 1) % rule.months == 0:
            start = months_before(month, rule.months)
            due = month.replace(day=rule.day)
            found.append(Owed(catalogue()[code], letter, needs, start, month, due, code in carried()))
    return tuple(found)


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
    end = last_moment(owed.due)  # asked for every village again, so it is remembered
    if meeting is not None:
        return ("on_time" if meeting.first_at < end else "late"), meeting
    if not owed.carried:
        return "not_carried", None
    if at >= end:
        return "missing", None
    amber = last_moment(owed.due - dt.timedelta(days=rules()[owed.rule].amber_days + 1))
    return ("due" if at >= amber else "open"), None


def met_by(owed: Owed, shown: Iterable[Shown]) -> Shown | None:
    """The publication with which the duty was met; None while it is not."""
    near = [one for one in shown if one.period_from < owed.period_until and one.period_until > owed.period_from]
    if len(near) > 1:
        near.sort(key=lambda one: one.first_at)
    if owed.needs == "any":
        return near[0] if near else None
    for count in range(1, len(near) + 1):
        if _covers(near[:count], owed):
            return near[count - 1]
    return None


def count(duties: Iterable[Duty]) -> Counter[str]:
    """How many duties are in each state, of those that count."""
    return Counter(duty.state for duty in duties if duty.state != "not_carried")


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


@cache
def _shipped() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("xiaowei.disclosure").joinpath("data/duties.json").read_text("utf-8"))
    return found
