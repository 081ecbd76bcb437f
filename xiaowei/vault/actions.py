"""Verbs of the vault.

Writing a file waits for the disk, so it has no place inside a transaction: `stage` (or `stage_sealed`) before it,
`record` inside it. A file whose row never came is swept away a day later.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from xiaowei.base.ciphers import seal
from xiaowei.base.refs import Ref, new_ref
from xiaowei.vault import files
from xiaowei.vault.limits import check_size
from xiaowei.vault.models import Blob

KEY = "vault"


@dataclass(frozen=True)
class Staged:
    """A file that lies on disk and waits for its row."""

    place: str
    digest: str  # SHA-256 of the plain bytes, hex
    size: int
    media_type: str
    sealed: bool


def stage(data: bytes, *, media_type: str) -> Staged:
    """Write clear bytes under their digest. Raises TooLarge. Not inside a transaction."""
    check_size(data)
    digest = hashlib.sha256(data).hexdigest()
    staged = Staged(files.place_of(digest), digest, len(data), media_type, sealed=False)
    files.write(staged.place, data)
    return staged


def stage_sealed(data: bytes, *, media_type: str) -> Staged:
    """Write bytes encrypted under a random name, so that no two files can be told equal. Raises TooLarge."""
    check_size(data)
    digest = hashlib.sha256(data).hexdigest()
    staged = Staged(f"{files.SEALED}/{new_ref()}", digest, len(data), media_type, sealed=True)
    files.write(staged.place, seal(data, under=KEY))
    return staged


def record(staged: Staged, *, at: dt.datetime) -> Ref:
    """The row of a staged file, inside the caller's transaction; returns the reference of the blob."""
    return Ref(Blob.objects.create(**vars(staged), stored_at=at).ref)


def put(data: bytes, *, media_type: str, at: dt.datetime) -> Ref:
    """Keep clear bytes: `stage` and `record` in one, for callers without a transaction."""
    return record(stage(data, media_type=media_type), at=at)


def seal_original(data: bytes, *, media_type: str, at: dt.datetime) -> Ref:
    """Keep bytes encrypted: `stage_sealed` and `record` in one, for callers without a transaction."""
    return record(stage_sealed(data, media_type=media_type), at=at)


def discard(ref: Ref) -> bool:
    """Forget a blob, inside the caller's transaction; its file goes with the next sweep. False when it was gone.

    Other blobs with the same clear bytes keep theirs. The caller answers for nothing pointing here any more.
    """
    return bool(Blob.objects.filter(ref=ref).delete()[0])
