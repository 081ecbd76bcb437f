"""Verbs of the trail: record a deed, sign a checkpoint, erase an opening."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.trail import signer
from xiaowei.trail.append import Secret, append, append_all
from xiaowei.trail.canonical import JSON, SALT_SIZE, canonical
from xiaowei.trail.entries import Deed, parse
from xiaowei.trail.models import Entry, Opening
from xiaowei.trail.notes import Checkpoint
from xiaowei.trail.vocab import Did

__all__ = ["Recorded", "erase", "record", "record_all", "sign_checkpoint"]


@dataclass(frozen=True)
class Recorded:
    """What `record` is given, for one of many entries of one verb."""

    did: str
    ref: Ref
    facts: Mapping[str, JSON]


def record(
    did: str, ref: Ref, *, by: Ref | None, at: dt.datetime, facts: Mapping[str, JSON], subject: Ref | None = None
) -> int:
    """Write one entry inside the caller's transaction, and as its last step; returns the entry's index.

    `did` is `room:thing:verb`; `ref` is the random reference of the immutable row the entry vouches for;
    `facts` are that row's values (whole numbers, text, lists, dicts) as the room's witness will recompute them.
    Raises TransactionManagementError outside a transaction, ValueError or TypeError on what fits no entry.
    """
    _inside()
    return append(*_entry(Recorded(did, ref, facts), by=by, at=at, subject=subject))


def record_all(deeds: Sequence[Recorded], *, by: Ref | None, at: dt.datetime) -> None:
    """`record` for many entries in this order, with the statements of one: for a verb that makes many rows at once."""
    _inside()
    if deeds:
        append_all([_entry(deed, by=by, at=at, subject=None) for deed in deeds])


def _inside() -> None:
    if not connection.in_atomic_block:
        raise TransactionManagementError("trail.record belongs inside the transaction of the verb it records")


def _entry(deed: Recorded, *, by: Ref | None, at: dt.datetime, subject: Ref | None) -> tuple[Ref, str, Secret]:
    salt = secrets.token_bytes(SALT_SIZE)
    payload = canonical(dict(deed.facts))
    text = Deed(did=deed.did, ref=deed.ref, by=by, subject=subject, at=at, payload=payload).text(salt)
    return deed.ref, text, Secret(salt=salt, payload=payload, actor=by, subject=subject)


def sign_checkpoint(at: dt.datetime) -> Checkpoint:
    """Sign the tree as it stands now. Raises signer.Inconsistent when it does not extend what was signed before."""
    return signer.sign(at)


@transaction.atomic
def erase(index: int, *, by: Ref | None, at: dt.datetime) -> int:
    """Forget what entry `index` was about: its salt, facts and people go, its proofs still hold.

    Recorded as an entry of its own, whose index is returned: an opening that is missing without such an entry
    was deleted by hand. Raises NotFound when there is nothing to erase. (PIPL art. 47.)
    """
    text = Entry.objects.filter(index=index).values_list("text", flat=True).first()
    entry = parse(text) if text else None
    if entry is None or Opening.objects.filter(index=index).delete()[0] == 0:
        raise NotFound()
    return record(Did.ERASE, Ref(entry["ref"]), by=by, at=at, facts={"index": index})
