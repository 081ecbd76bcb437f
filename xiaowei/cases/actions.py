"""Verbs of reporters: ask, write more, rate, withdraw. The staff's verbs are in `handling`."""

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.almanac import queries as almanac
from xiaowei.base.keys import key
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict, Invalid, NotFound
from xiaowei.base.turns import written
from xiaowei.base.words import clean
from xiaowei.cases import desks, drafts, naming, opening, receipts, routing, running, vocab
from xiaowei.cases import targets as whom
from xiaowei.cases.drafts import form_digest
from xiaowei.cases.history import Step, step
from xiaowei.cases.models import Case, Clock, FormUse, Photo
from xiaowei.cases.naming import Identity
from xiaowei.cases.opening import NewCase
from xiaowei.cases.queries import ClockFacts, clock_facts
from xiaowei.cases.targets import Target
from xiaowei.roster.nearby import nearby
from xiaowei.trail.canonical import JSON, canonical

__all__ = [
    "LONGEST",
    "Identity",
    "NewCase",
    "Opened",
    "OtherContent",
    "Target",
    "add_words",
    "checked",
    "open_case",
    "rate",
    "withdraw",
]

LONGEST = 2000  # characters of one text


class OtherContent(Conflict):
    """The same form came again with other content."""

    sentence = _("这张表刚才已经送出，内容和这次不一样。要补充请凭回执号进入“查进度”再写。")


@dataclass(frozen=True)
class Opened:
    """An accepted form: the case, its receipt code, its clocks, and whether this very form was taken before."""

    case: Ref
    receipt: str
    clocks: tuple[ClockFacts, ...]
    again: bool


def open_case(new: NewCase, *, form_key: str, at: dt.datetime) -> Opened:
    """Open a case with the photos that wait under the form's key.

    A retry of the same form makes no second case and shows the same code. Raises Invalid on empty or overlong
    words, on a target or an identity that says nobody, OtherContent when the form was used with other content.
    """
    digest = form_digest(form_key)
    waiting = drafts.waiting(digest)
    words = checked(new.words, photos=bool(waiting))
    new = replace(new, targets=whom.checked(new.targets), identity=naming.checked(new.identity))
    if new.kind not in vocab.KINDS:
        raise Invalid(_("还没有选是什么事。请选一项再送。"))
    body = _digest(_content(new, words))
    near = nearby(new.village, at=at)
    mode = new.identity.mode if new.identity else ""
    said = routing.Said(words, new.kind, new.targets, mode, new.happened_on)
    route = routing.route(said, near=near, at=at)
    form = opening.Form(digest, body, receipts.code_for(form_key), waiting)
    try:
        with written():
            case, clocks = opening.write(new, form, route, near, words=words, at=at)
    except IntegrityError:  # this very form was taken before, perhaps a moment ago
        known = _known(form_key, body)
        if known is None:
            raise
        return _opened(known, form, known.clocks.all(), again=True, at=at)
    return _opened(case, form, clocks, again=False, at=at)


def add_words(ref: Ref, *, words: str, form_key: str, at: dt.datetime) -> None:
    """The reporter writes more, with the photos that wait under this form's key; a retry adds nothing.

    Words that may be about a cadre take the case out of every village eye in the same transaction.
    """
    words = checked(words, photos=bool(drafts.waiting(form_digest(form_key))))
    body = _digest({"case": ref, "words": words})
    try:
        with transaction.atomic():
            if _known(form_key, body) is None:
                _add(_held(ref), words, form_key, body, at=at)
    except IntegrityError:  # the same form at the same moment: whoever came first has added it
        if _known(form_key, body) is None:
            raise


