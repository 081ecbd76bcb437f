"""Who may see a case: a second table of the rules, written from their words and never from the product's code.

Words: a report about somebody must not be seen or inferred by him, his unit, those he leads or his declared kin, at
the event, at the report and now (decision 0009). It is slow and plain on purpose: lists, loops and dates, no query.
Only `roster/data/roles.json` is shared with the product, as data.
"""

import datetime as dt
import json
from dataclasses import dataclass, field
from pathlib import Path

ROLES = json.loads((Path(__file__).parents[2] / "xiaowei/roster/data/roles.json").read_text())
TRIAGE, LIFTED = "cases:case:triage", "cases:case:handle_lifted"
ANSWER, RELEASE, WATCH = "cases:case:answer", "cases:case:release_answer", "cases:case:watch"
NEVER = dt.date.max

Body = tuple[str, str, str]  # its area, its kind, its name
NOWHERE: Body = ("", "", "")


@dataclass(frozen=True)
class Post:
    """One person's time in one office: a role in a body, from `since` until the day before `end`."""

    name: str
    person: str
    role: str
    body: Body
    since: dt.date
    ends: tuple[dt.date, ...] = ()  # the end of the term, an early end: the earliest counts
    sent: str = ""  # the village it was sent into, when that is not the body's own area

    @property
    def area(self) -> str:
        """The area it serves."""
        return self.sent or self.body[0]

    @property
    def end(self) -> dt.date:
        """The first day on which it is no longer held."""
        return min(self.ends, default=NEVER)


@dataclass(frozen=True)
class Subject:
    """Somebody it is about: a person, an office whoever holds it, a body with all its members.

    A chosen post stands for its office and for the person who holds it, as two subjects. `start`: the day from which a
    person's ties count, fixed when he is named, for whoever lost sight never gains it again.
    """

    kind: str  # person | post | body
    person: str = ""
    body: Body = NOWHERE
    role: str = ""
    sent: str = ""
    start: dt.date = NEVER


@dataclass
class Matter:
    """A case as the rules see it."""

    name: str
    village: str
    lane: str  # village | discipline
    reported: dt.date
    happened: dt.date | None = None
    subjects: tuple[Subject, ...] = ()
    desk: str = ""
    lifted: bool = False
    aside: set[str] = field(default_factory=set)

    @property
    def start(self) -> dt.date:
        """The first day of the span: of the event, or of the report."""
        return self.happened or self.reported


@dataclass
class Society:
    """The world of one question: areas with the area above each, posts, and kin in pairs."""

    above: dict[str, str]
    posts: list[Post] = field(default_factory=list)
    kin: set[frozenset[str]] = field(default_factory=set)

    def chain(self, area: str) -> list[str]:
        """The areas above one, nearest first."""
        found = []
        while area := self.above.get(area, ""):
            found.append(area)
        return found


@dataclass(frozen=True)
class Accused:
    """One of those it is about, with the day from which his ties count."""

    person: str
    start: dt.date


def counts(post: Post, start: dt.date, today: dt.date) -> bool:
    """Whether a post falls into the span from the event until today."""
    return post.since <= today and post.end > start


def accused_of(society: Society, matter: Matter, today: dt.date) -> list[Accused]:
    """Persons, holders of the offices and members of the bodies it is about."""
    found = set()
    for subject in matter.subjects:
        if subject.kind == "person":
            found.add(Accused(subject.person, subject.start))
        for post in society.posts:
            office = (post.role, post.sent) == (subject.role, subject.sent)
            meant = subject.kind == "body" or (subject.kind == "post" and office)
            if meant and post.body == subject.body and counts(post, matter.start, today):
                found.add(Accused(post.person, matter.start))
    return sorted(found, key=lambda accused: (accused.person, accused.start))


def person_named(society: Society, matter: Matter, person: str, today: dt.date) -> Subject:
    """A person as he is named today; who holds no post in the span counts from his last day in office."""
    own = [p for p in society.posts if p.person == person and p.since <= today]
    start = matter.start
    if own and not any(counts(p, start, today) for p in own):
        start = max(p.end for p in own) - dt.timedelta(days=1)
    return Subject("person", person=person, start=start)


