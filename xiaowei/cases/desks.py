"""Which desk a case stands on after it was opened: out of the village, or one level up; and who sits there."""

import datetime as dt
from dataclasses import replace
from typing import Any

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.cases import access, recusal, routing, running, vocab
from xiaowei.cases import targets as whom
from xiaowei.cases.history import Step, step
from xiaowei.cases.models import Case
from xiaowei.courier import actions as courier
from xiaowei.roster import queries as roster
from xiaowei.roster import ties
from xiaowei.roster.nearby import Nearby, nearby


def away(case: Case, words: str, *, at: dt.datetime) -> routing.Route | None:
    """The route of later words that may be about a cadre, when it asks for more than the case already has.

    Doubt never routes down: a case in the discipline lane only ever moves up, and loses readers.
    """
    if not words.strip():
        return None
    near = nearby(Ref(case.village), at=at)
    route = routing.route(routing.Said(words, happened_on=happened_on(case)), near=near, at=at)
    if route.lane != vocab.DISCIPLINE:
        return None
    if case.lane != vocab.DISCIPLINE:
        return route
    known = whom.stored(case)
    if {subject.key for subject in route.subjects} <= {subject.key for subject in known}:
        return None
    aside = recusal.aside(case)
    wider = routing.to_discipline(known | route.subjects, near=near, named=route.named, aside=aside, at=at)
    return replace(wider, desk=higher(near, Ref(case.desk), wider.desk))


def reroute(case: Case, route: routing.Route, *, at: dt.datetime) -> None:
    """Take the case where its later words send it. What is queued for those who had it is taken back.

    Where the desk is already the right one, only the newly bound lose sight of it.
    """
    whom.add(case, route.named, route.subjects, at=at)
    move(case, route, at=at)


def move(case: Case, route: routing.Route, *, name: str = "reroute", by: Ref | None = None, at: dt.datetime) -> None:
    """Give the case to this desk, as if it came in now. Where it stands there already, a step without news."""
    courier.withdraw(Ref(case.ref))
    if (case.lane, case.desk) == (route.lane, route.desk):
        step(case, Step("recuse", at))
        return
    anew = {"lifted": 0, "urged": 0, "redone": 0, "closed_at": None}
    changes: dict[str, Any] = {"lane": route.lane, "desk": route.desk, **anew}
    for column, value in changes.items():
        setattr(case, column, value)
    case.clocks.all().delete()
    running.start(case, at=at)
    tell = "cases.rerouted" if route.lane == vocab.DISCIPLINE else "cases.opened"
    step(case, Step(name, at, by=by, tell=tell, to=handlers(case, at=at)), **changes)


def follow(case: Case, *, at: dt.datetime) -> bool:
    """Whether the roster as it is now asked for a higher desk, and the case went there.

    It must when one of those it is about has come to the level that handles it, or nobody there is free any more.
    Too few is not none: a desk with one officer left keeps what it has.
    """
    near, known = nearby(Ref(case.village), at=at), whom.stored(case)
    fit = routing.to_discipline(known, near=near, aside=recusal.aside(case), at=at)
    free = routing.free_at(near, fit.excluded)
    upper = higher(near, Ref(case.desk), fit.desk)
    places = {near.village.path, *fit.places}
    stands_above = ties.above(roster.area(Ref(case.desk)).path, places=places)
    if upper == case.desk or (stands_above and free.get(Ref(case.desk))):
        return False
    move(case, replace(fit, desk=upper), at=at)
    return True


def higher(near: Nearby, one: Ref, other: Ref) -> Ref:
    """Which of two desks over the village lies higher."""
    places = [area.ref for area in near.chain]
    return max((one, other), key=lambda ref: places.index(ref) if ref in places else len(places))


def happened_on(case: Case) -> dt.date:
    """The day from which ties to those it is about count."""
    return case.happened_on or local(case.opened_at).date()


def lift(case: Case, *, at: dt.datetime) -> dict[str, Any]:
    """The columns of the case once the next level has taken it up, already set on it.

    In the discipline lane that is the next one with somebody who is free to see it.
    """
    case.desk, case.lifted = _next(case, at=at), case.lifted + 1
    return {"desk": case.desk, "lifted": case.lifted}


def _next(case: Case, *, at: dt.datetime) -> Ref:
    up = routing.level_above(Ref(case.desk))
    if case.lane != vocab.DISCIPLINE:
        return up
    near = nearby(Ref(case.village), at=at)
    free = routing.free_at(near, recusal.bound_by(case, at=at))
    places = [area.ref for area in near.chain]
    ahead = places[places.index(up) :] if up in places else []
    # where nobody above is free, it stays with those who are
    return next((area for area in ahead if free.get(area)), Ref(case.desk) if free.get(Ref(case.desk)) else up)


def lifted_to(case: Case, *, at: dt.datetime) -> set[Ref]:
    """Who takes up a lifted case."""
    permission = vocab.TRIAGE if case.lane == vocab.DISCIPLINE else vocab.HANDLE_LIFTED
    return {holder.person for holder in access.people_who(permission, case, at=at)}


def handlers(case: Case, *, at: dt.datetime) -> set[Ref]:
    """Who answers the case as it stands."""
    if case.lane == vocab.DISCIPLINE:
        return lifted_to(case, at=at)
    own = {holder.person for holder in access.people_who(vocab.ANSWER, case, at=at)}
    return own | lifted_to(case, at=at) if case.lifted else own
