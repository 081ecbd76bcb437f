"""What time does to checks: an overdue one is said once, to the village and to the desk that made it."""

import datetime as dt

from django.db import transaction

from xiaowei.base.refs import Ref
from xiaowei.disclosure import checkaccess
from xiaowei.disclosure.checkhistory import CheckMoved, step
from xiaowei.disclosure.models import Check

BATCH = 200


def sweep(*, at: dt.datetime) -> int:
    """Urge what is overdue. Returns how many."""
    due = Check.objects.filter(is_open=True, next_due_at__lte=at).select_related("publication")
    return sum(_urge(check, at=at) for check in due.order_by("next_due_at")[:BATCH])


def _urge(check: Check, *, at: dt.datetime) -> int:
    told = checkaccess.answerers(Ref(check.village), at=at) | checkaccess.inspectors(check, at=at)
    try:
        with transaction.atomic():
            step(check, "overdue", by=None, words="", tell=told, at=at)
    except CheckMoved:
        return 0  # another clock, or a person, was first
    return 1
