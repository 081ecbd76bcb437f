"""Ties (利害关系): who must not see what is said about whom, from both sides.

Somebody is said something about (a subject): a person, an office whoever holds it, or a body with all its members.
Bound by it are these accused, everybody who shares a body with one of them or sits in a body that one of them leads,
and their declared kin - at any time from the day of the event on, today included (domain rule 1: at the event, at the
report and now). The span only grows, so whoever lost sight of a matter never gains it again.

`bound` answers from the accused's side, whom a new matter must keep out; `ties_of` from the viewer's side, once per
request: every subject he is bound by, each with the day before which its span must begin. Both say the same.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.roster import paths
from xiaowei.roster.models import Area, Body, Kin, Person
from xiaowei.roster.tenures import FOREVER, Tenure, leaders_of, led_by, tenures

FLOOR = "area:"  # somebody of this area's level, nobody knows who: nobody is bound, but it is handled above


@dataclass(frozen=True, order=True)
class Subject:
    """Somebody something is said about, from the day `since` on.

    `key` is a person's or a body's reference, an office (`Tenure.office`), `unit:` with a body whose members are
    bound but not accused, or `area:` with an area above whose level it must be handled.
    """

    key: str
    since: dt.date


@dataclass(frozen=True)
class Bound:
    """What follows from subjects: the accused, all who are bound, and the paths of the areas of their units."""

    accused: frozenset[Ref]
    persons: frozenset[Ref]
    places: frozenset[str]


def subjects_of(kind: str, ref: Ref, *, since: dt.date, at: dt.datetime) -> frozenset[Subject]:
    """The subjects that a chosen person, post or body stands for; none when the roster knows no such.

    Of a post that means whoever holds the office, and whoever held this very post. Whoever holds no post from
    `since` on is taken to be meant as of the last day in office.
    """
    today = local(at).date()
    if kind == "person":
        known = Person.objects.filter(pk=ref).exists()
        return frozenset({_person(ref, since, today)}) if known else frozenset()
    if kind == "body":
        return frozenset({Subject(ref, since)}) if Body.objects.filter(pk=ref).exists() else frozenset()
    found = tenures(Q(pk=ref), begun=FOREVER)
    if kind != "post" or not found:
        return frozenset()
    post = found[0]
    return frozenset({Subject(post.office, since), Subject(post.unit, since), _person(post.person, since, today)})


def bound(subjects: Iterable[Subject], *, at: dt.datetime) -> Bound:
    """Everybody these subjects bind at this moment. A handful of queries for each first day."""
    by_day: defaultdict[dt.date, set[str]] = defaultdict(set)
    for subject in subjects:
        by_day[subject.since].add(subject.key)
    found = [_bound(keys, since, local(at).date()) for since, keys in by_day.items()]
    return Bound(
        accused=frozenset[Ref]().union(*(each.accused for each in found)),
        persons=frozenset[Ref]().union(*(each.persons for each in found)),
        places=frozenset[str]().union(*(each.places for each in found)),
    )


def ties_of(person: Ref, *, at: dt.datetime) -> dict[str, dt.date]:
    """Every subject this viewer is bound by, with the day before which the subject's `since` must lie. 4 queries."""
    today = local(at).date()
    own = tenures(Q(person=person), begun=today)
    near: dict[Ref, dt.date] = {person: FOREVER} | dict.fromkeys(_kin({person}), FOREVER)
    beside = Q(body__in={post.body for post in own}) | leaders_of(own)
    for other in tenures(beside, begun=today) if own else ():
        ends = [min(post.end, other.end) for post in own if other.tied(post)]
        if ends:
            near[other.person] = max(near.get(other.person, dt.date.min), *ends)
    ties: dict[str, dt.date] = {str(ref): day for ref, day in near.items()}
    for post in tenures(Q(person__in=set(near)), begun=today):
        for key in (post.body, post.office):
            ties[key] = max(ties.get(key, dt.date.min), min(near[post.person], post.end))
    for post in own:
        ties[post.unit] = max(ties.get(post.unit, dt.date.min), post.end)
    return ties


def _person(person: Ref, since: dt.date, today: dt.date) -> Subject:
    ends = [post.end for post in tenures(Q(person=person), begun=today)]
    if not ends or max(ends) > since:
        return Subject(person, since)
    return Subject(person, max(ends) - dt.timedelta(days=1))


def _bound(keys: set[str], since: dt.date, today: dt.date) -> Bound:
    offices = [key.split(":") for key in keys if key.count(":") == 2]
    units = {key.removeprefix("unit:") for key in keys if key.startswith("unit:")}
    floors = {key.removeprefix(FLOOR) for key in keys if key.startswith(FLOOR)}
    plain = {key for key in keys if ":" not in key}
    named = Q(person__in=plain) | Q(body__in=plain)
    for body, area, role in offices:
        named |= Q(body=body, area=area, role=role)
    holding = _from(since, tenures(named, begun=today))
    accused = {Ref(key) for key in Person.objects.filter(pk__in=plain).values_list("pk", flat=True)}
    accused |= {post.person for post in holding}
    posts = _from(since, tenures(Q(person__in=accused), begun=today))
    bodies = plain | units | {post.body for post in posts}
    members = _from(since, tenures(Q(body__in=bodies) | led_by(posts), begun=today))
    targeted = Body.objects.filter(pk__in=plain | units | {body for body, _area, _role in offices})
    areas = Area.objects.filter(Q(pk__in=floors) | Q(pk__in=targeted.values("area")))
    heirs = Area.objects.filter(absorbed__in=areas)
    return Bound(
        accused=frozenset(accused),
        persons=frozenset(accused | {post.person for post in members} | _kin(accused)),
        places=frozenset({post.place_path for post in posts} | {a.path for a in areas} | {a.path for a in heirs}),
    )


def _from(since: dt.date, found: Iterable[Tenure]) -> list[Tenure]:
    return [post for post in found if post.end > since]


def _kin(persons: set[Ref]) -> set[Ref]:
    pairs = Kin.objects.filter(Q(person__in=persons) | Q(other__in=persons)).values_list("person", "other")
    return {Ref(one) for pair in pairs for one in pair} - persons if pairs else set()


def above(path: str, *, places: Iterable[str]) -> bool:
    """Whether the area at `path` lies strictly above all these places."""
    return all(place.startswith(paths.below(path)) for place in places)
