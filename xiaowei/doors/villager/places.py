"""Which village a page is about, and what stands above it."""

from xiaowei.base.clock import now
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.cases.vocab import TRIAGE
from xiaowei.roster import queries as roster
from xiaowei.roster.nearby import nearby
from xiaowei.roster.queries import AreaFacts
from xiaowei.roster.vocab import Level


def village(area: Ref) -> AreaFacts:
    """The village. Raises NotFound, for other areas too: only villages have public pages of their own."""
    found = nearby(area, at=now()).village
    if found.level != Level.VILLAGE:
        raise NotFound()
    return found


def above(area: AreaFacts) -> list[AreaFacts]:
    """County and township over a village, highest first: what its people call where they live."""
    return [one for one in roster.ancestors(area.ref) if one.level in (Level.COUNTY, Level.TOWNSHIP)]


def place_line(area: AreaFacts) -> str:
    """`示范县 青石镇`."""
    return " ".join(one.short_name for one in above(area))


def discipline(area: AreaFacts) -> str:
    """The body of the township that sees a word about a cadre first; empty where nobody sits in it."""
    triaging = nearby(area.ref, at=now()).holders(TRIAGE)
    return next((holder.body for holder in triaging if holder.area == area.parent), "")
