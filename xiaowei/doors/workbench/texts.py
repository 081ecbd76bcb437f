"""写公开内容: choose an item, write, look at it as the villagers will, send it off. Nothing typed is ever lost."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from xiaowei.base.masking import scrub
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound, Refusal
from xiaowei.disclosure import access, textfiles, textreads, writing
from xiaowei.disclosure.contents import DECISION, TEXT
from xiaowei.disclosure.doubts import Doubt
from xiaowei.disclosure.queries import DeskVersion
from xiaowei.disclosure.texts.places import GROUPS
from xiaowei.disclosure.texts.queries import PUBLIC, STAFF, text
from xiaowei.doors.workbench import grid, textforms
from xiaowei.doors.workbench.desk import Desk, seat, show, staff
from xiaowei.doors.workbench.textforms import Form
from xiaowei.vault import queries as vault

GOES_ON = frozenset({"draft", "returned", "published"})  # a version on somebody's desk is taken back by returning it


@staff()
def choose(request: HttpRequest) -> HttpResponse:
    """Which village, which item, and whether it is a text or a decision."""
    desk = seat(request)
    villages = access.drafting_villages(desk.person, at=desk.at)
    if not villages:
        raise NotFound()
    _kind, item, village = textforms.wanted(request)
    chosen = next((one for one in villages if one.ref == village), villages[0])
    decisions = {one.code for one in textreads.items_for(DECISION)}
    groups = [
        (textforms.class_name(code), [(one, one.code in decisions) for one in items])
        for code, items in textforms.by_class(TEXT)
    ]
    context = {"villages": villages, "chosen": chosen, "groups": groups, "wanted": item}
    return show(request, "text_choose", context)


@staff(methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Write something new; a refusal shows everything again."""
    desk = seat(request)
    if request.method == "POST":
        return _taken(request, textforms.posted(request, desk, before=None))
    kind, item, village = textforms.wanted(request)
    if village is None:
        raise NotFound()
    form = textforms.blank(desk, kind=kind, village=village, item=item, form_key=request.GET.get("form", ""))
    return _page(request, form)


@staff(methods=("GET", "POST"))
def edit(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Go on from a version: saving makes the next draft, and this one stays as it is."""
    desk = seat(request)
    before = textforms.of_version(desk, ref)
    if request.method == "POST":
        return _taken(request, textforms.posted(request, desk, before=before.before))
    return _page(request, before)


@staff()
def file(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The shown copy of a picture or paper. Raises NotFound: absent and forbidden alike."""
    desk = seat(request)
    return handed(textfiles.for_staff(desk.person, ref, at=desk.at))


@staff()
def page(request: HttpRequest, ref: Ref, number: int) -> HttpResponse:
    """One page of a paper as a picture. Raises NotFound."""
    desk = seat(request)
    return handed(textfiles.for_staff(desk.person, ref, page=number, at=desk.at))


@staff()
def original(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The sealed original as it came. Raises NotFound."""
    desk = seat(request)
    return handed(textfiles.original(desk.person, ref, at=desk.at))


def handed(shown: textfiles.Shown) -> HttpResponse:
    """A file's bytes: a picture made anew may stand on a page, anything else is only ever saved."""
    response = HttpResponse(vault.read(shown.blob).data, content_type=shown.media_type)
    attached = shown.media_type != "image/jpeg"
    response["Content-Disposition"] = content_disposition_header(attached, shown.name) or "attachment"
    return response


def sheet_context(desk: Desk, version: DeskVersion, found: list[Doubt], *, typed: Any = None) -> dict[str, Any]:
    """What the clerk's page shows of a draft: as the villagers will read it, and what the product doubts."""
    pins = grid.pinned(found, typed=typed)
    return review_context(version) | {
        "pins": pins,
        "errors": sum(pin.error for pin in pins),
        "warnings": sum(not pin.error for pin in pins),
        "may_write": version.state in GOES_ON and _may_go_on(desk, version),
    }


def review_context(version: DeskVersion) -> dict[str, Any]:
    """What a reviewer's page shows: the public text, of the list also the whole names."""
    public, whole = text(version.content, eyes=PUBLIC), text(version.content, eyes=STAFF)
    shown = {row.place: row.cells for row in public.rows}
    return {
        "text": public,
        "rows": [[*zip(map(scrub, row.cells), shown.get(row.place, row.cells), strict=True)] for row in whole.rows],
        "photo_groups": [(label, found) for code, label in GROUPS.items() if (found := public.pictures(code))],
    }


def _may_go_on(desk: Desk, version: DeskVersion) -> bool:
    try:
        writing.version_before(version.ref, kind=version.kind, by=desk.person, at=desk.at)
    except NotFound:
        return False
    return True


def _taken(request: HttpRequest, form: Form) -> HttpResponse:
    desk = seat(request)
    refused = textforms.keep_files(request, desk, form)
    if refused is not None or request.POST.get("go") == "keep":
        return _page(request, form, problem=refused)
    before = form.before.ref if form.before else None
    try:
        version = writing.write(
            form.typed,
            kind=form.kind,
            village=form.village.ref,
            form_key=form.key,
            before=before,
            by=desk.person,
            at=desk.at,
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, form, problem=refusal)
    return redirect("workbench:sheet", version)


def _page(request: HttpRequest, form: Form, *, problem: Refusal | None = None) -> HttpResponse:
    return show(request, "text_form", textforms.context(seat(request), form), problem=problem)
