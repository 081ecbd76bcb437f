"""Who answers for a step in this village today: an actor's name as the list writes it, and the posts of the roster.

`data/actors.json` holds the spellings. An actor of the village is answered by whoever holds the post; one of the
township's agency too; offices higher up are answered by name of the office, not of a person: who of it deals with this
village is not known. Meetings, households and whatever is not listed stay as they are written.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from xiaowei.base.refs import Ref
from xiaowei.roster.nearby import Nearby, nearby
from xiaowei.roster.standing import Holder

FILE = Path(__file__).parent / "data" / "actors.json"
SPELT = str.maketrans({"(": "（", ")": "）", **dict.fromkeys(' 　“”"＂「」')})


@dataclass(frozen=True)
class Duty:
    """An actor, the steps in which it acts, and who that is in this village today.

    `known` says whether the name stands for posts or offices of the roster at all; without holders and office then,
    nobody has been entered there.
    """

    actor: str
    steps: tuple[int, ...]
    known: bool
    holders: tuple[Holder, ...] = ()
    office: str = ""


def duties(village: Ref, actors: Iterable[tuple[str, int | None]], *, at: dt.datetime) -> tuple[Duty, ...]:
    """The actors (name, step; None for one that only the column of roles names), each once, with today's holders."""
    steps: dict[str, list[int]] = {}
    for name, step in actors:
        steps.setdefault(name, []).extend([step] if step is not None else [])
    around = nearby(village, at=at)
    return tuple(_duty(name, tuple(dict.fromkeys(where)), around) for name, where in steps.items())


def _duty(name: str, steps: tuple[int, ...], around: Nearby) -> Duty:
    entry = spellings().get(spelt(name))
    if entry is None:
        return Duty(name, steps, known=False)
    areas = {area.ref for area in around.chain if area.level == entry["level"]}
    held = [h for h in around.officers if h.role in entry["roles"] and h.area in areas]
    if "has" not in entry:
        return Duty(name, steps, known=True, holders=tuple(held))
    offices = dict.fromkeys(holder.body for holder in held if entry["has"] in holder.body)
    return Duty(name, steps, known=True, office="、".join(offices))


def spelt(name: str) -> str:
    """The name without quotes and spaces, brackets in one form."""
    return name.translate(SPELT)


@cache
def spellings() -> dict[str, dict[str, Any]]:
    """What each spelling stands for."""
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    entries = (*stored["posts"], *({"has": "", **office} for office in stored["offices"]))
    return {spelt(name): entry for entry in entries for name in entry["names"]}
