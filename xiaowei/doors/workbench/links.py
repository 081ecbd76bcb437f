"""From a reference to the page that shows it: notices carry references, never addresses of pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.cases import access as cases
from xiaowei.courier import access as groups
from xiaowei.courier import actions as courier
from xiaowei.disclosure import checkaccess, digests, dutyaccess, reminders, voices, withdrawals
from xiaowei.disclosure import queries as disclosure
from xiaowei.doors.workbench.desk import Desk, seat, staff


@staff()
def link(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Go to what the reference names, if this person may see it. What a notice led to is read."""
    desk = seat(request)
    for find in (_version, _case, _check, _digest, _reminder, _withdrawal, _voice):
        try:
            path = find(desk, ref)
        except NotFound:
            continue
        courier.mark_read(desk.person, about=ref, at=desk.at)
        return redirect(path)
    raise NotFound()


def _version(desk: Desk, ref: Ref) -> str:
    version = disclosure.desk_version(desk.person, ref, at=desk.at)
    own = disclosure.may_act(desk.person, ref, "submit", at=desk.at)
    return reverse("workbench:sheet" if own else "workbench:review", args=[version.ref])


def _case(desk: Desk, ref: Ref) -> str:
    return reverse("workbench:case", args=[cases.case_for(desk.person, ref, at=desk.at).ref])


def _check(desk: Desk, ref: Ref) -> str:
    return reverse("workbench:check", args=[checkaccess.check_for(desk.person, ref, at=desk.at).ref])


def _reminder(desk: Desk, ref: Ref) -> str:
    village = reminders.village_of(ref)
    if village not in {one.ref for one in dutyaccess.villages_for(desk.person, at=desk.at)}:
        raise NotFound()
    return reverse("workbench:owed") + f"?village={village}"


def _withdrawal(desk: Desk, ref: Ref) -> str:
    return reverse("workbench:withdrawal", args=[withdrawals.one(desk.person, ref, at=desk.at).ref])


def _voice(desk: Desk, ref: Ref) -> str:
    return reverse("workbench:voice", args=[voices.rating_for(desk.person, ref, at=desk.at).ref])


def _digest(desk: Desk, ref: Ref) -> str:
    found = digests.digest(ref)
    if not any(group.village == found.village for group in groups.groups_for(desk.person, at=desk.at)):
        raise NotFound()
    return reverse("workbench:group") + f"#{ref}"
