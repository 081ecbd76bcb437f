"""Verbs of the staff: first word, acceptance, answer, second eyes. Each asks `access` for the case by its move."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, Refusal
from xiaowei.base.words import clean
from xiaowei.cases import access, flow, vocab
from xiaowei.cases.actions import LONGEST
from xiaowei.cases.history import ChangedMeanwhile, Step, step
from xiaowei.cases.models import Case, Event
from xiaowei.roster import queries as roster


class SamePerson(Refusal):
    """The second pair of eyes must be somebody else's."""

    status = 422
    sentence = gettext_lazy("这份答复是您自己写的，不能由您自己复核。请另一位复核人来看。")


@transaction.atomic
def reply(ref: Ref, *, words: str, by: Ref, at: dt.datetime) -> None:
    """A first word to the reporter, within 24 hours: that it has arrived and what happens next."""
    case = access.case_for(by, ref, to="reply", at=at)
    step(case, Step("reply", at, by=by, label=label_of(by, case, at=at), words=_needed(words)))


@transaction.atomic
def accept(ref: Ref, *, by: Ref, words: str = "", at: dt.datetime) -> None:
    """Take the matter on, and say so."""
    case = access.case_for(by, ref, to="accept", at=at)
    step(case, Step("accept", at, by=by, label=label_of(by, case, at=at), words=_within(words)))


@transaction.atomic
def decline(ref: Ref, *, words: str, by: Ref, at: dt.datetime) -> None:
    """Out of scope: told why, and where to go. The words are needed."""
    case = access.case_for(by, ref, to="decline", at=at)
    step(case, Step("decline", at, by=by, label=label_of(by, case, at=at), words=_needed(words)))


@transaction.atomic
def answer(ref: Ref, *, words: str, by: Ref, at: dt.datetime) -> None:
    """Write the answer; it goes to a second pair of eyes, not yet to the reporter."""
    case = access.case_for(by, ref, to="answer", at=at)
    told = _second_eyes(case, by, at=at)
    label = label_of(by, case, at=at)
    step(case, Step("answer", at, by=by, label=label, words=_needed(words), tell="cases.to_review", to=told))


@transaction.atomic
def return_answer(ref: Ref, *, words: str, seen: int, by: Ref, at: dt.datetime) -> None:
    """Second eyes send the answer back with a reason. `seen` is the version of the case they looked at."""
    case, written = _reviewed(ref, "return_answer", seen, by=by, at=at)
    writer = {Ref(written.by)}
    label = label_of(by, case, at=at)
    step(case, Step("return_answer", at, by=by, label=label, words=_needed(words), tell="cases.returned", to=writer))


@transaction.atomic
def release_answer(ref: Ref, *, seen: int, by: Ref, at: dt.datetime) -> None:
    """Second eyes let the answer go to the reporter, exactly as they saw it (`seen`: the case's version)."""
    case, written = _reviewed(ref, "release_answer", seen, by=by, at=at)
    step(case, Step("release_answer", at, by=by, label=label_of(by, case, at=at), words=written.words))


def label_of(person: Ref, case: Case, *, at: dt.datetime) -> str:
    """What the reporter reads of an officer: the office; names only outside the discipline lane."""
    posts = roster.posts_of(person, at=at)
    near = [post for post in posts if post.area in (case.desk, case.village)] or posts
    if not near:
        return ""
    if case.lane == vocab.DISCIPLINE:
        return _("%(body)s 经办人") % {"body": near[0].body}
    return f"{near[0].body} {near[0].name}"


def _reviewed(ref: Ref, move: str, seen: int, *, by: Ref, at: dt.datetime) -> tuple[Case, Event]:
    case = access.case_for(by, ref, to=move, at=at)
    if case.version != seen:
        raise ChangedMeanwhile()
    flow.check(flow.MOVES[move], case.state)
    written = case.events.filter(move="answer").latest("seq")
    if written.by == by:
        raise SamePerson()
    return case, written


def _second_eyes(case: Case, by: Ref, *, at: dt.datetime) -> set[Ref]:
    permission = vocab.TRIAGE if case.lane == vocab.DISCIPLINE else vocab.RELEASE_ANSWER
    found = access.people_who(permission, case, at=at)
    # the nearest second eyes first: the township is told only when the village has nobody else
    own = {holder.person for holder in found if holder.area == case.desk and holder.person != by}
    return own or {holder.person for holder in found if holder.person != by}


def _needed(words: str) -> str:
    if not clean(words):
        raise Invalid(_("还没有写内容。请写清楚再送。"))
    return _within(words)


def _within(words: str) -> str:
    words = clean(words)
    if len(words) > LONGEST:
        raise Invalid(_("写了 %(n)d 个字，最多 %(most)d 个。请短一些再送。"), n=len(words), most=LONGEST)
    return words
