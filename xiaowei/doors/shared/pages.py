"""Public pages are rendered once per revision of their village, and kept for `pagebytes` to serve."""

import gzip
import logging
import shutil
from collections.abc import Callable
from functools import wraps
from typing import Any

import brotli
from django.http import HttpRequest, HttpResponse

from xiaowei.base.refs import Ref
from xiaowei.base.revisions import announce, pages_folder, replace
from xiaowei.doors.shared.audience import View
from xiaowei.doors.shared.pagebytes import PUBLIC, SUFFIXES, page_headers, page_name

log = logging.getLogger(__name__)

SLOW_BROTLI = 256 * 1024  # above this, the last level of compression would hold the first reader up


def public_page(*, revision: Callable[[Ref], int]) -> Callable[[View], View]:
    """Render a view once per revision of its village and keep the bytes.

    The view takes `(request, area, …)` and may depend on path, language and what `revision` counts, on nothing
    else: not on who asks, not on a query (WeChat appends its own), not on today.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def once(request: HttpRequest, area: Ref, *args: Any, **kwargs: Any) -> HttpResponse:
            before = revision(area)
            response = view(request, area, *args, **kwargs)
            found = PUBLIC.fullmatch(request.path)
            if response.status_code != 200 or found is None:
                return response
            for name, value in page_headers(page_name(found), response.content, ""):
                response[name] = value
            # a verb may have committed while we rendered: then these bytes belong to no revision. Without any
            # revision yet, nothing would ever say that the page has changed
            if before and request.method == "GET" and revision(area) == before:
                _keep(area, before, page_name(found), response.content)
            return response

        return once

    return wrap


def _keep(area: Ref, revision: int, name: str, body: bytes) -> None:
    try:
        announce(area, revision)
        store(area, revision, name, body)
    except OSError:
        # a full disk must not take the page away; it is only slower until there is room
        log.warning("page bytes could not be stored", exc_info=True)


def store(area: Ref, revision: int, name: str, body: bytes) -> None:
    """Keep a page plain and compressed; the plain file comes last, since it is what a reader looks for."""
    folder = pages_folder() / area / str(revision)
    folder.mkdir(parents=True, exist_ok=True)
    quality = 11 if len(body) < SLOW_BROTLI else 6
    replace(folder / f"{name}{SUFFIXES['br']}", brotli.compress(body, quality=quality))
    replace(folder / f"{name}{SUFFIXES['gzip']}", gzip.compress(body, mtime=0))
    replace(folder / name, body)


def forget_pages() -> None:
    """Drop all page bytes: after an upgrade they name old style sheets, after a restore revisions count anew."""
    shutil.rmtree(pages_folder(), ignore_errors=True)
