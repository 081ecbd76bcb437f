"""Verbs about a villager's log-in: opening it, and changing its password.

Its name is whatever she will remember, a phone number for most; only its keyed digest is looked at.
"""

import datetime as dt
import itertools

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.accounts import codes, throttle, vocab
from xiaowei.accounts.actions import BURST, burst, happened, nobody
from xiaowei.accounts.models import MemberSession, Villager
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, NotFound, Refusal

SHORTEST, LONGEST = 8, 256  # characters of a password
NAME_LONGEST = 40


class WrongMember(Refusal):
    """Unknown name or wrong password: one answer for both."""

    status = 422
    sentence = _("登录名或口令不对。请再输一次；忘了口令，请向村报账员要一张新的邀请单。")


def log_in(*, name: str, password: str, source: str, at: dt.datetime) -> Ref:
    """The villager these credentials open; `source` is the address they came from (kept only as a daily digest).

    Raises Throttled while tries must wait, WrongMember otherwise. Unknown names take as long as known ones.
    """
    # a source of its own: whoever gets in here must not wipe away what was tried at the staff's door
    sources = throttle.digest_key("member-source", source, at=at)
    keys = throttle.digest_key("member", codes.name_key(name), at=at), sources
    throttle.check(*keys, at=at)
    villager = Villager.objects.filter(name_key=codes.name_key(name)).first()
    if not check_password(password, villager.password if villager else nobody()) or villager is None:
        if throttle.failed(*keys, at=at)[keys[0]] == BURST:
            burst(Ref(villager.ref) if villager else None, at=at)
        raise WrongMember()
    throttle.succeeded(*keys)
    return Ref(villager.ref)


def change_password(villager: Ref, *, old: str, new: str, at: dt.datetime, tried_at: dt.datetime) -> None:
    """Set a new password and end every session of hers. Raises WrongMember, Throttled, Invalid.

    `tried_at` is the machine's own moment, for the throttle.
    """
    key = throttle.digest_key("password", villager, at=tried_at)
    throttle.check(key, at=tried_at)
    row = Villager.objects.filter(pk=villager).first()
    if row is None:
        raise NotFound()
    if not check_password(old, row.password):
        throttle.failed(key, at=tried_at)
        raise WrongMember(_("原来的口令不对。请再输一次。"))
    refuse_weak(new, name=row.name)
    encoded = make_password(new)  # slow on purpose, so before the transaction
    with transaction.atomic():
        Villager.objects.filter(pk=villager).update(password=encoded)
        MemberSession.objects.filter(villager=villager).delete()
        happened(vocab.DID_PASSWORD, person=villager, by=villager, at=at)
    throttle.succeeded(key)


def refuse_weak(password: str, *, name: str) -> None:
    """Raise Invalid for a password that anybody would try first."""
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) == 1:
        raise Invalid(_("口令太简单：至少 8 位，不能全是同一个字。请换一个。"))
    if codes.plain_name(password) == codes.plain_name(name) or _counts(password):
        raise Invalid(_("口令太简单：不能和登录名一样，也不能是 12345678 这样的顺序。请换一个。"))


def refuse_name(name: str) -> None:
    """Raise Invalid for a name nobody could log in with again."""
    if not 2 <= len(codes.plain_name(name)) <= NAME_LONGEST or not name.strip().isprintable():
        raise Invalid(_("登录名要 2 到 40 个字，手机号或自己记得住的名字都行。请改一下。"))


def _counts(password: str) -> bool:
    steps = {ord(b) - ord(a) for a, b in itertools.pairwise(password)}
    return steps in ({1}, {-1})
