"""Who sits where: the bodies of some areas with whoever holds a post in them, for choosing from a list."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.roster.models import Body, Post
from xiaowei.roster.standing import Holder, listed
from xiaowei.roster.vocab import BodyKind


@dataclass(frozen=True)
class BodyFacts:
    """A body and who holds a post in it today, in the order of roles."""

    ref: Ref
    area: Ref
    kind: str
    name: str
    holders: tuple[Holder, ...]


def bodies_of(areas: Iterable[Ref], *, at: dt.datetime) -> list[BodyFacts]:
    """The bodies of these areas, area by area in the order given, then by kind; an empty body stands too.

    A post is listed under its own body, wherever it is sent: a resident cadre sits with the township's government.
    Three queries, however many areas.
    """
    order = {area: place for place, area in enumerate(areas)}
    kinds = {kind.value: place for place, kind in enumerate(BodyKind)}
    posts = Post.objects.held_on(local(at).date()).filter(body__area__in=order)
    body_of = dict(posts.values_list("ref", "body"))
    seated: dict[str, list[Holder]] = {}
    for holder in listed(posts):
        # a post that began between the two statements belongs to no list yet
        seated.setdefault(body_of.get(holder.post, ""), []).append(holder)
    rows = sorted(
        Body.objects.filter(area__in=order), key=lambda b: (order[Ref(b.area_id)], kinds.get(b.kind, 99), b.name)
    )
    return [BodyFacts(Ref(b.ref), Ref(b.area_id), b.kind, b.name, tuple(seated.get(b.ref, ()))) for b in rows]
