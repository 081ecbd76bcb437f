"""Which group an entry belongs to in a chart; the words are data (data/categories.json)."""

import json
from functools import cache
from pathlib import Path

RULES = Path(__file__).resolve().parent / "data" / "categories.json"


@cache
def _rules(side: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    groups = json.loads(RULES.read_text(encoding="utf-8"))[side]
    return tuple((group["name"], tuple(group["words"])) for group in groups)


def category(summary: str, *, income: bool) -> str:
    """The name of the group for an entry with this summary; the last group (其他…) takes what fits nowhere."""
    groups = _rules("income" if income else "expense")
    for name, words in groups:
        if any(word in summary for word in words):
            return name
    return groups[-1][0]


def categories(*, income: bool) -> tuple[str, ...]:
    """Every group of one side, in the order of the rules."""
    return tuple(name for name, _words in _rules("income" if income else "expense"))
