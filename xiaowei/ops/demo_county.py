"""The sample county 示范县: areas, households, cast and kin from `samples/county`, through the same verbs as any other.

Loading is idempotent: whatever is there already stays as it is, so that a county somebody has played with is
not put back.
"""

import datetime as dt
import hashlib
import hmac
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from xiaowei.accounts import actions as accounts
from xiaowei.accounts import queries as account_queries
from xiaowei.base.keys import key
from xiaowei.base.refs import Ref
from xiaowei.ops.import_areas import load as load_areas
from xiaowei.roster import actions as roster
from xiaowei.roster import householdlist, queries
from xiaowei.roster.queries import AreaFacts
from xiaowei.roster.roles import role as role_named
from xiaowei.roster.vocab import BodyKind

FOLDER = Path(settings.ROOT).parent / "samples" / "county"
COUNTY = "990101"


@dataclass(frozen=True)
class Post:
    """A post of the cast; `serves` is the village to which a township person is sent."""

    role: str
    area: str
    title: str
    since: dt.date
    body: str = ""
    serves: str = ""


@dataclass(frozen=True)
class Actor:
    """One of the cast; without a username he has no log-in."""

    name: str
    posts: tuple[Post, ...]
    username: str = ""


def load(at: dt.datetime) -> None:
    """Load what is missing of the sample county."""
    _areas(at)
    _households(at)
    people = {actor.name: ref for actor in cast() if (ref := _enter(actor, at)) is not None}
    _kin(people, at)


@cache
def cast() -> tuple[Actor, ...]:
    """Everybody in the sample county who holds a post."""
    return tuple(
        Actor(entry["name"], tuple(_post(post) for post in entry["posts"]), entry.get("username", ""))
        for entry in _stored()["people"]
    )


def password(username: str) -> str:
    """The password of a sample log-in: derived from this installation's own key, so that no default exists."""
    return _groups(b"xiaowei/demo/password/v1\0" + username.encode())


def digest(message: bytes) -> bytes:
    """Something about the sample county that only this installation derives."""
    return hmac.new(key("demo"), message, hashlib.sha256).digest()


CLEAR = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike


def _groups(message: bytes) -> str:
    letters = "".join(
        "abcdefghjkmnpqrstuvwxyz23456789"[byte % 31] for byte in digest(message)[:16]
    )  # none that look alike
    return "-".join(letters[at : at + 4] for at in range(0, 16, 4))


@cache
def _stored() -> dict[str, Any]:
    return dict(json.loads((FOLDER / "cast.json").read_text(encoding="utf-8")))


def _post(entry: dict[str, str]) -> Post:
    return Post(**{**entry, "since": dt.date.fromisoformat(entry["since"])})  # type: ignore[arg-type]


def _areas(at: dt.datetime) -> None:
    if queries.area_by_code(COUNTY) is None:
        roster.import_areas(load_areas(FOLDER / "areas.csv"), by=None, at=at)


def _households(at: dt.datetime) -> None:
    for code, rows in householdlist.read((FOLDER / "households.csv").read_bytes()).items():
        village = queries.area_by_code(code)
        if village is not None and not queries.households(village.ref):
            roster.add_households(village.ref, rows=rows, by=None, at=at)


def _enter(actor: Actor, at: dt.datetime) -> Ref | None:
    if actor.username and account_queries.username_taken(actor.username):
        return None  # loaded before; his posts may have changed since, and that is not ours to undo
    person = _found(actor, at) or _appointed(actor, at)
    if person and actor.username:
        accounts.create_login(person, username=actor.username, password=password(actor.username), at=at, sample=True)
    return person


def _found(actor: Actor, at: dt.datetime) -> Ref | None:
    # a load that was interrupted, or an actor without a log-in
    first = actor.posts[0]
    area = queries.area_by_code(first.serves or first.area)
    held = queries.officers_of(area.ref, at=at) if area else []
    return next((one.person for one in held if (one.name, one.role) == (actor.name, first.role)), None)


@transaction.atomic
def _appointed(actor: Actor, at: dt.datetime) -> Ref | None:
    places = {code: queries.area_by_code(code) for post in actor.posts for code in (post.area, post.serves) if code}
    if None in places.values():
        return None  # somebody merged that village away: nothing to hold a post in
    person = roster.add_person(actor.name, by=None, at=at)
    for post in actor.posts:
        _appoint(person, post, places, at)  # type: ignore[arg-type]
    return person


def _appoint(person: Ref, post: Post, places: dict[str, AreaFacts], at: dt.datetime) -> None:
    kind: BodyKind = role_named(post.role).bodies[0]
    body = roster.open_body(places[post.area].ref, kind=kind, name=post.body, by=None, at=at)
    sent = places[post.serves].ref if post.serves else None
    roster.appoint(person, body=body, role=post.role, title=post.title, since=post.since, area=sent, by=None, at=at)


def _kin(people: dict[str, Ref], at: dt.datetime) -> None:
    for pair in _stored()["kin"]:
        person, other = people.get(pair["person"]), people.get(pair["other"])
        if person and other and other not in queries.kin_of(person):
            roster.declare_kin(person, other=other, relation=pair["relation"], by=None, at=at)
