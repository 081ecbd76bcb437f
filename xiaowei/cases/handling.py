"""Verbs of the staff: first word, acceptance, answer, second eyes, and discipline's decision whom a case is about.

Each asks `access` for the case by its move.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, Refusal
from xiaowei.base.words import clean
from xiaowei.cases import access, desks, flow, recusal, routing, vocab
from xiaowei.cases import targets as whom
from xiaowei.cases.actions import LONGEST
from xiaowei.cases.history import ChangedMeanwhile, Step, step
from xiaowei.cases.models import Case, Conflict, Event, Identity
from xiaowei.cases.targets import Target
from xiaowei.courier import actions as courier
from xiaowei.roster import queries as roster
from xiaowei.roster.nearby import nearby


class SamePerson(Refusal):
    """The second pair of eyes must be somebody else's."""

    status = 422
    sentence = gettext_lazy("这份答复是您自己写的，不能由您自己复核。请另一位复核人来看。")


@transaction.atomic
def reply(ref: Ref, *, words: str, by: Ref, at: dt.datetime) -> None:
    """A first word to the reporter, within 24 hours: that it has arrived and what happens next."""
    case = access.case_for(by, ref, to="reply", at=at)
    step(case, Step("reply", at, by=by, label=label_of(by, case, at=at), words=needed(words)))


@transaction.atomic
def accept(ref: Ref, *, by: Ref, words: str = "", at: dt.datetime) -> None:
    """Take the matter on, and say so."""
    case = access.case_for(by, ref, to="accept", at=at)
    step(case, Step("accept", at, by=by, label=label_of(by, case, at=at), words=_within(words)))


@transaction.atomic
def decline(ref: Ref, *, words: str, by: Ref, at: dt.datetime) -> None:
    """Out of scope: told why, and where to go. The words are needed."""
    case = access.case_for(by, ref, to="decline", at=at)
    step(case, Step("decline", at, by=by, label=label_of(by, case, at=at), words=needed(words)))


@transaction.atomic
def answer(ref: Ref, *, words: str, by: Ref, at: dt.datetime) -> None:
    """Write the answer; it goes to a second pair of eyes, not yet to the reporter."""
    case = access.case_for(by, ref, to="answer", at=at)
    told = _second_eyes(case, by, at=at)
    label = label_of(by, case, at=at)
    step(case, Step("answer", at, by=by, label=label, words=needed(words), tell="cases.to_review", to=told))


@transaction.atomic
def return_answer(ref: Ref, *, words: str, seen: int, by: Ref, at: dt.datetime) -> None:
    """Second eyes send the answer back with a reason. `seen` is the version of the case they looked at."""
    case, written = _reviewed(ref, "return_answer", seen, by=by, at=at)
    writer = {Ref(written.by)}
    label = label_of(by, case, at=at)
    step(case, Step("return_answer", at, by=by, label=label, words=needed(words), tell="cases.returned", to=writer))


@transaction.atomic
def release_answer(ref: Ref, *, seen: int, by: Ref, at: dt.datetime) -> None:
    """Second eyes let the answer go to the reporter, exactly as they saw it (`seen`: the case's version)."""
    case, written = _reviewed(ref, "release_answer", seen, by=by, at=at)
    step(case, Step("release_answer", at, by=by, label=label_of(by, case, at=at), words=written.words))


@transaction.atomic
def settle(
    ref: Ref, *, targets: Sequence[Target], words: str, seen: int, by: Ref, at: dt.datetime, down: bool = False
) -> None:
    """A discipline officer decides whom the case is about, and why; the case goes where that sends it.

    The targets are the whole new set; without any it is about nobody in office. `down` hands it to the village, which
    only a person can: refused while it is about somebody, for a report (举报), and for what came in confidence.
    `seen` is the version of the case that was looked at. Raises Invalid, ChangedMeanwhile.
    """
    case = access.case_for(by, ref, to="settle", at=at)
    if case.version != seen:
        raise ChangedMeanwhile()
    targets, words = whom.checked(targets), needed(words)
    if down:
        _may_go_down(case, targets)
    near, since = nearby(Ref(case.village), at=at), desks.happened_on(case)
    subjects = whom.subjects(targets, since=since, at=at) | whom.floors(targets, near, since=since)
    to = routing.to_discipline(subjects, near=near, aside=recusal.aside(case), at=at)
    whom.replace(case, targets, subjects, by=by, at=at)
    step(case, Step("settle", at, by=by, label=label_of(by, case, at=at), words=words))
    if down:
        desks.move(case, routing.Route(vocab.VILLAGE, near.village.ref), name="send_down", by=by, at=at)
    elif to.desk != case.desk and not (case.lifted and desks.higher(near, Ref(case.desk), to.desk) == case.desk):
        desks.move(case, to, by=by, at=at)
    else:
        for person in to.excluded:
            courier.withdraw(ref, to=person)


@transaction.atomic
def stand_aside(ref: Ref, *, words: str, by: Ref, at: dt.datetime) -> None:
    """An officer declares a conflict that the roster does not know (domain rule 4): he never sees the case again.

    In the discipline lane it goes up when nobody free is left on the desk. The reason is needed.
    """
    case = access.case_for(by, ref, to="stand_aside", at=at)
    label, words = label_of(by, case, at=at), needed(words)
    Conflict.objects.create(case=case, person=by, why="declared")
    courier.withdraw(ref, to=by)
    step(case, Step("stand_aside", at, by=by, label=label, words=words))
    if case.lane == vocab.DISCIPLINE:
        desks.follow(case, at=at)


def _may_go_down(case: Case, targets: Sequence[Target]) -> None:
    confidential = Identity.objects.filter(case=case, mode=vocab.CONFIDENTIAL).exists()
    if whom.about_somebody(targets):
        raise Invalid(_("还选着反映的人或单位，不能交村里。请先去掉，或者留在本级办理。"))
    if case.kind in vocab.SEALED_KINDS or confidential:
        raise Invalid(_("举报和保密反映不能交村里。请留在本级办理。"))


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


def needed(words: str) -> str:
    """The words, tidied. Raises Invalid when there are none, or too many."""
    if not clean(words):
        raise Invalid(_("还没有写内容。请写清楚再送。"))
    return _within(words)


def _within(words: str) -> str:
    words = clean(words)
    if len(words) > LONGEST:
        raise Invalid(_("写了 %(n)d 个字，最多 %(most)d 个。请短一些再送。"), n=len(words), most=LONGEST)
    return words
