"""Withdrawal (撤回): only for privacy or an error that misleads, asked by the village, decided by the township.

What is taken back leaves a tombstone with its reason: nothing disappears without a word. The rows stay as they are, so
the trail still vouches for what was signed; the doubts stay with their cases.
"""

import datetime as dt
import hashlib

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.base.clock import spelt
from xiaowei.base.masking import scrub
from xiaowei.base.people import free_text
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Conflict, Invalid, NotFound
from xiaowei.base.words import clean
from xiaowei.courier import carrying
from xiaowei.disclosure import due, neighbours, notices, vocab
from xiaowei.disclosure.history import Deed, signer, step
from xiaowei.disclosure.models import Digest, Publication, Version, Withdrawal, WithdrawalAnswer
from xiaowei.disclosure.revision import bump
from xiaowei.roster import standing
from xiaowei.trail import actions as trail

LONGEST = 300


class Asked(Conflict):
    """The township has not answered yet."""

    sentence = _("这一版已经申请过撤回，正等乡镇答复。")


class Decided(Conflict):
    """Somebody of the township was first."""

    sentence = _("这次申请刚刚已经有人答复了。请刷新看结果。")


@transaction.atomic
def ask_withdrawal(version: Ref, *, reason: str, ground: str, by: Ref, at: dt.datetime) -> Ref:
    """The village's clerk or secretary asks to take a published version back; returns the request.

    The reason will stand on the public page. Raises NotFound, Invalid, Asked.
    """
    row = Version.objects.filter(pk=version).select_related("publication").first()
    if row is None or not standing.may(by, vocab.ASK_WITHDRAWAL, Ref(row.village), at=at):
        raise NotFound()
    reason = clean(reason)[:LONGEST]
    if row.state != "published":
        raise Invalid(_("只有已经公开的版本才能撤回。"))
    if ground not in vocab.GROUNDS:
        raise Invalid(_("请选一个原因：公开了个人信息，或者内容有错。别的情况请用更正。"))
    if len(reason) < 4:
        raise Invalid(_("请写清为什么要撤回，村民会看到这句话。"))
    if scrub(reason) != reason:
        raise Invalid(_("撤回的原因会公开，请不要写电话、证件号、卡号。"))
    if free_text(reason, known=neighbours.known(Ref(row.village))) != reason:
        raise Invalid(_("撤回的原因会公开，请不要写村民的姓名，写“有一户”就行。"))
    before = row.withdrawals.count()
    if row.withdrawals.filter(answer=None).exists():
        raise Asked()
    name, title = signer(by, Ref(row.village), at=at)
    try:
        with transaction.atomic():
            asked = Withdrawal.objects.create(
                version=row,
                village=row.village,
                county=row.publication.county,
                number=before + 1,
                ground=ground,
                reason=reason,
                by=by,
                name=name,
                title=title,
                at=at,
            )
    except IntegrityError:
        raise Asked() from None
    told = {one.person for one in standing.holders(vocab.DECIDE_WITHDRAWAL, Ref(row.village), at=at)}
    notices.tell("disclosure.withdrawal_asked", row, to=told - {by}, note=reason, at=at, about=Ref(asked.ref))
    trail.record(vocab.ASK_WITHDRAWAL, Ref(asked.ref), by=by, at=at, facts=withdrawal_facts(asked))
    return Ref(asked.ref)


@transaction.atomic
def approve_withdrawal(ref: Ref, *, by: Ref, at: dt.datetime) -> None:
    """The township takes the version back: a tombstone stays. Raises NotFound, Decided, flow.WrongState."""
    asked = _open(ref, by=by, at=at)
    version = asked.version
    answer = _answer(asked, approved=True, words="", by=by, at=at)
    current = Publication.objects.filter(pk=version.publication_id, published_number=version.number)
    if current.update(withdrawn_at=at):
        due.note_published(Ref(version.publication_id), at=at)
        _take_from_hands(version, at=at)
    bump(Ref(version.village))
    told = _hands(version) | {Ref(asked.by)}
    step(version, Deed("withdraw", by, at, note=asked.reason, tell="disclosure.withdrawn", to=told - {by}))
    trail.record(vocab.DECIDE_WITHDRAWAL, Ref(answer.ref), by=by, at=at, facts=answer_facts(answer))


@transaction.atomic
def refuse_withdrawal(ref: Ref, *, words: str, by: Ref, at: dt.datetime) -> None:
    """The township lets the version stand, and says why. Raises NotFound, Invalid, Decided."""
    asked = _open(ref, by=by, at=at)
    words = clean(words)[:LONGEST]
    if not words:
        raise Invalid(_("不同意要写清为什么，村里会看到。"))
    answer = _answer(asked, approved=False, words=words, by=by, at=at)
    notices.tell("disclosure.withdrawal_refused", asked.version, to={Ref(asked.by)}, note=words, at=at)
    trail.record(vocab.DECIDE_WITHDRAWAL, Ref(answer.ref), by=by, at=at, facts=answer_facts(answer))


def withdrawal_facts(row: Withdrawal) -> dict[str, str | int]:
    """What the trail commits to of a request: every column."""
    return {
        "version": row.version_id,
        "village": row.village,
        "county": row.county,
        "number": row.number,
        "ground": row.ground,
        "reason": hashlib.sha256(row.reason.encode()).hexdigest(),
        "by": row.by,
        "name": row.name,
        "title": row.title,
        "at": spelt(row.at),
    }


def answer_facts(row: WithdrawalAnswer) -> dict[str, str | int]:
    """What the trail commits to of the township's word."""
    return {
        "withdrawal": row.withdrawal_id,
        "approved": int(row.approved),
        "words": hashlib.sha256(row.words.encode()).hexdigest(),
        "by": row.by,
        "name": row.name,
        "title": row.title,
        "at": spelt(row.at),
    }


def _open(ref: Ref, *, by: Ref, at: dt.datetime) -> Withdrawal:
    asked = Withdrawal.objects.filter(pk=ref).select_related("version__publication").first()
    if asked is None or not standing.may(by, vocab.DECIDE_WITHDRAWAL, Ref(asked.village), at=at):
        raise NotFound()
    if WithdrawalAnswer.objects.filter(withdrawal=asked).exists():
        raise Decided()
    return asked


def _answer(asked: Withdrawal, *, approved: bool, words: str, by: Ref, at: dt.datetime) -> WithdrawalAnswer:
    name, title = signer(by, Ref(asked.village), at=at)
    columns = {"approved": approved, "words": words, "by": by, "name": name, "title": title, "at": at}
    try:
        with transaction.atomic():
            return WithdrawalAnswer.objects.create(ref=new_ref(), withdrawal=asked, **columns)
    except IntegrityError:
        raise Decided() from None


def _take_from_hands(version: Version, *, at: dt.datetime) -> None:
    """What still waits to be carried to a group and tells of it is not carried any more; the clock makes a new one."""
    for digest in Digest.objects.filter(village=version.village):
        if any(one["publication"] == version.publication_id for one in digest.told):
            carrying.replace(Ref(digest.ref), at=at)


def _hands(version: Version) -> set[Ref]:
    return {Ref(one) for one in version.steps.values_list("by", flat=True)}
