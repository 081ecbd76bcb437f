"""应公开没公开: which item is it? If it is really late, the form opens with that evidence; else she is told when."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xiaowei.base.clock import local, now
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.cases.queries import taken
from xiaowei.disclosure import owing
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.villager import about as abouts
from xiaowei.doors.villager import ask, duties, places, uploads


@audience("public")
def missing(request: HttpRequest, area: Ref) -> HttpResponse:
    """The items to pick from: what is late first, then what falls due this month."""
    village, at = places.village(area), now()
    standing = owing.standing_of(area, at=at)
    day = local(at).date()
    context = {
        "village": village,
        "late": [duties.row_of(duty, day=day) for duty in standing.overdue],
        "coming": [duties.row_of(duty, day=day) for duty in standing.coming],
    }
    return render(request, "villager/missing.html", context)


@audience("public", methods=("GET", "POST"))
def one(request: HttpRequest, area: Ref, code: str, start: str) -> HttpResponse:
    """One item and period: the form when it is late, otherwise what is the matter with it. Raises NotFound."""
    uploads.prepare(request)
    village, at = places.village(area), now()
    duty = owing.duty_of(area, code, _day(start), at=at)
    again = request.method == "POST" and taken(request.POST.get("form_key", ""))
    if duty.state == "missing" or again:
        return ask.steps(request, abouts.missing(area, duty, at=at))
    if duty.publication is not None:
        return redirect("villager:publication", area, duty.publication)
    context = {"village": village, "row": duties.row_of(duty, day=local(at).date()), "duty": duty}
    return render(request, "villager/missing_one.html", context)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise NotFound() from None
