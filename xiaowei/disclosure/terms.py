"""How strictly an item is owed, and how the changes of province, county, township and village meet. Pure.

A change holds for periods that begin on or after its day, so the past is never rewritten and a period that runs keeps
the rule under which it began. Whoever is lower can only be stricter: the layers meet in the strictest, except where a
township recorded that it allows less.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12, "L": 3}
STRICTNESS = {"standing": 0, "any": 1, "whole": 2}


@dataclass(frozen=True, slots=True)
class Terms:
    """`rule` is the letter of the period; due on this `day` of the month after it, `working`: moved to the working
    day before where it is a rest day; `needs` as duties.Owed says; `columns` must be there beside the item's own."""

    rule: str
    day: int
    working: bool
    needs: str
    columns: tuple[str, ...] = ()

    @property
    def months(self) -> int:
        return MONTHS[self.rule]


@dataclass(frozen=True, slots=True)
class Change:
    """What an area made of an item from a day on. `loosens`: with the township's approval, which is recorded."""

    item: str
    from_on: dt.date
    terms: Terms
    loosens: bool = False


Layer = tuple[Change, ...]  # the changes of one area, in the order in which they were made
Chain = tuple[Layer, ...]  # of the areas over a village that changed anything, highest first, its own last


def tightest(one: Terms, other: Terms) -> Terms:
    """The stricter of both in every respect."""
    shorter = one if one.months <= other.months else other
    needs = max(one.needs, other.needs, key=STRICTNESS.__getitem__)
    columns = tuple(dict.fromkeys(one.columns + other.columns))
    return Terms(shorter.rule, min(one.day, other.day), one.working or other.working, needs, columns)


def looser(new: Terms, floor: Terms) -> tuple[str, ...]:
    """In which respects these terms ask for less than the floor: period, day, needs, columns."""
    found = []
    if new.months > floor.months:
        found.append("period")
    if new.day > floor.day or (floor.working and not new.working):
        found.append("day")
    if STRICTNESS[new.needs] < STRICTNESS[floor.needs]:
        found.append("needs")
    if not set(floor.columns) <= set(new.columns):
        found.append("columns")
    return tuple(found)


def aligned(day: dt.date, *, terms: Iterable[Terms]) -> bool:
    """Whether a period of each of these terms begins on this day: a change never cuts one in two."""
    longest = max(one.months for one in terms)
    return day.day == 1 and (day.month - 1) % longest == 0


def in_force(item: str, base: Terms | None, chain: Chain, *, start: dt.date) -> Terms | None:
    """The terms of a period that begins on this day; None while nobody asks for the item.

    The highest area that says anything replaces what is shipped (never below the law: its verb saw to that).
    """
    found, first, since = base, True, dt.date.min
    for layer in chain:
        change = None
        for one in layer:
            if one.item == item and one.from_on <= start:
                change = one if change is None or one.from_on >= change.from_on else change
        if change is None:
            continue
        # what a township allowed holds against the rules above it as they stood, not against a later, stricter one
        if found is None or first or (change.loosens and change.from_on >= since):
            found = change.terms
        else:
            found = tightest(found, change.terms)
        first, since = False, max(since, change.from_on)
    return found
