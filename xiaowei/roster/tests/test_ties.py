"""Ties say the same from both sides, over any organisation and any history; and once bound is bound for good."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref
from xiaowei.roster import ties
from xiaowei.roster.models import Area, Body, Kin, Person, Post, PostEnd
from xiaowei.roster.roles import roles
from xiaowei.roster.ties import Subject

FIRST = dt.date(2023, 6, 1)
DAYS, PEOPLE = 12, 5
# two villages and their township, with leaders and led
BODIES = (
    ("v1", "villagers_committee"), ("v1", "party_branch"), ("v1", "villager_group"), ("v2", "villagers_committee"),
    ("t", "township_government"), ("t", "township_office"), ("t", "township_discipline"),
)  # fmt: skip
ROLES = {
    "villagers_committee": ("village_head", "committee_member", "clerk"),
    "party_branch": ("party_secretary", "branch_member"),
    "villager_group": ("group_leader",),
    "township_government": ("township_leader", "resident_cadre"),
    "township_office": ("township_office",),
    "township_discipline": ("township_discipline_head", "township_discipline"),
}


@dataclass(frozen=True)
class Seat:
    """A post as drawn: who, in which body, in which role, over which days; `early` ends it before its term."""

    person: int
    body: int
    role: str
    since: int
    until: int | None
    early: int | None

    def on(self, day: int) -> bool:
        ends = [end for end in (self.until, self.early) if end is not None]
        return self.since <= day and all(day < end for end in ends)


@st.composite
def seats(draw: Any) -> Seat:
    body = draw(st.integers(0, len(BODIES) - 1))
    since = draw(st.integers(-3, DAYS))
    later = st.none() | st.integers(since + 1, DAYS + 3)
    role = draw(st.sampled_from(ROLES[BODIES[body][1]]))
    return Seat(draw(st.integers(0, PEOPLE - 1)), body, role, since, draw(later), draw(later))


HISTORIES = st.tuples(
    st.lists(seats(), max_size=9),
    st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1)), max_size=2),
    st.sampled_from(("person", "body", "office", "unit")),
    st.integers(0, 99),
    st.integers(0, DAYS),
    st.integers(0, DAYS),
)


def moment(day: int) -> dt.datetime:
    return dt.datetime.combine(FIRST + dt.timedelta(days=day), dt.time(12), CHINA)


def by_the_book(posts: list[Seat], kin: set[tuple[int, int]], subject: Any, since: int, today: int) -> set[int]:
    """Day by day, without a clever span: who shares or shared, is or was led, is kin."""
    span = range(since, today + 1)

    def in_span(seat: Seat) -> bool:
        return any(seat.on(day) for day in span)

    kind, what = subject
    held = [seat for seat in posts if in_span(seat)]
    accused, units = set[int](), set[int]()
    if kind == "person":
        accused = {what}
    elif kind == "body":
        units, accused = {what}, {seat.person for seat in held if seat.body == what}
    elif kind == "office":
        accused = {seat.person for seat in held if (seat.body, seat.role) == what}
    else:
        units = {what}
    for seat in held:
        if seat.person in accused:
            area = BODIES[seat.body][0]
            led = roles()[seat.role].leads
            units |= {seat.body} | {n for n, (where, which) in enumerate(BODIES) if where == area and which in led}
    members = {seat.person for seat in held if seat.body in units}
    family = {b for a, b in kin if a in accused} | {a for a, b in kin if b in accused}
    return accused | members | family


@dataclass(frozen=True)
class World:
    people: list[Ref]
    bodies: list[Body]

    def subject(self, kind: str, pick: int, since: int) -> tuple[Any, Subject]:
        day = FIRST + dt.timedelta(days=since)
        if kind == "person":
            who = pick % PEOPLE
            return (kind, who), Subject(self.people[who], day)
        body = pick % len(BODIES)
        if kind == "office":
            role = ROLES[BODIES[body][1]][pick % len(ROLES[BODIES[body][1]])]
            return (kind, (body, role)), Subject(f"{self.bodies[body].ref}:{self.bodies[body].area_id}:{role}", day)
        key = self.bodies[body].ref
        return (kind, body), Subject(key if kind == "body" else f"unit:{key}", day)


def built(posts: list[Seat], kin: set[tuple[int, int]]) -> World:
    for rows in (Kin.objects, PostEnd.objects, Post.objects, Body.objects, Person.objects):
        rows.all().delete()
    areas = {area.short_name: area for area in Area.objects.all()}
    for name, level in (("t", "township"), ("v1", "village"), ("v2", "village")):
        if name not in areas:
            path = f"{'t/' if name != 't' else ''}{name}."
            areas[name] = Area.objects.create(
                level=level, code=name, name=name, short_name=name, path=path, since=FIRST
            )
    people = [Person.objects.create(name=f"赵{n}") for n in range(PEOPLE)]
    bodies = [Body.objects.create(area=areas[area], kind=kind, name=kind) for area, kind in BODIES]
    for seat in posts:
        day = FIRST + dt.timedelta(days=seat.since)
        until = FIRST + dt.timedelta(days=seat.until) if seat.until is not None else None
        body = bodies[seat.body]
        row = Post.objects.create(
            person=people[seat.person], body=body, area=body.area, role=seat.role, title="", since=day, until=until
        )
        if seat.early is not None:
            PostEnd.objects.create(post=row, until=FIRST + dt.timedelta(days=seat.early))
    for one, other in kin:
        Kin.objects.create(person=people[one], other=people[other], relation="亲", declared_at=moment(0))
    return World([Ref(person.ref) for person in people], bodies)


@pytest.mark.django_db
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HISTORIES)
def test_both_sides_agree_with_the_book_on_every_day(history: Any) -> None:
    posts, pairs, kind, pick, one, other = history
    kin = {(a, b) for a, b in pairs if a != b}
    since, today = min(one, other), max(one, other)
    world = built(posts, kin)
    drawn, subject = world.subject(kind, pick, since)
    before: set[int] = set()
    for day in (today, today + 2):
        expected = by_the_book(posts, kin, drawn, since, day)
        found = ties.bound([subject], at=moment(day)).persons
        assert {world.people.index(person) for person in found} == expected
        seen = {n for n, person in enumerate(world.people) if binds(ties.ties_of(person, at=moment(day)), subject)}
        assert seen == expected
        assert before <= expected, "somebody regained sight"
        before = expected


def binds(found: dict[str, dt.date], subject: Subject) -> bool:
    return subject.key in found and subject.since < found[subject.key]
