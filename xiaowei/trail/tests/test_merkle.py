"""The tree against RFC 6962's known answers, pymerkle, and a second way of reading proofs."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from xiaowei.trail import merkle

# the eight entries of the RFC 6962 reference tests, and the roots of their first n
KNOWN = [bytes.fromhex(h) for h in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
KNOWN.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
KNOWN_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
MOST = 70
ENTRIES = [f"entry {n}".encode() for n in range(MOST)]
LEAVES = [merkle.leaf_hash(entry) for entry in ENTRIES]


class Stored:
    """What the room keeps in its tables, in a dict: the complete subtrees and the roots."""

    def __init__(self, entries: list[bytes]) -> None:
        self.nodes: dict[merkle.Spot, bytes] = {}
        self.roots = [merkle.EMPTY_ROOT]
        peaks: list[bytes] = []
        for index, entry in enumerate(entries):
            leaf = merkle.leaf_hash(entry)
            self.nodes[0, index] = leaf
            self.nodes.update(merkle.append(peaks, size=index, leaf=leaf))
            self.roots.append(merkle.fold(peaks))

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        return merkle.resolve(merkle.inclusion_ranges(index, size), self.nodes.__getitem__)

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        return merkle.resolve(merkle.consistency_ranges(old, new), self.nodes.__getitem__)


STORED = Stored(ENTRIES)


# --- the second implementation: RFC 6962's own recursive definitions, read literally ---


def mth(leaves: list[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def root_by_path(leaf: bytes, m: int, n: int, path: list[bytes]) -> bytes:
    if n == 1:
        assert not path
        return leaf
    k, sibling = split(n), path[-1]
    if m < k:
        return hashlib.sha256(b"\x01" + root_by_path(leaf, m, k, path[:-1]) + sibling).digest()
    return hashlib.sha256(b"\x01" + sibling + root_by_path(leaf, m - k, n - k, path[:-1])).digest()


def roots_by_subproof(m: int, n: int, proof: list[bytes], whole: bool, old_root: bytes) -> tuple[bytes, bytes]:
    """(old root, new root) that SUBPROOF(m, D[n], whole) leads to."""
    if m == n:
        if whole:
            assert not proof
            return old_root, old_root
        (only,) = proof
        return only, only
    k, last = split(n), proof[-1]
    if m <= k:
        old, new = roots_by_subproof(m, k, proof[:-1], whole, old_root)
        return old, hashlib.sha256(b"\x01" + new + last).digest()
    old, new = roots_by_subproof(m - k, n - k, proof[:-1], False, old_root)
    return tuple(hashlib.sha256(b"\x01" + last + right).digest() for right in (old, new))  # type: ignore[return-value]


# ---


def test_the_known_roots_of_rfc_6962() -> None:
    roots = Stored(KNOWN).roots
    assert {size: roots[size].hex() for size in KNOWN_ROOTS} == KNOWN_ROOTS
    assert roots[0] == hashlib.sha256(b"").digest()


def test_roots_equal_those_of_pymerkle() -> None:
    oracle = InmemoryTree(algorithm="sha256")
    for size, entry in enumerate(ENTRIES, start=1):
        oracle.append_entry(entry)
        assert STORED.roots[size] == oracle.get_root()
        assert STORED.roots[size] == mth(LEAVES[:size])


@pytest.mark.parametrize("size", range(1, MOST + 1))
def test_every_entry_is_proved_in_every_tree(size: int) -> None:
    for index in range(size):
        path = STORED.inclusion(index, size)
        assert root_by_path(LEAVES[index], index, size, list(path)) == STORED.roots[size]
        assert merkle.included(LEAVES[index], index=index, size=size, root=STORED.roots[size], path=path)


@pytest.mark.parametrize("new", range(1, MOST + 1))
def test_every_tree_extends_every_earlier_one(new: int) -> None:
    for old in range(1, new + 1):
        proof = list(STORED.consistency(old, new))
        roots = roots_by_subproof(old, new, proof, True, STORED.roots[old])
        assert roots == (STORED.roots[old], STORED.roots[new])


@given(st.data())
def test_nothing_else_is_proved(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, MOST))
    index = data.draw(st.integers(0, size - 1))
    path = list(STORED.inclusion(index, size))
    truth = {"index": index, "size": size, "root": STORED.roots[size], "path": path}
    lies: list[dict[str, object]] = [{"index": other} for other in range(-1, size + 1) if other != index]
    lies += [{"path": [*path, LEAVES[0]]}, {"root": STORED.roots[size - 1]}]
    if path:
        broken = bytearray(path[data.draw(st.integers(0, len(path) - 1))])
        broken[data.draw(st.integers(0, 31))] ^= 1 << data.draw(st.integers(0, 7))
        lies += [{"path": path[:-1]}, {"path": [bytes(broken) if step[1:] == broken[1:] else step for step in path]}]
    for lie in lies:
        if lie.get("path") == path:
            continue
        assert not merkle.included(LEAVES[index], **(truth | lie))  # type: ignore[arg-type]
    assert not merkle.included(merkle.leaf_hash(b"another"), **truth)  # type: ignore[arg-type]


@given(st.lists(st.binary(max_size=40), max_size=40))
def test_appending_one_by_one_gives_the_root_of_the_whole(entries: list[bytes]) -> None:
    assert Stored(entries).roots[-1] == mth([merkle.leaf_hash(entry) for entry in entries])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 2)])
def test_an_entry_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError):
        merkle.inclusion_ranges(index, size)
