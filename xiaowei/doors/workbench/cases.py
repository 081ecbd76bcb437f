"""The work list, and one case: the reporter's words, the clocks, who may see it, and the moves that are one's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound, Refusal
from xiaowei.cases import access, answered, identity, reading, worklist
from xiaowei.cases import queries as reads
from xiaowei.cases.actions import LONGEST
from xiaowei.cases.naming import Identity
from xiaowei.cases.vocab import TRIAGE
from xiaowei.doors.workbench import casemoves, casesettle
from xiaowei.doors.workbench.desk import seat, show, staff
from xiaowei.insight import vocab as insight
from xiaowei.roster import queries as roster
from xiaowei.vault import queries as vault

TYPED = ("reply", "accept", "decline", "return_answer", "stand_aside", "ask_identity")


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
        "done": _done(request),
    }
    return show(request, "cases", context)


@staff()
def case(request: HttpRequest, ref: Ref) -> HttpResponse:
    """One case; that it was opened is recorded. Raises NotFound: absent and forbidden alike."""
    return _page(request, ref)


@staff(methods=("POST",))
def act(request: HttpRequest, ref: Ref, move: str) -> HttpResponse:
    """Make one move; a refusal shows the case as it is now, with the words still in their field."""
    try:
        if move == "read_identity":
            return _named(request, ref)
        casemoves.make(request, seat(request), ref, move)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, ref, tried=move, problem=refusal)
    if move in ("settle", "stand_aside"):  # he may see the case no longer, and is not told so by a missing page
        return redirect(f"/desk/cases/?done={move}")
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


def _named(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The case with its reporter's name and phone; nothing keeps the page."""
    desk = seat(request)
    answer = _page(request, ref, name=identity.read(ref, by=desk.person, at=desk.at))
    answer["Cache-Control"] = "no-store"
    return answer


def _page(
    request: HttpRequest,
    ref: Ref,
    *,
    tried: str = "",
    problem: Refusal | None = None,
    name: Identity | None = None,
) -> HttpResponse:
    desk = seat(request)
    if request.method != "HEAD":  # nothing was shown; a refused form shows the case like any other page of it
        reading.read(ref, by=desk.person, at=desk.at)
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
        "clocks": [(clock, casemoves.boxes(clock, desk)) for clock in view.clocks],
        "steps": [(step, casemoves.label(step)) for step in view.steps],
        "kept": words if tried and not own else "",
        "typed": {field: own.get(field, "") for field in TYPED},
        "answer": own.get("answer", view.draft_answer if "answer" in view.moves else ""),
        "longest": LONGEST,
        "public_answer": answered.will_be_public(view.row.ref),
        "returned": casemoves.returned(view.steps),
        "first": (view.steps[0], casemoves.label(view.steps[0]))
        if problem and problem.status == 409 and view.steps
        else None,
        "settle": casesettle.form(request, view, desk, tried=tried == "settle") if "settle" in view.moves else None,
        "name": name,
        "done": "" if problem else _done(request),
    }
    return show(request, "case", context, problem=problem)


def _done(request: HttpRequest) -> str:
    said = {
        "answer": _("答复已写好，送去复核了。复核通过才会送给反映人。"),
        "release_answer": _("答复已送给反映人，等反映人打分。"),
        "settle": _("反映对象已确定，件已转到该办的地方。要回避的人从现在起看不到它。"),
        "stand_aside": _("您已回避，从现在起看不到那一件。"),
        "decline": _("已告诉反映人不予受理和原因。"),
    }
    return said.get(request.GET.get("done", ""), "")
