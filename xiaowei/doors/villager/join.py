"""Joining a household: the code from the slip, then a name and a password, or one tap for whoever has them already.

The QR on a slip leads to `/j?c=CODE`. Opening it uses nothing and looks nothing up, so that whatever reads links ahead
of people does no harm; the code moves into a sealed cookie and out of the address at once.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from xiaowei.accounts import binding, invitations
from xiaowei.accounts.invitations import Found
from xiaowei.base.clock import now, wall
from xiaowei.base.masking import mask_name
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Refusal, Throttled
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.shared.source import source_of
from xiaowei.doors.villager import late, login, me, places
from xiaowei.doors.villager.sealed import sealed, unsealed
from xiaowei.roster import queries as roster

KEY = "member-cookie"
COOKIE = "join"
LASTS = 30 * 60  # seconds from the code to the password
LONGEST = 40  # characters of a code that are looked at


@audience("public", methods=("GET", "POST"))
def scanned(request: HttpRequest) -> HttpResponse:
    """Where a slip's QR leads: the code goes along out of sight."""
    response = HttpResponseRedirect(reverse("villager:me_join"))
    typed = request.GET.get("c", "")[:LONGEST]
    if typed:
        _carry(response, {"code": typed})
    return response


@audience("public", methods=("GET", "POST"))
def join(request: HttpRequest) -> HttpResponse:
    """The code of the slip. One that is right leads on; a wrong one stays in its field."""
    if request.method != "POST":
        return _code_page(request, _carried(request).get("code", ""))
    typed = request.POST.get("code", "")[:LONGEST]
    if not late.from_here(request):
        return _code_page(request, typed, problem=login.elsewhere())
    try:
        found = invitations.find(typed, source=source_of(request), at=now(), tried_at=wall())
    except Refusal as refusal:
        return _code_page(request, typed, problem=refusal)
    response = HttpResponseRedirect(reverse("villager:me_join_as"))
    _carry(response, {"code": typed, "invitation": found.ref})
    return response


@audience("public", methods=("GET", "POST"))
def join_as(request: HttpRequest) -> HttpResponse:
    """Who joins: a member with one tap, anybody else with a name and a password of her own."""
    invitation = _carried(request).get("invitation", "")
    try:
        found = invitations.still_open(Ref(invitation), at=now())
    except Refusal as refusal:
        if request.method != "POST":
            return HttpResponseRedirect(reverse("villager:me_join"))
        return _code_page(request, _carried(request).get("code", ""), problem=refusal)
    if request.method != "POST":
        return _as_page(request, found)
    if not late.from_here(request):
        return _as_page(request, found, problem=login.elsewhere())
    who = me.member(request)
    try:
        response = _further(request, found, who) if who else _first(request, found)
    except Refusal as refusal:
        return _as_page(request, found, problem=refusal)
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _first(request: HttpRequest, found: Found) -> HttpResponse:
    villager = binding.join_new(
        found, name=request.POST.get("name", "")[:200], password=request.POST.get("password", "")[:1024], at=now()
    )
    response = HttpResponseRedirect(reverse("villager:me") + "?done=joined")
    me.let_in(response, villager, kept="kept" in request.POST)
    return response


def _further(request: HttpRequest, found: Found, who: me.Member) -> HttpResponse:
    if not me.from_our_page(request):
        raise login.elsewhere()
    binding.join_further(found, villager=who.villager, at=now())
    return HttpResponseRedirect(reverse("villager:me") + "?done=joined")


def _code_page(request: HttpRequest, typed: str, *, problem: Refusal | None = None) -> HttpResponse:
    response = me.show(request, "join", {"code": typed, "member": me.member(request)}, problem=problem)
    if isinstance(problem, Throttled):
        response["Retry-After"] = str(problem.wait)
    return response


def _as_page(request: HttpRequest, found: Found, *, problem: Refusal | None = None) -> HttpResponse:
    village = roster.area(found.household.village)
    context: dict[str, Any] = {
        "village": village,
        "place": places.place_line(village),
        "household": found.household,
        "head": mask_name(found.household.head),
        "member": me.member(request),
        "name": request.POST.get("name", "")[:200],
        "kept": "kept" in request.POST,
        "login_path": me.login_path(reverse("villager:me_join_as")),
    }
    return me.show(request, "join_as", context, problem=problem)


def _carry(response: HttpResponse, said: dict[str, str]) -> None:
    value = sealed(said, under=KEY)
    response.set_cookie(COOKIE, value, max_age=LASTS, httponly=True, samesite="Lax", secure=settings.XIAOWEI.https)


def _carried(request: HttpRequest) -> dict[str, str]:
    return unsealed(request.COOKIES.get(COOKIE, ""), under=KEY)
