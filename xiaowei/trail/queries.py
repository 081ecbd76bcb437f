"""Reads of the trail: an entry, its proof, the head, the openings. Only verification lists entries through here."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Min

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.trail import merkle, models, signer, tree
from xiaowei.trail.entries import parse
from xiaowei.trail.notes import BadNote, Checkpoint, proof_text

CHUNK = 2048
TILE = 256  # hashes in a full tile (c2sp.org/tlog-tiles)


@dataclass(frozen=True)
class Head:
    """The tree as it stands: number of entries and root hash."""

    size: int
    root: bytes


@dataclass(frozen=True)
class EntryFacts:
    """One entry; `text` is the exact canonical JSON that is hashed."""

    index: int
    text: str
    leaf: bytes
    did: str
    ref: Ref
    at: dt.datetime


class ProofState(StrEnum):
    SIGNED = "signed"
    WAITING = "waiting"  # newer than the last checkpoint: signed within ten minutes
    BROKEN = "broken"  # the stored tree does not lead to the signed root: altered


@dataclass(frozen=True)
class Proof:
    """Inclusion of an entry in the last signed tree; `path` and `text` are empty unless signed."""

    entry: EntryFacts
    state: ProofState
    path: tuple[bytes, ...] = ()
    checkpoint: Checkpoint | None = None
    text: str = ""  # content of a .tlog-proof file


@dataclass(frozen=True)
class Opening:
    """What an entry commits to; `payload` is the canonical JSON of the facts, None once erased."""

    index: int
    did: str
    ref: Ref
    payload: str | None


def index_of(ref: Ref) -> int | None:
    """The first entry that vouches for this row."""
    return indexes_of([ref]).get(ref)


def indexes_of(refs: Iterable[Ref]) -> dict[Ref, int]:
    """The first entry of each row that has one."""
    rows = models.Entry.objects.filter(ref__in=list(refs)).values("ref").annotate(first=Min("index"))
    return {Ref(row["ref"]): row["first"] for row in rows}


def dids_of(refs: Iterable[Ref]) -> set[tuple[str, Ref]]:
    """Every (did, ref) recorded about these rows."""
    texts = models.Entry.objects.filter(ref__in=list(refs)).values_list("text", flat=True)
    return {(entry["type"], Ref(entry["ref"])) for entry in map(parse, texts) if entry}


def entry(index: int) -> EntryFacts:
    """The entry of this number. Raises NotFound."""
    row = models.Entry.objects.filter(index=index).first()
    values = parse(row.text) if row else None
    if row is None or values is None:
        raise NotFound()
    return EntryFacts(
        index=row.index,
        text=row.text,
        leaf=bytes(row.leaf),
        did=values["type"],
        ref=Ref(row.ref),
        at=dt.datetime.fromisoformat(values["t"]),
    )


def head() -> Head:
    """The tree as it stands, signed or not."""
    row = models.Head.objects.filter(id=1).first()
    return Head(size=row.size, root=bytes(row.root)) if row else Head(size=0, root=merkle.EMPTY_ROOT)


def last_checkpoint() -> Checkpoint | None:
    """The last signed checkpoint; None before the first, or when its file was altered (verification says so)."""
    try:
        return signer.last()
    except BadNote:
        return None


def verifier_key() -> str:
    """The log's public key in the form other tools take."""
    return signer.signer().verifier_key


def prove(index: int) -> Proof:
    """Inclusion of an entry in the last signed tree; signs nothing. Raises NotFound."""
    found = entry(index)
    checkpoint = last_checkpoint()
    if checkpoint is None or index >= checkpoint.size:
        return Proof(entry=found, state=ProofState.WAITING)
    leaf = merkle.leaf_hash(found.text.encode())
    try:
        path = tree.inclusion(index, size=checkpoint.size)
    except tree.Damaged:
        return Proof(entry=found, state=ProofState.BROKEN)
    if not merkle.included(leaf, index=index, size=checkpoint.size, root=checkpoint.root, path=path):
        return Proof(entry=found, state=ProofState.BROKEN)
    text = proof_text(index, path, checkpoint)
    return Proof(entry=found, state=ProofState.SIGNED, path=path, checkpoint=checkpoint, text=text)


def tile(level: int, index: int, *, width: int = TILE) -> bytes | None:
    """The hashes of one tile of the last signed tree (c2sp.org/tlog-tiles); None when it does not reach so far."""
    checkpoint = last_checkpoint()
    height = 8 * level
    if checkpoint is None or (index * TILE + width) << height > checkpoint.size:
        return None
    return tree.row(height, start=index * TILE, width=width)


def openings(start: int = 0) -> Iterator[Opening]:
    """Every entry from `start` on with what it commits to, in order, a chunk in memory at a time."""
    size = head().size
    for first in range(start, size, CHUNK):
        span = {"index__gte": first, "index__lt": min(first + CHUNK, size)}
        opened = dict(models.Opening.objects.filter(**span).values_list("index", "payload"))
        texts = models.Entry.objects.filter(**span).order_by("index").values_list("index", "text")
        for index, text in texts:
            values = parse(text)
            if values is not None:  # else the audit names it
                did, ref = values["type"], Ref(values["ref"])
                yield Opening(index=index, did=did, ref=ref, payload=opened.get(index))
