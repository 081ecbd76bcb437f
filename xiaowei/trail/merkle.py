"""The Merkle tree of RFC 6962 and RFC 9162: hashes, paths and their verification. Pure; knows no database.

A complete subtree is named (level, index): its leaves are D[index << level : (index + 1) << level].
"""

import hashlib
from collections.abc import Callable, Sequence

Spot = tuple[int, int]  # (level, index) of a complete subtree
Lookup = Callable[[Spot], bytes]

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """SHA256(0x00 ‖ entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def append(peaks: list[bytes], *, size: int, leaf: bytes) -> list[tuple[Spot, bytes]]:
    """Add the leaf number `size` to the peaks in place; returns the complete subtrees above it that it finished."""
    finished: list[tuple[Spot, bytes]] = []
    hashed, level, index = leaf, 0, size
    while index & 1:
        hashed, level, index = node_hash(peaks.pop(), hashed), level + 1, index >> 1
        finished.append(((level, index), hashed))
    peaks.append(hashed)
    return finished


def fold(peaks: Sequence[bytes]) -> bytes:
    """The root over these peaks, the largest first."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def spots(start: int, end: int) -> list[Spot]:
    """The complete subtrees that make up D[start:end], largest first; `start` must be aligned as RFC 6962 splits."""
    found: list[Spot] = []
    for level in range((end - start).bit_length() - 1, -1, -1):
        if (end - start) >> level & 1:
            found.append((level, start >> level))
            start += 1 << level
    return found


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """The ranges whose hashes prove entry `index` in a tree of `size`, the leaf's sibling first."""
    if not 0 <= index < size:
        raise ValueError("no such entry in a tree of this size")
    ranges: list[tuple[int, int]] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[tuple[int, int]]:
    """The ranges whose hashes prove that the tree of `new` extends that of `old`."""
    if not 0 < old <= new:
        raise ValueError("sizes must be 0 < old <= new")
    ranges: list[tuple[int, int]] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, whole = middle, False
    if not whole:
        ranges.append((start, end))
    return ranges[::-1]


def resolve(ranges: Sequence[tuple[int, int]], lookup: Lookup) -> tuple[bytes, ...]:
    """The hash of each range, from the stored complete subtrees."""
    return tuple(fold([lookup(spot) for spot in spots(start, end)]) for start, end in ranges)


def included(leaf: bytes, *, index: int, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path leads from the leaf to the root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    here, last, hashed = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            hashed = node_hash(step, hashed)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            hashed = node_hash(hashed, step)
        here, last = here >> 1, last >> 1
    return last == 0 and hashed == root


def _split(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1
