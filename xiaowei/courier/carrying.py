"""A message for a group: queued by a verb, carried by hand, and what became of it said by its publisher.

待发 → 已转发 | 没发成 (→ 待发 again) | 已撤. Each step is a row and a trail entry; of two people who mark at the same
moment one wins. What goes to a group is public by type, by this verb, by its channel and by the database.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.base.clock import spelt
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Conflict, Invalid
from xiaowei.base.words import clean
from xiaowei.courier import access, vocab
from xiaowei.courier.channels import CHANNELS
from xiaowei.courier.models import Group, MessageStep, Outbox
from xiaowei.courier.vocab import Secrecy, State
from xiaowei.trail import actions as trail

MOVES: Mapping[str, tuple[frozenset[str], State]] = {
    "queue": (frozenset(), State.WAITING),
    "forward": (frozenset({State.WAITING}), State.SENT),
    "fail": (frozenset({State.WAITING}), State.FAILED),
    "again": (frozenset({State.FAILED}), State.WAITING),
    "withdraw": (frozenset({State.WAITING, State.FAILED, State.SENT}), State.WITHDRAWN),
}

REPLACED = "内容有更新，换成新的一条"


class MarkedMeanwhile(Conflict):
    """The message no longer stands where it was on the screen."""

    sentence = _("这条群消息现在是“%(state)s”，刚才这一步没有记上。请刷新后再看。")


def post_to_group(
    kind: str,
    *,
    group: Ref,
    text: str,
    about: Ref,
    secrecy: Literal[Secrecy.PUBLIC],
    at: dt.datetime,
    dedupe: str,
) -> Ref:
    """Queue one public message for one group, inside the transaction of the verb that causes it; once per `dedupe`.

    Raises RuntimeError outside a transaction, ValueError for anything that is not public or a group that is closed.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a message is posted in the transaction of the verb that causes it")
    row = Group.objects.filter(pk=group, until=None).first()
    if row is None:
        raise ValueError("no such group, or it is closed")
    channel = CHANNELS[row.channel]
    if secrecy is not Secrecy.PUBLIC or channel.reaches != "group" or not channel.accepts(secrecy):
        raise ValueError("a group takes public messages only")
    message, made = Outbox.objects.get_or_create(
        dedupe=dedupe,
        defaults={
            "ref": new_ref(),
            "kind": kind,
            "channel": row.channel,
            "person": "",
            "group": group,
            "text": text,
            "about": about,
            "secrecy": secrecy,
            "state": State.WAITING if channel.by_hand else State.PENDING,
            "next_due_at": at,
            "created_at": at,
        },
    )
    if made:
        record_step(message, "queue", by=None, at=at)
    return Ref(message.ref)


@transaction.atomic
def forwarded(ref: Ref, *, by: Ref, at: dt.datetime) -> None:
    """The publisher has sent it in the group. Raises NotFound, MarkedMeanwhile."""
    _move(access.message_for(by, ref, at=at), "forward", by=by, at=at, sent_at=at)


@transaction.atomic
def failed(ref: Ref, *, reason: str, by: Ref, at: dt.datetime) -> None:
    """It could not be sent. Raises NotFound, MarkedMeanwhile, Invalid without a reason."""
    message = access.message_for(by, ref, at=at)
    why = _reason(reason)
    _move(message, "fail", by=by, at=at, note=why, error=why)


@transaction.atomic
def again(ref: Ref, *, by: Ref, at: dt.datetime) -> None:
    """What failed waits once more. Raises NotFound, MarkedMeanwhile."""
    _move(access.message_for(by, ref, at=at), "again", by=by, at=at, error="")


@transaction.atomic
def withdrawn(ref: Ref, *, reason: str, by: Ref, at: dt.datetime) -> None:
    """It was taken back, or is not to be sent. Raises NotFound, MarkedMeanwhile, Invalid without a reason."""
    message = access.message_for(by, ref, at=at)
    _move(message, "withdraw", by=by, at=at, note=_reason(reason))


def replace(about: Ref, *, at: dt.datetime) -> int:
    """Take back what still waits in people's hands about this thing, because something newer says it.

    Inside the caller's transaction; returns how many. What was already forwarded stays as it is.
    """
    waiting = list(Outbox.objects.filter(about=about, state__in=(State.WAITING, State.FAILED)).exclude(group=""))
    for message in waiting:
        _move(message, "withdraw", by=None, at=at, note=REPLACED)
    return len(waiting)


def step_facts(row: MessageStep) -> dict[str, str | int]:
    """What the trail commits to of one step: its columns, and the message it is about."""
    message = row.message
    return {
        "message": message.ref,
        "group": message.group,
        "kind": message.kind,
        "about": message.about,
        "text": hashlib.sha256(message.text.encode()).hexdigest(),
        "seq": row.seq,
        "move": row.move,
        "state": row.state,
        "by": row.by,
        "at": spelt(row.at),
        "note": hashlib.sha256(row.note.encode()).hexdigest(),
    }


def _reason(words: str) -> str:
    words = clean(words)[:200]
    if not words:
        raise Invalid(_("请写一句原因，以后查得到。"))
    return words


def _move(message: Outbox, move: str, *, by: Ref | None, at: dt.datetime, note: str = "", **changes: Any) -> None:
    sources, state = MOVES[move]
    if message.state not in sources:
        raise MarkedMeanwhile(state=vocab.GROUP_STATES[message.state])
    won = Outbox.objects.filter(pk=message.pk, state=message.state).update(state=state, **changes)
    if won != 1:
        message.refresh_from_db()
        raise MarkedMeanwhile(state=vocab.GROUP_STATES[message.state])
    message.state = state
    record_step(message, move, by=by, at=at, note=note)


def record_step(message: Outbox, move: str, *, by: Ref | None, at: dt.datetime, note: str = "") -> None:
    """What somebody did with a message: a row, and its trail entry as the last thing of the transaction."""
    # the row is ours until the commit, whether it was just made or just moved, so nobody takes the same number
    seq = MessageStep.objects.filter(message=message).count() + 1
    row = MessageStep.objects.create(
        message=message, seq=seq, move=move, state=message.state, by=by or "", at=at, note=note
    )
    trail.record(vocab.did_message(move), Ref(row.ref), by=by, at=at, facts=step_facts(row))
