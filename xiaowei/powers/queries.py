"""Reads of the powers room."""

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.powers.actors import Duty, duties
from xiaowei.powers.content import Policy, Step
from xiaowei.powers.facts import batch_area, policy_of, steps_of
from xiaowei.powers.models import ItemVersion, PolicyVersion, PowerList
from xiaowei.powers.validity import Validity, validity
from xiaowei.powers.vocab import DID_IMPORT
from xiaowei.roster import queries as roster
from xiaowei.trail import queries as trail

__all__ = ["Duty"]

DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class PowerFacts:
    """A power item in one version. `steps` are empty where only names were asked for; `length` counts them anyway.

    `area` is the area whose list has it, None for the whole installation; `retired` that the list no longer does.
    """

    ref: Ref
    code: str
    name: str
    category: str
    group: str
    roles: tuple[str, ...]
    publish: bool
    publish_days: int | None
    basis: tuple[str, ...]
    source: str
    area: Ref | None
    number: int
    retired: bool
    since: dt.datetime
    length: int
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class VersionFacts:
    """One version of an item: when it came, and its entry in the trail."""

    number: int
    since: dt.datetime
    retired: bool
    index: int | None


@dataclass(frozen=True)
class Basis:
    """A policy an item names; without `policy` only its id is known here."""

    code: str
    policy: Policy | None = None
    validity: Validity | None = None


def items(area: Ref, *, whole: bool = False) -> tuple[PowerFacts, ...]:
    """The power list of the village (or any area): that of the nearest area that has one, whole groups together.

    With `whole` every item carries its steps.
    """
    lists = _lists(area)
    if not lists:
        return ()
    rows = _newest().filter(item__list=lists[0].pk, retired=False)
    if whole:
        rows = rows.prefetch_related("nodes")
    return _in_order([_facts(row, whole=whole) for row in rows])


def count(area: Ref) -> int:
    """How many items the list of the area has."""
    lists = _lists(area)
    return _newest().filter(item__list=lists[0].pk, retired=False).count() if lists else 0


def item(ref: Ref, *, number: int | None = None) -> PowerFacts:
    """An item with its steps, in its newest or an older version; one that was retired too. Raises NotFound."""
    rows = ItemVersion.objects.filter(item=ref).order_by("-number")
    row = _with_length(rows if number is None else rows.filter(number=number)).first()
    if row is None:
        raise NotFound()
    return _facts(row, whole=True)


def item_for(area: Ref, ref: Ref, *, number: int | None = None) -> tuple[PowerFacts, bool]:
    """The item as the area's people may read it, and whether their list has it today.

    An item of a list that another, nearer one has taken the place of is still found. Raises NotFound where the
    item's list does not reach the area.
    """
    found = item(ref, number=number)
    lists = _lists(area)
    reach = [one.area for one in lists]
    if (found.area or "") not in reach:
        raise NotFound()
    return found, not found.retired and (found.area or "") == reach[0]


def versions(ref: Ref) -> tuple[VersionFacts, ...]:
    """Every version of the item, newest first."""
    rows = list(ItemVersion.objects.filter(item=ref).order_by("-number").select_related("batch"))
    indexes = trail.indexes_of(Ref(row.batch_id) for row in rows)
    return tuple(VersionFacts(r.number, r.batch.at, r.retired, indexes.get(Ref(r.batch_id))) for r in rows)


def basis(area: Ref | None, codes: Collection[str], *, on: dt.date) -> dict[str, Basis]:
    """The policies of these ids as the list of the area, or one above it, has them, and their state on this day."""
    lists = _lists(area)
    rank = {one.pk: place for place, one in enumerate(lists)}
    rows = PolicyVersion.objects.filter(policy__list__in=rank, policy__code__in=set(codes)).select_related("policy")
    # the nearest list wins, and of its versions the newest: so they come last
    found = sorted(rows, key=lambda row: (-rank[row.policy.list_id], row.number))
    held = {row.policy.code: policy_of(row) for row in found}
    return {code: _basis(code, held.get(code), on) for code in codes}


def policy_codes(area: Ref | None) -> frozenset[str]:
    """The ids of all policies that a list of this area may name: its own and those above it."""
    lists = [one.pk for one in _lists(area)]
    return frozenset(PolicyVersion.objects.filter(policy__list__in=lists).values_list("policy__code", flat=True))


def responsible(village: Ref, found: PowerFacts, *, at: dt.datetime) -> tuple[Duty, ...]:
    """Who answers for the item in this village: its actors in the order of the steps, with today's holders."""
    acting: list[tuple[str, int | None]] = [(step.actor, step.n) for step in found.steps]
    return duties(village, [*acting, *((role, None) for role in found.roles)], at=at)


def touched(did: str, ref: Ref) -> Ref | None:
    """The area below which an entry of the trail changed power lists; None for all of them. For `powers:` entries."""
    area = batch_area(ref) if did == DID_IMPORT else ""
    return Ref(area) if area else None


def has_list(area: Ref | None) -> bool:
    """Whether this very area, or the installation for None, has a list of its own."""
    return PowerList.objects.filter(area=area or "").exists()


def _lists(area: Ref | None) -> list[PowerList]:
    """The lists that reach the area, nearest first; the one of the installation last."""
    refs: list[str] = [one.ref for one in roster.lineage(area)] if area else []
    places = [*refs, ""]
    return sorted(PowerList.objects.filter(area__in=places), key=lambda one: places.index(one.area))


def _newest() -> QuerySet[ItemVersion]:
    newer = ItemVersion.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    return _with_length(ItemVersion.objects.filter(~Exists(newer)))


def _with_length(rows: QuerySet[ItemVersion]) -> QuerySet[ItemVersion]:
    return rows.annotate(length=Count("nodes")).select_related("item__list", "batch")


def _facts(row: Any, *, whole: bool) -> PowerFacts:
    return PowerFacts(
        ref=Ref(row.item_id),
        code=row.item.code,
        name=row.name,
        category=row.category,
        group=row.group,
        roles=tuple(row.roles),
        publish=row.publish,
        publish_days=row.publish_days,
        basis=tuple(row.basis),
        source=row.source,
        area=Ref(row.item.list.area) if row.item.list.area else None,
        number=row.number,
        retired=row.retired,
        since=row.batch.at,
        length=row.length,
        steps=steps_of(row.nodes.all()) if whole else (),
    )


def _in_order(found: Iterable[PowerFacts]) -> tuple[PowerFacts, ...]:
    """By code as people count (NH2 before NH10), whole categories of whole groups together."""
    ordered = sorted(found, key=lambda one: _natural(one.code))
    groups = list(dict.fromkeys(one.group for one in ordered))
    categories = list(dict.fromkeys((one.group, one.category) for one in ordered))
    place = {pair: (groups.index(pair[0]), n) for n, pair in enumerate(categories)}
    return tuple(sorted(ordered, key=lambda one: place[one.group, one.category]))


def _natural(code: str) -> list[tuple[int, int, str]]:
    # digits and letters never meet in one comparison
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in DIGITS.split(code) if part]


def _basis(code: str, policy: Policy | None, on: dt.date) -> Basis:
    if policy is None:
        return Basis(code)
    return Basis(code, policy, validity(policy.status, effective=policy.effective, on=on))
