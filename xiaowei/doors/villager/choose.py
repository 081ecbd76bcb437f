"""The first page: which village are you from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiaowei.base.refs import PATTERN, Ref
from xiaowei.base.refusals import NotFound
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.villager.places import place_line
from xiaowei.roster import queries as roster
from xiaowei.roster.queries import AreaFacts
from xiaowei.roster.vocab import Level

MOST_FOUND = 20


@audience("public")
def choose(request: HttpRequest) -> HttpResponse:
    """Search by name, or walk down from the county to the village."""
    wanted = request.GET.get("q", "").strip()[:40]
    here = _here(request.GET.get("in", ""))
    found = roster.villages_named(wanted)[:MOST_FOUND] if wanted else []
    context = {
        "wanted": wanted,
        "found": [(village, place_line(village)) for village in found],
        "here": here,
        "above": roster.ancestors(here.ref) if here else [],
        "places": _places(here),
    }
    return render(request, "villager/choose.html", context)


def _here(asked: str) -> AreaFacts | None:
    """The area asked for; else the lowest one that holds everything, so that one county starts at its towns."""
    if asked:
        if not PATTERN.fullmatch(asked):
            raise NotFound()
        return roster.area(Ref(asked))
    level = roster.roots()
    here = None
    while len(level) == 1 and level[0].level != Level.TOWNSHIP:
        here = level[0]
        level = roster.children(here.ref)
    return here


def _places(here: AreaFacts | None) -> list[tuple[AreaFacts, list[AreaFacts]]]:
    """The areas directly below, each with its villages where it is a township."""
    areas = roster.children(here.ref) if here else roster.roots()
    if here is None or not any(area.level == Level.TOWNSHIP for area in areas):
        return [(area, []) for area in areas]
    villages: dict[Ref | None, list[AreaFacts]] = {}
    for village in roster.villages_under(here.ref):
        villages.setdefault(village.parent, []).append(village)
    return [(area, villages.get(area.ref, [])) for area in areas]
