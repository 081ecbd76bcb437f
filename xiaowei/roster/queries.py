"""Reads of the roster."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Min, Q, QuerySet

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.roster import paths
from xiaowei.roster.models import Area, AreaChange, AreaImport, Household, Kin, Person, Post
from xiaowei.roster.names import spellings
from xiaowei.roster.standing import Holder, listed
from xiaowei.roster.steady import remembered
from xiaowei.roster.vocab import CODE_WIDTH, Level


@dataclass(frozen=True)
class AreaFacts:
    """An area as it is now; `code` has its level's own width, `code12` the statutory twelve digits."""

    ref: Ref
    name: str
    short_name: str
    level: str
    path: str
    code: str
    parent: Ref | None
    county: Ref | None
    until: dt.date | None
    merged_into: Ref | None

    @property
    def code12(self) -> str:
        return self.code.ljust(CODE_WIDTH[Level.VILLAGE], "0")


@dataclass(frozen=True)
class AreaState:
    """An area as it was from `since` on; `what` names what had changed (opened, name, code, parent, merged)."""

    since: dt.date
    what: tuple[str, ...]
    name: str
    code: str
    parent: Ref | None
    merged_into: Ref | None


@dataclass(frozen=True)
class HouseholdFacts:
    """A household: villager group, number within the village, its head."""

    ref: Ref
    village: Ref
    group: int
    number: int
    head: str


@remembered
def area(ref: Ref) -> AreaFacts:
    """The area, standing or absorbed. Raises NotFound."""
    found = Area.objects.filter(ref=ref).first()
    if found is None:
        raise NotFound
    return _facts(found)


def areas(refs: Iterable[Ref]) -> dict[Ref, AreaFacts]:
    """These areas by reference; one query for a whole list page."""
    return {Ref(a.ref): _facts(a) for a in Area.objects.filter(ref__in=set(refs))}


def area_by_code(code: str, *, on: dt.date | None = None) -> AreaFacts | None:
    """The area that bears the statutory code now, or bore it on a day; None when there is none."""
    if on is None:
        found = Area.objects.filter(code=code, until=None).first()
        return _facts(found) if found else None
    for change in AreaChange.objects.filter(code=code, since__lte=on).order_by("-since", "-id"):
        last = AreaChange.objects.filter(area=change.area_id, since__lte=on).order_by("-since", "-id")[:1].get()
        if last.code == code and last.merged_into_id is None:
            return area(Ref(change.area_id))
    return None


def roots() -> list[AreaFacts]:
    """The standing areas without parent."""
    return _list(Area.objects.filter(parent=None))


def children(ref: Ref) -> list[AreaFacts]:
    """The standing areas directly below, by code."""
    return _list(Area.objects.filter(parent=ref))


def ancestors(ref: Ref) -> list[AreaFacts]:
    """The areas above, highest first."""
    return _list(Area.objects.filter(path__in=paths.ancestors(area(ref).path)), order="path")


def villages_under(ref: Ref) -> list[AreaFacts]:
    """The standing villages anywhere below, by code."""
    return _list(Area.objects.filter(paths.under(paths.below(area(ref).path)), level=Level.VILLAGE))


def villages_in(prefixes: Iterable[str]) -> list[AreaFacts]:
    """The standing villages that lie in prefixes from `standing.areas_for`, by code."""
    return _list(Area.objects.filter(paths.in_any(prefixes), level=Level.VILLAGE))


def prefixes_of(area: AreaFacts) -> list[str]:
    """Where the villages of an area lie, spelt as `standing.areas_for` does: a village is its own."""
    return [area.path] if area.level == Level.VILLAGE else [paths.below(area.path)]


def refs_in(prefixes: Iterable[str]) -> QuerySet[Area, str]:
    """References of all areas in the prefixes, absorbed ones with the area that continues them: for `__in`."""
    wanted = list(prefixes)
    merged = paths.in_any(wanted, field="merged_into__path")
    return Area.objects.filter(paths.in_any(wanted) | merged).values_list("ref", flat=True)


