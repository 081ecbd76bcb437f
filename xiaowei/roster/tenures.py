"""Posts as spans of days: what ties between people are counted from.

A tenure is one post of one person, from `since` until, exclusive, `end`: its term, its early end, or the day its area
was absorbed, whichever comes first.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from xiaowei.base.refs import Ref
from xiaowei.roster.models import Post
from xiaowei.roster.roles import leading, roles
from xiaowei.roster.vocab import BodyKind

FOREVER = dt.date.max


@dataclass(frozen=True)
class Tenure:
    """One post of one person; `place` is the area of the body it is held in, which may lie above that it serves."""

    post: Ref
    person: Ref
    body: Ref
    kind: BodyKind
    place: Ref
    place_path: str
    area: Ref
    role: str
    since: dt.date
    end: dt.date

    @property
    def office(self) -> str:
        """The office that outlives whoever holds it: the role in this body for this area."""
        return f"{self.body}:{self.area}:{self.role}"

    @property
    def unit(self) -> str:
        """The members of this body as such, whoever they are."""
        return f"unit:{self.body}"

    def leads(self, other: "Tenure") -> bool:
        """Whether the other's body answers to this post."""
        return other.place == self.place and self.role in leading(other.kind)

    def tied(self, other: "Tenure") -> bool:
        """Whether the other is a member of a body of this post, or of one that it leads."""
        return other.body == self.body or self.leads(other)


def tenures(wanted: Q, *, begun: dt.date) -> list[Tenure]:
    """The tenures that match and had begun by this day, those that have ended too. One query."""
    rows = (
        Post.objects.filter(wanted, since__lte=begun)
        .annotate(place=F("body__area"), path=Coalesce(F("body__area__merged_into__path"), F("body__area__path")))
        .values_list(
            "ref", "person", "body", "body__kind", "place", "path", "area", "role", "since",
            "until", "end__until", "area__until",
        )
    )  # fmt: skip
    return [
        Tenure(
            post=Ref(post),
            person=Ref(person),
            body=Ref(body),
            kind=BodyKind(kind),
            place=Ref(place),
            place_path=path,
            area=Ref(area),
            role=role,
            since=since,
            end=min((day for day in ends if day is not None), default=FOREVER),
        )
        for post, person, body, kind, place, path, area, role, since, *ends in rows
    ]


def leaders_of(members: Iterable[Tenure]) -> Q:
    """The filter "a post that leads a body of one of these"."""
    wanted = Q(pk__in=())
    for place, kind in {(member.place, member.kind) for member in members}:
        wanted |= Q(body__area=place, role__in=leading(kind))
    return wanted


def led_by(leaders: Iterable[Tenure]) -> Q:
    """The filter "a post in a body that one of these leads"."""
    wanted = Q(pk__in=())
    for place, role in {(leader.place, leader.role) for leader in leaders}:
        kinds = roles()[role].leads if role in roles() else frozenset()
        if kinds:
            wanted |= Q(body__area=place, body__kind__in=kinds)
    return wanted
