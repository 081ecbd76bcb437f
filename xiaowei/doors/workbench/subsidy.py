"""What the desk shows of a subsidy's batch: its rows for the clerk and the reviewers, matches to settle."""

from typing import Any

from django.utils.translation import gettext as _

from xiaowei.base.money import yuan_grouped
from xiaowei.benefits import queries as benefits
from xiaowei.benefits import vocab as benefits_words
from xiaowei.benefits.readings import ReadingFacts, reading_of
from xiaowei.benefits.staffrows import StaffRow, staff_rows
from xiaowei.disclosure.doubts import Doubt
from xiaowei.disclosure.queries import DeskVersion
from xiaowei.doors.shared import measures
from xiaowei.doors.workbench import grid
from xiaowei.doors.workbench.desk import Desk
from xiaowei.roster import queries as roster
from xiaowei.roster import standing


def sheet_context(desk: Desk, version: DeskVersion, found: list[Doubt], *, typed: Any = None) -> dict[str, Any]:
    """What the clerk's page shows of a batch."""
    batch, rows = benefits.batch(version.content), staff_rows(version.content, candidates=True)
    read = reading_of(version.content)
    pins = grid.pinned(found, typed=typed)
    households = roster.households(version.village)
    return {
        "read": read,
        "batch": batch,
        "pins": pins,
        "errors": sum(pin.error for pin in pins),
        "warnings": sum(not pin.error for pin in pins),
        "rows": [
            (row, [pin for pin in pins if pin.doubt.row == row.row], measures.of(row.public, batch)) for row in rows
        ],
        "measure": measures.label(batch),
        "has": _columns(rows),
        "asks": _asks(rows, households),
        "households": [(one.number, f"{one.head} {one.group}组") for one in households],
        "may_settle": standing.may(desk.person, benefits_words.SETTLE, version.village, at=desk.at),
        "matched": sum(bool(row.household) for row in rows),
        "masked": [row for row in rows if (row.level, row.note) != (row.public.level, row.public.note)],
        "whole": _whole(read),
        "sum_amount": sum(row.public.amount for row in rows),
    }


def review_context(version: DeskVersion) -> dict[str, Any]:
    """What a reviewer's page shows of a batch: whole names of the village, numbers by their last four characters."""
    batch, rows = benefits.batch(version.content), staff_rows(version.content)
    return {
        "batch": batch,
        "rows": [(row, measures.of(row.public, batch)) for row in rows],
        "measure": measures.label(batch),
        "has": _columns(rows),
        "group_rows": [(group, measures.of(group, batch)) for group in batch.groups],
        "total": measures.of(batch, batch),
        "open_rows": sum(row.asks for row in rows),
    }


def _columns(rows: tuple[StaffRow, ...]) -> set[str]:
    """The columns that say anything: a list without numbers is drawn without empty ones."""
    said = {"id": "id_tail", "account": "account_tail", "level": "level", "note": "note"}
    found = {name for name, column in said.items() if any(getattr(row, column) for row in rows)}
    return found | ({"group"} if any(row.public.group for row in rows) else set())


def _asks(rows: tuple[StaffRow, ...], households: list[roster.HouseholdFacts]) -> dict[str, Any]:
    known = {one.ref: one for one in households}
    open_rows = [row for row in rows if row.asks]
    return {
        "rows": [(row, [known[ref] for ref in row.candidates if ref in known]) for row in open_rows],
        "single": sum(len(row.candidates) == 1 for row in open_rows),
    }


def _whole(read: ReadingFacts) -> list[dict[str, Any]]:
    """Sums of the whole file beside what it declares, where the file is this village's alone."""
    totals, declared = read.understood["totals"], read.understood["declared"]
    if len(read.batches) != 1 or any(not one["to"] for one in read.placed):
        return []
    names = {"households": _("户数"), "persons": _("人数"), "area_mu": _("面积（亩）"), "amount": _("金额（元）")}
    found = []
    for name, words in names.items():
        if name in totals:
            sums, said = totals[name], declared.get(name)
            if name == "amount":
                sums, said = yuan_grouped(int(sums)), yuan_grouped(int(said)) if said else None
            found.append({"name": words, "sum": sums, "said": said, "same": said is None or said == sums})
    return found
