"""Verbs of the courier."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import NotFound
from xiaowei.base.rows import insert
from xiaowei.courier import access
from xiaowei.courier.carrying import record_step
from xiaowei.courier.channels import CHANNELS
from xiaowei.courier.models import Notice, Outbox
from xiaowei.courier.vocab import Secrecy, State


def post(
    kind: str,
    *,
    to: Ref,
    text: str,
    about: Ref,
    secrecy: Secrecy,
    at: dt.datetime,
    channel: str = "desk",
    dedupe: str | None = None,
) -> Ref:
    """Queue one message to one person, inside the transaction of the verb that causes it.

    With a `dedupe` key the same message is queued once: the second call returns the first reference.
    Raises RuntimeError outside a transaction, ValueError for a channel that may not carry this secrecy.
    """
    _check(channel, secrecy)
    ref = new_ref()
    columns = {
        "ref": ref,
        "kind": kind,
        "channel": channel,
        "person": to,
        "text": text,
        "about": about,
        "secrecy": secrecy,
        "next_due_at": at,
        "created_at": at,
    }
    if dedupe is None:  # nothing to look for: one statement instead of four
        insert([Outbox(dedupe=ref, **columns)])
        return ref
    row, _created = Outbox.objects.get_or_create(dedupe=dedupe, defaults=columns)
    return Ref(row.ref)


def post_all(
    kind: str, messages: Iterable[tuple[Ref, str, Ref]], *, secrecy: Secrecy, at: dt.datetime, channel: str = "desk"
) -> None:
    """`post` for many messages, each (to, text, about), in one statement: for a verb that makes many rows at once."""
    _check(channel, secrecy)
    rows = []
    for to, text, about in messages:
        ref = new_ref()
        row = Outbox(
            ref=ref,
            kind=kind,
            channel=channel,
            person=to,
            text=text,
            about=about,
            secrecy=secrecy,
            dedupe=ref,
            next_due_at=at,
            created_at=at,
        )
        rows.append(row)
    insert(rows)


def withdraw(about: Ref, *, to: Ref | None = None) -> int:
    """Take back what is queued about this thing (to one person, if given) before any try; returns how many."""
    waiting = Outbox.objects.filter(about=about, state=State.PENDING, begun_at=None)
    if to is not None:
        waiting = waiting.filter(person=to)
    return waiting.update(state=State.WITHDRAWN)


@transaction.atomic
def try_again(ref: Ref, *, by: Ref, at: dt.datetime) -> None:
    """Put a notice that was given up back into the queue, after somebody looked. Raises NotFound.

    Absent, forbidden and no longer failed look the same.
    """
    failed = access.failed_for(by, at=at).filter(pk=ref)
    if failed.update(state=State.PENDING, attempts=0, begun_at=None, next_due_at=at, error="") != 1:
        raise NotFound()
    record_step(Outbox.objects.get(pk=ref), "retry", by=by, at=at)


def mark_read(person: Ref, *, at: dt.datetime, about: Ref | None = None) -> int:
    """Mark this person's notices up to this moment as read (those about one thing, if given); returns how many."""
    unread = Notice.objects.filter(person=person, read_at=None, at__lte=at)
    if about is not None:
        unread = unread.filter(about=about)
    return unread.update(read_at=at)


def _check(channel: str, secrecy: Secrecy) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a message is posted in the transaction of the verb that causes it")
    if not CHANNELS[channel].accepts(secrecy):
        raise ValueError(f"channel {channel} may not carry {secrecy.value} messages")
    if CHANNELS[channel].by_hand:
        raise ValueError("what a person carries goes to a group: carrying.post_to_group")
