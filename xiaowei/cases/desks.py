"""Which desk a case stands on after it was opened: out of the village, or one level up; and who sits there."""

import datetime as dt
from typing import Any

from xiaowei.base.refs import Ref
from xiaowei.cases import access, routing, running, vocab
from xiaowei.cases.history import Step, step
from xiaowei.cases.models import Case, Conflict
from xiaowei.courier import actions as courier
from xiaowei.roster.nearby import nearby


def exclude(case: Case, route: routing.Route) -> None:
    """Store whom the case may never be seen by."""
    for person in sorted(route.excluded):
        Conflict.objects.get_or_create(case=case, person=person, defaults={"why": "named"})


def away(case: Case, words: str, *, at: dt.datetime) -> routing.Route | None:
    """The route of later words that may be about a cadre, when it asks for more than the case already has.

    Doubt never routes down: a case in the discipline lane only ever moves up, and loses readers.
    """
    if not words.strip():
        return None
    near = nearby(Ref(case.village), at=at)
    route = routing.route(words, near=near, at=at)
    if route.lane != vocab.DISCIPLINE:
        return None
    if case.lane != vocab.DISCIPLINE:
        return route
    places = [area.ref for area in near.chain]
    desk = max(Ref(case.desk), route.desk, key=places.index)
    known = set(case.conflicts.values_list("person", flat=True))
    if desk == case.desk and route.excluded <= known:
        return None
    return routing.Route(vocab.DISCIPLINE, desk, route.excluded)


def reroute(case: Case, route: routing.Route, *, at: dt.datetime) -> None:
    """Give the case to this desk, as if it came in now. What is queued for those who had it is taken back.

    Where the desk is already the right one, only the newly named lose sight of it.
    """
    exclude(case, route)
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
    step(case, Step("reroute", at, tell="cases.rerouted", to=handlers(case, at=at)), **changes)


def lift(case: Case) -> dict[str, Any]:
    """The columns of the case once the next level has taken it up, already set on it."""
    case.desk, case.lifted = routing.level_above(Ref(case.desk)), case.lifted + 1
    return {"desk": case.desk, "lifted": case.lifted}


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
