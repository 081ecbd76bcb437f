"""Where a request came from, for throttling only; it is never stored but as a daily digest."""

from django.conf import settings
from django.http import HttpRequest


def source_of(request: HttpRequest) -> str:
    """The caller's address. Behind our own proxy (XIAOWEI_HTTPS) it is the last one the proxy noted."""
    if settings.XIAOWEI.https:
        # the last is what our proxy saw; those before it are whatever the caller chose to write
        noted = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        if noted:
            return noted[-1]
    return str(request.META.get("REMOTE_ADDR", ""))
