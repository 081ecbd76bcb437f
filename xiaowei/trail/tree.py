"""The stored tree: hashes of complete subtrees, and what can be computed from a few of them."""

from collections.abc import Iterable, Sequence

from django.db.models import Q

from xiaowei.trail import merkle
from xiaowei.trail.merkle import Spot
from xiaowei.trail.models import Entry, Node


class Damaged(Exception):
    """A stored hash that must exist is missing."""


def fetch(spots: Iterable[Spot]) -> dict[Spot, bytes]:
    """The stored hashes at these places, in at most two queries. Raises Damaged when one is missing."""
    wanted = set(spots)
    leaves = [index for level, index in wanted if level == 0]
    nodes = [Q(level=level, index=index) for level, index in wanted if level]
    found: dict[Spot, bytes] = {}
    if leaves:
        rows = Entry.objects.filter(index__in=leaves).values_list("index", "leaf")
        found.update({(0, index): bytes(leaf) for index, leaf in rows})
    if nodes:
        stored = Node.objects.filter(Q(*nodes, _connector=Q.OR)).values_list("level", "index", "hash")
        found.update({(level, index): bytes(hashed) for level, index, hashed in stored})
    if wanted - found.keys():
        raise Damaged(f"missing hashes at {sorted(wanted - found.keys())[:3]}")
    return found


def peaks(size: int) -> list[bytes]:
    """The peaks of the tree as it was at this size, largest first."""
    places = merkle.spots(0, size)
    stored = fetch(places)
    return [stored[spot] for spot in places]


def inclusion(index: int, *, size: int) -> tuple[bytes, ...]:
    """The inclusion path of an entry in the tree of this size."""
    return _resolve(merkle.inclusion_ranges(index, size))


def consistency(old: int, *, new: int) -> tuple[bytes, ...]:
    """The proof that the tree of `new` entries extends that of `old`."""
    return _resolve(merkle.consistency_ranges(old, new))


def row(level: int, *, start: int, width: int) -> bytes:
    """The hashes of `width` neighbours on one level, joined. Raises Damaged when one is missing."""
    if level == 0:
        leaves = Entry.objects.filter(index__gte=start, index__lt=start + width)
        hashes = list(leaves.order_by("index").values_list("leaf", flat=True))
    else:
        nodes = Node.objects.filter(level=level, index__gte=start, index__lt=start + width)
        hashes = list(nodes.order_by("index").values_list("hash", flat=True))
    if len(hashes) != width:
        raise Damaged(f"missing hashes on level {level}")
    return b"".join(bytes(hashed) for hashed in hashes)


def _resolve(ranges: Sequence[tuple[int, int]]) -> tuple[bytes, ...]:
    stored = fetch(spot for start, end in ranges for spot in merkle.spots(start, end))
    return merkle.resolve(ranges, stored.__getitem__)
