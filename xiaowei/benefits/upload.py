"""From the grid of an uploaded list to what it means; slow work, outside any transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from xiaowei.base.refs import Ref
from xiaowei.base.sheets.grid import Grid
from xiaowei.base.sheets.wire import calm
from xiaowei.benefits import entry
from xiaowei.benefits.intake.understand import understand
from xiaowei.benefits.intake.understanding import Understanding
from xiaowei.benefits.places import Place, places_of
from xiaowei.roster.queries import AreaFacts


@dataclass(frozen=True)
class Understood:
    """A list as understood, with the places its rows name."""

    understanding: Understanding
    places: tuple[Place, ...]

    @property
    def open(self) -> tuple[Place, ...]:
        """Places that are a question to the uploader."""
        return tuple(place for place in self.places if place.own is None)

    @property
    def why_not(self) -> str:
        """Why it cannot be entered at all; empty when it can."""
        return entry.why_not(self.understanding)


def understood(grid: Grid, *, villages: Sequence[AreaFacts], chosen: Ref | None) -> Understood:
    """What the list means to somebody who may upload for these villages."""
    with calm():
        understanding = understand(grid)
        return Understood(understanding, tuple(places_of(understanding, villages, chosen=chosen)))
