"""Inspectors' checks (双监督): making one from a published item, the list of them, and what each side does next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from xiaowei.base import cursors
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, NotFound, Refusal
from xiaowei.cases.access import Eyes
from xiaowei.disclosure import abouts, checkaccess, checkflow, checkreads, checks
from xiaowei.disclosure import queries as disclosure
from xiaowei.disclosure.checkhistory import LONGEST
from xiaowei.disclosure.vocab import RATINGS
from xiaowei.doors.workbench.desk import Desk, posted_number, seat, show, staff
from xiaowei.insight.villages import seen_together
from xiaowei.insight.vocab import BOARD
from xiaowei.roster import queries as roster
from xiaowei.roster import standing

FEWEST = len(new_ref())


@staff()
def listed(request: HttpRequest) -> HttpResponse:
    """The checks one may read: open ones by due date, or those over, newest first."""
    desk, over = seat(request), "over" in request.GET
    if not desk.may(*checkaccess.SEEING):
        raise NotFound()
    after = cursors.read(request.GET.get("after", ""))
    rows, more = checkreads.check_list(desk.person, at=desk.at, over=over, after=after)
    places = roster.areas(row.village for row in rows)
    context = {
        "rows": [(row, places[row.village].short_name) for row in rows],
        "over": over,
        "mine": {row.ref for row in checkreads.waiting_checks(desk.person, at=desk.at)},
        "more": f"/desk/checks/?{'over&' if over else ''}after={cursors.spell(more)}" if more else "",
        "later": after is not None,
        "inspector": desk.may(checkflow.MAKE),
    }
    return show(request, "checks", context)


@staff()
def check(request: HttpRequest, ref: Ref) -> HttpResponse:
    """One check. Raises NotFound: absent and forbidden alike."""
    return _page(request, ref)


@staff(methods=("POST",))
def act(request: HttpRequest, ref: Ref, move: str) -> HttpResponse:
    """Make one move; a refusal shows the check as it is now, with the words still in their field."""
    desk, words = seat(request), request.POST.get("words", "")
    try:
        if move == "answer":
            checks.answer(ref, words=words, by=desk.person, at=desk.at)
        elif move == "rectify":
            checks.rectify(ref, words=words, by=desk.person, at=desk.at)
        elif move == "close":
            checks.close(ref, words=words, seen=posted_number(request, "seen"), by=desk.person, at=desk.at)
        elif move == "give_back":
            checks.give_back(ref, words=words, seen=posted_number(request, "seen"), by=desk.person, at=desk.at)
        else:
            raise NotFound()
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, ref, tried=move, problem=refusal)
    return redirect("workbench:check", ref)


@staff()
def published(request: HttpRequest, ref: Ref) -> HttpResponse:
    """A published item as those above the village and its own staff look at it. Raises NotFound."""
    return _published(request, ref)


@staff(methods=("POST",))
def make(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Record a check; a refusal shows the item again, with the words still in their field."""
    desk = seat(request)
    try:
        made = _make(request, desk, ref)
    except NotFound:
        raise
    except Refusal as refusal:
        return _published(request, ref, problem=refusal)
    return redirect("workbench:check", made)


def _make(request: HttpRequest, desk: Desk, ref: Ref) -> Ref:
    checkaccess.desk_over(desk.person, disclosure.publication(ref).village, at=desk.at)  # whose office checks at all
    found = request.POST.get("found", "")
    if found not in ("sound", "wrong"):
        raise Invalid(_("还没有选合格还是有问题。请选一个再送。"))
    form_key = request.POST.get("form_key", "")
    if not FEWEST <= len(form_key) <= 64:
        raise Invalid(_("这张表没有送完整。请再点一次。"))
    number, words = posted_number(request, "number"), request.POST.get("words", "")
    sound = found == "sound"
    return checks.make(ref, number=number, sound=sound, words=words, form_key=form_key, by=desk.person, at=desk.at)


def _page(request: HttpRequest, ref: Ref, *, tried: str = "", problem: Refusal | None = None) -> HttpResponse:
    desk = seat(request)
    page = checkreads.check_page(desk.person, ref, at=desk.at)
    words = request.POST.get("words", "")
    context: dict[str, Any] = {
        "page": page,
        "facts": page.facts,
        "place": roster.area(page.facts.village),
        "desk_place": roster.area(page.facts.desk),
        "typed": {tried: words} if tried in page.moves else {},
        "kept": words if tried and tried not in page.moves else "",
        "longest": LONGEST,
    }
    return show(request, "check", context, problem=problem)


def _published(request: HttpRequest, ref: Ref, *, problem: Refusal | None = None) -> HttpResponse:
    desk = seat(request)
    page = disclosure.public_page(ref)
    village = page.publication.village
    if not any(standing.may(desk.person, one, village, at=desk.at) for one in (BOARD, *checkaccess.SEEING)):
        raise NotFound()
    (seen,) = seen_together(Eyes(desk.person, at=desk.at), village, [page.publication])
    context = {
        "page": page,
        "publication": page.publication,
        "place": roster.area(village),
        "seen": seen,
        "grades": [(label, str(grade)) for grade, label in RATINGS.items()],
        "parts": abouts.parts_of(ref),
        "may_check": checkaccess.may_make(desk.person, village, at=desk.at),
        "form_key": request.POST.get("form_key", "") if problem else new_ref(),
        "found": request.POST.get("found", ""),
        "words": request.POST.get("words", ""),
        "longest": LONGEST,
        "answer": checkflow.limits()["asked"].days,
        "again": checkflow.limits()["answered"].days,
        "board": standing.may(desk.person, BOARD, village, at=desk.at),
    }
    return show(request, "published", context, problem=problem)
