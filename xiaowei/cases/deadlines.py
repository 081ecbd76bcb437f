"""Deadlines: which clocks a case has and when each is due. Pure: the calendar is a parameter.

The rules are data (`data/clocks.json`); each row carries its unit, value and source.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xiaowei.almanac.calendar import Calendar, Due, Unit

CLOCKS = ("first_reply", "acceptance", "resolution")
RATE_WITHIN = dt.timedelta(days=7)  # not rated by then: closed, and counted apart


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


def due(row: ClockRule, calendar: Calendar, start: dt.datetime) -> Due:
    """When a clock started at `start` runs out, and whether that is still a guess."""
    return calendar.add(start, amount=row.amount, unit=row.unit)


def colour(due_at: dt.datetime, *, started: dt.datetime, at: dt.datetime) -> str:
    """ok | soon (a quarter or less of the time left) | due (within a day, or late up to 3) | late."""
    if at > due_at + dt.timedelta(days=3):
        return "late"
    if at > due_at - dt.timedelta(days=1) and (at > due_at or due_at - started > dt.timedelta(days=1)):
        return "due"
    return "soon" if (due_at - at) * 4 <= due_at - started else "ok"


def limit_label(row: ClockRule) -> str:
    """`24 小时`, `3 个工作日`, `10 天`."""
    if row.unit is Unit.HOUR:
        return ngettext("%(n)d 小时", "%(n)d 小时", row.amount) % {"n": row.amount}
    if row.unit is Unit.WORKING_DAY:
        return ngettext("%(n)d 个工作日", "%(n)d 个工作日", row.amount) % {"n": row.amount}
    return ngettext("%(n)d 天", "%(n)d 天", row.amount) % {"n": row.amount}


def earliest(moments: Iterable[dt.datetime | None]) -> dt.datetime | None:
    """The earliest of the moments that are set."""
    return min((m for m in moments if m is not None), default=None)


def clock_label(clock: str) -> str:
    """What people call a clock."""
    return {"first_reply": _("第一次回话"), "acceptance": _("受理"), "resolution": _("答复")}[clock]


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
