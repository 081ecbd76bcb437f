"""Who holds a receipt is known for fifteen minutes by one sealed cookie, on the case's pages only.

The cookie names the case under encryption and rests nowhere on the server; a lost phone forgets it by itself.
"""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix

from xiaowei.base.refs import Ref
from xiaowei.doors.villager.sealed import sealed, unsealed

KEY = "case-session"
LASTS = dt.timedelta(minutes=15)

# one per language, because the path differs and two cookies of one name cannot be cleared in one answer
COOKIES = {"/": "case", "/en/": "case-en"}


def begin(response: HttpResponse, case: Ref, *, at: dt.datetime) -> None:
    """Let the response's reader see this case for fifteen minutes from now."""
    value = sealed({"case": case, "until": (at + LASTS).timestamp()}, under=KEY)
    _set(response, get_script_prefix(), value, max_age=int(LASTS.total_seconds()))


def end(response: HttpResponse) -> None:
    """Forget every case in this browser."""
    for prefix in COOKIES:
        _set(response, prefix, "", max_age=0)


def held_case(request: HttpRequest, *, at: dt.datetime) -> Ref | None:
    """The case this browser may see now; None without a cookie, with a forged one, or after its time."""
    value = request.COOKIES.get(COOKIES[get_script_prefix()], "")
    held = unsealed(value, under=KEY)
    return Ref(held["case"]) if held and at.timestamp() < held["until"] else None


def _set(response: HttpResponse, prefix: str, value: str, *, max_age: int) -> None:
    response.set_cookie(
        COOKIES[prefix],
        value,
        max_age=max_age,
        path=f"{prefix}case",
        httponly=True,
        samesite="Strict",
        secure=settings.XIAOWEI.https,
    )
