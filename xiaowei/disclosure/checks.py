"""Verbs of inspectors' checks (双监督): look at a published item, say what is wrong, hear the village, look again."""

import datetime as dt
import hashlib

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict, NotFound
from xiaowei.disclosure import checkaccess
from xiaowei.disclosure.checkflow import ANSWER
from xiaowei.disclosure.checkhistory import step
from xiaowei.disclosure.history import ChangedMeanwhile
from xiaowei.disclosure.models import Check, Publication


class UnderWay(Conflict):
    """One matter at a time between a desk and a village about one item."""

    sentence = _("您单位对这一项已经有一次检查还没办结。请打开那一次接着办。")


def make(publication: Ref, *, number: int, sound: bool, words: str, form_key: str, by: Ref, at: dt.datetime) -> Ref:
    """Record a check of the version that was on the screen: sound, or wrong as the words say. Idempotent by form.

    Raises NotFound, Invalid without words for what is wrong, ChangedMeanwhile when a newer version is public,
    UnderWay while an earlier check of the same desk is open.
    """
    shown = Publication.objects.filter(pk=publication, published_number__isnull=False).first()
    if shown is None:
        raise NotFound()
    desk = checkaccess.desk_over(by, Ref(shown.village), at=at)
    digest = hashlib.sha256(f"{by}.{form_key}".encode()).hexdigest()
    try:
        with transaction.atomic():
            return _known(digest) or _make(shown, desk, number, sound, words, digest, by=by, at=at)
    except IntegrityError:
        known = _known(digest)
        if known is None:
            raise UnderWay() from None
        return known


@transaction.atomic
def answer(ref: Ref, *, words: str, by: Ref, at: dt.datetime) -> None:
    """The village answers: what was the matter, and what will be done."""
    _village(ref, "answer", words=words, by=by, at=at)


@transaction.atomic
def rectify(ref: Ref, *, words: str, by: Ref, at: dt.datetime) -> None:
    """The village says that it is mended, and how."""
    _village(ref, "rectify", words=words, by=by, at=at)


@transaction.atomic
def close(ref: Ref, *, words: str, seen: int, by: Ref, at: dt.datetime) -> None:
    """The inspectors looked again and found it in order. `seen` is the count of steps on their screen."""
    _inspectors(ref, "close", words=words, seen=seen, by=by, at=at)


@transaction.atomic
def give_back(ref: Ref, *, words: str, seen: int, by: Ref, at: dt.datetime) -> None:
    """The inspectors looked again and it is not yet in order: the village answers once more."""
    _inspectors(ref, "give_back", words=words, seen=seen, by=by, at=at)


def _make(
    shown: Publication, desk: Ref, number: int, sound: bool, words: str, digest: str, *, by: Ref, at: dt.datetime
) -> Ref:
    if number != shown.published_number:
        raise ChangedMeanwhile(number=shown.published_number)
    if Check.objects.filter(publication=shown, desk=desk, is_open=True).exists():
        raise UnderWay()
    check = Check.objects.create(
        publication=shown,
        number=number,
        village=shown.village,
        county=shown.county,
        desk=desk,
        state="",
        is_open=False,
        made_at=at,
        form_digest=digest,
    )
    told = [] if sound else checkaccess.answerers(Ref(shown.village), at=at)
    step(check, "pass" if sound else "find", by=by, words=words, tell=told, at=at)
    return Ref(check.ref)


def _village(ref: Ref, move: str, *, words: str, by: Ref, at: dt.datetime) -> None:
    check = checkaccess.check_for(by, ref, to=ANSWER, at=at)
    step(check, move, by=by, words=words, tell=checkaccess.inspectors(check, at=at), at=at)


def _inspectors(ref: Ref, move: str, *, words: str, seen: int, by: Ref, at: dt.datetime) -> None:
    check = checkaccess.check_for_inspector(by, ref, at=at)
    if seen != check.steps_taken:
        raise ChangedMeanwhile(number=check.number)
    told = checkaccess.answerers(Ref(check.village), at=at)
    step(check, move, by=by, words=words, tell=told, at=at)


def _known(digest: str) -> Ref | None:
    found = Check.objects.filter(form_digest=digest).values_list("ref", flat=True).first()
    return Ref(found) if found else None
