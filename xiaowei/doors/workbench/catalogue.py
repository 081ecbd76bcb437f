"""公开目录: what every village below must publish, and the changes that an area makes of it, with their approval."""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiaowei.base.clock import local
from xiaowei.base.refs import PATTERN, Ref
from xiaowei.base.refusals import Invalid, NotFound, Refusal
from xiaowei.disclosure import cataloguechanges, cataloguereads, dutyaccess, vocab
from xiaowei.disclosure import duties as rules
from xiaowei.disclosure.catalogue import bases_on
from xiaowei.disclosure.cataloguechanges import New
from xiaowei.disclosure.cataloguereads import ChangeFacts, Entry
from xiaowei.disclosure.duties import months_before
from xiaowei.disclosure.terms import Terms
from xiaowei.doors.workbench.desk import Desk, seat, show, staff
from xiaowei.roster import queries as roster
from xiaowei.roster.queries import AreaFacts
from xiaowei.roster.vocab import BODY_LABELS, BodyKind

NEEDS = {
    "any": gettext_lazy("这一期公开过就算"),
    "whole": gettext_lazy("要覆盖整期"),
    "standing": gettext_lazy("一直公开着"),
}
MASKING = {
    "none": gettext_lazy("不涉及个人"),
    "office": gettext_lazy("写职务和任职人姓名"),
    "named": gettext_lazy("依规定公示姓名"),
    "rows": gettext_lazy("逐户公开，姓名遮盖"),
    "sums": gettext_lazy("只公开合计，不列个人"),
    "payees": gettext_lazy("个人收款人遮盖姓名"),
}
TOWNSHIP = "township"


@dataclass(frozen=True)
class Line:
    """An item with what holds here in words, and the change that is to come."""

    entry: Entry
    terms: str
    coming: str


@staff()
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every item as it holds in one's area. Raises NotFound for whoever neither changes nor approves."""
    desk = seat(request)
    area, areas = _area(request, desk)
    day = local(desk.at).date()
    entries = cataloguereads.entries(area, day=day)
    lines = [Line(one, words(one.terms), _coming(one)) for one in entries]
    changes = cataloguereads.changes_of(area)
    context = {
        "area": area,
        "areas": areas,
        "classes": [(label, [x for x in lines if x.entry.item.kind == kind]) for kind, label in vocab.CLASSES.items()],
        "waiting": _waiting(desk, {}),
        "changes": [(one, words(one.terms)) for one in changes],
        "may_change": area in dutyaccess.areas_changed_by(desk.person, at=desk.at),
        "done": _done(request),
    }
    return show(request, "catalogue", context)


@staff(methods=("GET", "POST"))
def item(request: HttpRequest, ref: Ref, code: str) -> HttpResponse:
    """One item: what it must have, the law behind it, and the form to change how it is owed below this area."""
    desk = seat(request)
    area = _changeable(desk, ref)
    day = local(desk.at).date()
    entry = next((one for one in cataloguereads.entries(area, day=day) if one.item.code == code), None)
    if entry is None:
        raise NotFound()
    problem: Refusal | None = None
    if request.method == "POST":
        try:
            cataloguechanges.change(
                ref, code, new=_new(request), form_key=request.POST.get("form_key", ""), by=desk.person, at=desk.at
            )
        except NotFound:
            raise
        except Refusal as refusal:
            problem = refusal
        else:
            return redirect(f"/desk/catalogue/?area={ref}&done=changed")
    floor = cataloguechanges.floor_of(area, code, start=_first(day))
    context = {
        **_form(request, area, entry.terms or floor, day),
        "entry": entry,
        "now": words(entry.terms),
        "floor": words(floor) if floor else "",
        "bases": bases_on(entry.item, day),
        "reviewers": [_body(kind) for kind in entry.item.reviewers],
        "publisher": _body(entry.item.publisher),
        "masking": MASKING[entry.item.masking],
    }
    return show(request, "catalogue_item", context, problem=problem)


@staff(methods=("GET", "POST"))
def add(request: HttpRequest, ref: Ref) -> HttpResponse:
    """An item of one's own for every village of the area."""
    desk = seat(request)
    area = _changeable(desk, ref)
    problem: Refusal | None = None
    if request.method == "POST":
        try:
            cataloguechanges.add(
                ref, new=_new(request), form_key=request.POST.get("form_key", ""), by=desk.person, at=desk.at
            )
        except NotFound:
            raise
        except Refusal as refusal:
            problem = refusal
        else:
            return redirect(f"/desk/catalogue/?area={ref}&done=added")
    context = {
        **_form(request, area, rules.shipped("CF04"), local(desk.at).date()),
        "sections": vocab.SECTIONS,
        "classes": vocab.CLASSES,
    }
    return show(request, "catalogue_add", context, problem=problem)


