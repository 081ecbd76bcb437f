"""A table on the desk: every cell beside what was understood, where it goes, what the public will read of it."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, NotFound, Refusal
from xiaowei.disclosure import access, doubts, upload, vocab
from xiaowei.disclosure import queries as reads
from xiaowei.disclosure.catalogue import CatalogueItem, catalogue
from xiaowei.disclosure.doubts import Doubt
from xiaowei.disclosure.queries import DeskVersion
from xiaowei.disclosure.tables import queries as tables
from xiaowei.disclosure.tables import rules
from xiaowei.disclosure.tables.entry import Said
from xiaowei.doors.workbench import grid
from xiaowei.doors.workbench.desk import Desk, seat, show, staff
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.vault import queries as vault

HOLDS = {
    "text": gettext_lazy("文字"),
    "name": gettext_lazy("姓名或单位"),
    "id": gettext_lazy("证件号，不公开"),
    "account": gettext_lazy("卡号，不公开"),
    "phone": gettext_lazy("电话，不公开"),
    "money": gettext_lazy("金额"),
    "number": gettext_lazy("数量"),
    "date": gettext_lazy("日期"),
    "mark": gettext_lazy("勾选"),
    "month": gettext_lazy("各月金额"),
}
DRAWN = 200  # rows of the public view on the desk


@staff()
def reading(request: HttpRequest, ref: Ref) -> HttpResponse:
    """A table that became no version yet: what was understood, and what is still to be said."""
    return _reading_page(request, ref)


@staff(methods=("POST",))
def place(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Say to which item, name and period the table belongs; it becomes a draft there."""
    desk = seat(request)
    try:
        version = upload.place_table(ref, said=_said(request), by=desk.person, at=desk.at)
    except NotFound:
        raise
    except Refusal as refusal:
        return _reading_page(request, ref, problem=refusal)
    return redirect("workbench:sheet", version)


@staff()
def original(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The uploaded table as it came. Raises NotFound."""
    desk = seat(request)
    read = access.table_reading_for(desk.person, ref, at=desk.at)
    response = HttpResponse(vault.read(read.original).data, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, read.file_name or "original") or "attachment"
    return response


def tabled() -> dict[str, CatalogueItem]:
    """The items that a table can carry, by code."""
    return {item.code: item for item in catalogue().values() if "table" in item.carriers}


def sheet_context(desk: Desk, version: DeskVersion, found: list[Doubt], *, typed: Any = None) -> dict[str, Any]:
    """What the clerk's page shows of a version's table."""
    table = tables.table(version.content)
    read = tables.reading_of(version.content)
    masked = tables.masked_cells(version.content)
    context = _context(desk, read, grid.pinned(found, typed=typed))
    return context | {
        "table": table,
        "masked": masked,
        "item": table.item,
        "topic": table.topic,
        "period_from": table.period_from,
        "period_to": table.period_to,
        "replaceable": version.state in ("draft", "returned") and context["may_place"],
    }


def review_context(version: DeskVersion) -> dict[str, Any]:
    """What a reviewer's page shows of a table: exactly what the public will read."""
    table = tables.table(version.content)
    return {
        "table": table,
        "blocks": [(part, _drawn(part)) for part in table.parts],
        "drawn": DRAWN,
        "masked_cells": len(tables.masked_cells(version.content)),
    }


def _drawn(part: tables.PartFacts) -> list[tuple[str, list[tuple[int, list[tuple[bool, str]]]]]]:
    """Group headings with their rows: number and cells, each with whether it is a figure."""
    figures = [column.figure for column in part.columns]
    return [
        (name, [(r.number, list(zip(figures, r.cells, strict=False))) for r in rows if r.number <= DRAWN])
        for name, rows in part.groups
    ]


def _reading_page(request: HttpRequest, ref: Ref, *, problem: Refusal | None = None) -> HttpResponse:
    desk = seat(request)
    read = access.table_reading_for(desk.person, ref, at=desk.at)
    versions = reads.states_of(tables.tables_of_reading(ref))
    living = [version for version, state in versions.values() if state != "superseded"]
    if living and problem is None:
        return redirect("workbench:sheet", living[-1])
    pins = grid.pinned(doubts.of_issues(read.understood.get("issues", ()), {}))
    context = _context(desk, read, pins)
    context |= {
        "item": request.POST.get("item") or read.understood.get("item", ""),
        "topic": request.POST.get("topic", ""),
        "period_from": request.POST.get("from", ""),
        "period_to": request.POST.get("to", ""),
        "replaceable": context["may_place"] and not read.understood["why_not"],
    }
    return show(request, "table_sheet", context, problem=problem)


def _context(desk: Desk, read: tables.ReadingFacts, pins: tuple[grid.Pinned, ...]) -> dict[str, Any]:
    return {
        "read": read,
        "kind_name": rules.kind_name(read.kind),
        "pins": pins,
        "errors": sum(pin.error for pin in pins),
        "warnings": sum(not pin.error for pin in pins),
        "sheets": [_sheet(one, pins) for one in read.sheets],
        "place": roster.area(read.village),
        "items": list(tabled().values()),
        "may_place": standing.may(desk.person, vocab.DRAFT, read.village, at=desk.at),
    }


def _sheet(stored: dict[str, Any], pins: tuple[grid.Pinned, ...]) -> dict[str, Any]:
    own = [pin for pin in pins if not pin.doubt.sheet or pin.doubt.sheet == stored["name"]]
    drawn = grid.sheet_of({"grid": stored, "row_fates": stored["fates"]}, own)
    columns = [(header, HOLDS.get(holds, holds), unit) for _col, header, holds, unit in stored["columns"]]
    return {
        "name": stored["name"],
        "grid": drawn,
        "columns": columns,
        "rows": [(row, stored["fates"].get(str(row.number), "")) for row in drawn.rows],
        "hidden_rows": _("、").join(map(str, stored["hidden_rows"][:12])),
    }


def _said(request: HttpRequest) -> Said:
    start, end = _day(request, "from"), _day(request, "to")
    if (start is None) != (end is None):
        raise Invalid(_("起止日期要写两个，或者都不写。"))
    if start and end and end < start:
        raise Invalid(_("结束那天不能比开始那天早。"))
    topic = " ".join(request.POST.get("topic", "").split())[:60]
    return Said(
        item=request.POST.get("item", ""),
        topic=topic or None,
        period=(start, end + dt.timedelta(days=1)) if start and end else None,
    )


def _day(request: HttpRequest, name: str) -> dt.date | None:
    written = request.POST.get(name, "").strip()
    if not written:
        return None
    try:
        day = dt.date.fromisoformat(written)
    except ValueError:
        raise Invalid(_("日期请写成 2023-05-31 这样。")) from None
    if not 1990 <= day.year <= 2100:
        raise Invalid(_("这个年份不对，请核对。"))
    return day
