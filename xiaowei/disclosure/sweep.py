"""What time does to disclosure: pages that show names and offices follow the roster."""

import datetime as dt

from django.db import transaction

from xiaowei.base import revisions
from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.disclosure.actions import bump
from xiaowei.disclosure.models import Cursor, Revision
from xiaowei.trail import queries as trail

FOLLOWED = "roster:"


def sweep(*, at: dt.datetime) -> int:
    """New revisions for every village after a change of the roster, and once a day. Returns how many."""
    announce_all()
    return _follow(local(at).date())


def announce_all() -> None:
    """Say every revision again: a crash between commit and announcement must not leave an old page standing."""
    for village, number in Revision.objects.values_list("village", "number"):
        revisions.announce(Ref(village), number)


@transaction.atomic
def _follow(day: dt.date) -> int:
    cursor, _made = Cursor.objects.get_or_create(name="roster", defaults={"day": day, "index": trail.head().size})
    size = trail.head().size
    if size == cursor.index and day == cursor.day:
        return 0
    moved = day != cursor.day or any(o.did.startswith(FOLLOWED) for o in trail.openings(cursor.index))
    won = Cursor.objects.filter(name="roster", index=cursor.index, day=cursor.day).update(index=size, day=day)
    if won != 1 or not moved:
        return 0
    villages = list(Revision.objects.values_list("village", flat=True))
    for village in villages:
        bump(Ref(village))
    return len(villages)