@staff(methods=("POST",))
def approve(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The township's word on a change that asks for less. What was typed comes back with a refusal."""
    desk = seat(request)
    given = request.POST.get("words", "")
    try:
        cataloguechanges.approve(ref, words=given, by=desk.person, at=desk.at)
    except NotFound:
        raise
    except Refusal as refusal:
        return show(request, "catalogue_approve", {"waiting": _waiting(desk, {ref: given})}, problem=refusal)
    return redirect("/desk/catalogue/?done=approved")


def words(terms: Terms | None) -> str:
    """`每季度，次期首月20日前`."""
    if terms is None:
        return _("有事就公开，%(n)d 个工作日内") % {"n": rules.event_days()}
    label = rules.rules()[terms.rule].label
    text = _("%(often)s，期满后%(day)d日前") % {"often": label, "day": terms.day}
    if terms.working:
        text += _("（逢休息日提前）")
    if terms.needs == "whole":
        text += _("，") + str(NEEDS["whole"])
    if terms.columns:
        text += _("，另要：%(columns)s") % {"columns": "、".join(terms.columns)}
    return text


def _waiting(desk: Desk, typed: dict[Ref, str]) -> list[tuple[ChangeFacts, str, str]]:
    """What waits for this person's approval: the change, its terms in words, and what he had typed."""
    rows = cataloguereads.described(cataloguechanges.waiting_for(desk.person, at=desk.at).values())
    return [(one, words(one.terms), typed.get(one.ref, "")) for one in rows]


def _coming(entry: Entry) -> str:
    change = entry.coming
    if change is None:
        return ""
    day = change.from_on
    return _("%(year)d年%(month)d月%(day)d日起：%(words)s") % {
        "year": day.year, "month": day.month, "day": day.day, "words": words(change.terms),
    }  # fmt: skip


def _area(request: HttpRequest, desk: Desk) -> tuple[AreaFacts, list[AreaFacts]]:
    areas = dutyaccess.areas_changed_by(desk.person, at=desk.at)
    if not areas:
        raise NotFound()
    text = request.GET.get("area", "")
    if PATTERN.fullmatch(text):
        return _changeable(desk, Ref(text)), areas
    return areas[0], areas


def _changeable(desk: Desk, ref: Ref) -> AreaFacts:
    if not dutyaccess.may_change(desk.person, ref, at=desk.at):
        raise NotFound()
    return roster.area(ref)


def _new(request: HttpRequest) -> New:
    sent = request.POST
    try:
        from_on = dt.date.fromisoformat(sent.get("from_on", ""))
    except ValueError:
        raise Invalid(_("请填生效日，写成 2027-01-01 这样。")) from None
    day = sent.get("day", "")
    columns = tuple(one for one in sent.get("columns", "").replace("，", "、").replace(",", "、").split("、"))
    terms = Terms(
        sent.get("rule", ""),
        int(day) if day.isascii() and day.isdecimal() and len(day) < 3 else 0,
        sent.get("working") == "1",
        sent.get("needs", ""),
        columns,
    )
    kept = {name: sent.get(name, "") for name in ("name", "section", "kind")}
    return New(terms, from_on, sent.get("reason", ""), **kept)


def _form(request: HttpRequest, area: AreaFacts, terms: Terms | None, day: dt.date) -> dict[str, Any]:
    sent = request.POST
    start = terms or Terms("Q", 20, False, "any")
    letters = ["L"] if start.rule == "L" else list(cataloguechanges.RULES)
    return {
        "area": area,
        "form_key": sent.get("form_key") or secrets.token_hex(16),
        "letters": [(letter, rules.rules()[letter].label) for letter in letters],
        "needs": [(name, NEEDS[name]) for name in (["standing"] if start.rule == "L" else ["any", "whole"])],
        "typed": {
            "rule": sent.get("rule", start.rule),
            "day": sent.get("day", str(start.day)),
            "working": sent.get("working") == "1" if sent else start.working,
            "needs": sent.get("needs", start.needs),
            "columns": sent.get("columns", "、".join(start.columns)),
            "from_on": sent.get("from_on", _first(day).isoformat()),
            "reason": sent.get("reason", ""),
            "name": sent.get("name", ""),
            "section": sent.get("section", ""),
            "kind": sent.get("kind", ""),
        },
    }


def _first(day: dt.date) -> dt.date:
    """The first day of the next year: every period begins on it."""
    return months_before(day.replace(month=1, day=1), -12)


def _body(kind: str) -> Any:
    return _("乡镇") if kind == TOWNSHIP else BODY_LABELS[BodyKind(kind)] if kind in set(BodyKind) else _("村纪检委员")


def _done(request: HttpRequest) -> str:
    said = {
        "changed": _("改好了，留痕了。到生效日起算；放宽的要乡镇批准才算。"),
        "added": _("加上了，留痕了。到生效日起，下面的村都要公开。"),
        "approved": _("批准了，留痕了。"),
    }
    return said.get(request.GET.get("done", ""), "")
