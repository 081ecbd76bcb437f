"""Where a long list goes on: after the last row shown, by moment and reference. No page is counted or skipped."""

import datetime as dt
from dataclasses import dataclass

from xiaowei.base.refs import PATTERN, Ref

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Place:
    """The last row of a page: the moment its list is ordered by, and its reference."""

    at: dt.datetime
    ref: Ref


def spell(place: Place) -> str:
    """The place as it stands in an address."""
    return f"{(place.at - EPOCH) // MICROSECOND}-{place.ref}"


def read(text: str) -> Place | None:
    """The place an address names; None for nonsense, which begins the list anew."""
    count, _, ref = text.partition("-")
    if not PATTERN.fullmatch(ref) or not (count.isascii() and count.isdecimal()) or len(count) > 16:
        return None
    return Place(EPOCH + int(count) * MICROSECOND, Ref(ref))
