"""A household's own subsidies, and the lists its village may read with whole names. Never cached, no script."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from xiaowei.base.clock import local, now
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.benefits import queries as benefits
from xiaowei.disclosure import ownrows
from xiaowei.disclosure.contents import BATCH
from xiaowei.doors.shared import measures
from xiaowei.doors.villager import me, subsidy
from xiaowei.doors.villager.publication import page_in
from xiaowei.roster import queries as roster


@me.members()
def mine(request: HttpRequest, who: me.Member) -> HttpResponse:
    """What her households receive, across all batches, the newest first."""
    today = local(now()).date()
    rows = ownrows.own_rows_of(who.households)
    places = roster.areas(row.village for row in rows)
    context = {
        "rows": [(row, places[row.village], measures.area(row.area), row.state(today)) for row in rows],
        "years": sorted({(row.period_label[:4]) for row in rows}, reverse=True),
        "households": len(who.households),
    }
    return me.show(request, "me_benefits", context)


@me.members()
def village_list(request: HttpRequest, who: me.Member, area: Ref, pub: Ref) -> HttpResponse:
    """A published list as a household of its village reads it: her own row on top, whole names where a 公示 asks.

    Raises NotFound for any other village: absent and forbidden alike.
    """
    if area not in who.villages:
        raise NotFound()
    page = page_in(area, pub)
    if page.kind != BATCH:
        return HttpResponseRedirect(reverse("villager:publication", args=[area, pub]))
    rows = ownrows.own_rows_of(who.households, publication=pub)
    own = frozenset(row.ref for row in rows)
    names = benefits.full_names(page.content.ref)
    names |= {row.ref: row.name for row in rows}
    context = subsidy.context(page, names=names, mine=own)
    context |= {"own": [(row, measures.area(row.area)) for row in rows], "whole_names": page.content.notice}
    return me.show(request, "me_subsidy", context)
