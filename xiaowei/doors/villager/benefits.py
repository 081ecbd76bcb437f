"""A household's own subsidies, and the lists its village may read with whole names. Never cached, no script."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from xiaowei.base.clock import local, now
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.benefits import queries as benefits
from xiaowei.disclosure import leftout, ownrows
from xiaowei.disclosure.contents import BATCH, DECISION, TABLE, TEXT
from xiaowei.disclosure.tables import queries as tables
from xiaowei.doors.shared import measures
from xiaowei.doors.villager import me, subsidy, table, text
from xiaowei.doors.villager.frame import frame
from xiaowei.doors.villager.publication import page_in
from xiaowei.roster import queries as roster


@me.members()
def mine(request: HttpRequest, who: me.Member) -> HttpResponse:
    """What her households receive, across all batches, the newest first."""
    today = local(now()).date()
    rows = sorted(ownrows.own_rows_of(who.households), key=lambda row: row.period_from, reverse=True)
    places = roster.areas(row.village for row in rows)
    maybe = [one for home in who.households for one in leftout.may_be_left_out(ownrows.own_rows(home))]
    context = {
        "maybe": [(one, measures.area(one.less) if one.measure == "area" else one.less) for one in maybe],
        "rows": [(row, places[row.village], measures.area(row.area), row.state(today)) for row in rows],
        "sums": _sums(rows),
    }
    return me.show(request, "me_benefits", context)


def _sums(rows: Iterable[ownrows.OwnRow]) -> list[tuple[str, int]]:
    """What she received in each year, in fen, the newest first."""
    found: dict[int, int] = {}
    for row in rows:
        found[row.period_from.year] = found.get(row.period_from.year, 0) + row.amount
    return [(str(year), found[year]) for year in sorted(found, reverse=True)]


@me.members()
def village_list(request: HttpRequest, who: me.Member, area: Ref, pub: Ref) -> HttpResponse:
    """A published list as a household of its village reads it: her own row on top, whole names where a 公示 asks.

    Raises NotFound for any other village: absent and forbidden alike.
    """
    if area not in who.villages:
        raise NotFound()
    page = page_in(area, pub)
    if page.kind == TABLE:
        content = tables.own_village_table(page.content.ref)
        shown = frame(page) | table.context(page, content=content)
        return me.show(request, "me_table", shown | {"more": content != page.content})
    if page.kind in (TEXT, DECISION):
        return me.show(request, "me_text", frame(page) | text.own_village(page))
    if page.kind != BATCH:
        return HttpResponseRedirect(reverse("villager:publication", args=[area, pub]))
    rows = ownrows.own_rows_of(who.households, publication=pub)
    own = frozenset(row.ref for row in rows)
    names = benefits.full_names(page.content.ref)
    names |= {row.ref: row.name for row in rows}
    context = frame(page) | subsidy.context(page, names=names, mine=own)
    context |= {"own": [(row, measures.area(row.area)) for row in rows], "whole_names": page.content.notice}
    return me.show(request, "me_subsidy", context)
