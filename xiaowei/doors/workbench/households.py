"""Households of a village by group: who is bound, and the printed sheet of invitations. Never who of a household."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

import segno
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from xiaowei.accounts import access, invitations
from xiaowei.accounts import queries as accounts
from xiaowei.accounts.queries import Invited
from xiaowei.base.masking import mask_name
from xiaowei.base.refs import PATTERN, Ref
from xiaowei.base.refusals import NotFound, Refusal
from xiaowei.doors.workbench.desk import seat, show, staff


@dataclass(frozen=True)
class Group:
    """A villager group in numbers."""

    number: int
    households: int
    bound: int
    waiting: int  # invitations that can still be used


@staff()
def households(request: HttpRequest) -> HttpResponse:
    """The groups of every village whose households this person may invite."""
    desk = seat(request)
    villages = access.villages_to_invite(desk.person, at=desk.at)
    if not villages:
        raise NotFound()
    return show(request, "households", {"villages": [(one, _groups(one.ref)) for one in villages]})


@staff()
def group(request: HttpRequest, village: Ref, number: int) -> HttpResponse:
    """One group, household by household."""
    return _group_page(request, village, number)


@staff(methods=("POST",))
def print_sheet(request: HttpRequest, village: Ref, number: int) -> HttpResponse:
    """The sheet for the households that were ticked. Its codes are on this page and nowhere else."""
    desk = seat(request)
    chosen = [Ref(one) for one in request.POST.getlist("household") if PATTERN.fullmatch(one)]
    seen = request.POST.get("seen", "")
    try:
        sheet = invitations.print_group(village, group=number, households=chosen, seen=seen, by=desk.person, at=desk.at)
    except NotFound:
        raise
    except Refusal as refusal:
        return _group_page(request, village, number, problem=refusal, chosen=set(chosen))
    here = request.build_absolute_uri(reverse("villager:scanned"))
    slips = [
        {
            "household": slip.household,
            "head": mask_name(slip.household.head),
            "code": slip.code,
            "qr": _qr(f"{here}?{urlencode({'c': slip.code.replace('-', '')})}"),
        }
        for slip in sheet.slips
    ]
    context = {
        "village": access.village_to_invite(desk.person, village, at=desk.at),
        "group": number,
        "slips": slips,
        "until": sheet.expires_at,
        "address": request.get_host() + reverse("villager:me_join"),
    }
    return show(request, "invitations", context)


def _group_page(
    request: HttpRequest, village: Ref, number: int, *, problem: Refusal | None = None, chosen: set[Ref] | None = None
) -> HttpResponse:
    desk = seat(request)
    place = access.village_to_invite(desk.person, village, at=desk.at)
    rows = [one for one in accounts.invited(village) if one.household.group == number]
    if not rows:
        raise NotFound()
    context: dict[str, Any] = {
        "village": place,
        "group": _group(number, rows),
        "rows": [(one, _ticked(one, chosen), _state(one)) for one in rows],
        "seen": invitations.latest_sheet(village, group=number),
    }
    return show(request, "group", context, problem=problem)


def _ticked(one: Invited, chosen: set[Ref] | None) -> bool:
    if chosen is not None:
        return one.household.ref in chosen
    return not one.bound and one.invitation != invitations.OPEN


def _state(one: Invited) -> str:
    said = {
        invitations.OPEN: _("等着用"),
        invitations.USED: _("用过了"),
        invitations.REVOKED: _("作废了"),
        invitations.EXPIRED: _("过期了"),
    }
    return said.get(one.invitation, _("还没打印"))


def _groups(village: Ref) -> list[Group]:
    rows = sorted(accounts.invited(village), key=lambda one: one.household.group)
    return [_group(number, list(found)) for number, found in groupby(rows, key=lambda one: one.household.group)]


def _group(number: int, rows: list[Invited]) -> Group:
    waiting = sum(one.invitation == invitations.OPEN for one in rows)
    return Group(number, len(rows), sum(one.bound for one in rows), waiting)


def _qr(address: str) -> SafeString:
    # drawn by segno from an address of ours: nothing in it came from a form
    drawn = segno.make(address, error="m", boost_error=False)
    return mark_safe(drawn.svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None))
