"""Work lists: one desk's open cases, most pressing first, each with whose turn it is."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from xiaowei.almanac import queries as almanac
from xiaowei.almanac.calendar import Calendar
from xiaowei.base.refs import Ref
from xiaowei.cases import access, flow, vocab
from xiaowei.cases.access import Eyes
from xiaowei.cases.accusations import TargetFacts, targets_of
from xiaowei.cases.accusations import settled as is_settled
from xiaowei.cases.identity import Pseudonym, pseudonym
from xiaowei.cases.models import Case, Event
from xiaowei.cases.queries import ClockFacts, StepFacts, clocks_of, steps_of

PAGE = 50
OPEN = Q(is_open__in=[True])  # plain `is_open` is no comparison to SQLite, which would then sort a whole desk
SAID = Prefetch("events", Event.objects.filter(move__in=("open", "answer")), to_attr="said")


@dataclass(frozen=True)
class WorkRow:
    """One case on a work list. `turn`: answer | review | wait."""

    ref: Ref
    village: Ref
    kind: str
    lane: str
    title: str
    excerpt: str
    state: str
    state_label: str
    lifted: bool
    due_at: dt.datetime | None
    clock: ClockFacts | None
    turn: str


@dataclass(frozen=True)
class StaffView:
    """A case as a member of staff may see it, with the moves that are his."""

    row: WorkRow
    version: int
    clocks: tuple[ClockFacts, ...]
    steps: tuple[StepFacts, ...]
    draft_answer: str
    moves: frozenset[str]
    readers: tuple[tuple[str, str], ...]
    opened_at: dt.datetime
    targets: tuple[TargetFacts, ...]  # whom it is about; in the discipline lane alone
    settled: bool  # a person has decided so
    reporter: Pseudonym


def work_list(person: Ref, *, at: dt.datetime, limit: int = PAGE) -> list[WorkRow]:
    """The person's open cases by due time.

    Every query walks one index of one desk, and their number does not grow with the cases.
    """
    eyes = Eyes(person, at=at)
    found: dict[str, Case] = {}
    for rows in _desks(eyes):
        open_rows = access.unbound(eyes, rows.filter(OPEN))
        found |= {case.ref: case for case in open_rows.order_by("due_at")[:limit]}
    ordered = sorted(found.values(), key=lambda case: (case.due_at is None, case.due_at))[:limit]
    prefetch_related_objects(ordered, "clocks", SAID)
    eyes.learn(Ref(case.village) for case in ordered)
    calendar = almanac.calendar()
    return [_row(eyes, case, calendar) for case in ordered]


def open_count(person: Ref, *, at: dt.datetime) -> int:
    """How many open cases stand on the person's lists."""
    eyes = Eyes(person, at=at)
    return sum(access.unbound(eyes, rows.filter(OPEN)).count() for rows in _desks(eyes))


def staff_view(person: Ref, ref: Ref, *, at: dt.datetime) -> StaffView:
    """One case. Raises NotFound: absent and forbidden alike."""
    case, eyes = access.case_for(person, ref, at=at), Eyes(person, at=at)
    prefetch_related_objects([case], "clocks", SAID)
    sealed, calendar = case.lane == vocab.DISCIPLINE, almanac.calendar()
    # what discipline wrote, also to her, stays there when the case goes down to the village
    steps = [step for step in steps_of(case, shown_only=False) if sealed or step.mine or step.lane == vocab.VILLAGE]
    written = [step for step in steps if step.move == "answer"]
    possible = {name for name, move in flow.MOVES.items() if case.state in move.sources}
    return StaffView(
        row=_row(eyes, case, calendar),
        version=case.version,
        clocks=clocks_of(case, at=at, calendar=calendar),
        steps=tuple(reversed(steps)),
        draft_answer=written[-1].words if written else "",
        moves=frozenset(name for name in possible if eyes.may_move(case, name) and not _own_review(eyes, case, name)),
        readers=tuple(_readers(case, at=at)),
        opened_at=case.opened_at,
        targets=targets_of(case, at=at) if sealed else (),
        settled=sealed and is_settled(case),
        reporter=pseudonym(case, eyes),
    )


def _row(eyes: Eyes, case: Case, calendar: Calendar) -> WorkRow:
    clocks = clocks_of(case, at=eyes.at, calendar=calendar)
    running = [clock for clock in clocks if clock.met_at is None]
    opening = _said(case, "open")
    return WorkRow(
        ref=Ref(case.ref),
        village=Ref(case.village),
        kind=str(vocab.KINDS[case.kind]),
        lane=case.lane,
        title=case.title,
        excerpt=opening[0].words[:60] if opening else "",
        state=case.state,
        state_label=str(vocab.STATES[case.state]),
        lifted=bool(case.lifted),
        due_at=case.due_at,
        clock=min(running, key=lambda clock: clock.due_at, default=None),
        turn=_turn(eyes, case),
    )


def _turn(eyes: Eyes, case: Case) -> str:
    if case.state in flow.WORKING and eyes.may_move(case, "answer"):
        return "answer"
    own = _own_review(eyes, case, "release_answer")
    return "review" if case.state == "answer_review" and eyes.may_move(case, "release_answer") and not own else "wait"


def _own_review(eyes: Eyes, case: Case, move: str) -> bool:
    # the second pair of eyes is never the writer's
    written = _said(case, "answer")
    return move in ("release_answer", "return_answer") and bool(written) and written[-1].by == eyes.person


def _said(case: Case, move: str) -> list[Event]:
    said: list[Event] = case.said  # type: ignore[attr-defined]  # SAID hangs it there: a list loads it once for all
    return [event for event in said if event.move == move]


def _desks(eyes: Eyes) -> Iterable[QuerySet[Case]]:
    own = {seat.area for p in (vocab.ANSWER, vocab.RELEASE_ANSWER) for seat in eyes.seats(p) if seat.own}
    for area in sorted(own):
        yield Case.objects.filter(village=area, lane=vocab.VILLAGE)
    for area in sorted({seat.area for seat in eyes.seats(vocab.HANDLE_LIFTED)}):
        # each case on one desk only: whoever also answers in its village has it there
        yield Case.objects.filter(desk=area, lane=vocab.VILLAGE).exclude(village__in=own)
    for area in sorted({seat.area for seat in eyes.seats(vocab.TRIAGE)}):
        yield Case.objects.filter(desk=area, lane=vocab.DISCIPLINE)


def _readers(case: Case, *, at: dt.datetime) -> Iterable[tuple[str, str]]:
    """Who may see this case, for the panel 谁能看到这件; nobody it binds is in the list."""
    permissions = (vocab.TRIAGE,) if case.lane == vocab.DISCIPLINE else (*access.SEEING, vocab.HANDLE_LIFTED)
    seen: set[Ref] = set()
    for permission in permissions:
        for holder in access.people_who(permission, case, at=at):
            if holder.person not in seen:
                seen.add(holder.person)
                yield holder.name, f"{holder.body} {holder.title}"
