"""Words this room may send. A notice is a pointer: it never carries a reporter's words."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.cases import recusal, vocab
from xiaowei.cases.models import Case
from xiaowei.courier import actions as courier
from xiaowei.courier.vocab import Secrecy
from xiaowei.roster.nearby import nearby


def tell(kind: str, case: Case, *, to: Iterable[Ref], at: dt.datetime) -> None:
    """Queue one notice to each person, once, except those the case binds."""
    sealed = case.lane == vocab.DISCIPLINE  # only there is a case about anybody
    excluded = recusal.bound_by(case, at=at) if sealed else frozenset()
    secrecy = Secrecy.SEALED if sealed else Secrecy.PERSONAL
    text = _text(kind, case, at=at)
    for person in sorted(set(to) - excluded):
        courier.post(kind, to=Ref(person), text=text, about=Ref(case.ref), secrecy=secrecy, at=at)


def _text(kind: str, case: Case, *, at: dt.datetime) -> str:
    village = nearby(Ref(case.village), at=at).village.short_name
    due = local(case.due_at) if case.due_at else None
    moment = f"{due.month}月{due.day}日 {due:%H:%M}" if due else ""
    texts = {
        "cases.opened": _("%(village)s有一件新的反映，请在 %(moment)s 前回第一句话。"),
        "cases.added": _("%(village)s有一件反映补充了内容，请看一看。"),
        "cases.to_review": _("%(village)s有一份答复写好了，等您复核。"),
        "cases.returned": _("%(village)s有一份答复被退回，请按说明改好再送。"),
        "cases.redo": _("%(village)s有一件反映打了“不满意”，请重新办理，%(moment)s 前答复。"),
        "cases.dissatisfied": _("%(village)s有一件反映第二次打了“不满意”，已升到您这一级办理，%(moment)s 前答复。"),
        "cases.lifted": _("%(village)s有一件反映逾期，已升到您这一级督办。"),
        "cases.identity_asked": _("%(village)s有一件反映，同事申请查看反映人身份，10 分钟内请您看一看是否同意。"),
        "cases.rerouted": _("%(village)s有一件反映转到您这里办理，请分办。"),
    }
    return texts[kind] % {"village": village, "moment": moment}
