"""A form that comes too late is kept: after logging in again its writer sends it on with one tap.

The way back to it lies in this browser's session only, so that nobody else is offered what she typed.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiaowei.accounts import parking
from xiaowei.base.clock import now
from xiaowei.base.refs import PATTERN, Ref
from xiaowei.base.refusals import NotFound, Refusal
from xiaowei.doors.shared.source import source_of
from xiaowei.doors.workbench import session
from xiaowei.vault.limits import MAX_BYTES

FIELD = "_parked"
MOST = 5  # forms one browser may have waiting
UNKEPT = frozenset({FIELD, "csrfmiddlewaretoken", "password", "old_password", "new_password"})


@dataclass(frozen=True)
class Upload:
    """A file of a form, whether it came with it or was parked before."""

    name: str
    media_type: str
    size: int
    data: bytes


class _Check(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def forged_or_stale(request: HttpRequest) -> bool:
    """Whether a form lacks the token our own page gave it."""
    check = _Check(lambda _request: HttpResponse())
    return check.process_view(request, lambda _request: HttpResponse(), (), {}) is not None


def lost(request: HttpRequest, *, at: dt.datetime) -> HttpResponse:
    """The session ended while the form was being filled: keep it, and ask to log in."""
    from xiaowei.doors.workbench.login import login_page

    refusal = Refusal(
        _("登录过期了，您填的都还在。登录后点一下“接着送出”就行。") if _keep(request, at=at) else _("请先登录。")
    )
    refusal.status = 403
    return login_page(request, problem=refusal, following="/desk/resume/")


def stale(request: HttpRequest, *, at: dt.datetime) -> HttpResponse:
    """Logged in, but the page was opened before: show what was typed, to be sent on with one tap."""
    if _keep(request, at=at) is None:
        refusal = Refusal(_("这张表不是从本平台的页面送来的，没有收。请回到今日，从页面上再送一次。"))
        refusal.status = 403
        raise refusal
    return render(request, "workbench/resume.html", {"forms": waiting(request)}, status=403)


def keep_for_retry(request: HttpRequest) -> Ref | None:
    """Keep a refused form's files, so that they need not be chosen again; None when it came with none."""
    if not request.FILES:
        return Ref(request.POST[FIELD]) if _parked(request) else None
    return _keep(request, at=now())


def waiting(request: HttpRequest) -> list[parking.ParkedForm]:
    """The forms this browser has waiting, the latest first."""
    found = []
    for ref in reversed(request.session.get(session.PARKED, [])):
        try:
            found.append(parking.parked(Ref(ref), at=now()))
        except NotFound:
            continue  # its hour is over
    return found


def drop(request: HttpRequest, ref: str) -> None:
    """Forget a waiting form."""
    left = [one for one in request.session.get(session.PARKED, []) if one != ref]
    request.session[session.PARKED] = left


def settle(request: HttpRequest, response: HttpResponse) -> None:
    """A parked form that was taken now waits no more."""
    if request.method == "POST" and FIELD in request.POST and response.status_code < 400:
        drop(request, request.POST[FIELD])


def upload(request: HttpRequest, field: str) -> Upload | None:
    """The file of this field: newly chosen, else the one that was parked with the form."""
    chosen = request.FILES.get(field)
    if chosen is not None:
        name, kind = chosen.name or "", chosen.content_type or "application/octet-stream"
        small = (chosen.size or 0) <= MAX_BYTES
        chosen.seek(0)  # a view may look at a file twice
        return Upload(name, kind, chosen.size or 0, chosen.read() if small else b"")
    form = _parked(request)
    kept = [file for file in form.files if file.field == field] if form else []
    return Upload(kept[0].name, kept[0].media_type, len(kept[0].data), kept[0].data) if kept else None


def uploads(request: HttpRequest, field: str) -> list[Upload]:
    """All files of a field that takes several: newly chosen, else those parked with the form."""
    chosen = request.FILES.getlist(field)
    if chosen:
        found = []
        for file in chosen:
            small = (file.size or 0) <= MAX_BYTES
            kind = file.content_type or "application/octet-stream"
            found.append(Upload(file.name or "", kind, file.size or 0, file.read() if small else b""))
        return found
    form = _parked(request)
    kept = [file for file in form.files if file.field == field] if form else []
    return [Upload(file.name, file.media_type, len(file.data), file.data) for file in kept]


def _parked(request: HttpRequest) -> parking.ParkedForm | None:
    ref = request.POST.get(FIELD, "")
    if not PATTERN.fullmatch(ref) or ref not in request.session.get(session.PARKED, []):
        return None
    try:
        form = parking.parked(Ref(ref), at=now())
    except NotFound:
        return None
    return form if form.path == request.path else None


def _keep(request: HttpRequest, *, at: dt.datetime) -> Ref | None:
    if not _from_here(request):
        return None  # what another site made a browser send is not offered for confirmation
    fields = {name: values for name, values in request.POST.lists() if name not in UNKEPT}
    before = _parked(request)
    files = [*_files(request)] or list(before.files if before else ())
    if not fields and not files:
        return None
    # who is logged in is no stranger: only forms without a session are counted by where they come from
    source = "" if request.user.is_authenticated else source_of(request)
    ref = parking.park(request.path, fields=fields, files=files, source=source, at=at)
    request.session[session.PARKED] = [*request.session.get(session.PARKED, []), ref][-MOST:]
    if before:
        drop(request, before.ref)
    return ref


def _files(request: HttpRequest) -> Iterator[parking.ParkedFile]:
    for field, files in request.FILES.lists():
        for file in files:
            if (file.size or 0) <= MAX_BYTES:  # a larger one would be refused anyway
                file.seek(0)
                kind = file.content_type or "application/octet-stream"
                yield parking.ParkedFile(field, file.name or "", kind, file.read())


def _from_here(request: HttpRequest) -> bool:
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    said = request.headers.get("Origin") or request.headers.get("Referer")
    return said is None or urlsplit(said).netloc == request.get_host()
