"""What time does to cases. Claims are conditional updates: however many workers run, only the winner acts."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from xiaowei.almanac import queries as almanac
from xiaowei.base.refs import Ref
from xiaowei.cases import deadlines, desks, receipts, running
from xiaowei.cases.drafts import KEPT_FOR
from xiaowei.cases.following import follow_roster
from xiaowei.cases.history import ChangedMeanwhile, Step, step
from xiaowei.cases.models import Case, Clock, DraftPhoto, Photo
from xiaowei.vault import actions as vault

BATCH = 200
RIPE_AT_ONCE = 12  # about a second of one core in every round of the clock


def sweep(*, at: dt.datetime) -> int:
    """Do once what is due. Returns the number of things done.

    Receipts come last and a few at a time: their slow digests must never hold up a deadline.
    """
    done = sum(_due(row, at=at) for row in _claimable(at))
    done += recount_guesses(at=at)
    done += follow_roster(at=at)
    forget_drafts(at=at)
    return done + ripen_receipts()


def ripen_receipts() -> int:
    """Replace the fast digests of fresh receipts by the slow ones."""
    return sum(receipts.ripen(ref, fast) for ref, fast in receipts.waiting(RIPE_AT_ONCE))


def forget_drafts(*, at: dt.datetime) -> None:
    """Let go of photos whose form was never taken, and of the waiting places of those that were."""
    for photo in DraftPhoto.objects.filter(at__lt=at - KEPT_FOR)[:BATCH]:
        with transaction.atomic():
            if not Photo.objects.filter(original=photo.original).exists():
                vault.discard(Ref(photo.shown))
                vault.discard(Ref(photo.original))
            photo.delete()


def recount_guesses(*, at: dt.datetime) -> int:
    """Work out again the dates that were only a guess, when the calendar has become known."""
    calendar = almanac.calendar()
    stale = Clock.objects.filter(provisional=True, met_at__isnull=True, case__is_open=True)
    stale = stale.exclude(calendar_revision=calendar.revision)
    cases = Case.objects.filter(pk__in=stale.values("case"))[:BATCH]
    return sum(_unless_overtaken(_recount, case, at=at) for case in cases)


def _claimable(at: dt.datetime) -> list[Case]:
    return list(Case.objects.filter(is_open=True, next_due_at__lte=at).order_by("next_due_at")[:BATCH])


def _due(case: Case, *, at: dt.datetime) -> int:
    return _unless_overtaken(_close_unrated if case.state == "to_rate" else _lift, case, at=at)


def _unless_overtaken(deed: Callable[..., None], case: Case, *, at: dt.datetime) -> int:
    try:
        with transaction.atomic():
            deed(case, at=at)
    except ChangedMeanwhile:
        return 0  # another worker, or a person, got there first
    return 1


def _close_unrated(case: Case, *, at: dt.datetime) -> None:
    step(case, Step("unrated", at))


def _lift(case: Case, *, at: dt.datetime) -> None:
    anew = running.take_up(case, at=at)
    changes = desks.lift(case, at=at) | {"urged": 0 if anew else case.urged + 1}
    step(case, Step("lift", at, tell="cases.lifted", to=desks.lifted_to(case, at=at)), **changes)


def _recount(case: Case, *, at: dt.datetime) -> None:
    calendar, moved = almanac.calendar(), False
    for clock in case.clocks.filter(provisional=True, met_at__isnull=True):
        due = deadlines.due(deadlines.rule(clock.rule), calendar, clock.started_at)
        won = case.clocks.filter(pk=clock.pk, calendar_revision=clock.calendar_revision).update(
            due_at=due.at, provisional=due.provisional, calendar_revision=calendar.revision
        )
        moved |= bool(won) and due.at != clock.due_at
    if moved:
        step(case, Step("recount", at))
