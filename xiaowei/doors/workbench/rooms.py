"""The doors of the rail: which rooms of the workbench a person finds, by the permissions of his posts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from xiaowei.accounts import vocab as accounts
from xiaowei.almanac import vocab as almanac
from xiaowei.cases.access import SEEING
from xiaowei.cases.vocab import TRIAGE
from xiaowei.courier import vocab as courier
from xiaowei.disclosure import vocab as disclosure
from xiaowei.disclosure.dutyaccess import SEEING as FOLLOWING
from xiaowei.insight import vocab as insight

if TYPE_CHECKING:
    from xiaowei.doors.workbench.desk import Desk

PUBLISHING = tuple(f"/desk/{one}/" for one in ("sheet", "review", "reading", "table", "upload", "texts", "columns"))
DOCK = 4  # doors that fit at the foot of a phone, 更多 included


@dataclass(frozen=True)
class Room:
    """One door of the rail. `count` is what waits behind it, 0 for nothing to say."""

    name: str
    path: str
    glyph: str
    current: bool
    count: int = 0
    dock: bool = True


def rooms_of(desk: "Desk", path: str) -> list[Room]:
    """The rooms this person finds, in the order of the rail."""
    found = [_room(path, _("今日"), "/desk/", "today", also=())]
    if desk.may(disclosure.VIEW_DRAFTS):
        found.append(_room(path, _("公开"), "/desk/sheets/", "open", also=PUBLISHING))
    found += _duties(desk, path)
    if desk.may(disclosure.DRAFT_BELOW):
        found.append(_room(path, _("惠民"), "/desk/lists/", "gift", also=("/desk/upload/",)))
    if desk.may(*SEEING, TRIAGE):
        found.append(_room(path, _("诉求"), "/desk/cases/", "case", also=("/desk/watch/",)))
    if desk.may(insight.BOARD):
        found.append(_room(path, _("研判"), "/desk/board/", "bars", dock=len(found) < DOCK - 1))
    if desk.may(disclosure.INSPECT, disclosure.ANSWER_CHECK):
        found.append(_room(path, _("检查"), "/desk/checks/", "look", dock=len(found) < DOCK - 1))
    if desk.may(accounts.PRINT):
        found.append(_room(path, _("住户"), "/desk/households/", "home", dock=False))
    if desk.may(courier.FORWARD, courier.KEEP, disclosure.MAKE_DIGEST):
        found.append(_room(path, _("村群"), "/desk/group/", "say", dock=len(found) < DOCK - 1))
    if desk.may(courier.RETRY):
        found.append(_room(path, _("送不到"), "/desk/undelivered/", "warn", dock=False))
    if desk.may(almanac.ENTER):
        found.append(_room(path, _("日历"), "/desk/calendar/", "cal"))
    found.append(_room(path, _("通知"), "/desk/notices/", "send", count=desk.unread, dock=len(found) < DOCK - 1))
    return found


def _duties(desk: "Desk", path: str) -> list[Room]:
    """What a village owes, what it asks to take back, and the catalogue behind both."""
    rooms = (
        (FOLLOWING, _("应公开"), "/desk/duties/", "check"),
        ((disclosure.DECIDE_WITHDRAWAL,), _("撤回"), "/desk/withdrawals/", "back"),
        ((disclosure.CHANGE_CATALOGUE,), _("目录"), "/desk/catalogue/", "bars"),
        ((disclosure.ANSWER_RATING, disclosure.HIDE_RATING), _("村民意见"), "/desk/voices/", "say"),
        ((disclosure.DRAFT,), _("空白表格"), "/desk/forms/", "print"),
        ((disclosure.KEEP_WORDINGS,), _("表头用语"), "/desk/words/", "sign"),
    )
    return [_room(path, name, own, glyph, dock=False) for which, name, own, glyph in rooms if desk.may(*which)]


def _room(
    path: str, name: str, own: str, glyph: str, *, also: tuple[str, ...] = (), count: int = 0, dock: bool = True
) -> Room:
    current = path == own or (own != "/desk/" and path.startswith((own, *also)))
    return Room(name, own, glyph, current, count, dock)
