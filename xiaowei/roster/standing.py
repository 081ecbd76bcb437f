"""Standing: what a person may do where, by the posts held on the day. Default deny; unknown means no.

A right comes from a post that is held (since <= day < until) in an area that stands, through `data/roles.json`,
and reaches that very area (`own`) or everything strictly below it (`below`). A right over an area that was
absorbed by another is a right over the one that continues it.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.roster import paths
from xiaowei.roster.models import Area, Post, PostQuerySet
from xiaowei.roster.roles import Reach, roles, roles_with
from xiaowei.roster.steady import remembered


@dataclass(frozen=True)
class Holder:
    """Somebody in a post: what pages show and what notices are addressed to."""

    person: Ref
    name: str
    role: str
    title: str
    body: str
    area: Ref
    post: Ref


@remembered
def may(person: Ref, permission: str, area: Ref, *, at: dt.datetime) -> bool:
    """Whether the person holds the permission over the area at this moment. One query."""
    carrying = roles_with(permission)
    if not any(carrying.values()):
        return False
    held = (
        Post.objects.held_on(local(at).date())
        .filter(person=person, role__in=(*carrying[Reach.OWN], *carrying[Reach.BELOW]))
        .values_list("role", "area__path", Subquery(_place(area)))
    )
    return any(covers(role, permission, post_at=post_at, place=place) for role, post_at, place in held if place)


def covers(role: str, permission: str, *, post_at: str, place: str) -> bool:
    """Whether a post of this role at the path `post_at` gives the permission over the path `place`."""
    carrying = roles_with(permission)
    if role in carrying[Reach.OWN] and place == post_at:
        return True
    return role in carrying[Reach.BELOW] and place.startswith(paths.below(post_at))


@remembered
def holders(permission: str, area: Ref, *, at: dt.datetime) -> list[Holder]:
    """Everybody who holds the permission over the area, in the order of roles and names. Two queries."""
    carrying = roles_with(permission)
    place = _place(area).first()
    if place is None:
        return []
    there = Q(role__in=carrying[Reach.OWN], area__path=place)
    above = Q(role__in=carrying[Reach.BELOW], area__path__in=paths.ancestors(place))
    return listed(Post.objects.held_on(local(at).date()).filter(there | above))


@remembered
def areas_for(person: Ref, permission: str, *, at: dt.datetime) -> list[str]:
    """Path prefixes of the areas over which the person holds the permission, for `paths.within` and `in_any`.

    A prefix is exact: `abc/def.` is that area alone, `abc/def/` everything strictly below it. One query.
    """
    carrying = roles_with(permission)
    posts = Post.objects.held_on(local(at).date()).filter(
        person=person, role__in=(*carrying[Reach.OWN], *carrying[Reach.BELOW])
    )
    prefixes: set[str] = set()
    for role, path in posts.values_list("role", "area__path"):
        if role in carrying[Reach.OWN]:
            prefixes.add(path)
        if role in carrying[Reach.BELOW]:
            prefixes.add(paths.below(path))
    return sorted(prefixes)


def listed(posts: PostQuerySet) -> list[Holder]:
    """The posts as holders, in the order of roles, then of appointment."""
    rows = posts.select_related("person", "body")
    rank = {role.id: role.rank for role in roles().values()}
    ordered = sorted(rows, key=lambda post: (rank.get(post.role, len(rank)), post.since, post.person.name))
    return [
        Holder(
            person=Ref(post.person_id),
            name=post.person.name,
            role=post.role,
            title=post.title,
            body=post.body.name,
            area=Ref(post.area_id),
            post=Ref(post.ref),
        )
        for post in ordered
    ]


def _place(area: Ref) -> QuerySet[Area, str]:
    return Area.objects.filter(ref=area).values_list(Coalesce(F("merged_into__path"), F("path")), flat=True)
