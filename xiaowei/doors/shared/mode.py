"""Care mode (大字版): a plain link sets a cookie, and one small style sheet answers by it.

So the bytes of a page are the same for everybody and need no script.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from xiaowei.doors.shared.audience import audience

COOKIE = "look"
DAYS = 30


@audience("public")
def switch(request: HttpRequest, look: Literal["care", "normal"]) -> HttpResponse:
    """Set or clear the cookie and go back to the page the link was on."""
    response = HttpResponseRedirect(_came_from(request))
    if look == "care":
        response.set_cookie(
            COOKIE, "care", max_age=DAYS * 86400, samesite="Lax", httponly=True, secure=settings.XIAOWEI.https
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


@audience("public")
def style(request: HttpRequest) -> HttpResponse:
    """`mode.css`: empty, or the tokens of care mode. Asked for anew each time, so the link works at once."""
    body = _care() if request.COOKIES.get(COOKIE) == "care" else b""
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type="text/css; charset=utf-8")
    response["ETag"] = etag
    response["Vary"] = "Cookie"
    response["Cache-Control"] = "private, no-cache"
    return response


@cache
def _care() -> bytes:
    return (Path(__file__).parent / "look" / "villager" / "care.css").read_bytes()


def _came_from(request: HttpRequest) -> str:
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(referer)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    # "//host" would leave the site again
    return path if path.startswith("/") and not path.startswith("//") else "/"
