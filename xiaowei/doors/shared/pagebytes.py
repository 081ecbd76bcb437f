"""Public pages are bytes: served from files before Django runs, the same for everybody (docs/decisions/0004).

`folder/<area>/current` names the village's public revision, `folder/<area>/<revision>/` holds its pages,
each plain, gzip and brotli. A `stat` of `current` says whether what is in memory still holds; under load it is
asked once in 20 ms only, because a system call makes the threads of the process queue for each other.
What is missing goes on to Django, whose view renders and stores it (`pages.public_page`).
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple

from xiaowei.doors.shared.headers import security_headers

PUBLIC = re.compile(r"(/en)?/v/([a-z2-7]{26})/([a-z0-9/.-]{0,120})")
SUFFIXES = {"": "", "gzip": ".gz", "br": ".br"}
MEMORY = 64 * 1024 * 1024  # bytes of bodies one process keeps
FRESH = 0.02  # seconds for which a village's revision is taken as read

Stamp = tuple[int, int]  # mtime_ns and inode of `current`

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Page(NamedTuple):
    """One variant of one page, ready to be sent."""

    home: str  # the village's folder
    stamp: Stamp | None  # of `current` when it was read
    etag: str
    headers: list[tuple[str, str]]
    body: bytes


class PageBytes:
    """WSGI application in front of another: answers GET and HEAD of stored public pages itself."""

    def __init__(self, app: Application, folder: Path, *, memory: int = MEMORY, fresh: float = FRESH) -> None:
        self.app = app
        self.folder = str(folder)
        self.memory = memory
        self.fresh = fresh
        self._stamps: dict[str, tuple[float, Stamp]] = {}
        self._pages: dict[tuple[str, str], Page] = {}
        self._held = 0
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path.startswith(("/v/", "/en/v/")) and environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            page = self.page(path, coding_for(environ.get("HTTP_ACCEPT_ENCODING", "")))
            if page is not None:
                return _send(page, environ, start_response)
        return self.app(environ, start_response)

    def page(self, path: str, coding: str) -> Page | None:
        """The stored page as the village's public revision has it now; None when Django must render it."""
        page = self._pages.get((path, coding))
        if page is not None and page.stamp == self._stamp(page.home):
            return page
        found = PUBLIC.fullmatch(path)
        if not found:
            return None
        home = f"{self.folder}/{found[2]}"
        page = _load(home, page_name(found), self._stamp(home), coding)
        if page is not None:
            self._keep((path, coding), page)
        return page

    def _stamp(self, home: str) -> Stamp | None:
        now = monotonic()
        known = self._stamps.get(home)
        if known is not None and now < known[0]:
            return known[1]
        try:
            stat = os.stat(f"{home}/current")
        except OSError:
            self._stamps.pop(home, None)
            return None
        stamp = (stat.st_mtime_ns, stat.st_ino)
        self._stamps[home] = (now + self.fresh, stamp)
        return stamp

    def _keep(self, key: tuple[str, str], page: Page) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self._held += len(page.body) - (len(old.body) if old else 0)
            self._pages[key] = page
            while self._held > self.memory and len(self._pages) > 1:
                oldest = next(iter(self._pages))
                self._held -= len(self._pages.pop(oldest).body)


def page_name(found: re.Match[str]) -> str:
    """The file name of a path that matched PUBLIC: no separator survives, so no path leads elsewhere."""
    return ("en~" if found[1] else "zh~") + found[3].replace("/", "~")


def page_headers(name: str, body: bytes, coding: str) -> list[tuple[str, str]]:
    """The headers of a stored page; `body` is the plain one, so that each coding has a strong ETag of its own."""
    digest = hashlib.sha256(body).hexdigest()[:32]
    json = name.endswith(".json")
    headers = [
        ("Content-Type", "application/json" if json else "text/html; charset=utf-8"),
        ("Content-Language", "en" if name.startswith("en~") else "zh-Hans"),
        ("Cache-Control", "public, max-age=0, must-revalidate"),
        ("Vary", "Accept-Encoding"),
        ("ETag", f'"{digest}{"-" + coding if coding else ""}"'),
    ]
    if coding:
        headers.append(("Content-Encoding", coding))
    return headers


@lru_cache(maxsize=512)
def coding_for(accepted: str) -> str:
    """The best of br, gzip and plain that an Accept-Encoding header takes."""
    taken = {}
    for part in accepted.lower().split(","):
        name, _, quality = part.partition(";")
        taken[name.strip()] = quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((coding for coding in ("br", "gzip") if taken.get(coding, taken.get("*", False))), "")


def _load(home: str, name: str, stamp: Stamp | None, coding: str) -> Page | None:
    if stamp is None:
        return None
    try:
        with open(f"{home}/current", "rb") as file:
            folder = f"{home}/{int(file.read())}"
        with open(f"{folder}/{name}", "rb") as file:
            plain = body = file.read()
        if coding:
            with open(f"{folder}/{name}{SUFFIXES[coding]}", "rb") as file:
                body = file.read()
    except (OSError, ValueError):
        return None
    headers = page_headers(name, plain, coding)
    etag = next(value for key, value in headers if key == "ETag")
    headers += [("Content-Length", str(len(body))), *security_headers()]
    return Page(home, stamp, etag, headers, body)


def _send(page: Page, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None and (page.etag in known or known == "*"):
        start_response("304 Not Modified", [h for h in page.headers if not h[0].startswith("Content-L")])
        return [b""]
    start_response("200 OK", page.headers)
    return [page.body] if environ["REQUEST_METHOD"] == "GET" else [b""]
