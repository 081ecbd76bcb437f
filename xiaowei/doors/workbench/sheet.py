"""What the product read in a sheet: the original beside what was understood, and the way to the reviewers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Refusal
from xiaowei.disclosure import access, doubts, vocab
from xiaowei.disclosure import actions as disclosure
from xiaowei.disclosure import queries as reads
from xiaowei.doors.workbench import ledger
from xiaowei.doors.workbench.desk import seat, show, staff
from xiaowei.doors.workbench.drawn import DRAWN
from xiaowei.roster import queries as roster
from xiaowei.vault import queries as vault


@staff()
def sheet(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The sheet of a version."""
    return page(request, ref)


@staff(methods=("POST",))
def submit(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Send a draft to the reviewers, with the reasons for the errors that stand."""
    desk = seat(request)
    typed = {name: request.POST.get(name, "") for name in request.POST if name.startswith("excuse.")}
    given = {name.removeprefix("excuse."): words for name, words in typed.items()}
    try:
        disclosure.submit(ref, excuses=given, reason=request.POST.get("reason", ""), by=desk.person, at=desk.at)
    except Refusal as refusal:
        return page(request, ref, given=given, problem=refusal)
    return redirect(f"/desk/review/{ref}/?done=submitted")


@staff()
def reading(request: HttpRequest, ref: Ref) -> HttpResponse:
    """A file that became no version: what was understood, and why it cannot be published."""
    desk = seat(request)
    read = access.reading_for(desk.person, ref, at=desk.at)
    version = reads.version_of_content(read.ledger) if read.ledger else None
    if version is not None:
        return redirect("workbench:sheet", version)
    return show(request, "sheet", ledger.reading_context(read, doubts.of_issues(read.understood.get("issues", ()), {})))


@staff()
def original(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The uploaded file as it came. Raises NotFound."""
    desk = seat(request)
    read = access.reading_for(desk.person, ref, at=desk.at)
    response = HttpResponse(vault.read(read.original).data, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, read.file_name or "original") or "attachment"
    return response


@staff()
def sheets(request: HttpRequest) -> HttpResponse:
    """The latest versions this person may see, whatever their state."""
    desk = seat(request)
    found = reads.recent(desk.person, at=desk.at)
    places = roster.areas(version.village for version in found)
    names = roster.person_names(version.made_by for version in found)
    rows = [(one, places[one.village].short_name, names.get(one.made_by, "")) for one in found]
    return show(request, "sheets", {"rows": rows, "may_upload": desk.may(vocab.DRAFT)})


def page(
    request: HttpRequest, ref: Ref, *, given: dict[str, str] | None = None, problem: Refusal | None = None
) -> HttpResponse:
    """The page of a version's sheet, with the reasons that were sent and not taken."""
    desk = seat(request)
    version = reads.desk_version(desk.person, ref, at=desk.at)
    found = reads.doubts_of(ref)
    drawn = DRAWN[version.kind]
    context = drawn.on_sheet(desk, version, found, typed=given)
    reviewers = access.signers("review", version.village, at=desk.at)
    context |= {
        "version": version,
        "reason": request.POST.get("reason", version.reason),
        "may_submit": reads.may_act(desk.person, ref, "submit", at=desk.at),
        "settled": int(settled) if (settled := request.GET.get("settled", "")).isdecimal() else 0,
        "open_errors": sum(doubt.open for doubt in found),
        "reviewers": _("、").join(holder.name for holder in reviewers),
        "place": roster.area(version.village),
    }
    return show(request, drawn.sheet, context, problem=problem)