@transaction.atomic
def rate(ref: Ref, *, grade: int, words: str = "", at: dt.datetime) -> None:
    """Rate the answer: 1 satisfied, 2 basically, 3 not satisfied.

    Not satisfied: done again once at the same level; the second time the next level takes it up.
    A reason that may be about a cadre takes the case to discipline triage, whatever the grade: nobody of the
    village is told of such a rating.
    """
    if grade not in vocab.GRADES:
        raise Invalid(_("请先选“满意”“基本满意”或“不满意”，再交上打分。"))
    words = clean(words)
    if len(words) > LONGEST:
        raise Invalid(_("原因写得太长，最多 %(most)d 个字。请短一些再交。"), most=LONGEST)
    case = _held(ref)
    away = desks.away(case, words, at=at)
    if grade != 3:
        step(case, Step("rate_good", at, grade=grade, words=words))
    else:
        _rate_bad(case, words, quiet=away is not None, at=at)
    if away is not None:
        desks.reroute(case, away, at=at)


@transaction.atomic
def withdraw(ref: Ref, *, at: dt.datetime) -> None:
    """The reporter takes the matter back, before it is answered."""
    step(_held(ref), Step("withdraw", at))


def checked(words: str, *, photos: bool) -> str:
    """The words without surrounding space. Raises Invalid when there is nothing to read, or too much."""
    words = clean(words)
    if not words and not photos:
        raise Invalid(_("还没有写是什么事。请写一两句话，或者附一张照片。"))
    if len(words) > LONGEST:
        raise Invalid(
            _("写了 %(n)d 个字，最多 %(most)d 个。请分两次送，余下的凭回执号补充。"), n=len(words), most=LONGEST
        )
    return words


def _content(new: NewCase, words: str) -> dict[str, JSON]:
    """What one form says; what came with later releases only when it is there, so that older forms stay the same."""
    content: dict[str, JSON] = {"village": new.village, "about": new.about, "kind": new.kind, "words": words}
    if new.targets:
        content["targets"] = [[t.kind, t.ref, t.words] for t in new.targets]
    if new.identity:
        content["identity"] = [new.identity.mode, new.identity.name, new.identity.phone]
    if new.happened_on:
        content["happened_on"] = new.happened_on.isoformat()
    return content


def _opened(case: Case, form: opening.Form, clocks: Iterable[Clock], *, again: bool, at: dt.datetime) -> Opened:
    return Opened(Ref(case.ref), form.receipt, clock_facts(clocks, almanac.calendar(), at=at), again=again)


def _use(form_key: str, body: str, case: Case, *, at: dt.datetime) -> None:
    FormUse.objects.create(form_digest=form_digest(form_key), body_digest=body, case=case, at=at)


def _add(case: Case, words: str, form_key: str, body: str, *, at: dt.datetime) -> None:
    _use(form_key, body, case, at=at)
    away = desks.away(case, words, at=at)
    if away is not None:
        desks.reroute(case, away, at=at)
    told = desks.handlers(case, at=at)
    step(case, Step("add", at, words=words, photos=drafts.waiting(form_digest(form_key)), tell="cases.added", to=told))


def _rate_bad(case: Case, words: str, *, quiet: bool, at: dt.datetime) -> None:
    again = case.redone >= 1  # once at the same level; from the second time on, the next level
    changes: dict[str, Any] = {"redone": case.redone + 1, "urged": 0} | (desks.lift(case, at=at) if again else {})
    told = desks.lifted_to(case, at=at) if again else desks.handlers(case, at=at)
    tell = "" if quiet else "cases.dissatisfied" if again else "cases.redo"
    if not (again and running.take_up(case, at=at)):
        running.restart(case, "resolution", at=at)
    step(case, Step("rate_bad", at, grade=3, words=words, tell=tell, to=told), **changes)


def _known(form_key: str, body: str) -> Case | None:
    used = FormUse.objects.filter(form_digest=form_digest(form_key)).select_related("case").first()
    if used is None:
        return None
    sent = set(Photo.objects.filter(event__case=used.case_id).values_list("original", flat=True))
    if used.body_digest != body or any(photo.original not in sent for photo in drafts.waiting(form_digest(form_key))):
        raise OtherContent()
    return used.case


def _held(ref: Ref) -> Case:
    case = Case.objects.filter(pk=ref).first()
    if case is None:
        raise NotFound()
    return case


def _digest(body: dict[str, JSON]) -> str:
    # keyed: a plain digest in the database would confirm a guess at the words
    return hmac.new(key("words-digest"), canonical(body).encode(), hashlib.sha256).hexdigest()
