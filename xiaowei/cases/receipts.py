"""Receipts: 16 digits that open one case, and that nothing stores.

The code is derived from the form's 128-bit key by HMAC, so a retry of the same form shows the same code although
nobody kept it (docs/decisions/0003). At submit an HMAC of the code is stored; within a minute the clock replaces it by
HMAC(pepper, Argon2id(that HMAC)): the clock never knows the code, submitting never waits for Argon2id, and a stolen
database with all its keys still costs years per code. Look-up tries both. 53.1 bits.
"""

import datetime as dt
import hashlib
import hmac
import re
import threading
import unicodedata

from argon2.low_level import Type, hash_secret_raw
from django.utils.translation import gettext_lazy as _

from xiaowei.accounts import throttle
from xiaowei.base.keys import key
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Refusal, Throttled
from xiaowei.cases.models import Case

DIGITS = 16
_AT_ONCE = threading.BoundedSemaphore(2)  # Argon2id at 64 MiB: never more than two verifications at once
PATIENCE = 5  # seconds a look-up waits for its turn


class UnknownReceipt(Refusal):
    """No case answers to this code: one sentence for all causes."""

    status = 422
    sentence = _("没有查到这个回执号。请对照截屏或抄下的 16 位数字再输一次。")


def code_for(form_key: str) -> str:
    """The receipt code of a form: the same for the same form, for ever."""
    number = hmac.new(key("receipt"), form_key.encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(number, 'big') % 10**DIGITS:0{DIGITS}d}"


def fast_digest(code: str) -> str:
    """What is stored of a code at submit."""
    return hmac.new(key("receipt-fast"), code.encode(), hashlib.sha256).hexdigest()


def slow_digest(fast: str) -> str:
    """What is stored of a code for good, from its fast digest: 64 MiB of Argon2id deep. Never in a transaction."""
    deep = hash_secret_raw(
        fast.encode(),
        key("receipt-salt")[:16],
        time_cost=3,
        memory_cost=65536,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )
    return hmac.new(key("receipt-pepper"), deep, hashlib.sha256).hexdigest()


def digits(typed: str) -> str:
    """Only the digits of what was typed, full-width ones too: people copy spaces, dashes and 回执号."""
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", typed))


def find(typed: str, *, source: str, at: dt.datetime) -> Ref:
    """The case this code opens. Raises UnknownReceipt, or Throttled after too many wrong ones.

    `source` is the address the try came from (kept only as a daily digest).
    """
    source_key = throttle.digest_key("receipt", source, at=at)
    throttle.check(source_key, at=at)
    code = digits(typed)
    found = _look_up(code) if len(code) == DIGITS else None
    if found is None:
        throttle.failed(source_key, at=at)
        raise UnknownReceipt()
    return found


def _look_up(code: str) -> Ref | None:
    fast = fast_digest(code)
    fresh = Case.objects.filter(receipt_fast=fast).values_list("ref", flat=True).first()
    if not _AT_ONCE.acquire(timeout=PATIENCE):
        raise Throttled(wait=PATIENCE)
    try:
        slow = slow_digest(fast)  # also when the fast one hit: both take as long
    finally:
        _AT_ONCE.release()
    found = fresh or Case.objects.filter(receipt_slow=slow).values_list("ref", flat=True).first()
    return Ref(found) if found else None


def waiting(limit: int) -> list[tuple[Ref, str]]:
    """Cases whose receipt still rests under its fast digest."""
    rows = Case.objects.filter(receipt_fast__isnull=False)  # its unique index finds these few at once
    return [(Ref(ref), fast) for ref, fast in rows.values_list("ref", "receipt_fast")[:limit] if fast]


def ripen(ref: Ref, fast: str) -> int:
    """Replace a fast digest by the slow one; 1 if this call did it. The slow part is outside any transaction."""
    slow = slow_digest(fast)
    return Case.objects.filter(pk=ref, receipt_fast=fast).update(receipt_fast=None, receipt_slow=slow)
