"""Members: whom a session stands for, and to which households she belongs at this moment."""

from dataclasses import dataclass

from xiaowei.accounts.models import Binding
from xiaowei.base.refs import Ref
from xiaowei.roster import households
from xiaowei.roster.queries import HouseholdFacts


@dataclass(frozen=True)
class Member:
    """A villager who is logged in. A household that has left the roster is not among hers any more."""

    villager: Ref
    households: tuple[Ref, ...]
    villages: frozenset[Ref]


def member_of(villager: Ref) -> Member:
    """What this villager belongs to now. Two queries."""
    found = households_of(villager)
    return Member(villager, tuple(one.ref for one in found), frozenset(one.village for one in found))


def households_of(villager: Ref) -> list[HouseholdFacts]:
    """The households she is bound to and that stand. Two queries."""
    bound = Binding.objects.filter(villager=villager, until=None).values_list("household", flat=True)
    return households.standing(map(Ref, bound))
