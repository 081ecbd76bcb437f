"""Reads of the accounts room."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from xiaowei.accounts import codes
from xiaowei.accounts.invitations import OPEN
from xiaowei.accounts.members import Member, households_of, member_of
from xiaowei.accounts.models import Binding, Invitation, Login, Villager
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.roster import households
from xiaowei.roster import queries as roster
from xiaowei.roster.queries import HouseholdFacts

__all__ = [
    "Bound",
    "Invited",
    "Member",
    "coverage",
    "coverage_of",
    "households_of",
    "invited",
    "member_name_taken",
    "member_of",
    "others_bound",
    "sample_logins_exist",
    "username_taken",
    "villager_name",
    "villages_touched",
]


@dataclass(frozen=True)
class Invited:
    """What the clerk sees of a household: whether somebody of it is bound, never who; and its invitation."""

    household: HouseholdFacts
    bound: bool
    invitation: str  # open | expired | used | revoked, empty where none was ever made
    expires_at: dt.datetime | None


@dataclass(frozen=True)
class Bound:
    """How many log-ins are bound to a household, and since when the latest is."""

    number: int
    latest: dt.datetime


def username_taken(username: str) -> bool:
    """Whether somebody already logs in under this name."""
    return Login.objects.filter(username=username).exists()


def sample_logins_exist() -> bool:
    """Whether any log-in of the sample county is here, staff's or villager's: a production start refuses on one."""
    return Login.objects.filter(sample=True).exists() or Villager.objects.filter(sample=True).exists()


def member_name_taken(name: str) -> bool:
    """Whether some villager already logs in under this name."""
    return Villager.objects.filter(name_key=codes.name_key(name)).exists()


def villager_name(villager: Ref) -> str:
    """The name she logs in with. Raises NotFound."""
    row = Villager.objects.filter(pk=villager).first()
    if row is None:
        raise NotFound()
    return row.name


def villages_touched(refs: Iterable[Ref]) -> set[Ref]:
    """The villages in which these bindings and leavings, as the trail names them, changed the coverage. One query."""
    wanted = set(refs)
    rows = Binding.objects.filter(Q(pk__in=wanted) | Q(leaving__in=wanted)) if wanted else Binding.objects.none()
    return {Ref(village) for village in rows.values_list("village", flat=True).distinct()}


def coverage(village: Ref) -> tuple[int, int]:
    """Households of the village to which somebody is bound, and all its households."""
    return coverage_of([village])[village]


def coverage_of(villages: Iterable[Ref]) -> dict[Ref, tuple[int, int]]:
    """The same for each of these villages. Two queries, however many they are."""
    wanted = set(villages)
    standing = households.counts(wanted)
    rows = (
        Binding.objects.filter(village__in=wanted, until=None)
        .exclude(household__in=households.gone())
        .values_list("village")
        .annotate(n=Count("household", distinct=True))
    )
    bound = {Ref(village): n for village, n in rows}
    return {one: (bound.get(one, 0), standing.get(one, 0)) for one in wanted}


def invited(village: Ref) -> list[Invited]:
    """Every household of the village with its state, by number. Three queries, however many there are."""
    listed = roster.households(village)
    refs = [one.ref for one in listed]
    bound = set(Binding.objects.filter(household__in=refs, until=None).values_list("household", flat=True))
    latest: dict[str, tuple[str, dt.datetime]] = {}
    rows = Invitation.objects.filter(household__in=refs).order_by("sheet__at", "expires_at")
    for household, state, expires_at in rows.values_list("household", "state", "expires_at"):
        if state == OPEN or latest.get(household, ("",))[0] != OPEN:
            latest[household] = state, expires_at
    return [Invited(one, one.ref in bound, *latest.get(one.ref, ("", None))) for one in listed]


def others_bound(refs: Iterable[Ref]) -> dict[Ref, Bound]:
    """How many log-ins are bound to each of these households, so that a member notices one she does not know."""
    rows = Binding.objects.filter(household__in=set(refs), until=None).values_list("household")
    return {Ref(one): Bound(n, latest) for one, n, latest in rows.annotate(n=Count("ref"), latest=Max("at"))}
