"""应公开: what a village owes this year, with what its clerk does about each: upload, template, or 本期没有."""

import datetime as dt
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from xiaowei.base.clock import local
from xiaowei.base.refs import PATTERN, Ref
from xiaowei.base.refusals import Invalid, NotFound, Refusal
from xiaowei.base.sheets import forms
from xiaowei.disclosure import catalogue, declaring, dutyaccess, happenings, owing, reminders, reporting
from xiaowei.disclosure.duties import Duty
from xiaowei.doors.workbench.desk import Desk, seat, show, staff
from xiaowei.roster.queries import AreaFacts
from xiaowei.roster.vocab import BODY_LABELS, BodyKind

YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True)
class Row:
    """One duty: `template` is the address of its empty form, `nothing` that of 本期没有; empty where there is none."""

    duty: Duty
    title: str
    requires: tuple[str, ...]
    publisher: Any
    late: int  # days
    reminded: dt.date | None
    template: str
    nothing: str


@staff()
def owed(request: HttpRequest) -> HttpResponse:
    """The year of one village: what is late first, then month by month. Raises NotFound for whoever has none."""
    return _page(request, chosen=request.GET.get("village", ""))


def _page(request: HttpRequest, *, chosen: str, problem: Refusal | None = None) -> HttpResponse:
    desk = seat(request)
    villages = dutyaccess.villages_for(desk.person, at=desk.at)
    village = _chosen(chosen, villages)
    today = local(desk.at).date()
    text = request.GET.get("year", "")
    year = int(text) if YEAR.fullmatch(text) else today.year
    drafts = dutyaccess.may_declare(desk.person, village.ref, at=desk.at)
    told = reminders.reminded(village.ref, since=today - dt.timedelta(days=60))
    standing = owing.standing_of(village.ref, at=desk.at)
    soon = [duty for duty in standing.coming if duty.state == "due"]
    rows = _rows(owing.year_of(village.ref, year, at=desk.at), told, drafts=drafts, today=today)
    months = [(first, list(group)) for first, group in groupby(rows, key=lambda row: row.duty.owed.due.replace(day=1))]
    context = {
        "village": village,
        "villages": villages,
        "year": year,
        "years": (year - 1, year + 1),
        "this": today.replace(day=1),
        "late": list(_rows(standing.overdue, told, drafts=drafts, today=today)),
        "soon": list(_rows(soon, told, drafts=drafts, today=today)),
        "months": months,
        "standing": standing,
        "drafts": drafts,
        "notes": dutyaccess.may_note(desk.person, village.ref, at=desk.at),
        "events": happenings.items(),
        "form_key": request.POST.get("form_key") or secrets.token_hex(16),
        "typed": {name: request.POST.get(name, "") for name in ("item", "what", "day")},
        "today": today,
        "done": _("登记好了，到期前会提醒。") if request.GET.get("done") == "noted" else "",
    }
    return show(request, "owed", context, problem=problem)


@staff(methods=("POST",))
def note(request: HttpRequest, village: Ref) -> HttpResponse:
    """Note that something happened which must be published. What was typed comes back with a refusal."""
    desk, sent = seat(request), request.POST
    if not dutyaccess.may_note(desk.person, village, at=desk.at):
        raise NotFound()
    try:
        happenings.note(
            village,
            sent.get("item", ""),
            what=sent.get("what", ""),
            day=_typed_day(sent.get("day", "")),
            form_key=sent.get("form_key", ""),
            by=desk.person,
            at=desk.at,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, chosen=village, problem=refusal)
    return redirect(f"/desk/duties/?village={village}&done=noted")


@staff(methods=("GET", "POST"))
def nothing(request: HttpRequest, village: Ref, code: str, start: str) -> HttpResponse:
    """Declare 本期没有 of one item and period. What was typed comes back with a refusal."""
    desk = seat(request)
    day = _day(start)
    problem: Refusal | None = None
    try:
        duty = declaring.declarable(village, code, day, by=desk.person, at=desk.at)
    except NotFound:
        raise
    except Refusal as refusal:
        duty, problem = owing.duty_of(village, code, day, at=desk.at), refusal
    if request.method == "POST":
        try:
            version = declaring.declare(
                village,
                code,
                day,
                statement=request.POST.get("statement", ""),
                form_key=request.POST.get("form_key", ""),
                by=desk.person,
                at=desk.at,
            )
        except NotFound:
            raise
        except Refusal as refusal:
            problem = refusal
        else:
            return redirect("workbench:sheet", version)
    return show(request, "nothing", _declaring(request, desk, duty), problem=problem)


def _declaring(request: HttpRequest, desk: Desk, duty: Duty) -> dict[str, Any]:
    key = request.POST.get("form_key", "")
    (village,) = (one for one in dutyaccess.villages_for(desk.person, at=desk.at) if one.ref == duty.village)
    return {
        "duty": duty,
        "village": village,
        "title": reporting.title_of(duty.owed),
        "form_key": key or secrets.token_hex(16),
        "statement": request.POST.get("statement", ""),
        "most": declaring.LONGEST,
        "bases": catalogue.bases_on(duty.owed.item, local(desk.at).date()),
    }


def _rows(
    duties: Iterable[Duty], told: Mapping[tuple[str, str], dt.date], *, drafts: bool, today: dt.date
) -> Iterable[Row]:
    known = forms.forms()
    for duty in duties:
        owed, open_ = duty.owed, drafts and not duty.met
        over = open_ and owed.item.may_be_nothing and owed.period_until <= today
        made = next((kind for kind in owed.item.tables if kind in known), "") if open_ else ""
        args = [duty.village, owed.item.code, owed.period_from.isoformat()]
        yield Row(
            duty,
            reporting.title_of(owed),
            owed.item.requires + owed.columns,
            BODY_LABELS[BodyKind(owed.item.publisher)],
            (today - owed.due).days if duty.state == "missing" else 0,
            told.get((owed.item.code, owed.period_from.isoformat())),
            reverse("workbench:form", args=[made]) + f"?village={duty.village}" if made else "",
            reverse("workbench:nothing", args=args) if over else "",
        )


def _chosen(text: str, villages: list[AreaFacts]) -> AreaFacts:
    if not villages:
        raise NotFound()
    if not text:
        return villages[0]
    found = [one for one in villages if PATTERN.fullmatch(text) and one.ref == text]
    if not found:
        raise NotFound()
    return found[0]


def _typed_day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Invalid(_("请填哪天发生的，写成 2023-06-05 这样。")) from None


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise NotFound() from None
