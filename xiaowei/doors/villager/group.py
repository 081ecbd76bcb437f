"""The village's own group (村群): what its month told, newest first. Public bytes, read only.

Links to what was published go through the short link, so that opens are counted per publication and never per person.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiaowei.accounts import queries as accounts
from xiaowei.base import clock
from xiaowei.base.refs import Ref
from xiaowei.courier import access as courier
from xiaowei.disclosure import digests
from xiaowei.disclosure import queries as disclosure
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.shared.pages import public_page
from xiaowei.doors.villager import places

FEWEST = 5  # households: a smaller group is not shown in public


@audience("public")
@public_page(revision=disclosure.revision)
def group(request: HttpRequest, area: Ref) -> HttpResponse:
    """What the group of this village was told."""
    bound, households = accounts.coverage(area)
    context = {
        "village": places.village(area),
        "cards": digests.cards(area),
        "publishers": courier.publishers_of(area, at=clock.now()),
        "coverage": (bound, households) if bound >= FEWEST else None,
    }
    return render(request, "villager/group.html", context)
