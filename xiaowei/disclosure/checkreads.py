"""Reads of inspectors' checks: whose turn it is, what has happened, how many stand open where."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from xiaowei.base.cursors import Place
from xiaowei.base.refs import Ref
from xiaowei.disclosure import checkaccess, checkflow
from xiaowei.disclosure.checkflow import ANSWER, MAKE, MOVES, OPEN, VILLAGE_TURN
from xiaowei.disclosure.models import Check, CheckStep
from xiaowei.disclosure.titles import title_of
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.trail import queries as trail

PAGE = 50
FINDING = Prefetch("steps", CheckStep.objects.filter(seq=1))


@dataclass(frozen=True)
class CheckFacts:
    """One check. `finding` is what the inspectors wrote first; `turn`: village | desk, empty when it is over."""

    ref: Ref
    publication: Ref
    title: str
    village: Ref
    desk: Ref
    number: int
    state: str
    state_label: str
    finding: str
    made_at: dt.datetime
    due_at: dt.datetime | None
    overdue: bool
    turn: str


@dataclass(frozen=True)
class CheckStepFacts:
    """One step as staff read it."""

    move: str
    label: str
    name: str
    title: str
    at: dt.datetime
    words: str
    index: int | None


@dataclass(frozen=True)
class CheckPage:
    """A check with its steps, newest first, and the moves that are this person's now."""

    facts: CheckFacts
    steps: tuple[CheckStepFacts, ...]
    moves: frozenset[str]
    seen: int
    limit: checkflow.Limit | None


@dataclass(frozen=True)
class CheckCounts:
    """Checks of one village: what is open, what of it is late, and what was found in order in the end."""

    open: int = 0
    overdue: int = 0
    over: int = 0


def check_list(
    person: Ref, *, at: dt.datetime, over: bool = False, after: Place | None = None
) -> tuple[list[CheckFacts], Place | None]:
    """One page of the checks the person may read, and where the next begins: open ones by due date, or those over."""
    rows = checkaccess.checks_for(person, at=at).filter(is_open=not over).prefetch_related(FINDING)
    column = "made_at" if over else "due_at"
    if after is not None:
        beyond = "lt" if over else "gt"
        tie = Q(**{column: after.at}) & Q(ref__gt=after.ref)
        rows = rows.filter(Q(**{f"{column}__{beyond}": after.at}) | tie)
    found = list(rows.order_by(f"-{column}" if over else column, "ref")[: PAGE + 1])
    shown = found[:PAGE]
    more = Place(getattr(shown[-1], column), Ref(shown[-1].ref)) if len(found) > PAGE else None
    return [_facts(row, row.steps.all(), at=at) for row in shown], more


def waiting_checks(person: Ref, *, at: dt.datetime) -> list[CheckFacts]:
    """Open checks that wait for this person: his village's answer, or his desk's second look."""
    answering = roster.refs_in(standing.areas_for(person, ANSWER, at=at))
    rows = Check.objects.filter(is_open=True).select_related("publication").prefetch_related(FINDING)
    own = list(rows.filter(village__in=answering, state__in=VILLAGE_TURN).order_by("due_at")[:PAGE])
    below = roster.refs_in(standing.areas_for(person, MAKE, at=at))
    desks = [post.area for post in roster.posts_of(person, at=at)]
    own += rows.filter(desk__in=desks, village__in=below, state__in=OPEN - VILLAGE_TURN).order_by("due_at")[:PAGE]
    return [_facts(row, row.steps.all(), at=at) for row in own]


def check_page(person: Ref, ref: Ref, *, at: dt.datetime) -> CheckPage:
    """One check. Raises NotFound: absent and forbidden alike."""
    check = checkaccess.check_for(person, ref, at=at)
    steps = list(check.steps.all())
    indexes = trail.indexes_of(Ref(step.ref) for step in steps)
    hands = {
        ANSWER: standing.may(person, ANSWER, Ref(check.village), at=at),
        MAKE: checkaccess.at_desk(person, check, at=at),
    }
    return CheckPage(
        facts=_facts(check, steps, at=at),
        steps=tuple(
            CheckStepFacts(
                step.move,
                str(MOVES[step.move].label),
                step.name,
                step.title,
                step.at,
                step.words,
                indexes.get(Ref(step.ref)),
            )
            for step in reversed(steps)
        ),
        moves=frozenset(name for name, move in MOVES.items() if check.state in move.sources and hands.get(move.who)),
        seen=check.steps_taken,
        limit=checkflow.limits().get(check.state),
    )


def checks_of(person: Ref, publications: Iterable[Ref], *, at: dt.datetime) -> dict[Ref, tuple[CheckFacts, ...]]:
    """The checks of each publication that the person may read: open ones first, then the newest. Constant queries."""
    rows = checkaccess.checks_for(person, at=at).filter(publication__in=set(publications))
    found: dict[Ref, tuple[CheckFacts, ...]] = {}
    for row in rows.prefetch_related(FINDING).order_by("-is_open", "-made_at", "ref"):
        found[Ref(row.publication_id)] = (*found.get(Ref(row.publication_id), ()), _facts(row, row.steps.all(), at=at))
    return found


def checks_by_village(
    person: Ref, villages: QuerySet[Any, str], *, since: dt.datetime, at: dt.datetime
) -> dict[Ref, CheckCounts]:
    """Counts per village of the checks the person may read; `over` counts those made since that moment."""
    rows = checkaccess.checks_for(person, at=at).filter(village__in=villages).order_by().values_list("village")
    counted = rows.annotate(
        waiting=Count("ref", filter=Q(is_open=True)),
        late=Count("ref", filter=Q(is_open=True, due_at__lte=at)),
        done=Count("ref", filter=Q(is_open=False, made_at__gte=since)),
    )
    return {Ref(village): CheckCounts(*counts) for village, *counts in counted}


def _facts(check: Check, steps: Iterable[CheckStep], *, at: dt.datetime) -> CheckFacts:
    turn = ("village" if check.state in VILLAGE_TURN else "desk") if check.is_open else ""
    return CheckFacts(
        ref=Ref(check.ref),
        publication=Ref(check.publication_id),
        title=title_of(check.publication),
        village=Ref(check.village),
        desk=Ref(check.desk),
        number=check.number,
        state=check.state,
        state_label=str(checkflow.STATES[check.state]),
        finding=next((step.words for step in steps if step.seq == 1), ""),
        made_at=check.made_at,
        due_at=check.due_at,
        overdue=check.is_open and check.due_at is not None and check.due_at <= at,
        turn=turn,
    )
