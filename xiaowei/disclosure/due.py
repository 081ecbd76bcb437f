"""When a village's group is told of a month: on the 11th of the next one, after the day its accounts are due.

One row per village and month knows its moment, and a publication that comes late sets it again.
"""

import datetime as dt

from xiaowei.base.clock import CHINA, local
from xiaowei.base.refs import Ref
from xiaowei.courier import queries as courier
from xiaowei.disclosure.duties import months_before
from xiaowei.disclosure.models import Cursor, DigestDue, Publication, Revision

DAY, HOUR = 11, dt.time(9)  # of the month that follows: what is due by the 10th has come, or is missing
LONGEST = 31  # days; what covers more is news of the month in which it was published, not of one it covers
OLDEST = 3  # months; what is older than that is told as news, not as a part of a month long past
CURSOR = "digest"


def due_moment(month: dt.date) -> dt.datetime:
    """When the month that begins on this day is told."""
    return dt.datetime.combine(months_before(month, -1).replace(day=DAY), HOUR, CHINA)


def month_of(publication: Publication) -> dt.date:
    """The month of whose digest the publication is a part; its first day. It must be published."""
    assert publication.published_at is not None
    published = local(publication.published_at).date().replace(day=1)
    days = (publication.period_until - publication.period_from).days
    ended = (publication.period_until - dt.timedelta(days=1)).replace(day=1)
    past = (published.year - ended.year) * 12 + published.month - ended.month
    return ended if days <= LONGEST and 0 <= past <= OLDEST else published


def note_published(ref: Ref, *, at: dt.datetime) -> None:
    """Inside the transaction that publishes: its month will be told, at once if that moment is over."""
    publication = Publication.objects.get(pk=ref)
    month = month_of(publication)
    row, made = DigestDue.objects.get_or_create(
        village=publication.village, month=month, defaults={"next_due_at": due_moment(month)}
    )
    if not made:
        DigestDue.objects.filter(pk=row.pk, next_due_at=None).update(next_due_at=at)


def expect_all(at: dt.datetime) -> None:
    """Once a day: every village that has a group, or has ever published, is told of the month that is over."""
    day = local(at).date()
    cursor, made = Cursor.objects.get_or_create(name=CURSOR, defaults={"day": day})
    if not made and (cursor.day >= day or not Cursor.objects.filter(pk=CURSOR, day=cursor.day).update(day=day)):
        return
    month = months_before(day.replace(day=1), 1)
    villages = courier.villages_with_groups() | {
        Ref(ref) for ref in Revision.objects.filter(number__gt=0).values_list("village", flat=True)
    }
    known = set(DigestDue.objects.filter(month=month).values_list("village", flat=True))
    DigestDue.objects.bulk_create(
        [DigestDue(village=ref, month=month, next_due_at=due_moment(month)) for ref in sorted(villages - known)],
        ignore_conflicts=True,
    )
