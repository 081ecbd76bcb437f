"""Headers every answer carries, and the middleware that adds them.

`pagebytes` answers before Django's middleware runs, so it takes the same list from here.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# nothing inline, nothing from another host: a villager's page must work, and tell on nobody
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; form-action 'self'; "
    "connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def security_headers() -> list[tuple[str, str]]:
    """Name and value of every header that each answer carries, whoever asks."""
    held = [
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
    ]
    if settings.XIAOWEI.https:
        held.append(("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}"))
    return held


class Headers:
    """Middleware: add the headers, and keep no copy of anything that did not ask to be kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.headers = security_headers()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.headers:
            response.headers.setdefault(name, value)
        # a page that depends on who asks must never stay behind on a shared phone or in a proxy
        response.headers.setdefault("Cache-Control", "no-store")
        return response
