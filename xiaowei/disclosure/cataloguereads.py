"""Reads of the catalogue as areas have changed it: items they added, and the layers that lie over a village."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from xiaowei.base.refs import Ref
from xiaowei.disclosure.catalogue import LOCAL, CatalogueItem, catalogue
from xiaowei.disclosure.duties import shipped
from xiaowei.disclosure.models import CatalogueChange
from xiaowei.disclosure.terms import Chain, Change, Layer, Terms, in_force
from xiaowei.roster import paths
from xiaowei.roster import queries as roster
from xiaowei.roster.queries import AreaFacts


def added(code: str) -> CatalogueItem | None:
    """The item that an area added under this code; None when there is none."""
    row = CatalogueChange.objects.filter(item=code, seq=1).exclude(name="").first() if code.startswith(LOCAL) else None
    return _item(row) if row else None


def added_in(section: str) -> list[str]:
    """Codes of the items that areas added behind this door of the village home."""
    rows = CatalogueChange.objects.filter(section=section).exclude(name="").order_by("at", "ref")
    return list(rows.values_list("item", flat=True))


def standing_changes() -> QuerySet[CatalogueChange]:
    """The changes that count: what asks for less than the law does so only once a township has approved it."""
    return CatalogueChange.objects.filter(Q(loosens=False) | Q(approval__isnull=False)).order_by("at", "ref")


@dataclass(frozen=True)
class Layers:
    """The changes of some areas, by the segment of the area's path: for any village under or among them."""

    by_area: dict[str, Layer]

    def chain(self, path: str) -> Chain:
        """What lies over the area at this path, highest first, its own last."""
        if not self.by_area:
            return ()
        found = (self.by_area.get(segment) for segment in paths.segments(path))
        return tuple(layer for layer in found if layer)

    def above(self, path: str) -> Chain:
        """The same without its own."""
        found = (self.by_area.get(segment) for segment in paths.segments(path)[:-1])
        return tuple(layer for layer in found if layer)


def layers(area: AreaFacts) -> Layers:
    """The layers over an area and below it. Two queries."""
    above = [one.ref for one in roster.lineage(area.ref)]
    rows = standing_changes().filter(Q(area__in=above) | Q(area__in=roster.refs_in(roster.prefixes_of(area))))
    found: dict[str, list[Change]] = defaultdict(list)
    for row in rows:
        found[row.area[: paths.SEGMENT]].append(change_of(row))
    return Layers({segment: tuple(changes) for segment, changes in found.items()})


def chain_of(area: AreaFacts) -> Chain:
    """What lies over one area, its own changes last."""
    return layers(area).chain(area.path)


@dataclass(frozen=True)
class ChangeFacts:
    """A change as staff read it. `approved` is None while it waits; what asks for no less needs no approval."""

    ref: Ref
    area: str  # the area's name
    item: CatalogueItem
    terms: Terms
    from_on: dt.date
    loosens: bool
    reason: str
    by: str  # a name
    at: dt.datetime
    approved: dt.datetime | None


@dataclass(frozen=True)
class Entry:
    """An item as it holds in an area: its terms on the day (None: on event only), and the next change to come."""

    item: CatalogueItem
    terms: Terms | None
    coming: Change | None


def entries(area: AreaFacts, *, day: dt.date) -> list[Entry]:
    """Every item as it holds for periods that begin on this day in the area, shipped ones first."""
    chain = chain_of(area)
    later: dict[str, Change] = {}
    codes = dict.fromkeys(catalogue())
    for layer in chain:
        for change in layer:
            codes.setdefault(change.item)
            known = later.get(change.item)
            if change.from_on > day and (known is None or change.from_on <= known.from_on):
                later[change.item] = change
    return [
        Entry(catalogue()[code], in_force(code, shipped(code), chain, start=day), later.get(code)) for code in codes
    ]


def changes_of(area: AreaFacts) -> list[ChangeFacts]:
    """What this area changed, newest first."""
    return described(CatalogueChange.objects.filter(area=area.ref).select_related("approval").order_by("-at", "-ref"))


def described(rows: Iterable[CatalogueChange]) -> list[ChangeFacts]:
    """These changes with the names of area and person. Three queries."""
    rows = list(rows)
    places, names = roster.areas(Ref(row.area) for row in rows), roster.person_names(Ref(row.by) for row in rows)
    return [
        ChangeFacts(
            Ref(row.ref),
            places[Ref(row.area)].short_name,
            catalogue()[row.item],
            terms_of(row),
            row.from_on,
            row.loosens,
            row.reason,
            names.get(Ref(row.by), ""),
            row.at,
            approval.at if (approval := getattr(row, "approval", None)) else None,
        )
        for row in rows
    ]


def change_of(row: CatalogueChange) -> Change:
    """The change as the pure rules read it."""
    return Change(row.item, row.from_on, terms_of(row), row.loosens)


def terms_of(row: CatalogueChange) -> Terms:
    """The terms that a change sets."""
    return Terms(row.rule, row.day, row.working, row.needs, tuple(row.columns))


def _item(row: CatalogueChange) -> CatalogueItem:
    return CatalogueItem(row.item, row.name, (row.rule,), row.section, row.kind)
