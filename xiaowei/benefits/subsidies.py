"""Subsidies as data: which item of the catalogue one belongs to, and what of it the public may read.

`rows` says whether single recipients are listed in public, masked; where the subsidy itself tells of illness,
disability or a child (domain §4) only sums are. `notice` says whether a 公示 requires the names for the own village.
A subsidy that no rule knows gets neither: nobody is named by mistake.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

OTHER_ITEM = "CW12"
LONGEST = 60


@dataclass(frozen=True)
class Rule:
    """What holds for subsidies whose name has one of the words."""

    words: tuple[str, ...]
    item: str
    rows: bool
    notice: bool


@dataclass(frozen=True)
class Subsidy:
    """One subsidy, by the name its list gives it."""

    name: str
    item: str
    rows: bool
    notice: bool


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule; the ones that name nobody come first, so that a mixed title stays on the safe side."""
    rows = json.loads(files("xiaowei.benefits").joinpath("data/subsidy_rules.json").read_text("utf-8"))
    return tuple(Rule(tuple(r["words"]), r["item"], r["rows"], r["notice"]) for r in rows)


def subsidy(written: str) -> Subsidy:
    """What the public may read of the subsidy of this name."""
    name = "".join(written.split())[:LONGEST]
    for rule in rules():
        if any(word in name for word in rule.words):
            return Subsidy(name, rule.item, rule.rows, rule.notice)
    return Subsidy(name, OTHER_ITEM, rows=False, notice=False)
