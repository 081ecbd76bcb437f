"""Working days and deadlines as a pure value: no clock, no database.

How a deadline is counted (Civil Code, articles 200 to 203):

- hours run from the moment itself, to the minute: 24 hours from 10:24 end at 10:24 the next day;
- days do not count the day on which they start, and end with their last day: 10 days from any hour of
  5 June end at 23:59:59 on 15 June;
- working days count the same way and pass over rest days: make-up workdays count, holidays do not.

Calendar days are not moved when the last one is a holiday, although article 203 would allow it: a villager was told
"10 days", and the promise is not ours to lengthen.
"""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from xiaowei.almanac import shipped
from xiaowei.base.clock import CHINA, local

SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)
LAST_SECOND = dt.time(23, 59, 59)  # not midnight: a page that shows the date must show the day that was promised


class Unit(enum.StrEnum):
    """What a deadline's amount counts."""

    HOUR = "hour"
    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"


@dataclass(frozen=True)
class Due:
    """The last moment in time; `provisional` when it passes a day whose calendar is only guessed."""

    at: dt.datetime
    provisional: bool


@dataclass(frozen=True)
class Calendar:
    """Which days are worked. Years in no notice are guessed by the weekday and not `known`."""

    revision: int = len(shipped.YEARS)  # grows whenever an entered year or a newer library changes what is known
    days: Mapping[dt.date, bool] = field(default_factory=lambda: shipped.DAYS)  # only where the weekday misleads
    years: frozenset[int] = shipped.YEARS

    def with_year(self, year: int, days: Mapping[dt.date, bool]) -> Self:
        """This calendar with the notice of one year in place of what was held for it.

        A notice may reach back into the December before (29 December 2018 was worked for New Year 2019).
        """
        rest = {day: working for day, working in self.days.items() if day.year != year}
        return type(self)(self.revision + 1, {**rest, **days}, self.years | {year})

    def is_working(self, day: dt.date) -> bool:
        """Whether offices work on this day; a guess where `is_known` says no."""
        return self.days.get(day, day.weekday() < SATURDAY)

    def is_known(self, day: dt.date) -> bool:
        """Whether a notice covers the year of this day."""
        return day.year in self.years

    def add(self, start: dt.datetime, *, amount: int, unit: Unit) -> Due:
        """The deadline `amount` units after `start`, counted as this module says.

        Raises ValueError for an amount below one or a moment without time zone.
        """
        if amount < 1 or start.tzinfo is None:
            raise ValueError(f"no deadline: {amount} {unit} after {start}")
        if unit is Unit.HOUR:
            # through UTC, so that an hour stays sixty minutes in every time zone handed in
            return Due(local(start.astimezone(dt.UTC) + dt.timedelta(hours=amount)), provisional=False)
        first = local(start).date()
        if unit is Unit.CALENDAR_DAY:
            return Due(_end_of(first + amount * ONE_DAY), provisional=False)
        return self._add_working(first, amount)

    def _add_working(self, day: dt.date, amount: int) -> Due:
        provisional = False
        while amount:
            day += ONE_DAY
            amount -= self.is_working(day)
            provisional |= not self.is_known(day)
        return Due(_end_of(day), provisional)

    def working_days_between(self, a: dt.date, b: dt.date) -> int:
        """Working days after `a` up to and including `b`; negative when `b` lies before `a`."""
        if b < a:
            return -self.working_days_between(b, a)
        return sum(self.is_working(a + n * ONE_DAY) for n in range(1, (b - a).days + 1))


def _end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, LAST_SECOND, CHINA)
