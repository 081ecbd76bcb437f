"""撤回: the village asks, the township answers; nothing is taken back by one hand alone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound, Refusal
from xiaowei.disclosure import queries as reads
from xiaowei.disclosure import vocab, withdrawal, withdrawals
from xiaowei.doors.workbench.desk import seat, show, staff
from xiaowei.roster import queries as roster


@staff(methods=("GET", "POST"))
def ask(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Ask the township to take a published version back."""
    desk = seat(request)
    version = reads.desk_version(desk.person, ref, at=desk.at)
    if not desk.may(vocab.ASK_WITHDRAWAL):
        raise NotFound()
    problem: Refusal | None = None
    if request.method == "POST":
        ground, reason = request.POST.get("ground", ""), request.POST.get("reason", "")
        try:
            made = withdrawal.ask_withdrawal(ref, reason=reason, ground=ground, by=desk.person, at=desk.at)
            return redirect("workbench:withdrawal", made)
        except NotFound:
            raise
        except Refusal as refusal:
            problem = refusal
    context = {
        "version": version,
        "place": roster.area(version.village),
        "grounds": list(vocab.GROUNDS.items()),
        "ground": request.POST.get("ground", ""),
        "reason": request.POST.get("reason", ""),
        "asked": withdrawals.of_version(ref),
    }
    return show(request, "withdraw", context, problem=problem)


@staff()
def listed(request: HttpRequest) -> HttpResponse:
    """What waits for this person's word, and what was decided lately."""
    desk = seat(request)
    if not withdrawals.decides(desk.person, at=desk.at):
        raise NotFound()
    waiting, done = withdrawals.to_decide(desk.person, at=desk.at), withdrawals.decided(desk.person, at=desk.at)
    places = roster.areas(one.village for one in (*waiting, *done))
    named = [[(one, places[one.village].short_name) for one in rows] for rows in (waiting, done)]
    return show(request, "withdrawals", {"waiting": named[0], "answered": named[1]})


@staff()
def one(request: HttpRequest, ref: Ref) -> HttpResponse:
    """One request: for those of the village who ask, and those of the township who decide."""
    return _page(request, ref)


@staff(methods=("POST",))
def decide(request: HttpRequest, ref: Ref, move: str) -> HttpResponse:
    """Take it back, or let it stand."""
    desk = seat(request)
    found = withdrawals.one(desk.person, ref, at=desk.at)
    if move not in ("approve", "refuse") or not withdrawals.may_decide(desk.person, found.village, at=desk.at):
        raise NotFound()
    try:
        if move == "approve":
            withdrawal.approve_withdrawal(ref, by=desk.person, at=desk.at)
        else:
            withdrawal.refuse_withdrawal(ref, words=request.POST.get("words", ""), by=desk.person, at=desk.at)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, ref, problem=refusal)
    return redirect("workbench:withdrawal", ref)


def _page(request: HttpRequest, ref: Ref, *, problem: Refusal | None = None) -> HttpResponse:
    desk = seat(request)
    found = withdrawals.one(desk.person, ref, at=desk.at)
    context = {
        "one": found,
        "place": roster.area(found.village),
        "may_decide": found.state == "asked" and withdrawals.may_decide(desk.person, found.village, at=desk.at),
        "words": request.POST.get("words", ""),
    }
    return show(request, "withdrawal", context, problem=problem)
