"""Who may invite households: a post with the permission in that very village."""

import datetime as dt

from xiaowei.accounts.vocab import PRINT
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.roster.queries import AreaFacts


def villages_to_invite(person: Ref, *, at: dt.datetime) -> list[AreaFacts]:
    """The villages whose households this person may invite."""
    return roster.villages_in(standing.areas_for(person, PRINT, at=at))


def village_to_invite(person: Ref, village: Ref, *, at: dt.datetime) -> AreaFacts:
    """The village, if this person may invite its households. Raises NotFound."""
    if not standing.may(person, PRINT, village, at=at):
        raise NotFound()
    return roster.area(village)
