"""Reads of the cases room: what the reporter sees by her receipt, and what she is told before she sends."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xiaowei.almanac import queries as almanac
from xiaowei.almanac.calendar import Calendar
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.cases import deadlines, flow, recusal, routing, vocab
from xiaowei.cases import targets as whom
from xiaowei.cases.drafts import form_digest
from xiaowei.cases.models import Case, Clock, Event, FormUse, Photo
from xiaowei.cases.targets import Target
from xiaowei.roster import standing
from xiaowei.roster.nearby import Nearby, nearby
from xiaowei.trail import queries as trail

STATE_OF = {"green": "ok", "blue": "soon", "yellow": "due", "red": "late"}  # the shape beside a lamp


@dataclass(frozen=True)
class ClockFacts:
    """One clock as people read it. `state`: met | ok | soon | due | late; `lamp` (绿蓝黄红灯) while it runs."""

    kind: str
    label: str
    limit_label: str
    started_at: dt.datetime
    due_at: dt.datetime
    met_at: dt.datetime | None
    provisional: bool
    state: str
    words: str
    source: str
    lamp: str = ""


@dataclass(frozen=True)
class StepFacts:
    """One step of a case as it is shown."""

    ref: Ref
    move: str
    label: str
    at: dt.datetime
    who: str
    words: str
    grade: str
    photos: tuple[Ref, ...]
    index: int | None
    shown: bool
    mine: bool  # the reporter's own
    lane: str = ""


@dataclass(frozen=True)
class ReporterView:
    """A case as the holder of its receipt sees it."""

    ref: Ref
    village: Ref
    kind: str  # in words, as she chose it
    state: str
    state_label: str
    is_open: bool
    opened_at: dt.datetime
    clocks: tuple[ClockFacts, ...]
    answer: StepFacts | None
    steps: tuple[StepFacts, ...]  # newest first
    can_rate: bool
    rate_until: dt.datetime | None
    can_add: bool
    can_withdraw: bool
    lifted: bool
    index: int | None


@dataclass(frozen=True)
class Reader:
    """Somebody who will read what is about to be sent, or who will not."""

    who: str
    why: str


@dataclass(frozen=True)
class Preview:
    """What a reporter is told before she sends."""

    lane: str  # vocab.VILLAGE or vocab.DISCIPLINE
    readers: tuple[Reader, ...]
    hidden: tuple[Reader, ...]
    clocks: tuple[ClockFacts, ...]


@dataclass(frozen=True)
class Unattended:
    """A desk where open cases lie that nobody there is free to see: what operators may know of them."""

    desk: Ref
    cases: int


def unattended(*, at: dt.datetime) -> tuple[Unattended, ...]:
    """Desks with open discipline cases that nobody may open at this moment: somebody has to be appointed."""
    found: Counter[Ref] = Counter()
    for case in Case.objects.filter(is_open=True, lane=vocab.DISCIPLINE).prefetch_related("accused", "conflicts"):
        free = routing.free_at(nearby(Ref(case.village), at=at), recusal.bound_by(case, at=at))
        if not free.get(Ref(case.desk)):
            found[Ref(case.desk)] += 1
    return tuple(Unattended(desk, cases) for desk, cases in sorted(found.items()))


def taken(form_key: str) -> bool:
    """Whether a case was opened with this form: then it answers the same again, whatever has changed meanwhile."""
    return FormUse.objects.filter(form_digest=form_digest(form_key)).exists()


def reporter_view(ref: Ref, *, at: dt.datetime) -> ReporterView:
    """The case by its receipt. Raises NotFound."""
    case = Case.objects.filter(pk=ref).first()
    if case is None:
        raise NotFound()
    steps = steps_of(case, shown_only=True)
    answers = [step for step in steps if step.move == "release_answer"]
    return ReporterView(
        ref=ref,
        village=Ref(case.village),
        kind=str(vocab.KINDS[case.kind]),
        state=case.state,
        state_label=state_label(case.state),
        is_open=case.is_open,
        opened_at=case.opened_at,
        clocks=clocks_of(case, at=at),
        answer=answers[-1] if answers else None,
        steps=tuple(reversed(steps)),
        can_rate=case.state == "to_rate",
        rate_until=case.next_due_at if case.state == "to_rate" else None,
        can_add=case.state in flow.MOVES["add"].sources,
        can_withdraw=case.state in flow.MOVES["withdraw"].sources,
        lifted=bool(case.lifted),
        index=steps[-1].index if steps else None,
    )


def state_label(state: str) -> str:
    """What the reporter reads; a written answer that waits for second eyes is still being handled to her."""
    return str(vocab.BEING_HANDLED if state == "answer_review" else vocab.STATES[state])


def steps_of(case: Case, *, shown_only: bool) -> list[StepFacts]:
    """The steps of a case, oldest first, with their entry in the trail."""
    events = list(case.events.prefetch_related("photos"))
    if shown_only:
        events = [event for event in events if event.shown]
    indexes = trail.indexes_of(Ref(event.ref) for event in events)
    return [_step(event, indexes) for event in events]


def clocks_of(case: Case, *, at: dt.datetime, calendar: Calendar | None = None) -> tuple[ClockFacts, ...]:
    """The clocks of a case, first reply first; a list hands the calendar in, to ask for it once."""
    return clock_facts(case.clocks.all(), calendar or almanac.calendar(), at=at)


def clock_facts(clocks: Iterable[Clock], calendar: Calendar, *, at: dt.datetime) -> tuple[ClockFacts, ...]:
    """These clocks as people read them, first reply first."""
    order = {kind: place for place, kind in enumerate(deadlines.CLOCKS)}
    return tuple(_clock(clock, calendar, at=at) for clock in sorted(clocks, key=lambda clock: order[clock.kind]))


def before_sending(
    village: Ref,
    *,
    kind: str,
    at: dt.datetime,
    targets: tuple[Target, ...] = (),
    words: str = "",
    mode: str = "",
    happened_on: dt.date | None = None,
) -> Preview:
    """Who will read what is about to be sent, who will not, and by when an answer is due.

    `mode` is that of the identity she gives, empty for none: 保密 alone takes a matter out of the village.
    """
    near, calendar = nearby(village, at=at), almanac.calendar()
    said = routing.Said(words.strip() or None, kind, whom.checked(targets), mode, happened_on)
    route = routing.route(said, near=near, at=at)
    clocks = tuple(
        _running(row, due.at, None, due.provisional, at, calendar, at=at)
        for row, due in ((row, deadlines.due(row, calendar, at)) for row in deadlines.rules_for(kind, route.lane))
    )
    if route.lane == vocab.DISCIPLINE:
        return Preview(route.lane, _discipline_readers(route, near), _kept_away(near), clocks)
    return Preview(route.lane, _village_readers(near), _kept_away(near)[-1:] + _named_away(), clocks)


def _village_readers(near: Nearby) -> tuple[Reader, ...]:
    second = [h for h in near.holders(vocab.RELEASE_ANSWER) if h.area == near.village.ref]
    above = near.chain[1] if near.above else near.village
    readers = (
        Reader(_named(near.holders(vocab.ANSWER)), _("先接到，负责答复")),
        Reader(_named(second), _("复核答复，同意了才送给您")),
        Reader(_("%(area)s纪委") % {"area": above.short_name}, _("盯着有没有按时答复")),
    )
    return tuple(r for r in readers if r.who)


def _discipline_readers(route: routing.Route, near: Nearby) -> tuple[Reader, ...]:
    """By office: who sits there and is free to see it is not for her to know, nor for whoever only tries out."""
    seated = [h.body for h in near.holders(vocab.TRIAGE) if h.area == route.desk]
    desk = next(area for area in near.chain if area.ref == route.desk)
    office = "、".join(dict.fromkeys(seated)) or _("%(area)s纪委监委") % {"area": desk.short_name}
    return (
        Reader(office, _("直接收到，负责办理")),
        Reader(_("%(office)s的另一位干部") % {"office": office}, _("复核答复，同意了才送给您")),
    )


def _kept_away(near: Nearby) -> tuple[Reader, ...]:
    return (
        Reader(_("%(village)s的村干部") % {"village": near.village.short_name}, _("看不到，也不知道有这件事")),
        Reader(_("您反映的人、他的单位和近亲属"), _("在哪一级都看不到")),
        Reader(_("其他村民"), _("看不到您写的话")),
    )


def _named_away() -> tuple[Reader, ...]:
    who, why = _("被您写到的干部和他所在的村班子"), _("只要写到干部，就直接交上级纪委，村里看不到有这件事")
    return (Reader(who, why),)


def photo(case: Ref, ref: Ref) -> Ref:
    """The vault's reference of a photo's shown copy, when it belongs to the case. Raises NotFound."""
    shown = Photo.objects.filter(pk=ref, event__case=case).values_list("shown", flat=True).first()
    if shown is None:
        raise NotFound()
    return Ref(shown)


def _named(holders: Iterable[standing.Holder]) -> str:
    return "、".join(f"{h.body} {h.name}" for h in holders)


def _step(event: Event, indexes: dict[Ref, int]) -> StepFacts:
    return StepFacts(
        ref=Ref(event.ref),
        move=event.move,
        label=str(flow.MOVES[event.move].label),
        at=event.at,
        who=event.by_label,
        words=event.words,
        grade=str(vocab.GRADES[event.grade]) if event.grade else "",
        photos=tuple(Ref(p.ref) for p in event.photos.all()),
        index=indexes.get(Ref(event.ref)),
        shown=event.shown,
        mine=flow.REPORTER in flow.MOVES[event.move].who,
        lane=event.lane,
    )


def _clock(clock: Clock, calendar: Calendar, *, at: dt.datetime) -> ClockFacts:
    row = deadlines.rule(clock.rule)
    return _running(row, clock.due_at, clock.met_at, clock.provisional, clock.started_at, calendar, at=at)


def _running(
    row: deadlines.ClockRule,
    due_at: dt.datetime,
    met_at: dt.datetime | None,
    provisional: bool,
    started_at: dt.datetime,
    calendar: Calendar,
    *,
    at: dt.datetime,
) -> ClockFacts:
    lamp = ""
    if met_at is None:
        shining = deadlines.lamp(due_at, started=started_at, at=at)
        state, lamp = STATE_OF[shining], str(deadlines.LAMPS[shining])
        words = deadlines.left_words(due_at, calendar, unit=row.unit, at=at)
    else:
        state = "met" if met_at <= due_at else "late"
        words = _("按时") if met_at <= due_at else _("迟了")
    return ClockFacts(
        kind=row.clock,
        label=deadlines.clock_label(row.clock),
        limit_label=deadlines.limit_label(row),
        started_at=started_at,
        due_at=due_at,
        met_at=met_at,
        provisional=provisional,
        state=state,
        words=words,
        source=row.source,
        lamp=lamp,
    )
