"""The way of an inspector's check (双监督), as one table: who makes each move, why, and how long a state may last."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext_lazy as _

from xiaowei.base.refusals import Conflict
from xiaowei.disclosure import vocab

MAKE, ANSWER = vocab.INSPECT, vocab.ANSWER_CHECK
CLOCK = "clock"

STATES = {
    "passed": _("合格"),
    "asked": _("有问题，等村里答复"),
    "answered": _("村里已答复，整改中"),
    "rectified": _("村里已整改，等复查"),
    "closed": _("复查通过"),
}
OPEN = frozenset({"asked", "answered", "rectified"})
VILLAGE_TURN = frozenset({"asked", "answered"})  # in the others the inspectors' desk has to act


@dataclass(frozen=True)
class Move:
    """One row. `to` is the new state, empty when it stays; `words` says whether they must be written."""

    name: str
    sources: frozenset[str]
    to: str
    who: str
    why: str
    label: object
    words: bool


def _moves(*rows: Move) -> Mapping[str, Move]:
    return {row.name: row for row in rows}


NEW, REPLIED = frozenset({""}), frozenset({"answered", "rectified"})

# fmt: off
MOVES = _moves(
    Move("pass", NEW, "passed", MAKE, "looked at, and in order", _("检查：合格"), words=False),
    Move("find", NEW, "asked", MAKE, "something is wrong: the village has to answer", _("检查：有问题"), words=True),
    Move("answer", frozenset({"asked"}), "answered", ANSWER, "what was the matter, what will be done", _("村里答复"),
         words=True),
    Move("rectify", VILLAGE_TURN, "rectified", ANSWER, "it is mended: look again", _("村里整改完"), words=True),
    Move("close", REPLIED, "closed", MAKE, "looked at again, and in order", _("复查通过"), words=False),
    Move("give_back", REPLIED, "asked", MAKE, "looked at again, not yet in order", _("复查没通过，退回"), words=True),
    Move("overdue", OPEN, "", CLOCK, "nobody acted in time: both sides are told", _("逾期提醒"), words=False),
)
# fmt: on


@dataclass(frozen=True)
class Limit:
    """How many days a state may last, what they are for, and where the rule comes from."""

    days: int
    label: str
    source: str


@cache
def limits() -> Mapping[str, Limit]:
    """The limit of every state that has one, as shipped (`data/checks.json`)."""
    rows = json.loads(files("xiaowei.disclosure").joinpath("data/checks.json").read_text("utf-8"))
    return {state: Limit(**row) for state, row in rows.items()}


class WrongState(Conflict):
    """The check moved on meanwhile."""

    sentence = _("这次检查现在是“%(state)s”，这一步不能做了。请刷新后再看。")


def check(move: Move, state: str) -> str:
    """The state after this move. Raises WrongState when the table has no such move from here."""
    if state not in move.sources:
        raise WrongState(state=str(STATES.get(state, state)))
    return move.to or state
