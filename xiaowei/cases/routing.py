"""Routing: whose work list a matter goes to, and who must never see it.

Ordinary matters stay in the village. What may be about a cadre goes to the discipline body of the township. When it
names somebody of the township, it goes to the county's, and so on: the body is always at least one level above the
unit of everybody it names, and nobody named nor his declared kin ever sees it.
"""

import datetime as dt
from dataclasses import dataclass

from xiaowei.base.refs import Ref
from xiaowei.cases import vocab
from xiaowei.cases.triage import judge
from xiaowei.roster import queries as roster
from xiaowei.roster.nearby import Nearby
from xiaowei.roster.roles import role as role_named
from xiaowei.roster.vocab import Level

LOWEST_FIRST: dict[str, int] = {level: rank for rank, level in enumerate(reversed(Level))}


@dataclass(frozen=True)
class Route:
    """Lane, desk, and the persons who must never see it: the named and their kin."""

    lane: str
    desk: Ref
    excluded: frozenset[Ref]


def route(words: str, *, near: Nearby, at: dt.datetime) -> Route:
    """Where these words go. Fail closed: in doubt whether they are about a cadre, to discipline triage."""
    chain = near.chain
    verdict = judge(words, names=near.names)
    if not verdict.about_cadre:
        return Route(vocab.VILLAGE, near.village.ref, frozenset())
    named = frozenset(holder.person for holder in near.officers if holder.name in verdict.named)
    excluded = named.union(*(roster.kin_of(person) for person in named))
    # a post may lie outside this chain, and a unit above the area it serves: a resident cadre is the township's
    posts = [post for person in named for post in roster.posts_of(person, at=at)]
    units = {Level(role_named(post.role).level) for post in posts} | {Level.VILLAGE}
    above = [area.ref for area in chain if all(LOWEST_FIRST[area.level] > LOWEST_FIRST[unit] for unit in units)]
    return Route(vocab.DISCIPLINE, _discipline_desk(near, above or [chain[-1].ref], excluded), excluded)


def level_above(area: Ref) -> Ref:
    """The next level up, where an overdue matter is lifted to; the area itself at the top."""
    return roster.area(area).parent or area


def _discipline_desk(near: Nearby, above: list[Ref], excluded: frozenset[Ref]) -> Ref:
    seated: dict[Ref, set[Ref]] = {}
    for holder in near.holders(vocab.TRIAGE):
        seated.setdefault(holder.area, set()).add(holder.person)
    return next((area for area in above if seated.get(area, set()) - excluded), above[-1])
