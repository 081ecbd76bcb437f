"""找一找: search of a village's public record. A GET form and its answers: no script, no account."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiaowei.base.refs import PATTERN, Ref
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.villager import places
from xiaowei.insight import search
from xiaowei.insight.searchwords import LONGEST


@audience("public")
def find(request: HttpRequest, area: Ref) -> HttpResponse:
    """What was asked for, and what was found of it."""
    village = places.village(area)
    query = request.GET.get("q", "").strip()[:LONGEST]
    after = request.GET.get("after", "")
    found = search.search(area, query, after=Ref(after) if PATTERN.fullmatch(after) else None)
    address = reverse("villager:find", args=[area])
    context = {
        "village": village,
        "query": query,
        "longest": LONGEST,
        "found": found,
        "more": f"{address}?{urlencode({'q': query, 'after': found.after})}" if found.after else "",
        "begun": bool(after),
    }
    return render(request, "villager/find.html", context)
