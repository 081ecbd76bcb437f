"""The notice period (公示期) as the day of the public pages counts it.

Public bytes may not depend on today. They depend on the day that the sweep has reached: it stands in the database, and
every village gets a new revision when it moves on. So a page never says a number of days that is not the right one for
its bytes, and if the clock process stands still, the pages show the last day it saw, beside the dates themselves.
"""

import datetime as dt
from dataclasses import dataclass

from xiaowei.base.refs import Ref
from xiaowei.disclosure.models import Cursor, Publication
from xiaowei.disclosure.queries import PublicationFacts


@dataclass(frozen=True)
class NoticePeriod:
    """First and last day; `left` counts the days that remain, today included: 0 when it is over, None if unknown."""

    first: dt.date
    last: dt.date
    left: int | None

    @property
    def over(self) -> bool:
        return self.left == 0


def day() -> dt.date | None:
    """The day the public pages have reached; None before the first sweep."""
    return Cursor.objects.filter(name="roster").values_list("day", flat=True).first()


def of(publication: PublicationFacts, *, today: dt.date | None) -> NoticePeriod:
    """The notice period on a day; the days themselves when no day is known."""
    first, last = publication.notice_from, publication.notice_to
    if today is None:
        return NoticePeriod(first, last, None)
    return NoticePeriod(first, last, max(0, (last - max(today, first)).days + 1))


def same_topic(ref: Ref) -> list[Ref]:
    """Other published periods of the same item and topic of the village, newest first."""
    own = Publication.objects.filter(pk=ref).first()
    if own is None:
        return []
    rows = Publication.objects.filter(village=own.village, item=own.item, topic=own.topic).exclude(pk=ref)
    rows = rows.filter(published_number__isnull=False)
    return [Ref(r) for r in rows.order_by("-period_from", "-published_at").values_list("pk", flat=True)[:24]]
