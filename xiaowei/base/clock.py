"""The clock: take `now()` once at the edge and hand the moment down.

`XIAOWEI_NOW` holds time still for the sample county, so that a story of June 2023 can be walked today.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    """The present moment, aware, in China's time; the fixed one where the sample county sets it."""
    fixed: dt.datetime | None = settings.XIAOWEI.now
    return fixed if fixed is not None else dt.datetime.now(CHINA)


def wall() -> dt.datetime:
    """The machine's own moment, for waiting times only: a throttle must run on while the sample county stands still."""
    return dt.datetime.now(CHINA)


def spelt(moment: dt.datetime) -> str:
    """The one spelling of a moment in what is hashed: UTC, whatever time zone a database gives it back in."""
    return moment.astimezone(dt.UTC).isoformat()


def midnight(day: dt.date) -> dt.datetime:
    """The moment at which this day begins in China."""
    return dt.datetime.combine(day, dt.time(), CHINA)


def local(moment: dt.datetime) -> dt.datetime:
    """The same moment as a wall clock in China shows it."""
    return moment.astimezone(CHINA)
