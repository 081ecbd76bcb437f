"""Following the roster: when posts or kin change while a case is open, the case goes where it now belongs.

Sight follows at once, for it is worked out at reading (`recusal`); the desk follows within a round of the clock.
"""

import datetime as dt
import logging

from django.db import transaction

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.cases import desks, vocab
from xiaowei.cases.history import ChangedMeanwhile
from xiaowei.cases.models import Case, Followed
from xiaowei.cases.queries import unattended
from xiaowei.roster.changing import revision

log = logging.getLogger(__name__)


def follow_roster(*, at: dt.datetime) -> int:
    """Look at every open discipline case once per state of the roster and day; returns how many went up."""
    state = f"{revision()} {local(at).date()}"  # read first: what changes meanwhile is looked at next time
    if Followed.objects.filter(pk=1, roster=state).exists():
        return 0
    cases = Case.objects.filter(is_open=True, lane=vocab.DISCIPLINE)
    done = sum(_follow(Ref(ref), at=at) for ref in cases.values_list("pk", flat=True).iterator())
    if lost := sum(desk.cases for desk in unattended(at=at)):
        log.warning("%d open cases lie where no discipline officer is free to see them", lost)
    Followed.objects.update_or_create(pk=1, defaults={"roster": state})
    return done


def _follow(ref: Ref, *, at: dt.datetime) -> int:
    try:
        with transaction.atomic():
            case = Case.objects.filter(pk=ref, is_open=True, lane=vocab.DISCIPLINE).first()
            return int(case is not None and desks.follow(case, at=at))  # about nobody known: its officers may leave too
    except ChangedMeanwhile:
        return 0  # somebody moved it; the next change of the roster, or the clock, looks again
