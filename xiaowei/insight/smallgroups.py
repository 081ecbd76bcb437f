"""Small groups (k-anonymity): a table of counts for those who may not open what is counted. Pure.

No count under `k` is shown, zero included: the change from none to "fewer than five" would tell that somebody spoke.
Hidden cells must not be found by subtraction from the total either, so more are hidden until there are at least two of
them and together they make `k` or more (complementary suppression). When nothing is left to hide, the total goes.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

K = 5

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Table(Generic[Key]):
    """The counts as they may be shown; None where one is hidden. `total` is that of all cells."""

    cells: Mapping[Key, int | None]
    total: int | None


def hide_small(counts: Mapping[Key, int], *, k: int = K) -> Table[Key]:
    """Hide what must not be shown. The smallest of what could be shown goes first."""
    hidden = {key for key, count in counts.items() if count < k}
    spare = sorted((key for key in counts if key not in hidden), key=lambda key: counts[key], reverse=True)
    while hidden and spare and _found_by_subtraction([counts[key] for key in hidden], k):
        hidden.add(spare.pop())
    unsafe = bool(hidden) and _found_by_subtraction([counts[key] for key in hidden], k)
    total = sum(counts.values())
    shown = {key: None if key in hidden else count for key, count in counts.items()}
    return Table(shown, None if unsafe or total < k else total)


def _found_by_subtraction(hidden: list[int], k: int) -> bool:
    return len(hidden) < 2 or sum(hidden) < k
