"""Paths: an area's place in the tree as one string whose prefixes say exactly who lies below whom.

`abc/def.` is the area, and whatever lies below it starts with `abc/def/`. The mark at the end makes both
"this area alone" (`abc/def.`) and "everything below it" (`abc/def/`) plain prefixes, so that a right over
one village never leaks into a neighbour whose segment begins alike, nor from a township into its villages.
Segments are cut from the random reference: neither code nor name, both of which the State may change.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q

from xiaowei.base.refs import Ref

SEGMENT = 10  # 50 random bits, and only siblings must differ
SELF, BELOW = ".", "/"


def root(ref: Ref) -> str:
    """The path of an area without parent."""
    return ref[:SEGMENT] + SELF


def child(parent: str, ref: Ref) -> str:
    """The path of the area `ref` under the path `parent`."""
    return below(parent) + ref[:SEGMENT] + SELF


def below(path: str) -> str:
    """The prefix of everything strictly below the area at `path`."""
    return path[: -len(SELF)] + BELOW


def ancestors(path: str) -> tuple[str, ...]:
    """The paths of the areas strictly above, highest first."""
    segments = path[: -len(SELF)].split(BELOW)
    return tuple(BELOW.join(segments[:depth]) + SELF for depth in range(1, len(segments)))


def segments(path: str) -> list[str]:
    """The segments of a path, the highest area's first: each is cut from the reference of its area."""
    return path[: -len(SELF)].split(BELOW)


def within(path: str, prefixes: Iterable[str]) -> bool:
    """Whether the area at `path` lies in one of the prefixes that `standing.areas_for` returned."""
    return path.startswith(tuple(prefixes))


def under(prefix: str, *, field: str = "path") -> Q:
    """The filter "path starts with prefix", written so that each database uses its index.

    SQLite turns LIKE into a full scan, so it gets a range; PostgreSQL orders text by its locale, in which a
    range of prefixes means nothing, so it gets LIKE on the pattern index that Django makes.
    """
    if connection.vendor == "sqlite":
        after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        return Q(**{f"{field}__gte": prefix, f"{field}__lt": after})
    return Q(**{f"{field}__startswith": prefix})


def in_any(prefixes: Iterable[str], *, field: str = "path") -> Q:
    """The filter "lies in one of the prefixes"; none of them means nothing at all."""
    wanted = Q(pk__in=[])
    for prefix in prefixes:
        wanted |= under(prefix, field=field)
    return wanted
