"""A month as a wall calendar: rest days, make-up days, days only guessed, and what is due on them."""

import datetime as dt
from calendar import Calendar as Weeks
from collections.abc import Iterable
from dataclasses import dataclass

from xiaowei.almanac import queries as almanac
from xiaowei.almanac.calendar import SATURDAY, Calendar
from xiaowei.base.clock import local


@dataclass(frozen=True)
class Day:
    """One day. `note` is `off` for a holiday on a weekday, `worked` for a worked weekend, else empty."""

    date: dt.date
    working: bool
    note: str
    today: bool
    due: int


@dataclass(frozen=True)
class Month:
    """Weeks from Monday; None outside the month. `known` is whether the year's notice is entered."""

    first: dt.date
    weeks: tuple[tuple[Day | None, ...], ...]
    known: bool


def around(at: dt.datetime, *, due: Iterable[dt.datetime]) -> Month:
    """The month of this moment, with how much is due on each day."""
    today, calendar = local(at).date(), almanac.calendar()
    days = [local(moment).date() for moment in due]
    weeks = tuple(
        tuple(_day(day, calendar, today, days.count(day)) if day.month == today.month else None for day in week)
        for week in Weeks().monthdatescalendar(today.year, today.month)
    )
    return Month(today.replace(day=1), weeks, calendar.is_known(today))


def boxes(start: dt.datetime, due: dt.datetime, calendar: Calendar, *, at: dt.datetime, most: int = 24) -> str:
    """A clock in working days, one letter a day: u used, n today, o over, - left. Too many to draw give nothing."""
    first, last, today = local(start).date(), local(due).date(), local(at).date()
    days = [first + dt.timedelta(days=n) for n in range(1, (max(last, today) - first).days + 1)]
    drawn = [day for day in days if calendar.is_working(day) or day == last]
    if len(drawn) > most:
        return ""
    return "".join("n" if day == today else ("o" if day > last else "u") if day < today else "-" for day in drawn)


def _day(day: dt.date, calendar: Calendar, today: dt.date, due: int) -> Day:
    working, weekend = calendar.is_working(day), day.weekday() >= SATURDAY
    note = "" if working != weekend else "worked" if working else "off"
    return Day(day, working, note, day == today, due)
