"""Verbs of the roster. `by` is who did it; None is the operator at the command line."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict, Invalid, NotFound
from xiaowei.roster import posting
from xiaowei.roster.areawrite import Imported, import_areas
from xiaowei.roster.changing import record
from xiaowei.roster.matching import id_key, tail_key
from xiaowei.roster.models import (
    Area,
    Body,
    Household,
    HouseholdEnd,
    HouseholdList,
    HouseholdMember,
    Kin,
    Person,
    Post,
    PostEnd,
)
from xiaowei.roster.names import short_name
from xiaowei.roster.vocab import BODY_LABELS, BodyKind, Did, Level

__all__ = [
    "HouseholdRow",
    "Imported",
    "add_households",
    "add_person",
    "appoint",
    "close_household",
    "declare_kin",
    "end_post",
    "import_areas",
    "open_body",
]


@dataclass(frozen=True)
class HouseholdRow:
    """One household of a list; `members` are the others beside the head: (name, relation to the head).

    `ids` are identity numbers, the head's first, then the members'; empty where the list has none.
    """

    group: int
    number: int
    head: str
    members: tuple[tuple[str, str], ...] = ()
    ids: tuple[str, ...] = ()


@transaction.atomic
def add_person(name: str, *, by: Ref | None, at: dt.datetime) -> Ref:
    """Enter a person. Raises Invalid on an empty name; two people of one name are two."""
    name = name.strip()
    if not name or len(name) > 40 or not name.isprintable():
        raise Invalid(_("请写姓名，40 个字以内。"))
    person = Person.objects.create(name=name)
    record(Did.PERSON_ADD, Ref(person.ref), by=by, at=at, facts=person.facts(), subject=Ref(person.ref))
    return Ref(person.ref)


@transaction.atomic
def open_body(area: Ref, *, kind: BodyKind, name: str = "", by: Ref | None, at: dt.datetime) -> Ref:
    """The body of this kind and name in the area, opened if it is not there; without a name, the usual one."""
    place = Area.objects.filter(ref=area, until=None).first()
    if place is None:
        raise NotFound
    called = name.strip() or short_name(place.name) + str(BODY_LABELS[kind])
    body, opened = Body.objects.get_or_create(area=place, kind=kind.value, name=called)
    if opened:
        record(Did.BODY_OPEN, Ref(body.ref), by=by, at=at, facts=body.facts())
    return Ref(body.ref)


@transaction.atomic
def appoint(
    person: Ref,
    *,
    body: Ref,
    role: str,
    title: str = "",
    since: dt.date,
    until: dt.date | None = None,
    area: Ref | None = None,
    by: Ref | None,
    at: dt.datetime,
) -> Ref:
    """Give the person a post in the body, for its area or, for those sent into a village, another one.

    Rights last from `since` until, exclusive, `until`. Raises Invalid when role and body do not fit or the post
    may not be combined with one that the person or declared kin holds, Conflict when she holds it already.
    """
    seat = Body.objects.select_related("area").filter(ref=body).first()
    if seat is None or not Person.objects.filter(ref=person).exists():
        raise NotFound
    wanted = posting.check(person, seat, role=role, since=since, until=until, area=area)
    post = Post.objects.create(
        person_id=person,
        body=seat,
        area_id=area or seat.area_id,
        role=wanted.id,
        title=title.strip() or wanted.label,
        since=since,
        until=until,
    )
    record(Did.POST_APPOINT, Ref(post.ref), by=by, at=at, facts=post.facts(), subject=person)
    return Ref(post.ref)


@transaction.atomic
def end_post(post: Ref, *, until: dt.date, by: Ref | None, at: dt.datetime) -> None:
    """End the post: from the day `until` on it gives no right. Raises NotFound, Conflict when it has ended."""
    held = Post.objects.filter(ref=post).first()
    if held is None:
        raise NotFound
    if until < held.since:
        raise Invalid(_("免职日期早于任职日期 %(day)s。请核对日期。"), day=held.since)
    try:
        with transaction.atomic():
            end = PostEnd.objects.create(post=held, until=until)
    except IntegrityError:
        raise Conflict(_("这个岗位已经免过。请刷新后再看。")) from None
    record(Did.POST_END, Ref(end.ref), by=by, at=at, facts=end.facts(), subject=Ref(held.person_id))


@transaction.atomic
def add_households(village: Ref, *, rows: Sequence[HouseholdRow], by: Ref | None, at: dt.datetime) -> int:
    """Add a list of households to the village; returns how many.

    Raises Conflict when a household's number is taken, or an identity number stands twice or in another household.
    """
    place = Area.objects.filter(ref=village, level=Level.VILLAGE, until=None).first()
    if place is None:
        raise NotFound
    if not rows:
        return 0
    taken = set(Household.objects.filter(village=place).values_list("number", flat=True))
    numbers = [row.number for row in rows]
    twice = sorted({n for n in numbers if n in taken or numbers.count(n) > 1})
    if twice:
        listed = "、".join(map(str, twice[:10]))
        raise Conflict(_("户号 %(numbers)s 重复。同一个村每户一个号，请改好后再试。"), numbers=listed)
    _refuse_known_people([ident for row in rows for ident in row.ids if ident])
    listing = HouseholdList.objects.create(village=place, at=at)
    households = [_household(listing, row) for row in rows]
    Household.objects.bulk_create(households)
    pairs = zip(households, rows, strict=True)
    HouseholdMember.objects.bulk_create(
        HouseholdMember(
            household=household, name=name, relation=relation, id_key=id_key(ident), tail_key=tail_key(ident)
        )
        for household, row in pairs
        for (name, relation), ident in zip(_people(row), chain(row.ids, repeat("")), strict=False)
    )
    record(Did.HOUSEHOLD_ADD, Ref(listing.ref), by=by, at=at, facts=listing.facts())
    return len(rows)


@transaction.atomic
def close_household(village: Ref, *, number: int, by: Ref | None, at: dt.datetime) -> None:
    """Take a household that moved away or was closed off the lists. Raises NotFound, Conflict when it is off already.

    Whoever was bound to it sees nothing of it from now on; its number is not given to another.
    """
    household = Household.objects.filter(village=village, number=number).first()
    if household is None:
        raise NotFound
    try:
        with transaction.atomic():
            end = HouseholdEnd.objects.create(household=household, at=at)
    except IntegrityError:
        raise Conflict(_("户号 %(number)d 已经销户。请核对户号。"), number=number) from None
    record(Did.HOUSEHOLD_CLOSE, Ref(end.ref), by=by, at=at, facts=end.facts())


@transaction.atomic
def declare_kin(person: Ref, *, other: Ref, relation: str, by: Ref | None, at: dt.datetime) -> None:
    """Record that `other` is the person's `relation` (配偶, 父亲…). Once: a second time changes nothing."""
    if person == other or Person.objects.filter(ref__in=[person, other]).count() != 2:
        raise NotFound
    kin, fresh = Kin.objects.get_or_create(
        person_id=person, other_id=other, defaults={"relation": relation.strip(), "declared_at": at}
    )
    if fresh:
        record(Did.KIN_DECLARE, Ref(kin.ref), by=by, at=at, facts=kin.facts(), subject=person)


def _people(row: HouseholdRow) -> tuple[tuple[str, str], ...]:
    return ((row.head, "户主"), *row.members)


def _refuse_known_people(ids: Sequence[str]) -> None:
    keys = [id_key(ident) for ident in ids]
    known = set(HouseholdMember.objects.filter(id_key__in=keys).values_list("id_key", flat=True))
    twice = sorted({ident[-4:] for ident, one in zip(ids, keys, strict=True) if one in known or keys.count(one) > 1})
    if twice:
        listed = "、".join(twice[:10])
        raise Conflict(_("身份证号尾号 %(tails)s 的人已在名册或在表里出现两次。请核对后再试。"), tails=listed)


def _household(listing: HouseholdList, row: HouseholdRow) -> Household:
    return Household(
        listed=listing,
        village=listing.village,
        county=listing.village.county_id or listing.village_id,
        group=row.group,
        number=row.number,
        head=row.head,
    )
