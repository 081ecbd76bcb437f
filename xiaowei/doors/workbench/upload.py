"""Uploading a sheet: read apart, understood, kept, and made a draft. The same form sent twice gives one draft."""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from xiaowei.base.refs import PATTERN, Ref
from xiaowei.base.refusals import Invalid, NotFound, Refusal
from xiaowei.disclosure import access
from xiaowei.disclosure import queries as disclosure_reads
from xiaowei.disclosure import upload as disclosure
from xiaowei.disclosure.texts import files
from xiaowei.doors.workbench import parking, textforms
from xiaowei.doors.workbench.desk import Desk, seat, show, staff
from xiaowei.doors.workbench.parking import Upload
from xiaowei.doors.workbench.table import tabled
from xiaowei.finance.entry import OtherVillage
from xiaowei.roster import queries as roster
from xiaowei.vault import papers
from xiaowei.vault.limits import MAX_BYTES, too_large


@staff(methods=("GET", "POST"))
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a village and a file; what cannot be taken says why and keeps what was chosen."""
    desk = seat(request)
    villages = access.drafting_villages(desk.person, at=desk.at)
    if not villages and not access.listing_villages(desk.person, at=desk.at):
        raise NotFound()
    if request.method != "POST":
        return show(request, "upload", _choices(request, villages))
    try:
        taken = _take(request, desk)
    except Refusal as refusal:
        # with one village only, nothing but another file can help
        helps = isinstance(refusal, OtherVillage | disclosure.NoVillage)
        kept = parking.keep_for_retry(request) if len(villages) > 1 and helps else None
        context = {**_choices(request, villages), "kept": kept}
        return show(request, "upload", context | {"word": _word(request, desk, context["chosen"])}, problem=refusal)
    if taken.version and _opens(desk, taken.version):
        return redirect("workbench:sheet", taken.version)
    if taken.table:
        return redirect("workbench:table", taken.table)
    return redirect("workbench:list", taken.listing) if taken.listing else redirect("workbench:reading", taken.reading)


def _word(request: HttpRequest, desk: Desk, village: str) -> str:
    """The way on for a Word file that came where sheets come: its words in a text's form. Empty for anything else."""
    file = parking.upload(request, "file")
    if file is None or not village or papers.media_type_of(file.data) != papers.WORD:
        return ""
    key = textforms.new_key()
    try:
        files.keep(key, file.data, name=file.name, place="", by=desk.person, at=desk.at)
    except Refusal:
        return ""  # torn, or a bomb: the refusal of the sheet says enough
    return urlencode({"kind": "text", "village": village, "form": key})


def _opens(desk: Desk, version: Ref) -> bool:
    # an office makes the draft of a village, and does not read it
    try:
        disclosure_reads.desk_version(desk.person, version, at=desk.at)
    except NotFound:
        return False
    return True


def _take(request: HttpRequest, desk: Desk) -> disclosure.Taken:
    form_key = request.POST.get("form_key", "")
    if len(form_key) != len(_new_key()):
        raise Invalid(_("这张表没有送完整。请再点一次“上传”。"))
    chosen = request.POST.get("village", "")
    file = _file(request)
    village = Ref(chosen) if PATTERN.fullmatch(chosen) else None
    sent = disclosure.File(file.name, file.data, form_key)
    item = request.POST.get("item", "")
    return disclosure.take(sent, chosen=village, by=desk.person, at=desk.at, item=item if item in tabled() else "")


def _file(request: HttpRequest) -> Upload:
    file = parking.upload(request, "file")
    if file is None or not file.size:
        raise Invalid(_("还没有选文件，或者文件是空的。请选好表格再传。"))
    if file.size > MAX_BYTES:
        raise too_large(file.size)
    return file


def _choices(request: HttpRequest, villages: list[roster.AreaFacts]) -> dict[str, Any]:
    desk = seat(request)
    key = request.POST.get("form_key", "")
    wanted = request.POST.get("village") or request.GET.get("village", "")
    names = [village.short_name for village in villages]
    above = roster.areas(village.parent for village in villages if village.parent)
    return {
        "villages": [
            (v.ref, f"{above[v.parent].short_name} {v.short_name}" if v.parent in above else v.short_name)
            for v in villages
        ],
        "two_alike": len(set(names)) < len(names),
        "chosen": wanted if any(v.ref == wanted for v in villages) else villages[0].ref if len(villages) == 1 else "",
        "items": tabled().values(),
        "item": request.POST.get("item", ""),
        "form_key": key if len(key) == len(_new_key()) else _new_key(),
        "recent": disclosure_reads.drafts_of(desk.person, at=desk.at, limit=5),
    }


def _new_key() -> str:
    return secrets.token_hex(16)
