"""A village with everybody around it, kept in memory as long as the roster stands as it is.

Every matter that comes in asks who holds which post in the village and above it. That is read once per revision of
the roster and day; a check of the revision costs one short statement.
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.roster import standing
from xiaowei.roster.changing import revision
from xiaowei.roster.queries import AreaFacts, lineage, officers_in
from xiaowei.roster.standing import Holder

MOST = 4000  # villages kept; a city has 2,546


@dataclass(frozen=True)
class Nearby:
    """A village, the areas above it (nearest first), and whoever holds a post in one of them."""

    village: AreaFacts
    above: tuple[AreaFacts, ...]
    officers: tuple[Holder, ...]
    at: dt.datetime
    _holders: dict[str, tuple[Holder, ...]] = field(default_factory=dict)

    @property
    def chain(self) -> tuple[AreaFacts, ...]:
        return (self.village, *self.above)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of all these officers."""
        return frozenset(holder.name for holder in self.officers)

    def holders(self, permission: str) -> tuple[Holder, ...]:
        """Everybody who holds the permission over the village, as `standing.holders` says."""
        if permission not in self._holders:
            self._holders[permission] = tuple(standing.holders(permission, self.village.ref, at=self.at))
        return self._holders[permission]


_lock = Lock()
_kept: dict[Ref, Nearby] = {}
_under: tuple[str, dt.date] | None = None


def nearby(village: Ref, *, at: dt.datetime) -> Nearby:
    """The village and its officers at this moment. Raises NotFound. Posts begin and end by the day."""
    global _under
    now = (revision(), local(at).date())
    with _lock:
        if _under != now:
            _kept.clear()
            _under = now
        held = _kept.get(village)
    if held is not None:
        return held
    own, *above = lineage(village)
    found = Nearby(own, tuple(above), tuple(officers_in([area.ref for area in (own, *above)], at=at)), at)
    with _lock:
        if _under == now and len(_kept) < MOST:
            _kept[village] = found
    return found
