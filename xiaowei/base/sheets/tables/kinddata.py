"""A kind of table as data: header words by field, what they hold, which fields make it this kind, what is summed."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from xiaowei.base.sheets.tables.understanding import TABLE_KINDS
from xiaowei.base.sheets.tables.words import bare

DATA = Path(__file__).resolve().parent / "data"
NEVER = re.compile(r"(?!)")
SHAPED = 100  # rank of a header that is only built like one of the field: a listed word is better


@dataclass(frozen=True, slots=True, eq=False)  # compared and cached by identity
class Kind:
    """One kind of table. `sure` and `titled` are sets of fields that make it this kind, alone or with its title."""

    name: str
    title: re.Pattern[str]
    strong: re.Pattern[str]
    never: re.Pattern[str]
    never_headers: re.Pattern[str]
    ranks: Mapping[str, tuple[str, int]]  # plain word -> field, place in the field's list
    inside: Mapping[str, tuple[str, ...]]
    shapes: tuple[tuple[str, re.Pattern[str]], ...]  # field, how its headers are built where no list names them all
    never_inside: tuple[str, ...]
    holds: Mapping[str, str]  # field -> what it holds
    sure: tuple[frozenset[str], ...]
    titled: tuple[frozenset[str], ...]
    keys: tuple[str, ...]  # what a row is about, the finest first
    main: tuple[str, ...]  # money that a row must have, any of them
    money: tuple[str, ...]  # summed in money
    counts: tuple[str, ...]  # summed as figures
    required: tuple[frozenset[str], ...]  # of each set one column must be there
    options: Mapping[str, Any]

    def field_of(self, word: str) -> tuple[str, int] | None:
        """The field that a header surely names, and how good a word it is for it (0 is best)."""
        found = self.ranks.get(word)
        if found is None and (shaped := next((name for name, shape in self.shapes if shape.fullmatch(word)), None)):
            return shaped, SHAPED
        return found

    def field_inside(self, word: str) -> str | None:
        """The field that a longer header speaks of; to be confirmed by what the column holds."""
        if not word or len(word) > 16 or any(no in word for no in self.never_inside):
            return None
        found = [
            (word.rfind(part) + len(part), len(part), name)
            for name, parts in self.inside.items()
            for part in parts
            if part in word
        ]
        return max(found)[2] if found else None  # the noun stands at the end: 人口股分红 is money


@cache
def kinds() -> tuple[Kind, ...]:
    """All kinds, as their data files tell."""
    common = _load("common")
    return tuple(_kind(name, _load(name), common) for name in TABLE_KINDS)


@cache
def limits() -> Mapping[str, Any]:
    """What the law and custom allow: data/limits.json."""
    return _load("limits")


@cache
def silent_words() -> frozenset[str]:
    """Words in a column of figures that say why there is none."""
    return frozenset(_load("common")["says_nothing"])


def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def _kind(name: str, own: dict[str, Any], common: dict[str, Any]) -> Kind:
    ranks: dict[str, tuple[str, int]] = {}
    for fields in (own["fields"], common["fields"]):  # a kind's own word wins
        for field_name, words in fields.items():
            for place, word in enumerate(words):
                ranks.setdefault(bare(word), (field_name, place))
    holds = {field_name: what for what, names in common["holds"].items() for field_name in names}
    inside = own.get("inside", {}) | {k: v for k, v in common["inside"].items() if k not in own.get("inside", {})}
    return Kind(
        name=name,
        title=re.compile(own["title"]),
        strong=re.compile(own["strong"]),
        never=re.compile(own["never"]) if own.get("never") else NEVER,
        never_headers=re.compile(own["never_headers"]) if own.get("never_headers") else NEVER,
        ranks=ranks,
        inside={key: tuple(words) for key, words in inside.items()},
        shapes=tuple((field_name, re.compile(shape)) for field_name, shape in own.get("shapes", {}).items()),
        never_inside=tuple(own.get("never_inside", ())),
        holds=holds,
        sure=tuple(map(frozenset, own["sure"])),
        titled=tuple(map(frozenset, own["titled"])),
        keys=tuple(own["keys"]),
        main=tuple(own["main"][0]),
        money=tuple(own["money"]),
        counts=tuple(own["counts"]),
        required=tuple(map(frozenset, own["required"])),
        options=own,
    )
