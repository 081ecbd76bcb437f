"""The village's home page and its four doors. Public bytes: they depend on the village's revision alone."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xiaowei.base import clock
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.cases.vocab import TRIAGE
from xiaowei.disclosure import queries as disclosure
from xiaowei.disclosure.vocab import SECTIONS as SECTION_NAMES
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.shared.pages import public_page
from xiaowei.doors.villager import duties, places
from xiaowei.doors.villager.charts import share_of
from xiaowei.powers import queries as powers
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.roster.queries import AreaFacts
from xiaowei.roster.roles import roles
from xiaowei.roster.standing import Holder

LATEST = 6
LISTED = 500  # more than a village publishes in ten years


@dataclass(frozen=True)
class Section:
    """One of the four doors; `empty` says what will stand there."""

    code: str
    label: Any
    icon: str
    empty: Any


SECTIONS = {
    section.code: section
    for section in (
        Section(
            "affairs",
            SECTION_NAMES["affairs"],
            "flag",
            _("党务和村务公开后会列在这里：开了什么会、定了什么事、谁入了党。"),
        ),
        Section("assets", SECTION_NAMES["assets"], "yuan", _("账目、合同、资产公开后会列在这里，每一笔都能问。")),
        Section(
            "projects", SECTION_NAMES["projects"], "hall", _("修路、打井这些工程公开后会列在这里：谁干的、花了多少。")
        ),
        Section("benefits", SECTION_NAMES["benefits"], "grain", _("补贴名单和金额公开后会列在这里。")),
    )
}


@audience("public")
@public_page(revision=disclosure.revision)
def home(request: HttpRequest, area: Ref) -> HttpResponse:
    """The village at a glance."""
    village = places.village(area)
    published = disclosure.published_in(area, limit=LISTED)
    households = roster.households(area)
    context = {
        "village": village,
        "above": places.above(village),
        "households": len(households),
        "groups": len({household.group for household in households}),
        "progress": duties.progress(area),
        "publications": published[:LATEST],
        "total": len(published),
        "sections": [
            {
                "label": section.label,
                "icon": section.icon,
                "url": reverse("villager:section", args=[area, section.code]),
                "count": sum(one.item.section == section.code for one in published),
            }
            for section in SECTIONS.values()
        ],
        "powers": powers.count(area),
        "money": _money(area),
        "supervisors": _supervisors(area),
        "discipline": _discipline(village),
    }
    return render(request, "villager/home.html", context)


@audience("public")
@public_page(revision=disclosure.revision)
def section(request: HttpRequest, area: Ref, code: str) -> HttpResponse:
    """What the village has published behind one door, newest first."""
    if code not in SECTIONS:
        raise NotFound()
    context = {
        "village": places.village(area),
        "section": SECTIONS[code],
        "publications": disclosure.published_in(area, section=code, limit=LISTED),
    }
    return render(request, "villager/section.html", context)


def _money(area: Ref) -> dict[str, Any] | None:
    latest = disclosure.latest_ledger(area)
    if latest is None:
        return None
    publication, ledger = latest
    most = max(ledger.income or 0, ledger.expense or 0, 1)
    return {
        "publication": publication,
        "ledger": ledger,
        "label": publication.period_label,
        "income_width": share_of(ledger.income or 0, most),
        "expense_width": share_of(ledger.expense or 0, most),
    }


def _supervisors(area: Ref) -> list[Holder]:
    watching = {role.id for role in roles().values() if role.watches}
    return [one for one in roster.officers_of(area, at=clock.now()) if one.role in watching]


def _discipline(village: AreaFacts) -> str:
    """The body of the township that sees a word about a cadre first; empty where nobody sits in it."""
    triaging = standing.holders(TRIAGE, village.ref, at=clock.now())
    return next((holder.body for holder in triaging if holder.area == village.parent), "")
