"""What the roster knows of the areas that a list touches."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import F, Max, QuerySet

from xiaowei.base.refs import Ref
from xiaowei.roster.arealist import AreaRow
from xiaowei.roster.areamatch import BEGINNING, Known, Standing
from xiaowei.roster.models import Area, AreaChange

CHUNK = 500  # codes in one query: databases limit the number of parameters


def known_for(rows: Sequence[AreaRow]) -> Known:
    """The standing areas that the rows name, who bears the former codes now, and what lies below replaced ones."""
    codes = {code for row in rows for code in (row.code, row.parent, *row.replaces) if code}
    standing = {one.code: one for part in _chunks(codes) for one in _standing(Area.objects.filter(code__in=part))}
    replaced = [standing[code].ref for row in rows for code in row.replaces if code in standing]
    children: dict[Ref, list[Standing]] = defaultdict(list)
    for part in _chunks(replaced):
        for child in _standing(Area.objects.filter(parent__in=part)):
            children[Ref(child.parent or "")].append(child)
    return Known(standing=standing, former=_former(codes - standing.keys()), children=children)


def unnamed(rows: Sequence[AreaRow]) -> int:
    """How many standing areas lie in the counties of the list without being in it."""
    codes = {row.code for row in rows}
    counties: set[str | None] = set()
    for part in _chunks(codes):
        counties |= set(Area.objects.filter(code__in=part, until=None).values_list("county", flat=True))
    there = Area.objects.filter(until=None, county__in=counties - {None}).values_list("code", flat=True)
    return sum(code not in codes for code in there)


def _standing(areas: QuerySet[Area]) -> Iterator[Standing]:
    for area in areas.filter(until=None).annotate(last=Max("changes__since")):
        parent = Ref(area.parent_id) if area.parent_id else None
        yield Standing(Ref(area.ref), area.level, area.code, area.name, parent, area.last or BEGINNING)


def _former(codes: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in _chunks(codes):
        rows = AreaChange.objects.filter(code__in=part).annotate(
            here=F("area__code"), heir=F("area__merged_into__code")
        )
        found |= {row.code: row.heir or row.here for row in rows.order_by("id")}
    return found


def _chunks(items: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(items)
    while part := list(islice(rest, CHUNK)):
        yield part
