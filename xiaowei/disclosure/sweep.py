"""What time does to disclosure: pages that show names, offices, power lists and how many households are bound follow
the roster, those lists and the bindings."""

import datetime as dt

from xiaowei.accounts import queries as accounts
from xiaowei.accounts.vocab import DID_BIND, DID_LEAVE
from xiaowei.base import revisions
from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.cases import answered
from xiaowei.disclosure import cataloguechanges
from xiaowei.disclosure.models import Cursor, Revision
from xiaowei.disclosure.revision import bump_all
from xiaowei.powers import queries as powers
from xiaowei.roster import queries as roster
from xiaowei.trail import queries as trail

# a group and its publisher are named on the village's group page; they change seldom enough for a new day everywhere
ROSTER, POWERS, CASES = ("roster:", "courier:group:"), "powers:", "cases:event:"
CATALOGUE = "disclosure:catalogue:"


def sweep(*, at: dt.datetime) -> int:
    """New revisions for every village after a change of the roster, and once a day; after a power list has changed, or
    a household was bound or left, for the villages that it reaches. Returns how many."""
    announce_all()
    return _follow(local(at).date())


def announce_all() -> None:
    """Say every revision again: a crash between commit and announcement must not leave an old page standing."""
    for village, number in Revision.objects.values_list("village", "number"):
        revisions.announce(Ref(village), number)


def _follow(day: dt.date) -> int:
    """Pages first, then the cursor: what is cut off is done again, and a page made anew twice harms nobody."""
    cursor, _made = Cursor.objects.get_or_create(name="roster", defaults={"day": day, "index": trail.head().size})
    size = trail.head().size
    if size == cursor.index and day == cursor.day:
        return 0
    reached = _everywhere() if day != cursor.day else _reached(list(trail.openings(cursor.index)))
    done = bump_all(reached)
    Cursor.objects.filter(name="roster", index=cursor.index, day=cursor.day).update(index=size, day=day)
    return done


def _everywhere() -> set[Ref]:
    # a village that never had a revision keeps no bytes either
    return {Ref(village) for village in Revision.objects.values_list("village", flat=True)}


def _reached(openings: list[trail.Opening]) -> set[Ref]:
    """The villages whose pages these entries change."""
    if any(one.did.startswith(ROSTER) for one in openings):
        return _everywhere()
    changed = cataloguechanges.areas_touched(one.ref for one in openings if one.did.startswith(CATALOGUE))
    areas = changed | {powers.touched(one.did, one.ref) for one in openings if one.did.startswith(POWERS)}
    if None in areas:
        return _everywhere()
    under = {village.ref for area in areas if area for village in roster.villages_under(area)}
    bound = accounts.villages_touched(one.ref for one in openings if one.did in (DID_BIND, DID_LEAVE))
    asked = answered.villages_touched(one.ref for one in openings if one.did.startswith(CASES))
    found = under | bound | asked | {area for area in areas if area}
    return _everywhere() & found if found else set()
