"""认列: the clerk says what his file is and what its columns mean; and the words an area has for its headers."""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from xiaowei.base.refs import PATTERN, Ref
from xiaowei.base.refusals import NotFound, Refusal
from xiaowei.base.sheets import forms
from xiaowei.base.sheets.wordings import best_words, columns_of
from xiaowei.disclosure import upload, wordings
from xiaowei.disclosure.vocab import KEEP_WORDINGS
from xiaowei.doors.workbench.desk import Desk, seat, show, staff
from xiaowei.finance.upload import read
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.roster.queries import AreaFacts


@staff(methods=("GET", "POST"))
def columns(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Each column with what stands in it, and what it may mean; sent, the file is read anew."""
    desk = seat(request)
    source = upload.source(ref, by=desk.person, at=desk.at)
    if request.method != "POST" or "again" in request.POST:
        return _page(request, ref, source)
    kind, means = request.POST.get("kind", ""), _means(request)
    try:
        key = request.POST.get("form_key", "")
        taken = upload.explain(ref, kind, means, form_key=key, by=desk.person, at=desk.at)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, ref, source, problem=refusal)
    if taken.version:
        return redirect("workbench:sheet", taken.version)
    if taken.listing:
        return redirect("workbench:list", taken.listing)
    return redirect("workbench:table" if taken.table else "workbench:reading", taken.table or taken.reading)


@staff()
def words(request: HttpRequest) -> HttpResponse:
    """The words an area has for every sheet, and what its clerks explained."""
    return _words(request)


@staff(methods=("POST",))
def add(request: HttpRequest) -> HttpResponse:
    """A word for the area: typed, or taken over from a clerk."""
    desk, area = seat(request), _area(request)
    sent = {name: request.POST.get(name, "") for name in ("kind", "field", "word")}
    try:
        wordings.add(area.ref, **sent, by=desk.person, at=desk.at)
    except NotFound:
        raise
    except Refusal as refusal:
        return _words(request, problem=refusal)
    return redirect(_address(area, sent["kind"]))


@staff(methods=("POST",))
def end(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The word means nothing particular any more."""
    desk, area = seat(request), _area(request)
    wordings.end(ref, by=desk.person, at=desk.at)
    return redirect(_address(area, request.POST.get("kind", "")))


def _page(request: HttpRequest, ref: Ref, source: upload.Source, *, problem: Refusal | None = None) -> HttpResponse:
    grid = read(source.data)
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    kind = asked if asked in forms.forms() else ""
    said = _means(request)
    context: dict[str, Any] = {
        "reading": ref,
        "file_name": source.file_name,
        "place": roster.area(source.village),
        "kinds": [(one, form.name) for one, form in forms.forms().items()],
        "kind": kind,
        "fields": sorted(best_words(kind).items(), key=lambda pair: pair[1]) if kind else [],
        "columns": [(f"{one.col}@{one.sheet}", one, said.get((one.sheet, one.col), "")) for one in columns_of(grid)],
        "form_key": request.POST.get("form_key") or secrets.token_hex(16),
    }
    return show(request, "columns", context, problem=problem)


def _means(request: HttpRequest) -> dict[tuple[str, int], str]:
    found = {}
    for name, value in request.POST.items():
        col, at, sheet = name.removeprefix("col.").partition("@")
        if name.startswith("col.") and at and col.isascii() and col.isdecimal() and value:
            found[sheet, int(col)] = str(value)
    return found


def _words(request: HttpRequest, *, problem: Refusal | None = None) -> HttpResponse:
    desk = seat(request)
    area = _area(request)
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    kind = asked if asked in forms.forms() else next(iter(forms.forms()))
    places = roster.areas(one.area for one in wordings.offered(area.ref))
    names = {one: form.name for one, form in forms.forms().items()}
    context = {
        "area": area,
        "areas": _areas(desk),
        "kinds": list(names.items()),
        "kind": kind,
        "fields": sorted(best_words(kind).items(), key=lambda pair: pair[1]),
        "own": [(one, names.get(one.kind, one.kind)) for one in wordings.of_area(area.ref)],
        "offered": [
            (one, names.get(one.kind, one.kind), places[one.area].short_name) for one in wordings.offered(area.ref)
        ],
        "typed": {name: request.POST.get(name, "") for name in ("word", "field")},
    }
    return show(request, "words", context, problem=problem)


def _areas(desk: Desk) -> list[AreaFacts]:
    """The areas whose words he keeps: those of his posts."""
    mine = roster.areas(post.area for post in desk.posts)
    return [area for area in mine.values() if standing.may(desk.person, KEEP_WORDINGS, area.ref, at=desk.at)]


def _area(request: HttpRequest) -> AreaFacts:
    """The area that was asked for, else his first. Raises NotFound for who keeps none."""
    areas = _areas(seat(request))
    asked = request.POST.get("area") or request.GET.get("area", "")
    found = [area for area in areas if not PATTERN.fullmatch(asked) or area.ref == asked]
    if not found:
        raise NotFound()
    return found[0]


def _address(area: AreaFacts, kind: str) -> str:
    return reverse("workbench:words") + "?" + urlencode({"area": area.ref, "kind": kind})
