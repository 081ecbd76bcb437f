"""Villagers say of what was published whether it is clear: 清楚, 看不懂 or 有疑问, of the whole or of one line.

A household of the village is counted once for each version, whoever of it taps; everybody else is counted by the form,
apart, and the two are never added up. Nobody keeps who rated, and of the moment only the day. Each rating has its entry
in the trail, dated to the beginning of that day.
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Count

from xiaowei.base.clock import local, midnight
from xiaowei.base.keys import key
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.disclosure import flood, vocab
from xiaowei.disclosure.models import Publication, Rating
from xiaowei.trail import actions as trail

KEY = "rating"
FEWEST = 5  # below this a share would tell of single people
STEP = 5  # per cent: shares are rounded, so that one more rating tells nothing about itself
Grades = tuple[int, int, int]  # by vocab.RATINGS


@dataclass(frozen=True)
class Rated:
    """What was counted: for a form or a household that came twice the grade of the first time."""

    ref: Ref
    grade: int
    number: int
    first: bool  # whether this very call counted it


@dataclass(frozen=True)
class Counted:
    """How many said what; exact, so for staff only."""

    households: Grades = (0, 0, 0)
    anonymous: Grades = (0, 0, 0)


def rate(
    publication: Ref,
    *,
    grade: int,
    form_key: str,
    source: str,
    at: dt.datetime,
    wall: dt.datetime,
    line: Ref | None = None,
    household: Ref | None = None,
    words: str = "",
    also: Callable[[Rating], None] | None = None,
) -> Rated:
    """Count one rating of the version the public reads now. A form, or a household, counts once with its first grade.

    `source` is the caller's address, kept nowhere; `wall` the machine's own moment. `words` are kept of a household
    only; whether they may be shown in the village, `voices.rate_aloud` has decided. The caller has looked the line up.
    `also` is done with a rating that is counted now, before the trail: whoever took its one row last waits for nobody.
    Raises NotFound, Invalid, Throttled.
    """
    row = Publication.objects.filter(pk=publication, published_number__isnull=False).first()
    if row is None:
        raise NotFound()
    if grade not in vocab.RATINGS:
        raise Invalid()
    form = _household(row, line, household) if household else _form(publication, line, form_key)
    known = known_by(form)
    if known is not None:
        return known
    if household is None:
        flood.take("rating", f"{publication}\0{source}", at=wall)
    new = Rating(
        ref=new_ref(),
        publication=row,
        line=line or "",
        number=row.published_number or 0,
        scale=vocab.SCALE,
        grade=grade,
        bound=household is not None,
        words=words if household else "",
        day=local(at).date(),
        form=form,
    )
    try:
        with transaction.atomic():
            new.save(force_insert=True)
            if also is not None:
                also(new)
            trail.record(vocab.DID_RATE, Ref(new.ref), by=None, at=midnight(new.day), facts=rating_facts(new))
    except IntegrityError:
        again = known_by(form)
        if again is None:
            raise
        return again
    return Rated(Ref(new.ref), grade, new.number, first=True)


def rated_by(publication: Ref, *, household: Ref, line: Ref | None = None) -> Rated | None:
    """What the household said of the version the public reads now; None when it said nothing yet."""
    row = Publication.objects.filter(pk=publication, published_number__isnull=False).first()
    return known_by(_household(row, line, household)) if row else None


def ratings(publication: Ref) -> Counted:
    """What was said of the whole publication, in all its versions."""
    return ratings_of([publication])[publication]


def ratings_of(publications: Iterable[Ref]) -> dict[Ref, Counted]:
    """The same for many. One query."""
    wanted = list(publications)
    rows = Rating.objects.filter(publication__in=wanted, line="", scale=vocab.SCALE)
    counts = rows.order_by().values_list("publication", "bound", "grade").annotate(n=Count("ref"))
    found = {(Ref(ref), bound, grade): n for ref, bound, grade, n in counts}
    return {ref: Counted(_grades(found, ref, bound=True), _grades(found, ref, bound=False)) for ref in wanted}


def public_shares(publication: Ref, *, bound: bool) -> Grades | None:
    """The three shares in per cent, rounded, for anybody; None below FEWEST ratings."""
    counted = ratings(publication)
    grades = counted.households if bound else counted.anonymous
    total = sum(grades)
    if total < FEWEST:
        return None
    first, second, third = (round(n * 100 / total / STEP) * STEP for n in grades)
    return first, second, third


def rating_facts(row: Rating) -> dict[str, str | int]:
    """What the trail commits to of one rating; those on the scale that is asked no more have the keys of then."""
    facts: dict[str, str | int] = {
        "publication": row.publication_id,
        "number": row.number,
        "grade": row.grade,
        "day": row.day.isoformat(),
        "form": row.form,
    }
    if row.scale != vocab.SCALE:
        return facts
    words = hashlib.sha256(row.words.encode()).hexdigest()
    return facts | {"scale": row.scale, "line": row.line, "bound": int(row.bound), "words": words}


def known_by(form: str) -> Rated | None:
    """The rating of a form or household that was counted already."""
    row = Rating.objects.filter(form=form).first()
    return Rated(Ref(row.ref), row.grade, row.number, first=False) if row else None


def _grades(found: Mapping[tuple[Ref, bool, int], int], ref: Ref, *, bound: bool) -> Grades:
    first, second, third = (found.get((ref, bound, grade), 0) for grade in vocab.RATINGS)
    return first, second, third


def _form(publication: Ref, line: Ref | None, form_key: str) -> str:
    return hashlib.sha256(f"{publication}\0{line or ''}\0{form_key}".encode()).hexdigest()


def _household(publication: Publication, line: Ref | None, household: Ref) -> str:
    """Keyed, outside the database: who holds the rows alone cannot try every household."""
    said = f"{publication.ref}\0{line or ''}\0{publication.published_number}\0{household}"
    return hmac.new(key(KEY), said.encode(), hashlib.sha256).hexdigest()
