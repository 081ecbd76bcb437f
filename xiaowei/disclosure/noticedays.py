"""How many days a notice period (公示期) has: a rule of the item, as data (`data/notice_days.json`); 7 by default."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def rules() -> dict[str, Any]:
    """The file of rules."""
    found: dict[str, Any] = json.loads(files("xiaowei.disclosure").joinpath("data/notice_days.json").read_text("utf-8"))
    return found


def notice_days(item: str) -> int:
    """The days of the notice period of this item, the first one included."""
    return int(rules()["items"].get(item, {}).get("days", rules()["default"]))


def was_a_rule(days: int) -> bool:
    """Whether this ever was the length of a notice period: rules change, what was published under one does not."""
    return days in rules()["ever"]
