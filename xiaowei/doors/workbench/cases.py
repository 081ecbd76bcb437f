"""The work list, and one case: the reporter's words, the clocks, who may see it, and the moves that are one's own."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from xiaowei.almanac import queries as almanac
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, NotFound, Refusal
from xiaowei.cases import access, handling, reading, worklist
from xiaowei.cases import queries as reads
from xiaowei.cases.actions import LONGEST
from xiaowei.cases.queries import ClockFacts, StepFacts
from xiaowei.cases.vocab import TRIAGE
from xiaowei.doors.workbench import month
from xiaowei.doors.workbench.desk import Desk, seat, show, staff
from xiaowei.insight import vocab as insight
from xiaowei.roster import queries as roster
from xiaowei.vault import queries as vault


@staff()
def cases(request: HttpRequest) -> HttpResponse:
    """Open cases, most pressing first: those whose turn it is for him; `?all` shows the others, too."""
    desk = seat(request)
    rows = worklist.work_list(desk.person, at=desk.at)
    mine = [row for row in rows if row.turn != "wait"]
    only_mine = "all" not in request.GET
    places = roster.areas(row.village for row in rows)
    context = {
        "rows": [(row, places[row.village].short_name) for row in (mine if only_mine else rows)],
        "only_mine": only_mine,
        "mine": len(mine),
        "total": worklist.open_count(desk.person, at=desk.at),
        "shown": worklist.PAGE,
        "watches": desk.may(insight.BOARD) and desk.may(*access.SEEING, TRIAGE),
    }
    return show(request, "cases", context)


@staff()
def case(request: HttpRequest, ref: Ref) -> HttpResponse:
    """One case; that it was opened is recorded. Raises NotFound: absent and forbidden alike."""
    desk = seat(request)
    reading.read(ref, by=desk.person, at=desk.at)
    return _page(request, ref)


@staff(methods=("POST",))
def act(request: HttpRequest, ref: Ref, move: str) -> HttpResponse:
    """Make one move; a refusal shows the case as it is now, with the words still in their field."""
    try:
        _act(request, seat(request), ref, move)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, ref, tried=move, problem=refusal)
    if move in ("answer", "release_answer", "decline"):
        return redirect(f"/desk/cases/{ref}/?done={move}")
    return redirect("workbench:case", ref)


@staff()
def photo(request: HttpRequest, ref: Ref, shot: Ref) -> HttpResponse:
    """The shown copy of a photo, without metadata. Raises NotFound."""
    desk = seat(request)
    access.case_for(desk.person, ref, at=desk.at)
    content = vault.read(reads.photo(ref, shot))
    return HttpResponse(content.data, content_type=content.media_type, headers={"Content-Disposition": "inline"})


def _act(request: HttpRequest, desk: Desk, ref: Ref, move: str) -> None:
    words, by, at = request.POST.get("words", ""), desk.person, desk.at
    if move == "reply":
        handling.reply(ref, words=words, by=by, at=at)
    elif move == "accept":
        handling.accept(ref, words=words, by=by, at=at)
    elif move == "decline":
        handling.decline(ref, words=words, by=by, at=at)
    elif move == "answer":
        handling.answer(ref, words=words, by=by, at=at)
    elif move == "return_answer":
        handling.return_answer(ref, words=words, seen=_seen(request), by=by, at=at)
    elif move == "release_answer":
        handling.release_answer(ref, seen=_seen(request), by=by, at=at)
    else:
        raise NotFound()


def _seen(request: HttpRequest) -> int:
    seen = request.POST.get("seen", "")
    if not seen.isdecimal() or len(seen) > 9:
        raise Invalid(_("这张表没有送完整。请看过答复再点一次。"))
    return int(seen)


def _page(request: HttpRequest, ref: Ref, *, tried: str = "", problem: Refusal | None = None) -> HttpResponse:
    desk = seat(request)
    view = worklist.staff_view(desk.person, ref, at=desk.at)
    words = request.POST.get("words", "")
    own = {tried: words} if tried in view.moves else {}
    said = [step for step in view.steps if step.mine and step.words]
    context = {
        "view": view,
        "row": view.row,
        "place": roster.area(view.row.village),
        "said": tuple(reversed(said)),
        "photos": [shot for step in view.steps for shot in step.photos],
        "clocks": [(clock, _boxes(clock, desk)) for clock in view.clocks],
        "steps": [(step, _label(step)) for step in view.steps],
        "kept": words if tried and not own else "",
        "typed": {name: own.get(name, "") for name in ("reply", "accept", "decline", "return_answer")},
        "answer": own.get("answer", view.draft_answer if "answer" in view.moves else ""),
        "longest": LONGEST,
        "returned": _returned(view.steps),
        "done": "" if problem else _done(request),
    }
    return show(request, "case", context, problem=problem)


def _boxes(clock: ClockFacts, desk: Desk) -> str:
    if clock.due_at - clock.started_at <= dt.timedelta(days=1):
        return ""  # hours are no boxes of days
    return month.boxes(clock.started_at, clock.due_at, almanac.calendar(), at=clock.met_at or desk.at)


def _label(step: StepFacts) -> str:
    """The room labels the reporter's own steps for herself; staff read them from outside."""
    words: dict[str, Any] = {
        "open": _("反映人送出"),
        "add": _("反映人补充"),
        "rate_good": _("反映人打了分"),
        "rate_bad": _("反映人打了分：不满意"),
        "withdraw": _("反映人撤回"),
    }
    return str(words.get(step.move, step.label))


def _returned(steps: tuple[StepFacts, ...]) -> StepFacts | None:
    """The reason the last answer was sent back, while it has not been written anew."""
    for step in steps:  # newest first
        if step.move == "return_answer":
            return step
        if step.move in ("answer", "release_answer"):
            return None
    return None


def _done(request: HttpRequest) -> str:
    said = {
        "answer": _("答复已写好，送去复核了。复核通过才会送给反映人。"),
        "release_answer": _("答复已送给反映人，等反映人打分。"),
        "decline": _("已告诉反映人不予受理和原因。"),
    }
    return said.get(request.GET.get("done", ""), "")
