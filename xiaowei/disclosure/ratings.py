"""Villagers rate what was published: one tap, no words. Who is dissatisfied is shown the way to a doubt.

Nobody knows who rated, so a form counts once, not a person; its day is kept, not its moment. Each rating has its
entry in the trail, dated to the beginning of that day.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Count

from xiaowei.base.clock import local, midnight
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.disclosure import flood, vocab
from xiaowei.disclosure.models import Publication, Rating
from xiaowei.trail import actions as trail

FEWEST = 5  # below this a share would tell of single people
STEP = 5  # per cent: shares are rounded, so that one more rating tells nothing about itself


@dataclass(frozen=True)
class Rated:
    """What was counted: for a form that came twice the grade of the first time."""

    grade: int
    number: int


def rate(publication: Ref, *, grade: int, form_key: str, source: str, at: dt.datetime, wall: dt.datetime) -> Rated:
    """Count one rating of the version the public reads now; the same form counts once, with its first grade.

    `source` is the caller's address, kept nowhere; `wall` the machine's own moment.
    Raises NotFound, Invalid, Throttled.
    """
    row = Publication.objects.filter(pk=publication, published_number__isnull=False).first()
    if row is None:
        raise NotFound()
    if grade not in vocab.RATINGS:
        raise Invalid()
    form = hashlib.sha256(f"{publication}\0{form_key}".encode()).hexdigest()
    known = _known(form)
    if known is not None:
        return known
    flood.take("rating", f"{publication}\0{source}", at=wall)
    try:
        with transaction.atomic():
            return _keep(row, grade=grade, form=form, at=at)
    except IntegrityError:
        again = _known(form)
        if again is None:
            raise
        return again


def ratings(publication: Ref) -> tuple[int, int, int]:
    """How many are satisfied, basically satisfied, dissatisfied. Exact, so for staff only."""
    return ratings_of([publication])[publication]


def ratings_of(publications: Iterable[Ref]) -> dict[Ref, tuple[int, int, int]]:
    """The same for many. One query."""
    wanted = list(publications)
    counts = Rating.objects.filter(publication__in=wanted).values_list("publication", "grade").annotate(n=Count("ref"))
    found = {(Ref(ref), grade): n for ref, grade, n in counts.order_by()}
    return {ref: (found.get((ref, 1), 0), found.get((ref, 2), 0), found.get((ref, 3), 0)) for ref in wanted}


def public_shares(publication: Ref) -> tuple[int, int, int] | None:
    """The three shares in per cent, rounded, for anybody; None below FEWEST ratings."""
    counted = ratings(publication)
    total = sum(counted)
    if total < FEWEST:
        return None
    first, second, third = (round(n * 100 / total / STEP) * STEP for n in counted)
    return first, second, third


def rating_facts(row: Rating) -> dict[str, str | int]:
    """What the trail commits to of one rating."""
    return {
        "publication": row.publication_id,
        "number": row.number,
        "grade": row.grade,
        "day": row.day.isoformat(),
        "form": row.form,
    }


def _known(form: str) -> Rated | None:
    row = Rating.objects.filter(form=form).first()
    return Rated(row.grade, row.number) if row else None


def _keep(publication: Publication, *, grade: int, form: str, at: dt.datetime) -> Rated:
    day = local(at).date()
    number = publication.published_number or 0
    row = Rating.objects.create(ref=new_ref(), publication=publication, number=number, grade=grade, day=day, form=form)
    trail.record(vocab.DID_RATE, Ref(row.ref), by=None, at=midnight(day), facts=rating_facts(row))
    return Rated(grade, number)
