"""An office's list of subsidies: what was understood, where every row goes, and the drafts it became."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from xiaowei.base.refs import PATTERN, Ref
from xiaowei.base.refusals import NotFound, Refusal
from xiaowei.benefits import readings
from xiaowei.benefits.places import OUT, Choice, Place
from xiaowei.disclosure import access, doubts, upload, vocab
from xiaowei.disclosure import queries as reads
from xiaowei.doors.workbench import grid
from xiaowei.doors.workbench.desk import Desk, seat, show, staff
from xiaowei.roster import queries as roster
from xiaowei.vault import queries as vault

SHOWN = 12  # row numbers of a place, before they are only counted


@staff()
def lists(request: HttpRequest) -> HttpResponse:
    """The lists this person uploaded."""
    desk = seat(request)
    if not access.listing_villages(desk.person, at=desk.at):
        raise NotFound()
    return show(request, "lists", {"rows": readings.latest_lists(desk.person, limit=50)})


@staff()
def one(request: HttpRequest, ref: Ref) -> HttpResponse:
    """One list: its questions, or the drafts it became."""
    return _page(request, ref)


@staff(methods=("POST",))
def place(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Say where the rows that fit no village, or two, belong; then every village gets its draft."""
    desk = seat(request)
    try:
        upload.place(ref, choices=_said(request), by=desk.person, at=desk.at)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, ref, problem=refusal)
    return redirect(f"/desk/lists/{ref}/?done=placed")


@staff()
def original(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The uploaded list as it came, for who uploaded it. Raises NotFound."""
    desk = seat(request)
    read = access.list_for(desk.person, ref, at=desk.at)
    response = HttpResponse(vault.read(read.original).data, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, read.file_name or "original") or "attachment"
    return response


def _page(request: HttpRequest, ref: Ref, *, problem: Refusal | None = None) -> HttpResponse:
    desk = seat(request)
    read = access.list_for(desk.person, ref, at=desk.at)
    said = _said(request) if request.method == "POST" else {}
    waiting = not read.batches and not read.understood["why_not"]
    places = upload.again(ref, by=desk.person, at=desk.at).places if waiting else ()
    context = {
        "read": read,
        "pins": grid.pinned(doubts.of_issues(read.understood["issues"], {})),
        "drafts": _drafts(desk, read),
        "left_out": [one for one in read.placed if not one["to"]],
        "open": [_question(place, said) for place in places if place.own is None],
        "clear": _clear(places),
        "villages": _named(access.listing_villages(desk.person, at=desk.at)) if places else [],
        "done": _("每一行都有去处，各村的草稿已生成，等各村报账员核对送审。")
        if request.GET.get("done") == "placed" and not problem
        else "",
    }
    return show(request, "list", context, problem=problem)


def _said(request: HttpRequest) -> dict[str, Choice]:
    """What the form says of each place."""
    found = {}
    for name in request.POST:
        if name.startswith("to."):
            to = request.POST.get(name, "")
            key = name.removeprefix("to.")
            why = request.POST.get(f"why.{key}", "") if to == OUT else ""
            found[key] = Choice(Ref(to) if PATTERN.fullmatch(to) else None, why)
    return found


def _question(place: Place, said: dict[str, Choice]) -> dict[str, Any]:
    chosen = said.get(place.key, Choice())
    rows = [row.row for row in place.rows]
    return {
        "place": place,
        "written": f"{place.township}{place.village}",
        "rows": _("、").join(map(str, rows[:SHOWN])),
        "more": max(0, len(rows) - SHOWN),
        "fits": _named(list(place.fits)),
        "chosen": chosen.village or (OUT if chosen.reason else ""),
        "reason": chosen.reason,
    }


def _clear(places: Iterable[Place]) -> list[tuple[Place, str]]:
    """Places that fit one village, with its whole name: two villages of a county may share one."""
    own = {place.key: place.own for place in places if place.own is not None}
    names = dict(_named(list(own.values())))
    return [(place, names[own[place.key].ref]) for place in places if place.key in own]


def _drafts(desk: Desk, read: readings.ReadingFacts) -> list[dict[str, Any]]:
    """The village drafts with their state; a link only where this person may see drafts of the village."""
    versions = reads.states_of(batch.ref for batch in read.batches)
    names = dict(_named(list(roster.areas(batch.village for batch in read.batches).values())))
    seen = access.versions_for(desk.person, at=desk.at).filter(pk__in=[ref for ref, _state in versions.values()])
    visible = {version.ref for version in seen}
    found = []
    for batch in read.batches:
        version, state = versions.get(batch.ref, (Ref(""), ""))
        found.append(
            {
                "batch": batch,
                "place": names[batch.village],
                "state": str(vocab.STATES.get(state, "")),
                "version": version if version in visible else None,
            }
        )
    return found


def _named(villages: list[roster.AreaFacts]) -> list[tuple[Ref, str]]:
    above = roster.areas(v.parent for v in villages if v.parent)
    return [(v.ref, f"{above[v.parent].short_name if v.parent in above else ''}{v.short_name}") for v in villages]
