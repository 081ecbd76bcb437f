"""Members' sessions: rows, so that one ends when she says so, and all others when she changes her password.

Twelve hours without a page end a session; a phone that is remembered needs no page. Thirty days end every one.
"""

import datetime as dt
import secrets
from dataclasses import dataclass

from xiaowei.accounts import codes
from xiaowei.accounts.models import MemberSession
from xiaowei.base.refs import Ref

IDLE = dt.timedelta(hours=12)
LONGEST = dt.timedelta(days=30)
STEP = dt.timedelta(minutes=10)  # between two notes of activity: not every page writes


@dataclass(frozen=True)
class Held:
    """A session: whose, and whether its time is over."""

    villager: Ref
    alive: bool


def begin(villager: Ref, *, kept: bool, at: dt.datetime) -> str:
    """Open a session; returns what the cookie says. `kept`: remembered on this phone."""
    token = secrets.token_urlsafe(32)
    ends_at = at + (LONGEST if kept else IDLE)
    MemberSession.objects.create(
        key=codes.session_key(token), villager_id=villager, began_at=at, kept=kept, ends_at=ends_at
    )
    return token


def held(token: str, *, at: dt.datetime) -> Held | None:
    """The session of this cookie; notes that she is here. None when there is none. One query, seldom two."""
    row = MemberSession.objects.filter(pk=codes.session_key(token)).first() if token else None
    if row is None:
        return None
    alive = row.ends_at > at
    if alive and not row.kept and row.ends_at < at + IDLE - STEP:
        later = min(at + IDLE, row.began_at + LONGEST)
        MemberSession.objects.filter(pk=row.key).update(ends_at=later)
    return Held(Ref(row.villager_id), alive)


def end(token: str) -> None:
    """Close this session for good."""
    if token:
        MemberSession.objects.filter(pk=codes.session_key(token)).delete()


def forget(*, at: dt.datetime) -> int:
    """Let go of sessions that ended a day ago; until then they say whose a late form is. Returns how many."""
    return MemberSession.objects.filter(ends_at__lte=at - dt.timedelta(days=1)).delete()[0]
