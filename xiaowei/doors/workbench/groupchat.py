"""村群: what the month tells the groups of the village, carried by its named publisher; opens and ratings beside it."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from xiaowei.base.clock import local
from xiaowei.base.refs import PATTERN, Ref
from xiaowei.base.refusals import Invalid, NotFound, Refusal
from xiaowei.courier import carrying, groups, vocab
from xiaowei.disclosure import digest as disclosure
from xiaowei.disclosure import due
from xiaowei.disclosure.duties import months_before
from xiaowei.disclosure.telling import month_label
from xiaowei.disclosure.vocab import MAKE_DIGEST
from xiaowei.doors.workbench.desk import Desk, seat, show, staff
from xiaowei.doors.workbench.groupboard import able, boards_for
from xiaowei.roster import queries as roster
from xiaowei.roster import standing


@staff()
def group(request: HttpRequest) -> HttpResponse:
    """The groups of this person's villages."""
    done = {
        "made": _("群消息好了。复制文字，到群里发出，再点“已转发”。"),
        "forward": _("记上了：已转发。"),
        "fail": _("记上了：没发成。好了可以再试。"),
        "again": _("又放回待发了。"),
        "withdraw": _("记上了：已撤。"),
        "open": _("群登记好了。"),
        "kept": _("改好了。"),
    }
    return _page(request, done=done.get(request.GET.get("done", ""), ""))


@staff(methods=("POST",))
def make(request: HttpRequest) -> HttpResponse:
    """The month's digest, at once."""
    desk = seat(request)
    try:
        disclosure.make(_ref(request, "village"), _month(desk), by=desk.person, at=desk.at)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, problem=refusal)
    return _back("made")


@staff(methods=("POST",))
def mark(request: HttpRequest, ref: Ref, move: str) -> HttpResponse:
    """What became of a message, said by its publisher. A reason that was typed comes back with a refusal."""
    desk = seat(request)
    reason = request.POST.get("reason", "")
    try:
        if move == "forward":
            carrying.forwarded(ref, by=desk.person, at=desk.at)
        elif move == "fail":
            carrying.failed(ref, reason=reason, by=desk.person, at=desk.at)
        elif move == "again":
            carrying.again(ref, by=desk.person, at=desk.at)
        elif move == "withdraw":
            carrying.withdrawn(ref, reason=reason, by=desk.person, at=desk.at)
        else:
            raise NotFound()
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, problem=refusal, about=ref)
    return _back(move)


@staff(methods=("POST",))
def open_group(request: HttpRequest) -> HttpResponse:
    """Register a group with its publisher."""
    desk = seat(request)
    try:
        groups.open_group(
            _ref(request, "village"),
            name=request.POST.get("name", ""),
            publisher=_ref(request, "publisher"),
            by=desk.person,
            at=desk.at,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, problem=refusal)
    return _back("open")


@staff(methods=("POST",))
def keep(request: HttpRequest, ref: Ref, move: str) -> HttpResponse:
    """Another publisher for a group, or the end of it."""
    desk = seat(request)
    try:
        if move == "publisher":
            groups.hand_over(ref, publisher=_ref(request, "publisher"), by=desk.person, at=desk.at)
        elif move == "close":
            groups.close(ref, by=desk.person, at=desk.at)
        else:
            raise NotFound()
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, problem=refusal)
    return _back("kept")


def _page(
    request: HttpRequest, *, done: str = "", problem: Refusal | None = None, about: Ref | None = None
) -> HttpResponse:
    desk = seat(request)
    making = roster.villages_in(standing.areas_for(desk.person, MAKE_DIGEST, at=desk.at))
    keeping = roster.villages_in(standing.areas_for(desk.person, vocab.KEEP, at=desk.at))
    boards, echoes = boards_for(request, desk, keeping={village.ref for village in keeping})
    if not desk.may(vocab.FORWARD, vocab.KEEP, MAKE_DIGEST):
        raise NotFound()
    moment = due.due_moment(_month(desk))
    context = {
        "boards": boards,
        "making": making,
        "month": month_label(_month(desk)),
        "moment": moment if moment > desk.at else None,
        "keeping": [(village, able(village.ref, at=desk.at)) for village in keeping],
        "echoes": echoes,
        "todo": sum(len(board.waiting) for board in boards if board.mine),
        "done": done,
        "about": about,
        "typed": request.POST,
    }
    return show(request, "groupchat", context, problem=problem)


def _month(desk: Desk) -> dt.date:
    """The month that is told now: the one before this day's."""
    return months_before(local(desk.at).date().replace(day=1), 1)


def _ref(request: HttpRequest, name: str) -> Ref:
    value = request.POST.get(name, "")
    if not PATTERN.fullmatch(value):
        raise Invalid(_("还没有选好。请选一项再点。"))
    return Ref(value)


def _back(done: str) -> HttpResponse:
    return redirect(reverse("workbench:group") + f"?done={done}")
