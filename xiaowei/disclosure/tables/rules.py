"""Which item a table belongs to, and for which period: data (`data/table_rules.json`), never code."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from xiaowei.base.sheets.periods import Period
from xiaowei.disclosure.catalogue import catalogue

MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12}
LONGEST_TOPIC = 40
TIMES = re.compile(
    r"截[至止]|(?:19|20)\d\d\s*[年./-]?\s*(?:度|末|底)?|\d{1,2}\s*(?:月份?|日|号)|第?[一二三四1-4]\s*季度?|[上下]半年|年度|年末"
)
ENDS = re.compile(r"(?:一览|公示|公开|明细|汇总|登记|情况|花名)?[表册]$|(?:情况)?(?:公示|公开|一览)$")
EDGES = re.compile(r"^[\s\-—_（()）:：、，,。.]+|[\s\-—_（(:：、，,。.]+$")


@dataclass(frozen=True)
class Placement:
    """Where a table goes: item of the catalogue, topic within it, half-open period, whether a 公示 asks for names."""

    item: str
    topic: str
    period_from: dt.date
    period_until: dt.date
    notice: bool


@cache
def rules() -> dict[str, Any]:
    """The file of rules."""
    found: dict[str, Any] = json.loads(files("xiaowei.disclosure").joinpath("data/table_rules.json").read_text("utf-8"))
    return found


def item_of(kind: str, title: str) -> str:
    """The item a table of this kind and title belongs to; empty for a kind without a rule."""
    for rule in rules()["items"].get(kind, ()):
        if not rule["words"] or any(word in title for word in rule["words"]):
            return str(rule["item"])
    return ""


def asks_for_names(kind: str, item: str) -> bool:
    """Whether whole names are read by the village's own households: only where a rule of the item says so."""
    return any(rule["item"] == item and rule.get("notice", False) for rule in rules()["items"].get(kind, ()))


def kind_name(kind: str) -> str:
    """`资产台账`; the code itself for a kind without a name."""
    return str(rules()["kinds"].get(kind, kind))


def period_of(period: Period | None, as_of: dt.date | None, *, item: str) -> tuple[dt.date, dt.date] | None:
    """The half-open period: what the table is about, else the month, quarter or year of its day by the item's rule."""
    if period is not None:
        return period.start, period.end + dt.timedelta(days=1)
    if as_of is None:
        return None
    every = catalogue()[item].frequency if item in catalogue() else ()
    months = next((MONTHS[one] for one in every if one in MONTHS), 1)
    start = dt.date(as_of.year, (as_of.month - 1) // months * months + 1, 1)
    after = start.year * 12 + start.month - 1 + months
    return start, dt.date(after // 12, after % 12 + 1, 1)


def topic_of(title: str, *, places: tuple[str, ...], item: str) -> str:
    """What the table is called within its item: its title without places, times and `表`; empty where nothing is left.

    Two registers of one quarter are two publications, and a corrected sheet keeps the topic by keeping its title.
    """
    bare = "".join(title.split())
    for place in sorted((one for one in places if one), key=len, reverse=True):
        bare = bare.replace(place, "")
    bare = re.sub(r"[（(]\W*[)）]", "", TIMES.sub("", bare))
    bare = ENDS.sub("", EDGES.sub("", bare))
    bare = EDGES.sub("", re.sub(r"^(?:关于|的|村民委员会|村委会)", "", bare))
    name = catalogue()[item].name if item in catalogue() else ""
    return "" if len(bare) < 2 or bare == name else bare[:LONGEST_TOPIC]
