"""Somebody reports that an item should have been published and was not (应公开没公开).

The case opens with the evidence: item, period, day and days late, as the calendar of duties has them, not as somebody
says. It is about the body that had to publish, so the same rules as for any word about people in office take it past
the village's clerk to the discipline body above (docs/decisions/0009).
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref, ref_from_bytes
from xiaowei.base.refusals import Refusal
from xiaowei.cases import actions as cases
from xiaowei.cases.queries import taken
from xiaowei.disclosure import owing
from xiaowei.disclosure.duties import Duty, Owed
from xiaowei.disclosure.titles import period_label
from xiaowei.roster.directory import bodies_of

ABOUT = "duty"


class NotYet(Refusal):
    """It is not due yet."""

    status = 409
    sentence = _("这一项%(month)d月%(day)d日到期，现在还没到。到期第二天还没公开，您再来，平台会直接立件。")


class Published(Refusal):
    """It is public already, perhaps since a moment ago."""

    status = 409
    sentence = _("这一项已经公开了。请先看一看，看不明白可以在那一页点“有疑问”。")


@dataclass(frozen=True)
class Said:
    """What a reporter sends with it; each as cases.NewCase says."""

    words: str
    kind: str = "complaint"
    targets: tuple[cases.Target, ...] = ()
    identity: cases.Identity | None = None
    happened_on: dt.date | None = None


def report_missing(
    village: Ref, item: str, period_from: dt.date, *, said: Said, form_key: str, at: dt.datetime
) -> cases.Opened:
    """Open a case about what is really late; the same form again opens no second one.

    Raises NotFound for what the village does not owe, NotYet, Published, and what `cases.open_case` raises.
    """
    duty = owing.duty_of(village, item, period_from, at=at)
    if duty.met and not taken(form_key):
        raise Published()
    if duty.state != "missing" and not taken(form_key):
        raise NotYet(month=duty.owed.due.month, day=duty.owed.due.day)
    new = cases.NewCase(
        village,
        said.kind,
        said.words,
        about_kind=ABOUT,
        about=about_of(duty),
        title=evidence(duty.owed, at=at),
        targets=said.targets or responsible(duty, at=at),
        identity=said.identity,
        happened_on=said.happened_on,
    )
    return cases.open_case(new, form_key=form_key, at=at)


def about_of(duty: Duty) -> Ref:
    """The reference under which cases about one item and period of a village are found together: it names no row."""
    owed = duty.owed
    said = f"{duty.village}|{owed.item.code}|{owed.period_from}|{owed.period_until}"
    return ref_from_bytes(hashlib.sha256(said.encode()).digest()[:16])


def title_of(owed: Owed) -> str:
    """`2023年第一季度 宅基地申请、审批`; of an event what happened, `6月5日 打井招标（采购与招投标结果）`."""
    if owed.what:
        return f"{owed.period_from.month}月{owed.period_from.day}日 {owed.what}（{owed.item.name}）"
    return f"{period_label(owed.period_from, owed.period_until)} {owed.item.name}"


def evidence(owed: Owed, *, at: dt.datetime) -> str:
    """What the case hangs on, in public words: item, period, last day, days late."""
    late = (local(at).date() - owed.due).days
    return f"{title_of(owed)}：应在{owed.due.year}年{owed.due.month}月{owed.due.day}日前公开，已晚{late}天"


def responsible(duty: Duty, *, at: dt.datetime) -> tuple[cases.Target, ...]:
    """The body that had to publish it, as whom the case is about; nobody where the roster has none of its kind."""
    bodies = [body for body in bodies_of([duty.village], at=at) if body.holders]
    own = [body for body in bodies if body.kind == duty.owed.item.publisher] or bodies[:1]
    return tuple(cases.Target("body", body.ref) for body in own[:1])
