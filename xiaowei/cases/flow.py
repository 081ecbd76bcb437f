"""States and moves of a case, as one table: who may make each move, and why it exists."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from xiaowei.base.refusals import Conflict
from xiaowei.cases import vocab

REPORTER = "reporter"  # whoever holds the receipt
CLOCK = "clock"  # what time does

OPEN_STATES = frozenset({"received", "accepted", "answer_review", "to_rate", "redo"})
WORKING = frozenset({"received", "accepted", "redo"})


@dataclass(frozen=True)
class Move:
    """One row of the table. `to` is the new state, or empty when the state stays."""

    name: str
    sources: frozenset[str]
    to: str
    who: frozenset[str]  # permissions, REPORTER or CLOCK
    why: str
    label: object
    shown: bool = True
    meets: frozenset[str] = field(default_factory=frozenset)  # clocks this move stops


HANDLERS = frozenset({vocab.ANSWER, vocab.TRIAGE, vocab.HANDLE_LIFTED})
SECOND_EYES = frozenset({vocab.RELEASE_ANSWER, vocab.TRIAGE, vocab.HANDLE_LIFTED})
TRIAGED = frozenset({vocab.TRIAGE})
ASKER, TIME = frozenset({REPORTER}), frozenset({CLOCK})
REVIEWED, ANSWERED = frozenset({"answer_review"}), frozenset({"to_rate"})
UNANSWERED = OPEN_STATES - ANSWERED
FIRST, TAKEN = frozenset({"first_reply"}), frozenset({"acceptance"})
ALL = frozenset({"first_reply", "acceptance", "resolution"})


def _moves(*rows: Move) -> Mapping[str, Move]:
    return {row.name: row for row in rows}


# fmt: off
MOVES = _moves(
    Move("open", frozenset({""}), "received", ASKER, "somebody asks", _("您送出")),
    Move("reply", WORKING, "", HANDLERS, "a first word within 24 hours", _("第一次回话"), meets=FIRST),
    Move("accept", frozenset({"received"}), "accepted", HANDLERS, "say that it is taken on", _("受理"), meets=TAKEN),
    Move("decline", frozenset({"received", "accepted"}), "declined", HANDLERS,
         "out of scope: told why and where to go", _("不予受理"), meets=ALL),
    Move("answer", WORKING, "answer_review", HANDLERS, "written, not yet sent", _("写好答复，等复核"), shown=False),
    Move("return_answer", REVIEWED, "accepted", SECOND_EYES,
         "second eyes ask for better", _("退回答复"), shown=False, meets=TAKEN),
    Move("release_answer", REVIEWED, "to_rate", SECOND_EYES, "second eyes let it go", _("答复送到"), meets=ALL),
    Move("add", OPEN_STATES, "", ASKER, "she writes more", _("您补充")),
    Move("rate_good", ANSWERED, "closed", ASKER, "satisfied, or basically", _("您打了分")),
    Move("rate_bad", ANSWERED, "redo", ASKER,
         "not satisfied: done again once, then one level up", _("您打了分：不满意")),
    Move("withdraw", UNANSWERED, "withdrawn", ASKER, "she takes it back", _("您撤回")),
    # a reason beside a rating may be the words that name somebody: closed is not closed then
    Move("reroute", OPEN_STATES | {"closed"}, "received", TIME,
         "later words may be about a cadre: out of every village eye", _("转由上级纪检办理")),
    Move("recuse", OPEN_STATES | {"closed"}, "", TIME,
         "later words name somebody else: he loses sight of it", _("按规定回避"), shown=False),
    Move("settle", OPEN_STATES, "", TRIAGED,
         "a person decides whom it is about; words alone only ever suspect", _("确定反映对象"), shown=False),
    Move("send_down", OPEN_STATES, "received", TRIAGED,
         "about nobody in office: the village answers it", _("转由村里答复")),
    Move("ask_identity", OPEN_STATES, "", TRIAGED,
         "one officer asks to know who she is, with a reason", _("申请查看反映人身份"), shown=False),
    Move("open_identity", OPEN_STATES, "", TRIAGED,
         "a second one agrees: she must know that she is known", _("经两人同意，查看了您的姓名电话")),
    Move("stand_aside", OPEN_STATES, "", HANDLERS | SECOND_EYES,
         "a conflict that the roster does not know: he declares it himself", _("自行回避"), shown=False),
    Move("lift", UNANSWERED, "", TIME, "overdue: the next level takes it up", _("逾期，升到上一级督办")),
    Move("unrated", ANSWERED, "closed", TIME, "not rated in 7 days: closed, counted apart", _("到期未打分，办结")),
    Move("recount", OPEN_STATES, "", TIME, "the new calendar moved a date", _("工作日历更新，期限重新推算")),
)
# fmt: on


class WrongState(Conflict):
    """The case moved on meanwhile."""

    sentence = _("这件事已经走到“%(state)s”，这一步现在不能做。请刷新后再看。")


def label_for(who: frozenset[str], state: str) -> object:
    """What a state is called to whoever wanted to move; a reporter is not told of second eyes."""
    inside = state == "answer_review" and REPORTER in who
    return vocab.BEING_HANDLED if inside else vocab.STATES.get(state, state)


def check(move: Move, state: str) -> str:
    """The state after this move. Raises WrongState when the table has no such move from here."""
    if state not in move.sources:
        raise WrongState(state=str(label_for(move.who, state)))
    return move.to or state
