"""What a household may be entitled to because it had it before (可能漏了): rules as data. Pure."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Continuing:
    """A subsidy that goes on. `measure` is area or persons: what the payment follows; `why` says so in words."""

    words: tuple[str, ...]
    measure: str
    why: str


@cache
def continuing(subsidy: str) -> Continuing | None:
    """The rule for a subsidy of this name; None for one that is paid once."""
    if "一次性" in subsidy:
        return None
    return next((rule for rule in _rules() if any(word in subsidy for word in rule.words)), None)


@cache
def _rules() -> tuple[Continuing, ...]:
    shipped = json.loads(files("xiaowei.benefits").joinpath("data/entitlements.json").read_text("utf-8"))["rules"]
    return tuple(Continuing(tuple(row["words"]), row["measure"], row["why"]) for row in shipped)
