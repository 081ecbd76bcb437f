"""The moves of a case that a form of its page makes, and how its clocks and steps read there."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from xiaowei.almanac import queries as almanac
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.cases import handling, identity, worklist
from xiaowei.cases.queries import ClockFacts, StepFacts
from xiaowei.doors.workbench import casesettle, month
from xiaowei.doors.workbench.desk import Desk, posted_number

WITH_WORDS: dict[str, Callable[..., None]] = {
    "reply": handling.reply,
    "accept": handling.accept,
    "decline": handling.decline,
    "answer": handling.answer,
    "stand_aside": handling.stand_aside,
}


def make(request: HttpRequest, desk: Desk, ref: Ref, move: str) -> None:
    """Make one move. Raises NotFound for a move there is not, and whatever the verb refuses."""
    words, by, at = request.POST.get("words", ""), desk.person, desk.at
    if move in WITH_WORDS:
        WITH_WORDS[move](ref, words=words, by=by, at=at)
    elif move == "return_answer":
        handling.return_answer(ref, words=words, seen=posted_number(request, "seen"), by=by, at=at)
    elif move == "release_answer":
        handling.release_answer(ref, seen=posted_number(request, "seen"), by=by, at=at)
    elif move == "settle":
        _settle(request, desk, ref)
    elif move == "ask_identity":
        identity.ask_open(ref, reason=words, by=by, at=at)
    elif move == "open_identity":
        identity.grant_open(ref, by=by, at=at)
    else:
        raise NotFound()


def _settle(request: HttpRequest, desk: Desk, ref: Ref) -> None:
    view = worklist.staff_view(desk.person, ref, at=desk.at)
    if "settle" not in view.moves:
        raise NotFound()
    chosen, words, down = casesettle.targets(request, view, desk), request.POST.get("words", ""), "down" in request.POST
    handling.settle(
        ref, targets=chosen, words=words, seen=posted_number(request, "seen"), by=desk.person, at=desk.at, down=down
    )


def boxes(clock: ClockFacts, desk: Desk) -> str:
    """The days of one clock as boxes; empty for hours."""
    if clock.due_at - clock.started_at <= dt.timedelta(days=1):
        return ""  # hours are no boxes of days
    return month.boxes(clock.started_at, clock.due_at, almanac.calendar(), at=clock.met_at or desk.at)


def label(step: StepFacts) -> str:
    """The room labels the reporter's own steps for herself; staff read them from outside."""
    words: dict[str, Any] = {
        "open": _("反映人送出"),
        "add": _("反映人补充"),
        "rate_good": _("反映人打了分"),
        "rate_bad": _("反映人打了分：不满意"),
        "withdraw": _("反映人撤回"),
    }
    return str(words.get(step.move, step.label))


def returned(steps: tuple[StepFacts, ...]) -> StepFacts | None:
    """The reason the last answer was sent back, while it has not been written anew."""
    for step in steps:  # newest first
        if step.move == "return_answer":
            return step
        if step.move in ("answer", "release_answer"):
            return None
    return None
