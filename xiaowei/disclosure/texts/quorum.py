"""Whether each step of 四议两公开 was taken by enough people: shares of whole numbers, never of per cents. Pure.

The rules are data (`data/decision.json`), each with its source: an amended law changes a row.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import gettext as _

STEPS = 4
LAST = 4  # decided by the villagers or their representatives: the rule depends on which meeting it was


@dataclass(frozen=True)
class Share:
    """At least, or over, `part` of `whole` of those due or present."""

    part: int
    whole: int
    over: bool
    of: str  # due, present

    def holds(self, number: int, total: int) -> bool:
        """Whether this many of so many are enough; of nobody nothing is."""
        left, right = number * self.whole, total * self.part
        return total > 0 and (left > right if self.over else left >= right)

    @property
    def words(self) -> str:
        """`过半数`, `三分之二以上`."""
        named = {(1, 2, True): _("过半数"), (1, 2, False): _("半数以上"), (2, 3, False): _("三分之二以上")}
        known = named.get((self.part, self.whole, self.over))
        return known or _("%(part)d/%(whole)d 以上") % {"part": self.part, "whole": self.whole}


@dataclass(frozen=True)
class Rule:
    """What one step needs, and where the rule is from."""

    name: str
    present: Share
    agree: Share
    source: str


@dataclass(frozen=True)
class Counted:
    """How many were due, came, and how they voted."""

    due: int
    present: int
    agree: int
    against: int
    abstain: int


@dataclass(frozen=True)
class Verdict:
    """What the product works out of one step. `adds_up`: nobody voted who was not there, and nobody twice."""

    rule: Rule
    came: bool
    carried: bool
    adds_up: bool

    @property
    def good(self) -> bool:
        return self.came and self.carried and self.adds_up


def meetings() -> dict[str, str]:
    """Who can decide in the last step, by code: representatives, villagers, households."""
    return {code: row["name"] for code, row in _shipped()["meetings"].items()}


def rule(number: int, meeting: str = "") -> Rule:
    """What the step of this number (1 to 4) needs; of the last one, in this kind of meeting."""
    row = _shipped()["steps"][number - 1]
    if number == LAST and meeting in _shipped()["meetings"]:
        row = _shipped()["meetings"][meeting]
    return Rule(row["name"], _share([*row["present"], "due"]), _share(row["agree"]), row["source"])


def judge(counted: Counted, rule: Rule) -> Verdict:
    """Whether enough came, enough agreed, and the votes add up."""
    total = {"due": counted.due, "present": counted.present}[rule.agree.of]
    votes = counted.agree + counted.against + counted.abstain
    return Verdict(
        rule,
        came=rule.present.holds(counted.present, counted.due),
        carried=rule.agree.holds(counted.agree, total),
        adds_up=votes == counted.present and counted.present <= counted.due,
    )


def _share(row: list[Any]) -> Share:
    part, whole, how, of = row
    return Share(part, whole, how == "over", of)


@cache
def _shipped() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("xiaowei.disclosure").joinpath("data/decision.json").read_text("utf-8"))
    return found
