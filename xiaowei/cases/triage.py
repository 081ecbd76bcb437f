"""Triage at the door: might these words be about a cadre? Fail closed: in doubt, yes.

Whatever may be about a cadre goes to discipline triage at the township before any village eye sees it
(docs/decisions/0006). Doubt never routes down: nothing here ever sends a matter towards the village.
Pure: the names of office-holders are a parameter. The full classifier comes later; its default is this one.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from xiaowei.base.masking import surname
from xiaowei.cases.spelling import is_called, masked_names, plain

__all__ = ["Verdict", "judge", "plain"]

# an office as such is nobody; struck out before looking for persons
_BODIES = (
    "村民委员会", "村民代表大会", "村民代表会", "村委会", "村务监督委员会", "居委会", "党支部", "委员会",
)  # fmt: skip
# what only looks like a person: 其他支出, 老百姓
_HARMLESS = re.compile(rf"{'|'.join(_BODIES)}|其他|其它|吉他|百姓|姓名|(?:请|麻烦|希望|问问?|谢谢)领导们?")

CALLED = ("老{}", "小{}", "阿{}", "姓{}", "{}某", "{}家", "{}哥", "{}姐")


@dataclass(frozen=True)
class Verdict:
    """Whether the words may be about a cadre, why, and whom they name: office-holders by name, offices by role.

    `levels`: they mean somebody of this level of the tree, whoever he is.
    """

    about_cadre: bool
    why: str  # name | post | conduct | person | office | sign | unreadable | nothing
    named: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Office:
    """What people call an office, and which roles or which level that means."""

    words: tuple[str, ...]
    roles: frozenset[str]
    level: str = ""


@cache
def _words() -> dict[str, tuple[str, ...]]:
    text = files("xiaowei.cases").joinpath("data/cadre_words.json").read_text("utf-8")
    return {kind: tuple(words) for kind, words in json.loads(text).items()}


@cache
def _offices() -> tuple[Office, ...]:
    text = files("xiaowei.cases").joinpath("data/office_words.json").read_text("utf-8")
    return tuple(Office(tuple(o["words"]), frozenset(o["roles"]), o.get("level", "")) for o in json.loads(text))


@cache
def _office_pattern() -> re.Pattern[str]:
    known = {word for office in _offices() for word in office.words} | set(_BODIES)
    return re.compile("|".join(sorted(known, key=len, reverse=True)))  # 监委会主任 is no 主任, 委员会 no 委员


def judge(words: str, *, names: Iterable[str]) -> Verdict:
    """Judge the reporter's words against the names of those who hold a post in her village and above."""
    text = plain(words)
    if not text:
        return Verdict(True, "unreadable")  # a photo alone may name anybody
    masked = masked_names(words)
    named = frozenset(name for name in names if _names(name, text) or is_called(name, text=text, masked=masked))
    called = set(_office_pattern().findall(text))
    meant = [office for office in _offices() if called & set(office.words)]
    roles = frozenset[str]().union(*(office.roles for office in meant))
    levels = frozenset(office.level for office in meant if office.level)
    why = "name" if named else "post" if meant else _why(_HARMLESS.sub("", text), masked)
    return Verdict(why != "nothing", why, named, roles, levels)


def _why(text: str, masked: tuple[str, ...]) -> str:
    if masked:
        return "person"
    kinds = (("posts", "post"), ("conduct", "conduct"), ("persons", "person"), ("offices", "office"), ("signs", "sign"))
    for kind, why in kinds:
        if any(word in text for word in _words()[kind]):
            return why
    return "nothing"


def _names(name: str, text: str) -> bool:
    # a full name, the given name alone where it has two characters (乙丑 for 陶乙丑), or what people call him instead
    called = [way.format(surname(name)) for way in CALLED]
    return name in text or (len(name) >= 3 and name[-2:] in text) or any(word in text for word in called)
