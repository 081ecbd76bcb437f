"""The delivery loop: claim, send with no transaction open, record.

A row is claimed by moving its `next_due_at` to the end of a lease; only the worker whose update hit acts. A worker
that dies leaves a lease that runs out, and the next one sends again - or asks, where a double would do harm.
"""

import datetime as dt
import logging
import random
import time

from django.db.models import F
from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.courier.channels import CHANNELS
from xiaowei.courier.channels.base import Channel, Failed, Outgoing, Sent
from xiaowei.courier.models import Outbox
from xiaowei.courier.vocab import Secrecy, State

log = logging.getLogger(__name__)

ROUND = 60.0  # seconds; what a slow channel leaves undone waits for the next round
LEASE = dt.timedelta(minutes=2)  # a round and the one send that overruns it: counted from the round's start
MAX_ATTEMPTS = 10  # with the pauses below about a day
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(seconds=30), dt.timedelta(hours=6)


def deliver_due(*, at: dt.datetime, limit: int = 100) -> int:
    """Send what is due, at most `limit` messages; returns how many were taken. Any number of loops may run."""
    due = Outbox.objects.filter(state=State.PENDING, next_due_at__lte=at).order_by("next_due_at", "created_at")
    begun, taken = time.monotonic(), 0
    for row in list(due[:limit]):
        if time.monotonic() - begun > ROUND:
            break
        taken += _deliver(row, at=at)
    return taken


def _deliver(row: Outbox, *, at: dt.datetime) -> bool:
    lease = at + LEASE
    mine = Outbox.objects.filter(ref=row.ref, state=State.PENDING, next_due_at=row.next_due_at)
    if not mine.update(next_due_at=lease, begun_at=at, attempts=F("attempts") + 1):
        return False  # another loop got there first, or it was withdrawn
    outcome = _send(row)
    held = Outbox.objects.filter(ref=row.ref, state=State.PENDING, next_due_at=lease)
    if isinstance(outcome, Sent):
        held.update(state=State.SENT, sent_at=at, begun_at=None, error="")
        return True
    if outcome.permanent or row.attempts + 1 >= MAX_ATTEMPTS:
        held.update(state=State.FAILED, begun_at=None, error=outcome.why[:200])
        log.warning("message %s given up: %s", row.ref, outcome.why)
        return False
    later = at + pause(row.attempts + 1, luck=random.random())
    held.update(next_due_at=later, begun_at=None, error=outcome.why[:200])
    return False


def _send(row: Outbox) -> Sent | Failed:
    channel = CHANNELS.get(row.channel)
    refusal = _refusal(row, channel)
    if channel is None or refusal:
        return Failed(refusal, permanent=True)
    outgoing = Outgoing(
        ref=Ref(row.ref),
        kind=row.kind,
        person=Ref(row.person),
        text=row.text,
        about=Ref(row.about),
        secrecy=Secrecy(row.secrecy),
        created_at=row.created_at,
        group=Ref(row.group) if row.group else None,
    )
    try:
        return channel.send(outgoing)
    except Exception as error:  # one broken channel must not stop the others; the text may quote a person's words
        log.error("channel %s broke: %s", row.channel, type(error).__name__)
        return Failed(_("通道出错：%(kind)s") % {"kind": type(error).__name__})


def _refusal(row: Outbox, channel: Channel | None) -> str:
    if channel is None:
        return _("没有名为 %(channel)s 的通道") % {"channel": row.channel}
    if not channel.accepts(Secrecy(row.secrecy)):
        return _("这条通道不允许发送这种密级的消息")
    if row.begun_at is not None and channel.resend == "ask":
        return _("上一次发送中断，不知道对方是否收到，请核实后再决定是否重发")
    return ""


def pause(attempts: int, *, luck: float) -> dt.timedelta:
    """How long to wait after so many tries: doubling, half of it by `luck` (0 to 1) so that retries spread out."""
    whole: dt.timedelta = min(FIRST_PAUSE * 2 ** (attempts - 1), LONGEST_PAUSE)
    return whole * (0.5 + luck / 2)
