"""Who belonged to a household that stood no more when a list was for: somebody who died, or moved away.

The roster keeps no cause: a list that still pays such a person is a question, not a finding.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from xiaowei.base.refs import Ref
from xiaowei.roster import matching
from xiaowei.roster.models import HouseholdMember


@dataclass(frozen=True)
class Departed:
    """Members of closed households, by what a row can say of somebody."""

    by_id: frozenset[str]
    by_tail: frozenset[tuple[Ref, int, str, str]]  # village, group, name, last four characters

    def __bool__(self) -> bool:
        return bool(self.by_id or self.by_tail)

    def among(self, village: Ref, people: Sequence[tuple[str, str, str]], *, now: matching.Index) -> list[int]:
        """Which of these people (group, name, identity number) are departed, by their places; `now` are those who
        stand in the villages: whoever went over into another household of theirs is not gone."""
        found = []
        keys = matching.keys_of([number for _group, _name, number in people], tails={})
        for place, ((group, name, _number), (whole, tail)) in enumerate(zip(people, keys, strict=True)):
            known = whole in self.by_id if whole else self._by_tail(village, group, name, tail)
            if known and now.fitting(village, group=group, name=name, whole=whole, tail=tail).state != matching.MATCHED:
                found.append(place)
        return found

    def _by_tail(self, village: Ref, group: str, name: str, tail: str) -> bool:
        number = matching.group_number(group)
        return bool(tail) and number is not None and (village, number, matching.bare(name), tail) in self.by_tail


def departed(villages: Iterable[Ref], *, before: dt.date) -> Departed:
    """Members of the households of these villages that were closed before this day. One query."""
    rows = HouseholdMember.objects.filter(
        household__village__in=set(villages),
        household__end__at__lt=timezone.make_aware(dt.datetime.combine(before, dt.time.min)),
    )
    told = list(rows.values_list("household__village", "household__group", "name", "id_key", "tail_key"))
    return Departed(
        frozenset(whole for *_rest, whole, _tail in told if whole),
        frozenset((Ref(v), group, matching.bare(name), tail) for v, group, name, _whole, tail in told if tail),
    )
