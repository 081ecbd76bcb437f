"""Deadlines: which clocks a case has and when each is due. Pure: the calendar is a parameter.

The rules are data (`data/clocks.json`); each row carries its unit, value and source.
"""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from xiaowei.almanac.calendar import Calendar, Due, Unit

CLOCKS = ("first_reply", "acceptance", "resolution")
TAKEN_UP = "taken_up"  # no clock of its own: the time for the answer, once the level above has the matter
RATE_WITHIN = dt.timedelta(days=7)  # not rated by then: closed, and counted apart
LATE_AFTER = dt.timedelta(days=3)  # 三色卡: red when more than 3 days late
AGAIN_AFTER = 3  # working days after which a matter still overdue goes up once more

LAMPS = {
    "green": gettext_lazy("绿灯"),
    "blue": gettext_lazy("蓝灯"),
    "yellow": gettext_lazy("黄灯"),
    "red": gettext_lazy("红灯"),
}


@dataclass(frozen=True)
class ClockRule:
    """One row of the rule table: `amount` of `unit`, and where the rule comes from."""

    code: str
    kind: str
    lane: str
    clock: str
    amount: int
    unit: Unit
    source: str


@cache
def all_rules() -> tuple[ClockRule, ...]:
    """Every rule, as shipped."""
    text = files("xiaowei.cases").joinpath("data/clocks.json").read_text("utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    return tuple(ClockRule(**{**row, "unit": Unit(row["unit"])}) for row in rows)


def rules_for(kind: str, lane: str) -> tuple[ClockRule, ...]:
    """The rules of one kind of case in one lane, first reply first."""
    found = {rule.clock: rule for rule in all_rules() if rule.lane == lane and rule.kind in ("*", kind)}
    return tuple(found[clock] for clock in CLOCKS)


def rule(code: str) -> ClockRule:
    """The rule of this code; KeyError when it was never shipped (retired rules stay in the file)."""
    return {row.code: row for row in all_rules()}[code]


def taken_up(kind: str) -> ClockRule | None:
    """The rule by which the level above answers what the village did not settle; None where there is none."""
    return next((row for row in all_rules() if row.clock == TAKEN_UP and row.kind == kind), None)


def due(row: ClockRule, calendar: Calendar, start: dt.datetime) -> Due:
    """When a clock started at `start` runs out, and whether that is still a guess."""
    return calendar.add(start, amount=row.amount, unit=row.unit)


@dataclass(frozen=True)
class Turns:
    """The moments from which a clock's lamp is blue, yellow and red; before the first it is green."""

    blue: dt.datetime
    yellow: dt.datetime
    red: dt.datetime


def turns(due_at: dt.datetime, *, started: dt.datetime) -> Turns:
    """When the lamp turns: a quarter of the time left, a day left (a short clock: at its end), 3 days late."""
    day, whole = dt.timedelta(days=1), due_at - started
    yellow = due_at - day if whole > day else due_at
    return Turns(min(due_at - whole / 4, yellow), yellow, due_at + LATE_AFTER)


def lamp(due_at: dt.datetime, *, started: dt.datetime, at: dt.datetime) -> str:
    """green | blue (a quarter of the time or less is left) | yellow (a day left, or up to 3 days late) | red."""
    when = turns(due_at, started=started)
    if at > when.red:
        return "red"
    if at > when.yellow:
        return "yellow"
    return "blue" if at >= when.blue else "green"


def urged_at(due_at: dt.datetime, calendar: Calendar, *, urged: int) -> dt.datetime | None:
    """When an overdue matter goes up next: at the due moment, again 3 working days later, then no more."""
    if urged == 0:
        return due_at
    return calendar.add(due_at, amount=AGAIN_AFTER, unit=Unit.WORKING_DAY).at if urged == 1 else None


def limit_label(row: ClockRule) -> str:
    """`24 小时`, `3 个工作日`, `10 天`."""
    if row.unit is Unit.HOUR:
        return ngettext("%(n)d 小时", "%(n)d 小时", row.amount) % {"n": row.amount}
    if row.unit is Unit.WORKING_DAY:
        return ngettext("%(n)d 个工作日", "%(n)d 个工作日", row.amount) % {"n": row.amount}
    return ngettext("%(n)d 天", "%(n)d 天", row.amount) % {"n": row.amount}


def clock_label(clock: str) -> str:
    """What people call a clock."""
    answer = _("答复")
    return {"first_reply": _("第一次回话"), "acceptance": _("受理"), "resolution": answer, TAKEN_UP: answer}[clock]


def left_words(due_at: dt.datetime, calendar: Calendar, *, unit: Unit, at: dt.datetime) -> str:
    """What is left, or how late it is, in the unit of the rule: `剩 3 个工作日`, `逾期 5 小时`."""
    late = at > due_at
    first, second = (due_at, at) if late else (at, due_at)
    if second - first < dt.timedelta(hours=48 if unit is Unit.HOUR else 24):
        hours = int((second - first).total_seconds() // 3600)
        if hours == 0:
            return _("逾期不到 1 小时") if late else _("剩不到 1 小时")
        return (_("逾期 %(n)d 小时") if late else _("剩 %(n)d 小时")) % {"n": hours}
    if unit is Unit.WORKING_DAY:
        days = calendar.working_days_between(first.date(), second.date())
        return (_("逾期 %(n)d 个工作日") if late else _("剩 %(n)d 个工作日")) % {"n": days}
    days = (second.date() - first.date()).days
    return (_("逾期 %(n)d 天") if late else _("剩 %(n)d 天")) % {"n": days}
