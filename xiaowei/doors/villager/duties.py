"""应公开事项: what the village must publish in a year, month by month, and what became of it. Public bytes.

The state of a duty depends on the day; public bytes may not. They show the day that the sweep has reached, on which
every village gets a new revision (disclosure.noticeperiod).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from xiaowei.base.clock import midnight
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure import noticeperiod, owing, reporting
from xiaowei.disclosure import queries as disclosure
from xiaowei.disclosure.duties import Duty
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.shared.pages import public_page
from xiaowei.doors.villager import places
from xiaowei.roster.vocab import BODY_LABELS, BodyKind

EARLIEST = 2000  # a year before which no village owes anything here


@dataclass(frozen=True)
class Row:
    """A duty as a row: where it leads, and how many days it is late, 0 when it is not."""

    duty: Duty
    title: str
    path: str
    publisher: Any
    days_late: int


@dataclass(frozen=True)
class MonthOf:
    """The duties that fall due in one month; `open` while it is the one that is read first."""

    first: dt.date
    rows: tuple[Row, ...]
    open: bool

    @property
    def met(self) -> int:
        return sum(row.duty.met for row in self.rows)

    @property
    def late(self) -> int:
        return sum(row.duty.state == "missing" for row in self.rows)


@audience("public")
@public_page(revision=disclosure.revision)
def duties(request: HttpRequest, area: Ref) -> HttpResponse:
    """The present year."""
    return _page(request, area, None)


@audience("public")
@public_page(revision=disclosure.revision)
def year(request: HttpRequest, area: Ref, number: int) -> HttpResponse:
    """Another year. Raises NotFound for one in which nothing could be due."""
    return _page(request, area, number)


def row_of(duty: Duty, *, day: dt.date) -> Row:
    """The row of a duty: to its publication, to the form about what is late, or to when it is due."""
    owed = duty.owed
    if duty.publication is not None:
        path = reverse("villager:publication", args=[duty.village, duty.publication])
    else:
        path = reverse("villager:missing_one", args=[duty.village, owed.item.code, owed.period_from.isoformat()])
    late = (day - owed.due).days if duty.state == "missing" else 0
    body = BODY_LABELS[BodyKind(owed.item.publisher)]
    return Row(duty, reporting.title_of(owed), path, body, late)


def progress(area: Ref) -> dict[str, Any] | None:
    """What the village home says of the month; None before the platform has counted a day."""
    day = noticeperiod.day()
    if day is None:
        return None
    standing = owing.standing_of(area, at=midnight(day))
    if not standing.asked:
        return None
    coming = standing.coming
    return {
        "day": day,
        "asked": standing.asked,
        "met": standing.met,
        "late": len(standing.overdue),
        "coming": len(coming),
        "next": coming[0].owed.due if coming else None,
        "met_width": _share(standing.met, standing.asked),
        "late_from": _share(standing.met, standing.asked),
        "late_width": _share(len(standing.overdue), standing.asked),
        "overdue": [row_of(duty, day=day) for duty in standing.overdue],
        "rows": _ordered(standing.due, day=day),
    }


def _ordered(duties: Iterable[Duty], *, day: dt.date) -> list[Row]:
    rank = {"missing": 0, "due": 1, "open": 2, "late": 3, "on_time": 4}
    return [row_of(one, day=day) for one in sorted(duties, key=lambda one: (rank[one.state], one.owed.due))]


def _share(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.2f}%"


def _page(request: HttpRequest, area: Ref, number: int | None) -> HttpResponse:
    village, day = places.village(area), noticeperiod.day()
    if number is not None and not EARLIEST <= number <= (day.year + 1 if day else dt.MAXYEAR):
        raise NotFound()
    if day is None:
        return render(request, "villager/duties.html", {"village": village, "months": (), "number": None})
    number = number or day.year
    found = owing.year_of(area, number, at=midnight(day))
    months = [
        MonthOf(first, tuple(_ordered(group, day=day)), first == day.replace(day=1))
        for first, group in groupby(found, key=lambda duty: duty.owed.due.replace(day=1))
    ]
    context = {
        "village": village,
        "number": number,
        "day": day,
        "months": months,
        "asked": len(found),
        "met": sum(month.met for month in months),
        "late": sum(month.late for month in months),
        "before": number - 1 if number > EARLIEST else None,
        "after": number + 1 if number <= day.year else None,
    }
    return render(request, "villager/duties.html", context)
