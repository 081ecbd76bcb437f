"""The way of a version from draft to the public page, as one table."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from xiaowei.base.refusals import Conflict
from xiaowei.disclosure import vocab


@dataclass(frozen=True)
class Move:
    """One row: from which states, to which, by whom, and what it is called beside a name."""

    name: str
    sources: frozenset[str]
    to: str
    permission: str
    why: str
    label: object


def _moves(*rows: Move) -> Mapping[str, Move]:
    return {row.name: row for row in rows}


MOVES = _moves(
    Move("make", frozenset({""}), "draft", vocab.DRAFT, "the clerk's sheet becomes a draft", _("制表")),
    Move("submit", frozenset({"draft", "returned"}), "in_review", vocab.DRAFT, "off to the reviewers", _("送审")),
    Move("review", frozenset({"in_review"}), "reviewed", vocab.REVIEW, "checked before published", _("审核")),
    Move("release", frozenset({"reviewed"}), "released", vocab.RELEASE, "the secretary answers for it", _("签发")),
    Move("check", frozenset({"released"}), "published", vocab.CHECK, "the agency's books agree", _("核对并公开")),
    Move("return_review", frozenset({"in_review"}), "returned", vocab.REVIEW, "sent back with a reason", _("退回")),
    Move("return_release", frozenset({"reviewed"}), "returned", vocab.RELEASE, "sent back with a reason", _("退回")),
    Move("return_check", frozenset({"released"}), "returned", vocab.CHECK, "sent back with a reason", _("退回")),
    Move(
        "withdraw",
        frozenset({"published"}),
        "withdrawn",
        vocab.DECIDE_WITHDRAWAL,
        "taken back for privacy or error, with the township's approval; a tombstone stays",
        _("同意撤回"),
    ),
    Move(
        "supersede",
        frozenset({"draft", "in_review", "reviewed", "released", "returned"}),
        "superseded",
        vocab.DRAFT,
        "a newer sheet of the same month came before this one was published",
        _("换新稿"),
    ),
)

SIGNING = {"in_review": "review", "reviewed": "release", "released": "check"}
RETURNING = {"in_review": "return_review", "reviewed": "return_release", "released": "return_check"}
WAITING = frozenset(SIGNING)
HANDS = frozenset({"make", "submit", *SIGNING.values()})  # each by another person; the clerk alone does two
UNFINISHED = frozenset({"draft", "returned"}) | WAITING


class WrongState(Conflict):
    """The version moved on meanwhile."""

    sentence = _("这一稿现在是“%(state)s”，这一步不能做了。请刷新后再看。")


def check(move: Move, state: str) -> str:
    """The state after this move. Raises WrongState."""
    if state not in move.sources:
        raise WrongState(state=str(vocab.STATES.get(state, state)))
    return move.to
