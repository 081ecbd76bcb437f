"""Review, release, check: one page for the three signatures, with what the villager will read on the left."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Refusal
from xiaowei.disclosure import access, differences, withdrawals
from xiaowei.disclosure import actions as disclosure
from xiaowei.disclosure import queries as reads
from xiaowei.disclosure.queries import DeskVersion
from xiaowei.doors.workbench import grid
from xiaowei.doors.workbench.desk import Desk, seat, show, staff
from xiaowei.doors.workbench.drawn import DRAWN
from xiaowei.roster import queries as roster


@staff()
def review(request: HttpRequest, ref: Ref) -> HttpResponse:
    """A version before its reviewer, or its history for anybody who may see drafts."""
    return _page(request, ref)


@staff(methods=("POST",))
def sign(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Sign exactly what was on the screen."""
    desk = seat(request)
    note = request.POST.get("note", "").strip()
    try:
        disclosure.sign(ref, seen=request.POST.get("seen", ""), by=desk.person, note=note, at=desk.at)
    except Refusal as refusal:
        return _page(request, ref, problem=refusal)
    return redirect(f"/desk/review/{ref}/?done=signed")


@staff(methods=("POST",))
def send_back(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Return the version to its clerk, with a reason."""
    desk = seat(request)
    reason, seen = request.POST.get("reason", ""), request.POST.get("seen", "")
    try:
        disclosure.send_back(ref, reason=reason, seen=seen, by=desk.person, at=desk.at)
    except Refusal as refusal:
        return _page(request, ref, problem=refusal)
    return redirect(f"/desk/review/{ref}/?done=returned")


def _page(request: HttpRequest, ref: Ref, *, problem: Refusal | None = None) -> HttpResponse:
    desk = seat(request)
    version = reads.desk_version(desk.person, ref, at=desk.at)
    drawn = DRAWN[version.kind]
    context = drawn.on_review(version)
    context |= {
        "drawn_as": drawn,
        "seen_template": f"workbench/{drawn.seen}.html",
        "version": version,
        "heading": _heading(version),
        "place": roster.area(version.village),
        "pins": grid.pinned(reads.doubts_of(ref)),
        "difference": differences.draft_difference(ref),
        "may_withdraw": withdrawals.may_ask(desk.person, ref, at=desk.at),
        "withdrawals": withdrawals.of_version(ref),
        "steps": reads.steps_of(ref),
        "may_sign": bool(version.step) and reads.may_act(desk.person, ref, version.step, at=desk.at),
        "barred": _barred(desk, version),
        "next_signer": _signers(desk, version) if version.step else "",
        "reason": request.POST.get("reason", ""),
        "note": request.POST.get("note", ""),
        "done": "" if problem else _done(request),
    }
    return show(request, "review", context, problem=problem)


def _heading(version: DeskVersion) -> str:
    words = {"review": _("审核"), "release": _("签发"), "check": _("核对")}
    return words.get(version.step, _("经过"))


def _barred(desk: Desk, version: DeskVersion) -> str:
    """Why somebody whose office may sign here still may not: he made or signed this version before."""
    if not version.step or reads.may_act(desk.person, version.ref, version.step, at=desk.at):
        return ""
    signers = access.signers(version.step, version.village, at=desk.at)
    return str(disclosure.SamePerson()) if any(one.person == desk.person for one in signers) else ""


def _signers(desk: Desk, version: DeskVersion) -> str:
    return _("、").join(holder.name for holder in access.signers(version.step, version.village, at=desk.at))


def _done(request: HttpRequest) -> str:
    said = {
        "submitted": _("已送监委会审核。结果会通知您。"),
        "signed": _("已签字，留痕了。"),
        "returned": _("已退回，报账员会看到您写的原因。"),
    }
    return said.get(request.GET.get("done", ""), "")
