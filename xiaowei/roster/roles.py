"""Roles (岗位角色) as data: which permissions a post carries, how far they reach, what may not be combined.

Permissions belong to the rooms upstairs; here they are only strings. Whatever is not listed is denied: the
village's discipline member (村纪检委员) and the integrity supervisors (廉情监督员) see no reports, the system
administrator no case, the auditor the log alone.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from xiaowei.base.refusals import Invalid
from xiaowei.roster.vocab import BodyKind, Level

FILE = Path(__file__).parent / "data" / "roles.json"


class Reach(StrEnum):
    """How far a permission reaches from the area of the post."""

    OWN = "own"  # that very area
    BELOW = "below"  # everything strictly below it, itself not included: nobody oversees his own level


@dataclass(frozen=True)
class Role:
    """One role: `rank` is its place in the file, the order in which people are listed.

    `watches` marks posts whose work is to watch over the village, as its page tells the residents. `leads` names
    the kinds of bodies in the area of its own body whose members answer to it: they must not see what is said of it.
    """

    id: str
    label: str
    level: Level
    bodies: tuple[BodyKind, ...]
    own: frozenset[str]
    below: frozenset[str]
    not_with: frozenset[str]
    watches: bool
    leads: frozenset[BodyKind]
    rank: int


@cache
def roles() -> dict[str, Role]:
    """Every role by its id, in the order of the file."""
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    return {name: _role(name, rank, entry) for rank, (name, entry) in enumerate(stored.items())}


def _role(name: str, rank: int, entry: dict[str, Any]) -> Role:
    grants: list[dict[str, str]] = entry["grants"]
    bodies: list[str] = entry["bodies"]
    not_with: list[str] = entry.get("not_with", [])
    leads: list[str] = entry.get("leads", [])
    reached = {reach: frozenset(g["permission"] for g in grants if Reach(g["reach"]) is reach) for reach in Reach}
    return Role(
        id=name,
        label=str(entry["label"]),
        level=Level(str(entry["level"])),
        bodies=tuple(BodyKind(kind) for kind in bodies),
        own=reached[Reach.OWN],
        below=reached[Reach.BELOW],
        not_with=frozenset(not_with),
        watches=bool(entry.get("watches", False)),
        leads=frozenset(BodyKind(kind) for kind in leads),
        rank=rank,
    )


def role(name: str) -> Role:
    """The role by id or by Chinese label. Raises Invalid when there is none."""
    found = roles().get(name) or next((r for r in roles().values() if r.label == name), None)
    if found is None:
        known = "、".join(f"{r.id}（{r.label}）" for r in roles().values())
        raise Invalid(_("没有“%(name)s”这个角色。可用的有：%(known)s。"), name=name, known=known)
    return found


@cache
def leading(kind: BodyKind) -> frozenset[str]:
    """Ids of the roles that lead bodies of this kind in the area of their own body."""
    return frozenset(r.id for r in roles().values() if kind in r.leads)


@cache
def roles_with(permission: str) -> dict[Reach, tuple[str, ...]]:
    """Ids of the roles that hold the permission, by reach."""
    return {
        Reach.OWN: tuple(r.id for r in roles().values() if permission in r.own),
        Reach.BELOW: tuple(r.id for r in roles().values() if permission in r.below),
    }
