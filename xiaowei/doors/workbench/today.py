"""今日: what waits for this person, most pressing first; groups without anything are left out."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.cases import worklist
from xiaowei.cases.worklist import WorkRow
from xiaowei.courier import access as groupchat
from xiaowei.courier.vocab import FORWARD
from xiaowei.disclosure import checkreads, voicereads, withdrawals
from xiaowei.disclosure import queries as disclosure
from xiaowei.disclosure import vocab as disclosure_words
from xiaowei.disclosure.queries import DeskVersion
from xiaowei.disclosure.titles import full_title
from xiaowei.disclosure.vocab import ANSWER_CHECK, ANSWER_RATING, HIDE_RATING, INSPECT
from xiaowei.doors.workbench import month
from xiaowei.doors.workbench.desk import Desk, seat, show, staff
from xiaowei.roster import queries as roster


@dataclass(frozen=True)
class Item:
    """One row: shape and colour, what and why, until when, and the one button."""

    shape: str
    title: str
    why: str
    path: str
    button: str
    clock: str = ""
    due: str = ""
    colour: str = ""


@dataclass(frozen=True)
class Group:
    """Rows that ask for the same; `mine` when it is this person who is asked."""

    name: str
    hint: str
    items: tuple[Item, ...]
    mine: bool = True


@staff()
def today(request: HttpRequest) -> HttpResponse:
    """The page one comes to after logging in."""
    desk = seat(request)
    cases = worklist.work_list(desk.person, at=desk.at)
    signing = disclosure.waiting_for(desk.person, at=desk.at)
    drafts = disclosure.drafts_of(desk.person, at=desk.at)
    places = roster.areas([row.village for row in cases] + [v.village for v in (*signing, *drafts)])
    names = {ref: area.short_name for ref, area in places.items()}
    found = list(_groups(cases, signing, drafts, names, at=desk.at))
    found[-1:-1] = [
        _to_withdraw(desk),
        _to_check(desk),
        _spoken(desk),
        _to_forward(desk),
    ]  # before what waits for others
    groups = [group for group in found if group.items]
    context = {
        "groups": groups,
        "sentence": _sentence(groups),
        "month": month.around(desk.at, due=[row.due_at for row in cases if row.due_at and row.turn != "wait"]),
        "news": desk.news(4),
        "may_upload": desk.may(disclosure_words.DRAFT, disclosure_words.DRAFT_BELOW),
    }
    return show(request, "today", context)


@staff()
def more(request: HttpRequest) -> HttpResponse:
    """Everything the dock of a phone has no room for."""
    return show(request, "more", {})


def case_item(row: WorkRow, names: dict[Ref, str]) -> Item:
    """A case as a row."""
    shape = row.clock.state if row.clock and row.turn != "wait" else "hold"
    place = names.get(row.village, "")
    why = [row.kind, place, row.title if row.title != place else ""]
    why += [row.state_label] if row.turn == "wait" else []
    button = {"answer": _("去答复"), "review": _("去复核")}.get(row.turn, _("查看"))
    return Item(
        shape="ok" if shape == "met" else shape,
        title=row.excerpt or row.title or row.kind,
        why=" · ".join(part for part in why if part),
        path=f"/desk/cases/{row.ref}/",
        button=button,
        clock=row.clock.words if row.clock else "",
        due=row.clock.label if row.clock else "",
        colour=row.clock.state if row.clock and row.clock.state not in ("ok", "met") else "",
    )


def _to_withdraw(desk: Desk) -> Group:
    """Requests of villages to take something back, for who decides about them."""
    rows = withdrawals.to_decide(desk.person, at=desk.at)
    places = roster.areas(one.village for one in rows)
    items = (
        Item(
            "due",
            one.title,
            f"{places[one.village].short_name} · {one.ground}",
            f"/desk/withdrawals/{one.ref}/",
            _("去答复"),
        )
        for one in rows
    )
    return Group(_("等您答复撤回"), _("同意了就从公开页上撤下，留下原因"), tuple(items))


def _groups(
    cases: list[WorkRow],
    signing: list[DeskVersion],
    drafts: list[DeskVersion],
    names: dict[Ref, str],
    *,
    at: dt.datetime,
) -> Iterable[Group]:
    late = [row for row in cases if row.turn != "wait" and _late(row, at=at)]
    rest = [row for row in cases if row not in late]
    yield _of_cases(_("逾期"), _("升级的排在最前，请先办"), sorted(late, key=lambda row: not row.lifted), names)
    returned = [v for v in drafts if v.state == "returned"]
    yield Group(_("退回"), "", tuple(_draft(v, names, shape="back", button=_("改后再送")) for v in returned))
    yield Group(_("等您签字"), _("签的是您看到的那一稿"), tuple(_signing(v, names) for v in signing))
    yield _of_cases(_("等您答复"), _("第一次回话 24 小时内"), [r for r in rest if r.turn == "answer"], names)
    yield _of_cases(_("等您复核"), _("您同意了，答复才送给反映人"), [r for r in rest if r.turn == "review"], names)
    unsent = [v for v in drafts if v.state == "draft"]
    yield Group(_("草稿"), _("还没送审"), tuple(_draft(v, names, shape="idle", button=_("继续")) for v in unsent))
    sent = [v for v in drafts if v.step]
    waiting = [_draft(v, names, shape="hold", button=_("查看")) for v in sent]
    waiting += [case_item(row, names) for row in rest if row.turn == "wait"]
    yield Group(_("等别人"), _("您已办完"), tuple(waiting), mine=False)


def _to_check(desk: Desk) -> Group:
    rows = checkreads.waiting_checks(desk.person, at=desk.at) if desk.may(INSPECT, ANSWER_CHECK) else []
    names = roster.areas(row.village for row in rows)
    items = (
        Item(
            "late" if row.overdue else "due",
            f"{names[row.village].short_name} {row.title}",
            " · ".join(part for part in (row.state_label, row.finding[:60]) if part),
            f"/desk/checks/{row.ref}/",
            _("去办"),
            clock=_("逾期") if row.overdue else "",
            colour="late" if row.overdue else "",
        )
        for row in rows
    )
    return Group(_("等您办的检查"), _("轮到您答复、整改或者复查"), tuple(items))


def _spoken(desk: Desk) -> Group:
    """What households wrote beside a publication and nobody has answered, or asked to hide, as his office has it."""
    if not desk.may(ANSWER_RATING, HIDE_RATING):
        return Group(_("村民意见"), "", ())
    rows = [
        (publication, voice)
        for publication, voice in voicereads.voices_for(desk.person, at=desk.at)
        if (voice.asked if desk.may(HIDE_RATING) else not voice.steps)
    ]
    items = (
        Item("due", voice.words[:60], full_title(publication), f"/desk/voices/{voice.ref}/", _("去答复"))
        for publication, voice in rows
    )
    return Group(_("村民意见"), _("住户写在公开内容下面的话，村民都看得到"), tuple(items))


def _to_forward(desk: Desk) -> Group:
    waiting = groupchat.in_hand(desk.person, at=desk.at) if desk.may(FORWARD) else []
    items = (
        Item("due", row.text.split("\n", 1)[0], _("村群消息"), f"/desk/group/#{row.about}", _("去转发"))
        for row in waiting
    )
    return Group(_("等您转发"), _("发到群里后，点“已转发”"), tuple(items))


def _of_cases(name: str, hint: str, rows: list[WorkRow], names: dict[Ref, str]) -> Group:
    return Group(name, hint, tuple(case_item(row, names) for row in rows))


def _late(row: WorkRow, *, at: dt.datetime) -> bool:
    return row.lifted or (row.clock is not None and row.clock.due_at < at)


def _signing(version: DeskVersion, names: dict[Ref, str]) -> Item:
    why = [names.get(version.village, ""), _("第 %(n)d 稿") % {"n": version.number}, version.state_label]
    why += [_("更正")] if version.correction else []
    made = local(version.made_at)
    return Item(
        "due",
        version.title,
        " · ".join(why),
        f"/desk/review/{version.ref}/",
        _("去签字"),
        due=_("%(month)d月%(day)d日 制表") % {"month": made.month, "day": made.day},
    )


def _draft(version: DeskVersion, names: dict[Ref, str], *, shape: str, button: str) -> Item:
    place = names.get(version.village, "")
    room = "review" if version.step else "sheet"
    why = version.returned_note or version.state_label
    return Item(shape, f"{place} {version.title}", why, f"/desk/{room}/{version.ref}/", button)


def _sentence(groups: list[Group]) -> str:
    mine = [group for group in groups if group.mine]
    if not mine:
        return _("现在没有等您办的事。")
    counts = Counter({group.name: len(group.items) for group in mine})
    return _("，").join(_("%(name)s %(n)d 件") % {"name": name, "n": n} for name, n in counts.items()) + _("。")
