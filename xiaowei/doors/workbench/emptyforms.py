"""Empty forms for every kind of sheet (模板), with the village and the last period written in already."""

import datetime as dt
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from xiaowei.base.clock import local
from xiaowei.base.refs import PATTERN
from xiaowei.base.refusals import NotFound
from xiaowei.base.sheets import forms
from xiaowei.base.sheets.forms import Form, Heading
from xiaowei.disclosure import access
from xiaowei.doors.workbench.desk import Desk, seat, show, staff
from xiaowei.roster import queries as roster
from xiaowei.roster.queries import AreaFacts
from xiaowei.roster.vocab import Level

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff()
def listed(request: HttpRequest) -> HttpResponse:
    """Every form, for the village that was chosen."""
    desk = seat(request)
    villages = _villages(desk)
    chosen = _chosen(request, villages)
    above = roster.areas(village.parent for village in villages if village.parent)
    context = {
        "forms": [(form, forms.file_name(form.kind, _heading(form, chosen, desk))) for form in forms.forms().values()],
        "villages": [
            (v.ref, f"{above[v.parent].short_name} {v.short_name}" if v.parent in above else v.short_name)
            for v in villages
        ],
        "chosen": chosen.ref if chosen else "",
    }
    return show(request, "forms", context)


@staff()
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """One form as .xlsx."""
    desk = seat(request)
    chosen = _chosen(request, _villages(desk))
    form = forms.forms().get(kind)
    if form is None:
        raise NotFound()
    heading = _heading(form, chosen, desk)
    answer = HttpResponse(forms.make(kind, heading), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(forms.file_name(kind, heading))}"
    answer["Cache-Control"] = "no-store"
    return answer


def _villages(desk: Desk) -> list[AreaFacts]:
    """The villages he may upload for. Raises NotFound for whoever uploads nothing."""
    found = access.drafting_villages(desk.person, at=desk.at) or access.listing_villages(desk.person, at=desk.at)
    if not found:
        raise NotFound()
    return list(found)


def _chosen(request: HttpRequest, villages: list[AreaFacts]) -> AreaFacts | None:
    wanted = request.GET.get("village", "")
    if PATTERN.fullmatch(wanted):
        return next((village for village in villages if village.ref == wanted), None)
    return villages[0] if len(villages) == 1 else None


def _heading(form: Form, village: AreaFacts | None, desk: Desk) -> Heading:
    """The last whole month or year, or the present one for a plan; for a register the day the last month ended."""
    last = local(desk.at).date().replace(day=1) - dt.timedelta(days=1)
    year = local(desk.at).year
    periods = {"month": f"{last.year}年{last.month}月", "this_year": f"{year}年"}
    period = periods.get(form.period, f"{year - 1}年")
    return Heading(_place(village), period, f"{last.year}年{last.month}月{last.day}日")


def _place(village: AreaFacts | None) -> str:
    if village is None:
        return ""
    above = [one for one in roster.ancestors(village.ref) if one.level in (Level.COUNTY, Level.TOWNSHIP)]
    return "".join(one.short_name for one in (*above, village))
