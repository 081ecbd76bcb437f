"""Triage at the door: might these words be about a cadre? Fail closed: in doubt, yes.

Whatever may be about a cadre goes to discipline triage at the township before any village eye sees it
(docs/decisions/0006). Doubt never routes down: nothing here ever sends a matter towards the village.
Pure: the names of office-holders are a parameter. The full classifier comes later; its default is this one.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from xiaowei.base.masking import surname

# what only looks like a person: an office as such, 其他支出, 老百姓; struck out before looking for persons
_HARMLESS = re.compile(
    r"村民委员会|村民代表大?会|村委会|村务监督委员会|居委会|党支部|委员会|其他|其它|吉他|百姓|姓名|(?:请|麻烦|希望|问问?|谢谢)领导们?"
)
_NOISE = re.compile(r"[\s\W_]+")


CALLED = ("老{}", "小{}", "阿{}", "姓{}", "{}某", "{}家", "{}哥", "{}姐")


@dataclass(frozen=True)
class Verdict:
    """Whether the words may be about a cadre, why, and which office-holders they name."""

    about_cadre: bool
    why: str  # name | post | conduct | person | sign | unreadable | nothing
    named: frozenset[str]


@cache
def _words() -> dict[str, tuple[str, ...]]:
    text = files("xiaowei.cases").joinpath("data/cadre_words.json").read_text("utf-8")
    return {kind: tuple(words) for kind, words in json.loads(text).items()}


def plain(words: str) -> str:
    """The words without spaces, punctuation and width tricks, so that 书 记 and 書.记 hide nothing."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", words)).casefold()


def judge(words: str, *, names: Iterable[str]) -> Verdict:
    """Judge the reporter's words against the names of those who hold a post in her village and above."""
    text = plain(words)
    if not text:
        return Verdict(True, "unreadable", frozenset())  # a photo alone may name anybody
    named = frozenset(name for name in names if _names(name, text))
    if named:
        return Verdict(True, "name", named)
    text = _HARMLESS.sub("", text)
    for kind, why in (("posts", "post"), ("conduct", "conduct"), ("persons", "person"), ("signs", "sign")):
        if any(word in text for word in _words()[kind]):
            return Verdict(True, why, frozenset())
    return Verdict(False, "nothing", frozenset())


def _names(name: str, text: str) -> bool:
    # a full name, the given name alone where it has two characters (乙丑 for 陶乙丑), or what people call him instead
    called = [way.format(surname(name)) for way in CALLED]
    return name in text or (len(name) >= 3 and name[-2:] in text) or any(word in text for word in called)
