"""Boards (研判): county, township, village, published item, line: each a tap below the other."""

import datetime as dt
import re

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure.titles import period_label
from xiaowei.doors.workbench.desk import seat, show, staff
from xiaowei.insight import access
from xiaowei.insight.boards import Board, Row, board, is_village
from xiaowei.insight.villages import village_board
from xiaowei.roster import queries as roster
from xiaowei.roster.vocab import Level

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@staff()
def home(request: HttpRequest) -> HttpResponse:
    """The board of one's own area, the highest of several. Raises NotFound for somebody without one."""
    desk = seat(request)
    own = access.own_boards(desk.person, at=desk.at)
    if not own:
        raise NotFound()
    return _show(request, own[0], others=own[1:])


@staff()
def area(request: HttpRequest, ref: Ref) -> HttpResponse:
    """The board of an area. Raises NotFound: absent and forbidden alike."""
    desk = seat(request)
    return _show(request, access.board_area(desk.person, ref, at=desk.at), others=())


def _show(request: HttpRequest, place: roster.AreaFacts, *, others: object) -> HttpResponse:
    desk, month = seat(request), _month(request.GET.get("month", ""))
    if is_village(place):
        shown = village_board(desk.person, place.ref, month=month, at=desk.at)
        named = [(duty, period_label(duty.owed.period_from, duty.owed.period_until)) for duty in shown.duties]
        return show(request, "board_village", {"board": shown, "duties": named})
    whole = board(desk.person, place.ref, month=month, at=desk.at)
    context = {
        "board": whole,
        "others": others,
        "below": _below(place),
        "late": [row for row in whole.rows if row.duties.get("missing")],
        "trends": [row for row in whole.rows if _has_trend(row)],
        "some": _some(whole),
    }
    return show(request, "board", context)


def _month(text: str) -> dt.date | None:
    found = MONTH.fullmatch(text)
    return dt.date(int(found[1]), int(found[2]), 1) if found and int(found[1]) else None


def _below(place: roster.AreaFacts) -> str:
    return {
        Level.PROVINCE: _("市"),
        Level.CITY: _("县（市、区）"),
        Level.COUNTY: _("乡镇"),
    }.get(Level(place.level), _("村"))


def _has_trend(row: Row) -> bool:
    return sum(point is not None for point in row.trend) > 1


def _some(whole: Board) -> bool:
    """Whether there is any duty or case to show at all; otherwise the page says what will stand here."""
    return bool(whole.whole.due or whole.whole.cases.open or whole.whole.checks.open or whole.whole.checks.over)
