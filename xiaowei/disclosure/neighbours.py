"""Whose names words about a village's publications do not carry to the world: everybody of its households."""

from xiaowei.base.people import Known
from xiaowei.base.refs import Ref
from xiaowei.roster import matching
from xiaowei.roster import queries as roster


def known(village: Ref) -> Known:
    """Heads of households, and members by a name of three characters: a shorter one may be a word. Two queries."""
    members = {name for name in matching.index([village]).names(village) if len(name) > 2}
    return Known(frozenset(members | {household.head for household in roster.households(village)}))
