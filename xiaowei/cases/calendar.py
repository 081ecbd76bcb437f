"""Entering a year's working calendar: what deadlines are counted by, so the room of deadlines vouches for it.

The almanac and the trail do not know each other; here both are one transaction. The sweep then recounts whatever
was provisional.
"""

import datetime as dt

from django.db import transaction

from xiaowei.almanac import actions as almanac
from xiaowei.almanac import vocab, witness
from xiaowei.almanac.notice import Days
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.roster import standing
from xiaowei.trail import actions as trail


def may_enter(person: Ref, *, at: dt.datetime) -> bool:
    """Whether the person may enter a year: the calendar is one for the whole installation."""
    return bool(standing.areas_for(person, vocab.ENTER, at=at))


@transaction.atomic
def enter_year(year: int, *, days: Days, source: str, by: Ref | None, at: dt.datetime) -> Ref:
    """Enter the year and record it in the trail; `by` is None at the console. Raises NotFound, Invalid, Conflict."""
    if by is not None and not may_enter(by, at=at):
        raise NotFound()
    ref = almanac.enter_year(year, days=days, source=source[:200], by=by, at=at)
    trail.record(vocab.ENTER, ref, by=by, at=at, facts=witness.facts(ref) or {})
    return ref
