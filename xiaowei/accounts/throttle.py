"""Delay instead of lock-out: after some failures each further try must wait, at most 42 seconds.

Nobody can lock the owner out of his account by guessing badly, and a guesser is slowed all the same.
Keys are digests under an installation key and the day, so that the table tells nothing about who tried.
"""

import datetime as dt
import hashlib
import hmac

from django.db import IntegrityError, transaction
from django.db.models import F

from xiaowei.accounts.models import Throttle
from xiaowei.base.clock import local
from xiaowei.base.keys import key
from xiaowei.base.refusals import Throttled

FREE = 3  # failures before any delay
LONGEST = 42  # seconds
FORGET = dt.timedelta(hours=24)


def digest_key(kind: str, value: str, *, at: dt.datetime) -> str:
    """The stored key for one account, source or receipt desk on one day."""
    text = f"{kind}\0{local(at).date().isoformat()}\0{value}"
    return hmac.new(key("throttle"), text.encode(), hashlib.sha256).hexdigest()


def delay_after(failures: int) -> int:
    """Seconds to wait after so many failures: 0, 0, 0, 1, 2, 4 … 42."""
    return 0 if failures <= FREE else min(2 ** (failures - FREE - 1), LONGEST)


def check(*keys: str, at: dt.datetime) -> None:
    """Raise Throttled while any of the keys must still wait."""
    waits = Throttle.objects.filter(key__in=keys, next_at__gt=at).values_list("next_at", flat=True)
    if waits:
        raise Throttled(wait=max(1, int((max(waits) - at).total_seconds() + 0.999)))


@transaction.atomic
def failed(*keys: str, at: dt.datetime) -> dict[str, int]:
    """Count one failure against each key; returns the count of each."""
    # one order for everybody, so that two failures never wait for each other
    return {one: _count(one, at=at) for one in sorted(keys)}


def succeeded(*keys: str) -> None:
    """Forget the failures of these keys."""
    Throttle.objects.filter(key__in=keys).delete()


def forget(*, at: dt.datetime) -> int:
    """Let go of counts that no longer say anything. Returns how many."""
    return Throttle.objects.filter(last_at__lt=at - FORGET).delete()[0]


def _count(one: str, *, at: dt.datetime) -> int:
    try:
        with transaction.atomic():
            Throttle.objects.create(key=one, failures=0, last_at=at, next_at=at)
    except IntegrityError:
        Throttle.objects.filter(key=one, last_at__lt=at - FORGET).update(failures=0)
    Throttle.objects.filter(key=one).update(failures=F("failures") + 1, last_at=at)
    failures: int = Throttle.objects.values_list("failures", flat=True).get(key=one)
    Throttle.objects.filter(key=one).update(next_at=at + dt.timedelta(seconds=delay_after(failures)))
    return failures
