"""The disclosure catalogue (公开目录): what a village must publish, how often, and behind which door it is found.

Shipped as data (`data/catalogue.json`). Frequencies: M monthly, Q quarterly, H half-yearly,
Y yearly, E on event, L standing.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class CatalogueItem:
    """One item of the catalogue. `section` is the door of the village home; `kind` the class of matter."""

    code: str
    name: str
    frequency: tuple[str, ...]
    section: str
    kind: str


MONTHLY_ACCOUNTS = "CF02"


@cache
def catalogue() -> dict[str, CatalogueItem]:
    """Every item by its code, in catalogue order."""
    rows = json.loads(files("xiaowei.disclosure").joinpath("data/catalogue.json").read_text("utf-8"))
    return {
        row["code"]: CatalogueItem(row["code"], row["name"], tuple(row["frequency"]), row["section"], row["class"])
        for row in rows
    }


def codes_in(section: str) -> list[str]:
    """Codes of the items behind one door."""
    return [item.code for item in catalogue().values() if item.section == section]
