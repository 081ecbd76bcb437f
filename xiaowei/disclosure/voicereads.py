"""Reads of what households said of a publication: as the world reads it, and as those read it who answer."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from xiaowei.base.people import free_text
from xiaowei.base.refs import Ref
from xiaowei.disclosure import neighbours, vocab
from xiaowei.disclosure.models import Publication, Rating, RatingStep
from xiaowei.disclosure.voices import ANSWER, ASK, HIDE, KEEP, LABELS, MOVES, asked
from xiaowei.roster import queries as roster
from xiaowei.roster import standing


@dataclass(frozen=True)
class StepFacts:
    """What was done with somebody's words, as it is shown."""

    move: str
    label: str
    name: str
    title: str
    at: dt.datetime
    words: str


@dataclass(frozen=True)
class Voice:
    """What a household said of a publication. `words` is empty for the public once it is hidden."""

    ref: Ref
    publication: Ref
    line: Ref | None
    grade: int
    label: str
    words: str
    day: dt.date
    hidden: StepFacts | None
    answers: tuple[StepFacts, ...]
    steps: tuple[StepFacts, ...]  # all of them, for staff
    asked: bool  # the township has not said yes or no


def public_voices(publication: Ref, *, village: Ref, limit: int = 50) -> tuple[Voice, ...]:
    """What households said of a publication, as anybody may read it, newest first. Three queries, or one for none."""
    rows = Rating.objects.filter(publication=publication).exclude(words="")
    found = list(rows.prefetch_related("steps").order_by("-day", "ref")[:limit])
    if not found:
        return ()
    # a neighbour named by a neighbour is not for the world to read
    known = neighbours.known(village)
    return tuple(_voice(row, lambda words: free_text(words, known=known)) for row in found)


def voices_for(person: Ref, *, at: dt.datetime, limit: int = 100) -> list[tuple[Publication, Voice]]:
    """What waits for this person: unanswered words for the publisher, asked ones for the township; then the latest."""
    prefixes = {p for one in set(MOVES.values()) for p in standing.areas_for(person, one, at=at)}
    if not prefixes:
        return []
    rows = Rating.objects.exclude(words="").filter(publication__village__in=roster.refs_in(sorted(prefixes)))
    rows = rows.select_related("publication").prefetch_related("steps").order_by("-day", "ref")
    last = RatingStep.objects.filter(rating=OuterRef("pk")).exclude(move=ANSWER).order_by("-seq").values("move")[:1]
    # what waits comes first, however old it is
    asked_ones = rows.annotate(last=Subquery(last)).filter(last=ASK)[:limit]
    waiting = rows.filter(steps=None)[:limit]
    found = {row.pk: row for row in (*asked_ones, *waiting, *rows[:limit])}
    return [(row.publication, _voice(row)) for row in list(found.values())[:limit]]


def voice(ref: Ref) -> tuple[Publication, Voice]:
    """One of them, for whoever `voices.rating_for` has let in."""
    row = Rating.objects.select_related("publication").prefetch_related("steps").get(pk=ref)
    return row.publication, _voice(row)


def _voice(row: Rating, mask: Callable[[str], str] | None = None) -> Voice:
    """`mask` makes words public; without it they are as written, for staff."""
    steps = tuple(
        StepFacts(s.move, str(LABELS[s.move]), s.name, s.title, s.at, mask(s.words) if mask else s.words)
        for s in row.steps.all()
    )
    last = next((step for step in reversed(steps) if step.move in (HIDE, KEEP)), None)
    hidden = last if last and last.move == HIDE else None
    words = row.words if mask is None else "" if hidden else mask(row.words)
    return Voice(
        ref=Ref(row.ref),
        publication=Ref(row.publication_id),
        line=Ref(row.line) if row.line else None,
        grade=row.grade,
        label=str(vocab.RATINGS[row.grade]),
        words=words,
        day=row.day,
        hidden=hidden,
        answers=tuple(step for step in steps if step.move == ANSWER),
        steps=steps,
        asked=asked([step.move for step in steps]),
    )
