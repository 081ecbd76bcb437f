"""Cases to watch over below one's own area, most pressing first; no word of a reporter's stands in this list."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from xiaowei.base import cursors
from xiaowei.base.refs import PATTERN, Ref
from xiaowei.base.refusals import NotFound
from xiaowei.cases import counting
from xiaowei.cases.access import Eyes
from xiaowei.cases.deadlines import LAMPS
from xiaowei.doors.workbench.desk import Desk, seat, show, staff
from xiaowei.insight import access
from xiaowei.roster import queries as roster


@staff()
def watch(request: HttpRequest) -> HttpResponse:
    """One page of fifty, by lamp and by area. Raises NotFound for somebody who watches over nothing."""
    desk = seat(request)
    own = access.own_boards(desk.person, at=desk.at)
    eyes = Eyes(desk.person, at=desk.at)
    if not own or not access.opens_cases(eyes):
        raise NotFound()
    place = _place(request, desk) or own[0]
    villages = roster.refs_in(roster.prefixes_of(place))
    lamp = request.GET.get("lamp", "")
    lamp = lamp if lamp in counting.LAMPS else ""
    rows, more = counting.watch_list(eyes, villages, lamp=lamp, after=cursors.read(request.GET.get("after", "")))
    counts = counting.lamp_counts(eyes, villages)
    kept = {"area": place.ref} if place.ref != own[0].ref else {}
    names = roster.areas(row.village for row in rows)
    context = {
        "place": place,
        "places": [own[0], *roster.children(own[0].ref)],
        "rows": [(row, names[row.village].short_name) for row in rows],
        "lamp": lamp,
        "lamps": [(one, LAMPS[one], counts.get(one, 0), _address(lamp=one, **kept)) for one in counting.LAMPS],
        "total": sum(counts.values()),
        "all": _address(**kept),
        "more": _address(after=cursors.spell(more), **({"lamp": lamp} if lamp else {}), **kept) if more else "",
        "later": "after" in request.GET,
    }
    return show(request, "watch", context)


def _place(request: HttpRequest, desk: Desk) -> roster.AreaFacts | None:
    ref = request.GET.get("area", "")
    if not ref:
        return None
    if not PATTERN.fullmatch(ref):
        raise NotFound()
    return access.board_area(desk.person, Ref(ref), at=desk.at)


def _address(**query: str) -> str:
    return "/desk/watch/" + (f"?{urlencode(query)}" if query else "")