def units(society: Society, accused: Accused, today: dt.date) -> tuple[set[Body], set[tuple[str, str]]]:
    """The bodies he sits in, and the bodies he leads: those of the kinds his role names, in the area of his own."""
    sits, leads = set(), set()
    for post in society.posts:
        if post.person == accused.person and counts(post, accused.start, today):
            sits.add(post.body)
            leads |= {(post.body[0], kind) for kind in ROLES[post.role].get("leads", [])}
    return sits, leads


def bound(society: Society, matter: Matter, today: dt.date) -> set[str]:
    """Everybody it must be kept from today."""
    kept = set(matter.aside)
    for accused in accused_of(society, matter, today):
        kept.add(accused.person)
        sits, leads = units(society, accused, today)
        for post in society.posts:
            if (post.body in sits or post.body[:2] in leads) and counts(post, accused.start, today):
                kept.add(post.person)
        for pair in society.kin:
            if accused.person in pair:
                kept |= pair
    for subject in matter.subjects:
        if subject.kind != "person":
            kept |= {p.person for p in society.posts if p.body == subject.body and counts(p, matter.start, today)}
    return kept


def in_office(post: Post, today: dt.date) -> bool:
    return post.since <= today < post.end


def granted(society: Society, permission: str, area: str, *, over: str, today: dt.date) -> set[str]:
    """Who holds a permission at an area, over a village: at his own area, or below it."""
    reach = "own" if area == over else "below"
    if area != over and area not in society.chain(over):
        return set()
    wanted = {"permission": permission, "reach": reach}
    return {
        p.person
        for p in society.posts
        if p.area == area and in_office(p, today) and wanted in ROLES[p.role].get("grants", [])
    }


def levels_above(society: Society, matter: Matter, today: dt.date) -> list[str]:
    """The areas whose discipline level stands above the village and every unit of everybody it is about."""
    places = {matter.village}
    for accused in accused_of(society, matter, today):
        places |= {body[0] for body in units(society, accused, today)[0]}
    places |= {s.body[0] for s in matter.subjects if s.kind != "person"}
    chain = society.chain(matter.village)
    return [area for area in chain if all(area in society.chain(place) for place in places)]


def free(society: Society, matter: Matter, area: str, today: dt.date) -> set[str]:
    """The officers of a level who may take it in and are not bound."""
    return granted(society, TRIAGE, area, over=matter.village, today=today) - bound(society, matter, today)


def desk_of(society: Society, matter: Matter, today: dt.date) -> str:
    """The lowest such level with two free officers, else with one, else the topmost of the chain."""
    levels = levels_above(society, matter, today)
    for wanted in (2, 1):
        for area in levels:
            if len(free(society, matter, area, today)) >= wanted:
                return area
    return society.chain(matter.village)[-1]


def followed(society: Society, matter: Matter, today: dt.date) -> str:
    """Where the clock leaves the desk: it only goes up, when it no longer stands above them or nobody there is free."""
    stands = matter.desk in levels_above(society, matter, today)
    if matter.lane != "discipline" or (stands and free(society, matter, matter.desk, today)):
        return matter.desk
    better = desk_of(society, matter, today)
    order = society.chain(matter.village)
    return better if order.index(better) > order.index(matter.desk) else matter.desk


def lane_of(kind: str, *, confidential: bool, targets: tuple[str, ...], named: bool) -> str:
    """A report, what comes in confidence, and whatever names somebody goes to discipline; a power alone stays."""
    secret = kind == "report" or confidential or named or bool(set(targets) & {"person", "post", "body", "other"})
    return "discipline" if secret else "village"


def rights(society: Society, matter: Matter, today: dt.date) -> dict[str, set[str]]:
    """What everybody may do with the case: see | list (stands on his work list) | handle | review | decide."""
    found: dict[str, set[str]] = {}
    over = matter.village

    def give(permission: str, area: str, *what: str) -> None:
        for person in granted(society, permission, area, over=over, today=today):
            found.setdefault(person, set()).update(what)

    if matter.lane == "discipline":
        give(TRIAGE, matter.desk, "see", "list", "handle", "review", "decide")
    else:
        for area in [over, *society.chain(over)]:
            listed = ("list",) if area == over else ()
            give(ANSWER, area, "see", "handle", *listed)
            give(RELEASE, area, "see", "review", *listed)
            give(WATCH, area, "see")
        if matter.lifted:
            give(LIFTED, matter.desk, "see", "list", "handle", "review")
    kept = bound(society, matter, today)
    return {person: what for person, what in found.items() if person not in kept}
