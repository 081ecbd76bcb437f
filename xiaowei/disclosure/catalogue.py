"""The disclosure catalogue (公开目录): what a village must publish, how often, who signs, and what may carry it.

Shipped as data (`data/catalogue.json`), with the law behind it (`data/bases.json`: the articles change their numbers,
so they are rows with the days on which they hold). Areas add items of their own (`cataloguechanges`); those are found
here by their code, too. Frequencies: M monthly, Q quarterly, H half-yearly, Y yearly, E on event, L standing.
"""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LOCAL = "X"  # first letter of the code of an item that an area added


@dataclass(frozen=True)
class CatalogueItem:
    """One item. `section` is the door of the village home; `kind` the class of matter.

    `publisher` and `reviewers` are kinds of bodies; `requires` the columns or documents it must have; `masking` what of
    it names people (none, office, named, rows, sums, payees); `retention_years` 0 keeps it for ever; `carriers` are
    kinds of content that can hold it, `tables` kinds of sheets.
    """

    code: str
    name: str
    frequency: tuple[str, ...]
    section: str
    kind: str
    publisher: str = "villagers_committee"
    reviewers: tuple[str, ...] = ("supervision_committee",)
    requires: tuple[str, ...] = ()
    masking: str = "none"
    retention_years: int = 10
    basis: tuple[str, ...] = ()
    many_topics: bool = False
    carriers: tuple[str, ...] = ("text", "nothing")
    tables: tuple[str, ...] = ()

    @property
    def may_be_nothing(self) -> bool:
        """Whether 本期没有 can be declared: accounts and what stands for years always have something to say."""
        return "nothing" in self.carriers


@dataclass(frozen=True)
class Basis:
    """A text of law as it holds on a day. `checked` says whether somebody compared it with the original."""

    law: str
    article: str
    about: str
    checked: bool


MONTHLY_ACCOUNTS = "CF02"


class _Catalogue(dict[str, CatalogueItem]):
    """The shipped items in their order; whatever an area added is looked up when somebody asks for its code."""

    def __missing__(self, code: str) -> CatalogueItem:
        from xiaowei.disclosure.cataloguereads import added  # the tables are there only once Django is ready

        found = added(code)
        if found is None:
            raise KeyError(code)
        return found


@cache
def catalogue() -> dict[str, CatalogueItem]:
    """Every shipped item by its code, in catalogue order; items that areas added are found by their code."""
    rows = json.loads(files("xiaowei.disclosure").joinpath("data/catalogue.json").read_text("utf-8"))
    return _Catalogue(
        (
            row["code"],
            CatalogueItem(
                row["code"],
                row["name"],
                tuple(row["frequency"]),
                row["section"],
                row["class"],
                row["publisher"],
                tuple(row["reviewers"]),
                tuple(row["requires"]),
                row["masking"],
                row["retention_years"],
                tuple(row["basis"]),
                row["topic"] == "many",
                tuple(row["kinds"]),
                tuple(row["tables"]),
            ),
        )
        for row in rows
    )


def codes_in(section: str) -> list[str]:
    """Codes of the items behind one door, those that areas added among them."""
    from xiaowei.disclosure.cataloguereads import added_in

    return [item.code for item in catalogue().values() if item.section == section] + added_in(section)


@cache
def _bases() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(
        files("xiaowei.disclosure").joinpath("data/bases.json").read_text("utf-8")
    )
    return found


def bases_on(item: CatalogueItem, day: dt.date) -> tuple[Basis, ...]:
    """The law behind an item as it holds on this day."""
    found = []
    for name in item.basis:
        base = _bases()[name]
        for text in base["texts"]:  # type: ignore[attr-defined]
            begins, ends = dt.date.fromisoformat(text["from"]), text["until"]
            if begins <= day and (ends is None or day < dt.date.fromisoformat(ends)):
                found.append(Basis(text["law"], text["article"], str(base["about"]), text["checked"]))
    return tuple(found)
