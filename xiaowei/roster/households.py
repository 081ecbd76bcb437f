"""Households (户) by reference: what stands today, and in which village that now is."""

from collections.abc import Iterable

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from xiaowei.base.refs import Ref
from xiaowei.roster.models import Household, HouseholdEnd
from xiaowei.roster.queries import HouseholdFacts


def standing(refs: Iterable[Ref]) -> list[HouseholdFacts]:
    """Those of these households that stand, by village, group and number. One query.

    `village` is where the household is now: a merged village is the one that continues it.
    """
    rows = (
        Household.objects.filter(ref__in=set(refs), end=None)
        .annotate(now_in=Coalesce(F("village__merged_into"), F("village")))
        .order_by("now_in", "group", "number")
    )
    return [HouseholdFacts(Ref(h.ref), Ref(h.now_in), h.group, h.number, h.head) for h in rows]


def counts(villages: Iterable[Ref]) -> dict[Ref, int]:
    """How many households stand in each of these villages; one that has none is not in the answer. One query."""
    rows = Household.objects.filter(village__in=set(villages), end=None).values_list("village").annotate(n=Count("ref"))
    return {Ref(village): n for village, n in rows}


def gone() -> QuerySet[HouseholdEnd, str]:
    """References of the households that stand no more: for `NOT IN`."""
    return HouseholdEnd.objects.values_list("household", flat=True)
