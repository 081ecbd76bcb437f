"""Access to what villages owe, on the workbench, and to the catalogue: who sees, declares, changes, approves."""

import datetime as dt

from xiaowei.base.refs import Ref
from xiaowei.disclosure import vocab
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.roster.queries import AreaFacts

SEEING = (vocab.VIEW_DRAFTS, vocab.URGE)


def villages_for(person: Ref, *, at: dt.datetime) -> list[AreaFacts]:
    """The villages whose duties the person follows: his own, and those that he urges when they are late."""
    prefixes = {prefix for one in SEEING for prefix in standing.areas_for(person, one, at=at)}
    return roster.villages_in(sorted(prefixes)) if prefixes else []


def may_declare(person: Ref, village: Ref, *, at: dt.datetime) -> bool:
    """Whether the person uploads for this village, and may declare 本期没有."""
    return standing.may(person, vocab.DRAFT, village, at=at)


def may_note(person: Ref, village: Ref, *, at: dt.datetime) -> bool:
    """Whether the person may note that something happened which the village must publish."""
    return any(standing.may(person, one, village, at=at) for one in (vocab.DRAFT, vocab.URGE))


def areas_changed_by(person: Ref, *, at: dt.datetime) -> list[AreaFacts]:
    """The areas of his own posts in which the person may change the catalogue, highest first."""
    posts = {holder.area for holder in roster.posts_of(person, at=at)}
    places = roster.areas(posts).values()
    able = [place for place in places if standing.may(person, vocab.CHANGE_CATALOGUE, place.ref, at=at)]
    return sorted(able, key=lambda place: (len(place.path), place.code))


def may_change(person: Ref, area: Ref, *, at: dt.datetime) -> bool:
    """Whether the person may change the catalogue for this area."""
    return standing.may(person, vocab.CHANGE_CATALOGUE, area, at=at)


def may_approve(person: Ref, area: Ref, *, at: dt.datetime) -> bool:
    """Whether the person speaks for the township over this area's changes."""
    return standing.may(person, vocab.APPROVE_CATALOGUE, area, at=at)
