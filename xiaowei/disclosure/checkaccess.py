"""Access to inspectors' checks: their makers above the village, and the village's own staff. Never the public.

Absent and forbidden look the same. A check is looked at again by the desk that made it, not by another level.
"""

import datetime as dt

from django.db.models import QuerySet

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure import vocab
from xiaowei.disclosure.checkflow import ANSWER, MAKE
from xiaowei.disclosure.models import Check
from xiaowei.roster import paths, standing
from xiaowei.roster import queries as roster

SEEING = (MAKE, ANSWER, vocab.VIEW_DRAFTS)


def prefixes(person: Ref, *, at: dt.datetime) -> list[str]:
    """Where the person may read checks, as `standing.areas_for` spells it."""
    return sorted({prefix for permission in SEEING for prefix in standing.areas_for(person, permission, at=at)})


def checks_for(person: Ref, *, at: dt.datetime) -> QuerySet[Check]:
    """Every check the person may read."""
    found = prefixes(person, at=at)
    if not found:
        return Check.objects.none()
    return Check.objects.filter(village__in=roster.refs_in(found)).select_related("publication")


def check_for(person: Ref, ref: Ref, *, to: str | None = None, at: dt.datetime) -> Check:
    """The check, with a permission over its village or just to read it. Raises NotFound: absent and forbidden alike."""
    check = checks_for(person, at=at).filter(pk=ref).first()
    if check is None or (to is not None and not standing.may(person, to, Ref(check.village), at=at)):
        raise NotFound()
    return check


def check_for_inspector(person: Ref, ref: Ref, *, at: dt.datetime) -> Check:
    """The check, for somebody of the desk that made it. Raises NotFound."""
    check = check_for(person, ref, to=MAKE, at=at)
    if not at_desk(person, check, at=at):
        raise NotFound()
    return check


def at_desk(person: Ref, check: Check, *, at: dt.datetime) -> bool:
    """Whether the person sits at the desk that made the check."""
    return person in inspectors(check, at=at)


def inspectors(check: Check, *, at: dt.datetime) -> set[Ref]:
    """Whoever looks at the check again."""
    holders = standing.holders(MAKE, Ref(check.village), at=at)
    return {holder.person for holder in holders if holder.area == check.desk}


def answerers(village: Ref, *, at: dt.datetime) -> set[Ref]:
    """Whoever answers for the village."""
    return {holder.person for holder in standing.holders(ANSWER, village, at=at)}


def desk_over(person: Ref, village: Ref, *, at: dt.datetime) -> Ref:
    """The area for which the person checks this village, the nearest of several. Raises NotFound."""
    holders = standing.holders(MAKE, village, at=at)
    mine = roster.areas(holder.area for holder in holders if holder.person == person)
    if not mine:
        raise NotFound()
    return max(mine.values(), key=lambda area: len(area.path)).ref


def may_make(person: Ref, village: Ref, *, at: dt.datetime) -> bool:
    """Whether the person may check what this village published."""
    place = roster.area(village).path
    return paths.within(place, standing.areas_for(person, MAKE, at=at))
