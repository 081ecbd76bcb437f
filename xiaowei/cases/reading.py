"""Reading a case is a deed: recorded once per person, case and day, and for the reporter's name once more."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction

from xiaowei.base.clock import local, spelt
from xiaowei.base.refs import Ref
from xiaowei.cases import access, vocab
from xiaowei.cases.models import Case, Reading
from xiaowei.trail import actions as trail

CASE, IDENTITY = "case", "identity"


def read(ref: Ref, *, by: Ref, at: dt.datetime) -> None:
    """This member of staff opened the case today. Raises NotFound: absent and forbidden alike."""
    case = access.case_for(by, ref, at=at)
    try:
        with transaction.atomic():
            note(case, what=CASE, by=by, at=at)
    except IntegrityError:
        return  # opened twice at one moment


def note(case: Case, *, what: str, by: Ref, at: dt.datetime) -> None:
    """Record the reading inside the caller's transaction, unless today's stands there already."""
    day = local(at).date()
    if Reading.objects.filter(case=case, person=by, day=day, what=what).exists():
        return
    row = Reading.objects.create(case=case, person=by, day=day, what=what, at=at)
    trail.record(vocab.read(what), Ref(row.ref), by=by, subject=Ref(case.ref), at=at, facts=facts(row))


def facts(row: Reading) -> dict[str, Any]:
    """What the trail commits to of one reading."""
    return {
        "case": row.case_id,
        "person": row.person,
        "day": row.day.isoformat(),
        "what": row.what,
        "at": spelt(row.at),
    }
