"""Whose household a row is, where the row itself does not say: one by one, or all that fit a single one with a tick."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from xiaowei.base.refs import PATTERN, Ref
from xiaowei.base.refusals import Invalid, NotFound, Refusal
from xiaowei.benefits import actions
from xiaowei.benefits.staffrows import StaffRow, staff_rows
from xiaowei.disclosure import queries as reads
from xiaowei.disclosure.contents import BATCH
from xiaowei.doors.workbench import sheet
from xiaowei.doors.workbench.desk import Desk, seat, staff
from xiaowei.roster import queries as roster

NOBODY = "none"


@staff(methods=("POST",))
def settle(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Settle the rows that the form says something about. Raises NotFound."""
    desk = seat(request)
    version = reads.desk_version(desk.person, ref, at=desk.at)
    if version.kind != BATCH:
        raise NotFound()
    try:
        count = _settle(request.POST, desk, version.content, village=version.village)
    except NotFound:
        raise
    except Refusal as refusal:
        return sheet.page(request, ref, problem=refusal)
    return redirect(f"/desk/sheet/{ref}/?settled={count}#match-h")


def _settle(form: QueryDict, desk: Desk, batch: Ref, *, village: Ref) -> int:
    households = {str(one.number): one.ref for one in roster.households(village)}
    said = [(row, _said(form, row, households)) for row in staff_rows(batch, candidates=True) if row.asks]
    for row, household in said:
        if household != "":
            found = None if household == NOBODY else Ref(household)
            actions.settle(row.ref, household=found, seen=row.settlements, by=desk.person, at=desk.at)
    return sum(household != "" for _row, household in said)


def _said(form: QueryDict, row: StaffRow, households: dict[str, Ref]) -> str:
    """The household, NOBODY, or nothing. Raises Invalid for a number no household has."""
    chosen, number = form.get(f"row.{row.ref}", ""), form.get(f"number.{row.ref}", "").strip()
    if number:
        if number not in households:
            raise Invalid(_("第 %(row)d 行：本村没有第 %(number)s 户。请核对户号。"), row=row.row, number=number)
        return households[number]
    if chosen == NOBODY or PATTERN.fullmatch(chosen):
        return chosen
    return row.candidates[0] if form.get("single") == "yes" and len(row.candidates) == 1 else ""
