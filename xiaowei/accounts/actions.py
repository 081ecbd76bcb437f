"""Verbs of the accounts room."""

import datetime as dt
from copy import copy

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, get_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.accounts import throttle, vocab
from xiaowei.accounts.models import Happening, Login
from xiaowei.base.clock import spelt
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, Refusal
from xiaowei.trail import actions as trail

BURST = 5  # failures on one account that the audit must see


class WrongCredentials(Refusal):
    """Unknown name, wrong password or a closed account: one answer for all three."""

    status = 422
    sentence = _("用户名或口令不对。请检查大小写后再输一次；忘了口令请找系统管理员重设。")


def create_login(
    person: Ref, *, username: str, password: str, at: dt.datetime, by: Ref | None = None, sample: bool = False
) -> None:
    """Give a person a log-in. Raises Invalid when the name is taken or the password is too weak.

    The password of a `sample` is derived from the installation's key, never chosen by anybody.
    """
    encoded = _encode(password, sample=sample)  # slow on purpose, so before the transaction
    try:
        with transaction.atomic():
            Login.objects.create(person=person, username=username, password=encoded, sample=sample, created_at=at)
            happened(vocab.DID_CREATE, person=person, by=by, at=at)
    except IntegrityError:
        raise Invalid(_("用户名“%(name)s”或这个人已有账号。请换一个用户名，或先停用旧账号。"), name=username) from None


def set_password(username: str, *, password: str, by: Ref | None, at: dt.datetime) -> None:
    """Set a new password. Raises Invalid when there is no such log-in or the password is too weak."""
    encoded = _encode(password, sample=False)
    with transaction.atomic():
        login = Login.objects.filter(username=username).first()
        if login is None:
            raise Invalid(_("没有“%(name)s”这个用户名。请检查拼写。"), name=username)
        Login.objects.filter(pk=login.pk).update(password=encoded)
        happened(vocab.DID_PASSWORD, person=Ref(login.person), by=by, at=at)


def log_in(*, username: str, password: str, source: str, at: dt.datetime) -> Login:
    """The log-in these credentials open; `source` is the address they came from (kept only as a daily digest).

    Raises Throttled while tries must wait, WrongCredentials otherwise. Unknown names take as long as known ones.
    """
    username = username.replace("\0", "")  # PostgreSQL takes no such character, and a guess is no error
    account_key = throttle.digest_key("account", username, at=at)
    source_key = throttle.digest_key("source", source, at=at)
    throttle.check(account_key, source_key, at=at)
    login = Login.objects.filter(username=username, is_active=True).first()
    if not check_password(password, login.password if login else nobody()) or login is None:
        if throttle.failed(account_key, source_key, at=at)[account_key] == BURST:
            burst(Ref(login.person) if login else None, at=at)
        raise WrongCredentials()
    throttle.succeeded(account_key, source_key)
    return login


@transaction.atomic
def burst(person: Ref | None, *, at: dt.datetime) -> None:
    """Enter a burst of failures on one account, staff's or villager's; None where nobody has that name."""
    happened(vocab.DID_BURST, person=person, by=None, at=at)


def happened(did: str, *, person: Ref | None, by: Ref | None, at: dt.datetime) -> None:
    """Enter what happened to an account, as the last step of a verb of this room."""
    row = Happening.objects.create(kind=did.rsplit(":", 1)[1], person=person or "", by=by or "", at=at)
    trail.record(did, Ref(row.ref), by=by, subject=person, at=at, facts=row_facts(row))


def row_facts(row: Happening) -> dict[str, str]:
    """What the trail commits to of one happening; of a log-in that was made, also its name: it never changes hands."""
    facts = {"kind": row.kind, "person": row.person, "by": row.by, "at": spelt(row.at)}
    if row.kind == "create":
        facts["login"] = ",".join(Login.objects.filter(person=row.person).values_list("username", flat=True))
    return facts


def refuse_weak(password: str) -> None:
    """Raise Invalid for a password that is too easy to guess."""
    try:
        validate_password(password)
    except ValidationError:
        raise Invalid(_("口令太弱：至少 12 个字符，不能全是数字，也不能是常见口令。请换一个。")) from None


def _encode(password: str, *, sample: bool) -> str:
    if not sample:
        refuse_weak(password)
        return make_password(password)
    hasher = copy(get_hasher())
    if isinstance(hasher, Argon2PasswordHasher):
        # 80 random bits are no safer for being hashed slowly, and forty of them kept `make run` waiting for ten seconds
        hasher.time_cost, hasher.memory_cost, hasher.parallelism = 1, 1024, 1
    return make_password(password, hasher=hasher)


_NOBODY: list[str] = []


def nobody() -> str:
    """An encoded password that nobody has, so that an unknown name costs the same Argon2 as a known one."""
    if not _NOBODY:
        _NOBODY.append(make_password("nobody has this password"))
    return _NOBODY[0]
