"""The working calendar: which years are known, and entering the notice of a new one."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from xiaowei.almanac import csvfile
from xiaowei.almanac import queries as almanac
from xiaowei.base.refusals import Invalid, NotFound, Refusal
from xiaowei.cases import calendar as entering
from xiaowei.doors.workbench import parking
from xiaowei.doors.workbench.desk import seat, show, staff

LONGEST = 200_000  # bytes of a year's list; a real one has two


@staff(methods=("GET", "POST"))
def years(request: HttpRequest) -> HttpResponse:
    """The years, and the form for one more."""
    desk = seat(request)
    if not entering.may_enter(desk.person, at=desk.at):
        raise NotFound()
    if request.method != "POST":
        return show(request, "years", _context(request))
    try:
        year, days = csvfile.read(_file(request))
        source = request.POST.get("source", "").strip()
        if not source:
            raise Invalid(_("还没有写依据。请写明是哪一号通知，例如 国办发明电〔2026〕9号。"))
        entering.enter_year(year, days=days, source=source, by=desk.person, at=desk.at)
    except Refusal as refusal:
        kept = parking.keep_for_retry(request)
        return show(request, "years", {**_context(request), "kept": kept}, problem=refusal)
    return redirect(f"/desk/calendar/?done={year}")


def _file(request: HttpRequest) -> bytes:
    file = parking.upload(request, "file")
    if file is None or not file.size:
        raise Invalid(_("还没有选文件，或者文件是空的。请选好 CSV 再录。"))
    if file.size > LONGEST:
        raise Invalid(_("文件太大，不像一年的放假安排。请核对后再选。"))
    return file.data


def _context(request: HttpRequest) -> dict[str, Any]:
    calendar, this = almanac.calendar(), seat(request).at.year
    last = max(this, *calendar.years) + 1  # the first that is only guessed
    rows = [_row(year, known=calendar.is_known(dt.date(year, 6, 1))) for year in range(last, this - 3, -1)]
    done = request.GET.get("done", "")
    said = _("已录入 %(year)s 年。暂定的期限会在一分钟内重新推算。") % {"year": done} if done.isdecimal() else ""
    return {"rows": rows, "source": request.POST.get("source", ""), "done": said}


def _row(year: int, *, known: bool) -> dict[str, Any]:
    days = almanac.entered(year)
    worked = sum(working for working, _name in days.values())
    return {"year": year, "known": known, "entered": bool(days), "off": len(days) - worked, "worked": worked}
