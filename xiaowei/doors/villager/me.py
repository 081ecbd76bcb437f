"""Members: who of a household is logged in, and the mark for pages that are hers.

`@members()` marks a view `@audience("member")`, hands it the Member as second argument, and sends whoever is not logged
in to `/me/login/` with the way back. `member(request)` is for pages that are for everybody and say more to a member.
"""

import hmac
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from xiaowei.accounts import codes, sessions
from xiaowei.accounts.members import Member, member_of
from xiaowei.base.clock import now
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Refusal
from xiaowei.doors.shared.audience import View, audience
from xiaowei.doors.villager import late

COOKIE = "__Host-me" if settings.XIAOWEI.https else "me"
FIELD = "form"  # what a member's forms carry
OWN_PATH = re.compile(r"(/en)?/(?!en/|desk/)([a-z0-9_-]+/)+[a-z0-9_-]*(\?[\w=&%.-]*)?")

__all__ = ["Member", "member", "members", "show"]


def member(request: HttpRequest) -> Member | None:
    """The member whose phone this is; None for anybody else. Read once per request."""
    if not hasattr(request, "member"):
        held = sessions.held(_token(request), at=now())
        # hung onto the request as Django hangs `user`: a type of our own would have to go through every view
        request.member = member_of(held.villager) if held and held.alive else None  # type: ignore[attr-defined]
    return cast("Member | None", request.member)  # type: ignore[attr-defined]


def members(*, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Mark a view for members, who is its second argument; what a late form said is kept for an hour."""

    def mark(view: View) -> View:
        @wraps(view)
        def let_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            who = member(request)
            if request.method == "POST" and (who is None or not from_our_page(request)):
                return late.keep(request, writer=_writer(request), back=reverse("villager:me_resume"))
            if who is None:
                return HttpResponseRedirect(login_path(request.get_full_path()))
            response = view(request, who, *args, **kwargs)
            late.settle(request, response)
            return response

        let_in.lets_members_in = True  # type: ignore[attr-defined]  # a mark on the function, as `audience` sets them
        return audience("member", methods=methods)(let_in)

    return mark


def show(request: HttpRequest, name: str, context: dict[str, Any], *, problem: Refusal | None = None) -> HttpResponse:
    """A page for a member: `form_token` goes into the hidden field `form` of every form on it."""
    token = _token(request)
    shown = {
        "form_token": codes.form_key(token) if token else "",
        "problem": str(problem) if problem else "",
        **context,
    }
    return render(request, f"villager/{name}.html", shown, status=problem.status if problem else 200)


def let_in(response: HttpResponse, villager: Ref, *, kept: bool) -> None:
    """Open a session in this browser; `kept`: for thirty days."""
    token = sessions.begin(villager, kept=kept, at=now())
    _set(response, token, max_age=int(sessions.LONGEST.total_seconds()) if kept else None)


def let_out(request: HttpRequest, response: HttpResponse) -> None:
    """Close this browser's session for good."""
    sessions.end(_token(request))
    _set(response, "", max_age=0)


def login_path(back: str) -> str:
    """The log-in page that leads back to this path of ours."""
    return reverse("villager:me_login") + "?" + urlencode({"back": back})


def way_back(request: HttpRequest) -> str:
    """Where to go after logging in: a page of the villagers' own, nothing else."""
    wanted = request.POST.get("back") or request.GET.get("back", "")
    return wanted if OWN_PATH.fullmatch(wanted) else reverse("villager:me")


def from_our_page(request: HttpRequest) -> bool:
    """Whether a form carries the token that a page shown to this very session gave it."""
    token = _token(request)
    return bool(token) and hmac.compare_digest(request.POST.get(FIELD, "").encode(), codes.form_key(token).encode())


def _writer(request: HttpRequest) -> Ref | None:
    held = sessions.held(_token(request), at=now())
    return held.villager if held else None


def _token(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")


def _set(response: HttpResponse, token: str, *, max_age: int | None) -> None:
    # Lax: a link in the village group opens her page; forms carry a token of their own besides
    response.set_cookie(
        COOKIE, token, max_age=max_age, path="/", httponly=True, samesite="Lax", secure=settings.XIAOWEI.https
    )
