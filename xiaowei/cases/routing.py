"""Routing: whose work list a matter goes to, and who must never see it.

Ordinary matters stay in the village. What is, or may be, about a cadre, a report (举报), and whatever she sends in
confidence (保密) goes to discipline: to the lowest level above the units of everybody it is about where at least two
officers are bound by nothing (domain rules 1 and 2; two, because nobody lets his own answer go). Where no level has
two, to the lowest with one; where none has anybody, to the topmost, and operators are told (`queries.unattended`).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.cases import targets as whom
from xiaowei.cases import vocab
from xiaowei.cases.targets import Target
from xiaowei.cases.triage import judge
from xiaowei.roster import queries as roster
from xiaowei.roster import ties
from xiaowei.roster.nearby import Nearby
from xiaowei.roster.ties import Subject

ENOUGH = 2  # officers who are free to see it: one writes, another lets go


@dataclass(frozen=True)
class Route:
    """Lane and desk; whom the words name beside the chosen targets, whom all that accuses, who is bound by it.

    `places`: paths of the areas it must be handled above.
    """

    lane: str
    desk: Ref
    excluded: frozenset[Ref] = frozenset()
    subjects: frozenset[Subject] = frozenset()
    named: tuple[Target, ...] = ()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Said:
    """What decides about a route: her words, the kind of the matter, whom she chose, whether in confidence.

    Words are None while she has not written any, and only wants to know who will read them.
    """

    words: str | None
    kind: str = ""
    targets: Sequence[Target] = ()
    mode: str = ""
    happened_on: dt.date | None = None


def route(said: Said, *, near: Nearby, at: dt.datetime) -> Route:
    """Where this goes. Fail closed: in doubt whether it is about a cadre, to discipline triage. Raises Invalid."""
    every = (said.words, *(target.words or None for target in said.targets))
    verdicts = [judge(words, names=near.names) for words in every if words is not None]
    sealed = said.kind in vocab.SEALED_KINDS or said.mode == vocab.CONFIDENTIAL
    if not (sealed or whom.about_somebody(said.targets) or any(verdict.about_cadre for verdict in verdicts)):
        return Route(vocab.VILLAGE, near.village.ref)
    since = span_from(said.happened_on, at)
    found = set(whom.subjects(said.targets, since=since, at=at))
    named: list[Target] = []
    for verdict in verdicts:
        more, floors = whom.in_words(verdict, near)
        named += [target for target in more if target not in named and target not in said.targets]
        found |= {whom.floor(area, since=since) for area in floors}
    found |= whom.subjects(named, since=since, at=at)
    return to_discipline(found, near=near, named=tuple(named), at=at)


def to_discipline(
    subjects: frozenset[Subject] | set[Subject],
    *,
    near: Nearby,
    named: tuple[Target, ...] = (),
    aside: frozenset[Ref] = frozenset(),
    at: dt.datetime,
) -> Route:
    """The discipline desk of a matter of this village about these; `aside`: who stood aside by himself."""
    bound = ties.bound(subjects, at=at)
    places, excluded = bound.places | {near.village.path}, bound.persons | aside
    desk = desk_above(places, excluded, near=near)
    return Route(vocab.DISCIPLINE, desk, excluded, frozenset(subjects), named, places)


def span_from(happened_on: dt.date | None, at: dt.datetime) -> dt.date:
    """The day from which ties count: of the event when she says one, otherwise of the report."""
    today = local(at).date()
    return min(happened_on, today) if happened_on else today


def desk_above(places: frozenset[str], bound: frozenset[Ref], *, near: Nearby) -> Ref:
    """The lowest level strictly above these places where enough discipline officers are free to see it."""
    chain = near.above or near.chain
    above = [area.ref for area in chain if ties.above(area.path, places=places)] or [chain[-1].ref]
    free = free_at(near, bound)
    for enough in (ENOUGH, 1):
        for area in above:
            if len(free.get(area, ())) >= enough:
                return area
    return above[-1]


def free_at(near: Nearby, bound: frozenset[Ref]) -> dict[Ref, set[Ref]]:
    """The discipline officers over the village who are bound by nothing, by the area of their post."""
    seated: dict[Ref, set[Ref]] = {}
    for holder in near.holders(vocab.TRIAGE):
        if holder.person not in bound:
            seated.setdefault(holder.area, set()).add(holder.person)
    return seated


def level_above(area: Ref) -> Ref:
    """The next level up, where an overdue matter is lifted to; the area itself at the top."""
    return roster.area(area).parent or area