def all_villages() -> list[AreaFacts]:
    """Every standing village, by code."""
    return _list(Area.objects.filter(level=Level.VILLAGE))


def villages_named(name: str) -> list[AreaFacts]:
    """Standing villages of this name, however the committee is spelt; two of one name are two answers."""
    exact, *other = spellings(name)
    return _villages(exact) or [village for word in other for village in _villages(word)]


def history(ref: Ref) -> list[AreaState]:
    """What the area was called, coded and placed, oldest first."""
    return [
        AreaState(
            since=change.since,
            what=tuple(change.what.split(",")),
            name=change.name,
            code=change.code,
            parent=_ref(change.parent_id),
            merged_into=_ref(change.merged_into_id),
        )
        for change in AreaChange.objects.filter(area=ref).order_by("since", "id")
    ]


@remembered
def person_name(ref: Ref) -> str:
    """The person's name. Raises NotFound."""
    name = Person.objects.filter(ref=ref).values_list("name", flat=True).first()
    if name is None:
        raise NotFound
    return name


def person_names(refs: Iterable[Ref]) -> dict[Ref, str]:
    """Names by reference; one query for a whole list page."""
    return {Ref(ref): name for ref, name in Person.objects.filter(ref__in=set(refs)).values_list("ref", "name")}


@remembered
def posts_of(person: Ref, *, at: dt.datetime) -> list[Holder]:
    """The posts the person holds at this moment."""
    return listed(Post.objects.held_on(local(at).date()).filter(person=person))


@remembered
def lineage(ref: Ref) -> list[AreaFacts]:
    """The area and those above it, nearest first. Two queries. Raises NotFound."""
    own = area(ref)
    above = Area.objects.filter(path__in=paths.ancestors(own.path))
    return [own, *sorted(map(_facts, above), key=lambda facts: -len(facts.path))]


def officers_in(refs: Iterable[Ref], *, at: dt.datetime) -> list[Holder]:
    """Everybody who holds a post for one of these areas at this moment. One query."""
    return listed(Post.objects.held_on(local(at).date()).filter(area__in=set(refs)))


def officers_of(area: Ref, *, at: dt.datetime) -> list[Holder]:
    """Everybody who holds a post for the area at this moment."""
    return listed(Post.objects.held_on(local(at).date()).filter(area=area))


def households(village: Ref) -> list[HouseholdFacts]:
    """The households of the village that stand, by number."""
    rows = Household.objects.filter(village=village, end=None).order_by("number")
    return [HouseholdFacts(Ref(h.ref), village, h.group, h.number, h.head) for h in rows]


def kin_of(person: Ref) -> list[Ref]:
    """The people declared as kin of this person, whichever of the two declared it."""
    pairs = Kin.objects.filter(Q(person=person) | Q(other=person)).values_list("person", "other")
    return [Ref(other if one == person else one) for one, other in pairs]


def joined(prefixes: Iterable[str]) -> dict[Ref, dt.datetime]:
    """When each area in the prefixes first came with a list of areas. One query."""
    rows = AreaChange.objects.filter(paths.in_any(prefixes, field="area__path")).values_list("area")
    return {Ref(ref): first for ref, first in rows.annotate(Min("batch__at"))}


def first_import() -> dt.datetime | None:
    """When the first list of areas came to this installation."""
    found: dt.datetime | None = AreaImport.objects.aggregate(first=Min("at"))["first"]
    return found


def _villages(short: str) -> list[AreaFacts]:
    return _list(Area.objects.filter(short_name=short, level=Level.VILLAGE))


def _list(rows: QuerySet[Area], *, order: str = "code") -> list[AreaFacts]:
    return [_facts(row) for row in rows.filter(until=None).order_by(order)]


def _ref(value: str | None) -> Ref | None:
    return Ref(value) if value else None


def _facts(row: Area) -> AreaFacts:
    return AreaFacts(
        ref=Ref(row.ref),
        name=row.name,
        short_name=row.short_name,
        level=row.level,
        path=row.path,
        code=row.code,
        parent=_ref(row.parent_id),
        county=_ref(row.county_id),
        until=row.until,
        merged_into=_ref(row.merged_into_id),
    )
