"""A member's form that comes after her session ended: kept for an hour, and sent on with one tap once she is back.

The way back to it lies sealed in this browser, with whose it is: on a shared phone nobody else is offered it.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiaowei.accounts import parking
from xiaowei.base.clock import now
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound, Throttled
from xiaowei.doors.shared.source import source_of
from xiaowei.doors.villager.sealed import sealed, unsealed

KEY = "member-cookie"
COOKIE = "late"
FIELD = "_late"
UNKEPT = frozenset({FIELD, "form", "password", "again", "old"})


def keep(request: HttpRequest, *, writer: Ref | None, back: str) -> HttpResponse:
    """Keep what the form said, and ask to log in. `writer` is whose session ended, as far as that is known."""
    kept = _park(request)
    said = _("登录过期了，您填的都还在。登录后点一下“接着送出”就行。") if kept else _("请先登录。")
    response = render(request, "villager/login.html", {"problem": said, "back": back}, status=403)
    if kept:
        _remember(response, {"ref": kept, "writer": writer or ""})
    return response


def waiting(request: HttpRequest, *, reader: Ref) -> parking.ParkedForm | None:
    """The form that waits in this browser, if it is this reader's to see."""
    said = unsealed(request.COOKIES.get(COOKIE, ""), under=KEY)
    if said.get("writer") not in ("", reader):
        return None
    try:
        return parking.parked(Ref(said["ref"]), at=now())
    except NotFound:
        return None  # its hour is over


def settle(request: HttpRequest, response: HttpResponse) -> None:
    """A form that was taken waits no more."""
    if request.method == "POST" and FIELD in request.POST and response.status_code < 400:
        forget(response)


def forget(response: HttpResponse) -> None:
    """Let go of the way back to a waiting form."""
    response.delete_cookie(COOKIE, samesite="Lax")


def from_here(request: HttpRequest) -> bool:
    """Whether a page of this host sent the form, as far as the browser says."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    said = request.headers.get("Origin") or request.headers.get("Referer")
    return said is None or urlsplit(said).netloc == request.get_host()


def _park(request: HttpRequest) -> Ref | None:
    fields = {name: values for name, values in request.POST.lists() if name not in UNKEPT}
    if not fields or not from_here(request):
        return None  # what another site made a browser send is not offered for confirmation
    try:
        return parking.park(request.path, fields=fields, files=(), source=source_of(request), at=now())
    except Throttled:
        return None


def _remember(response: HttpResponse, said: dict[str, str]) -> None:
    value = sealed(said, under=KEY)
    age = int(parking.KEPT_FOR.total_seconds())
    response.set_cookie(COOKIE, value, max_age=age, httponly=True, samesite="Lax", secure=settings.XIAOWEI.https)
