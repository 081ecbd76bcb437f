"""Language is a path prefix: `/en/…` is English, everything else Chinese, whatever the browser prefers.

So a page's bytes depend on its path alone (docs/decisions/0004).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, set_script_prefix
from django.utils import translation

PREFIX = "/en"


class Language:
    """Middleware: take the prefix off, speak the language, and let every reversed URL carry the prefix again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        english = request.path_info.startswith(PREFIX + "/")
        request.language_prefix = PREFIX if english else ""  # type: ignore[attr-defined]
        if english:
            request.path_info = request.path_info.removeprefix(PREFIX)
        before = get_script_prefix()
        set_script_prefix(f"{PREFIX}/" if english else "/")
        try:
            with translation.override("en" if english else "zh-hans"):
                response = self.get_response(request)
        finally:
            set_script_prefix(before)
        response.headers.setdefault("Content-Language", "en" if english else "zh-Hans")
        return response


def other_language(request: HttpRequest) -> str:
    """The path of the same page in the other language."""
    prefix = getattr(request, "language_prefix", "")
    return request.path_info if prefix else PREFIX + request.path_info
