"""Verbs of the almanac."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from xiaowei.almanac.models import Day, Year
from xiaowei.almanac.notice import Days, check
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict


@transaction.atomic
def enter_year(year: int, *, days: Days, source: str, by: Ref | None, at: dt.datetime) -> Ref:
    """Enter the notice of one year; returns the reference of the entry, which the trail vouches for.

    Days that are not named follow the weekday. A year entered again replaces what was entered before.
    The almanac does not know the trail: the caller records `almanac:year:enter` in the same transaction, with the
    facts of `witness.facts`. Raises Invalid for a list that cannot be a year's notice, Conflict when two enter at once.
    """
    check(year, days)
    latest = Year.objects.aggregate(latest=Max("revision"))["latest"] or 0
    try:
        with transaction.atomic():  # a savepoint, so that the caller's transaction survives the refusal
            entry = Year.objects.create(year=year, revision=latest + 1, source=source, by=by, entered_at=at)
    except IntegrityError:
        raise Conflict(_("刚刚有人录入了日历。请核对后再录一次。")) from None
    Day.objects.bulk_create(
        Day(entry=entry, date=day, working=working, name=name) for day, (working, name) in sorted(days.items())
    )
    return Ref(entry.ref)
