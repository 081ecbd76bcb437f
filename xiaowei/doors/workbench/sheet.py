"""What the product read in a sheet: the original beside what was understood, and the way to the reviewers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Refusal
from xiaowei.base.sheets.grid import cell_name
from xiaowei.disclosure import access, doubts, vocab
from xiaowei.disclosure import actions as disclosure
from xiaowei.disclosure import queries as reads
from xiaowei.disclosure.contents import BATCH, NOTHING, TABLE, nothing
from xiaowei.disclosure.writing import WRITTEN
from xiaowei.doors.workbench import grid, subsidy, table, texts
from xiaowei.doors.workbench.desk import seat, show, staff
from xiaowei.finance import queries as finance
from xiaowei.roster import queries as roster
from xiaowei.vault import queries as vault

NUMBERS = ("opening", "income", "expense", "closing")


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
    return show(request, "sheet", _context(read, doubts.of_issues(read.understood.get("issues", ()), {})))


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
    context: dict[str, Any]
    if version.kind == NOTHING:
        name, context = "nothing_sheet", {"declared": nothing.facts(version.content)}
    elif version.kind in WRITTEN:
        name, context = "text_sheet", texts.sheet_context(desk, version, found, typed=given)
    elif version.kind == TABLE:
        name, context = "table_sheet", table.sheet_context(desk, version, found, typed=given)
    elif version.kind == BATCH:
        name, context = "subsidy_sheet", subsidy.sheet_context(desk, version, found, typed=given)
    else:
        name, context = "sheet", _context(finance.reading_of(version.content), found, typed=given)
        context["masked"] = _masked(version.content, context["read"].understood)
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
    return show(request, name, context, problem=problem)


def _context(
    read: finance.ReadingFacts, found: list[doubts.Doubt], *, typed: dict[str, str] | None = None
) -> dict[str, Any]:
    pins = grid.pinned(found, typed=typed)
    understood = read.understood
    return {
        "read": read,
        "pins": pins,
        "errors": sum(pin.error for pin in pins),
        "warnings": sum(not pin.error for pin in pins),
        "sheet": grid.sheet_of(understood, pins),
        "checks": _checks(understood),
        "place": roster.area(read.village),
    }


def _checks(understood: dict[str, Any]) -> dict[str, list[int | None]]:
    """The four numbers: added up line by line, as declared, and the difference where both are there."""
    computed, declared = understood.get("computed", {}), understood.get("declared", {})
    if not computed:
        return {}
    sums, said = [computed.get(name) for name in NUMBERS], [declared.get(name) for name in NUMBERS]
    gaps = [None if a is None or b is None else abs(a - b) for a, b in zip(sums, said, strict=True)]
    return {"computed": sums, "declared": said, "gaps": gaps}


def _masked(ledger: Ref, understood: dict[str, Any]) -> list[tuple[str, finance.MaskedLine]]:
    rows = understood["grid"]["rows"]
    return [(_cell_of(rows, line), line) for line in finance.masked_lines(ledger)]


def _cell_of(rows: list[list[str]], line: finance.MaskedLine) -> str:
    texts = rows[line.row - 1] if line.row <= len(rows) else []
    found = (col for col, text in enumerate(texts, start=1) if text and text.strip()[:500] == line.summary.strip())
    col = next(found, None)
    return cell_name(line.row, col) if col else ""
