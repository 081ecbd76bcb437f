"""Which subsidy a list is about: a known one by its words, else the name cut out of the title."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from xiaowei.base.sheets.headers import squeezed
from xiaowei.base.sheets.periods import without_period

DATA = Path(__file__).resolve().parents[1] / "data" / "subsidy_titles.json"
PAID = r"(?:补贴|补助|补偿|津贴|救助|保障|奖补|扶助|抚恤|慰问|生活费|供养|资助|扶持|直补)"
CUT = re.compile(
    rf"(?:.*(?:省|市|县|区|镇|乡|街道|村|社区|组|年度?|月份?|季度|半年|关于|完善|完成|落实|发放|享受|实施))?(.*?{PAID})"
)
NAME_LENGTH = range(3, 21)


@cache
def _known() -> tuple[tuple[str, re.Pattern[str]], ...]:
    loaded: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return tuple((name, re.compile(words)) for name, words in loaded["subsidies"])


@cache
def _machines() -> frozenset[str]:
    return frozenset(json.loads(DATA.read_text(encoding="utf-8"))["machines"])


def subsidy_in(texts: list[str]) -> str:
    """The subsidy that the texts (title, subtitle, sheet name, header of the amount) name, the first that does.

    Returns an empty string when none does.
    """
    plain = [squeezed(without_period(text)) for text in texts]
    for text in plain:
        if name := known_subsidy(text):
            return name
    for text in plain:
        if (found := CUT.match(text)) and len(found[1]) in NAME_LENGTH:
            return found[1]
    return ""


def known_subsidy(text: str) -> str:
    """The known subsidy that a text names; an empty string when it names none."""
    word = squeezed(text)
    return next((name for name, words in _known() if words.search(word)), "")


def is_of_machines(subsidy: str) -> bool:
    """Whether it is paid per machine: one person on several rows is usual then."""
    return subsidy in _machines()
