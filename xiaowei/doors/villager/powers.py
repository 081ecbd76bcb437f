"""The power list of a village and each of its items, with its flow. Public bytes: they change with the revision alone.

What holds today - posts, policies in force - is of the day on which the page was rendered; the sweep gives every
village a new revision each midnight, and when the list or the roster changes.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xiaowei.base.clock import local, now
from xiaowei.base.refs import Ref
from xiaowei.disclosure import queries as disclosure
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.shared.pages import public_page
from xiaowei.doors.villager import places
from xiaowei.doors.villager.flowchart import diagram
from xiaowei.doors.villager.flowlayout import remarks
from xiaowei.powers import queries
from xiaowei.powers.opendata import list_as_data
from xiaowei.powers.queries import PowerFacts
from xiaowei.powers.vocab import SPOKEN

FEW = 12  # a list this short needs no folding


@dataclass
class Category:
    """One kind of power with its items."""

    name: str
    items: list[PowerFacts] = field(default_factory=list)


@dataclass
class Group:
    """One of the large groups; `label` as people say it."""

    label: Any
    categories: list[Category] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(len(category.items) for category in self.categories)


@audience("public")
@public_page(revision=disclosure.revision)
def powers(request: HttpRequest, area: Ref) -> HttpResponse:
    """The list, by group and category."""
    village = places.village(area)
    items = queries.items(area)
    context = {
        "village": village,
        "total": len(items),
        "groups": _grouped(items),
        "unfolded": len(items) <= FEW,
    }
    return render(request, "villager/powers.html", context)


@audience("public")
@public_page(revision=disclosure.revision)
def power(request: HttpRequest, area: Ref, power: Ref) -> HttpResponse:
    """One item as the list has it now."""
    return _page(request, area, power, None)


@audience("public")
@public_page(revision=disclosure.revision)
def version(request: HttpRequest, area: Ref, power: Ref, number: int) -> HttpResponse:
    """One item as the list had it before."""
    return _page(request, area, power, number)


@audience("public")
@public_page(revision=disclosure.revision)
def public_json(request: HttpRequest, area: Ref) -> HttpResponse:
    """The whole list as open data."""
    village = places.village(area)
    data = list_as_data(village, queries.items(area, whole=True), on=local(now()).date())
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return HttpResponse(text.encode(), content_type="application/json")


def _page(request: HttpRequest, area: Ref, ref: Ref, number: int | None) -> HttpResponse:
    village, at = places.village(area), now()
    found, listed = queries.item_for(area, ref, number=number)
    versions = queries.versions(ref)
    basis = queries.basis(found.area, found.basis, on=local(at).date())
    steps = [(step, remarks(step)) for step in found.steps]
    context = {
        "village": village,
        "item": found,
        "listed": listed,
        "older": found.number != versions[0].number,
        "versions": versions,
        "trail_index": next(one.index for one in versions if one.number == found.number),
        "steps": steps,
        "days": sum(step.days or 0 for step in found.steps if not step.publish),
        "publishing": [step.n for step in found.steps if step.publish],
        "risks": [step for step in found.steps if step.risk],
        "diagram": diagram(found.steps, title=found.name),
        "duties": queries.responsible(area, found, at=at),
        "basis": [basis[code] for code in found.basis],
    }
    return render(request, "villager/power.html", context)


def _grouped(items: Iterable[PowerFacts]) -> list[Group]:
    groups: dict[str, Group] = {}
    for item in items:
        group = groups.setdefault(item.group, Group(SPOKEN.get(item.group, item.group)))
        if not group.categories or group.categories[-1].name != item.category:
            group.categories.append(Category(item.category))
        group.categories[-1].items.append(item)
    return list(groups.values())
