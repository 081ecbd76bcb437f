"""Opening who the reporter is (docs/decisions/0009): in the discipline lane two officers must want it.

One asks with a reason, another agrees within ten minutes; both are free to see the case, both deeds stand in the trail
and she reads that it happened. They may then look for a day, each look recorded. In the village's lane whoever left
her real name wants to be called: who answers the case may look while it is open, each look recorded, too. Not where the
case was ever discipline's: there she was promised that two must want it, and sending it down does not take that back.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict, Invalid, NotFound, Refusal
from xiaowei.cases import access, flow, handling, naming, reading, vocab
from xiaowei.cases import models as tables
from xiaowei.cases.access import Eyes
from xiaowei.cases.history import Step, step
from xiaowei.cases.models import Case, Event
from xiaowei.cases.naming import Identity

AGREE_WITHIN = dt.timedelta(minutes=10)
OPEN_FOR = dt.timedelta(hours=24)  # one visit or call; after that two must want it again


class NobodyAsked(Conflict):
    """There is no fresh request to agree to."""

    sentence = gettext_lazy("没有等着同意的申请，或者已过 10 分钟。请同事重新申请，您再同意。")


class AskedHimself(Refusal):
    """Who asks cannot agree."""

    sentence = gettext_lazy("这是您自己申请的，要由另一位同事同意。")


@dataclass(frozen=True)
class Pseudonym:
    """What a handler reads instead of a name, and what he may do about it now."""

    alias: str  # empty: she left no name
    mode: str
    mode_label: str
    can_ask: bool
    can_grant: bool
    can_read: bool


@transaction.atomic
def ask_open(ref: Ref, *, reason: str, by: Ref, at: dt.datetime) -> None:
    """One officer asks to know who the reporter is. Raises NotFound, Invalid without a reason or without a name."""
    case = access.case_for(by, ref, to="ask_identity", at=at)
    _row(case)
    words = handling.needed(reason)
    others = {holder.person for holder in access.people_who(vocab.TRIAGE, case, at=at)} - {by}
    label = handling.label_of(by, case, at=at)
    step(case, Step("ask_identity", at, by=by, label=label, words=words, tell="cases.identity_asked", to=others))


@transaction.atomic
def grant_open(ref: Ref, *, by: Ref, at: dt.datetime) -> None:
    """Another officer agrees. Raises NotFound, NobodyAsked after ten minutes, AskedHimself."""
    case = access.case_for(by, ref, to="open_identity", at=at)
    _row(case)
    asked = _asked(case, at=at)
    if asked is None:
        raise NobodyAsked()
    if asked.by == by:
        raise AskedHimself()
    step(case, Step("open_identity", at, by=by, label=handling.label_of(by, case, at=at)))


@transaction.atomic
def read(ref: Ref, *, by: Ref, at: dt.datetime) -> Identity:
    """The name and phone, for whoever may read them; that he did is recorded. Raises NotFound."""
    case, eyes = access.case_for(by, ref, at=at), Eyes(by, at=at)
    row = tables.Identity.objects.filter(case=case).first()
    if row is None or not _may_read(case, row, eyes):
        raise NotFound()
    found = naming.unsealed(row)
    reading.note(case, what=reading.IDENTITY, by=by, at=at)
    return found


def pseudonym(case: Case, eyes: Eyes) -> Pseudonym:
    """What the case's page shows of its reporter."""
    row = tables.Identity.objects.filter(case=case).first()
    if row is None:
        return Pseudonym("", "", _("匿名"), can_ask=False, can_grant=False, can_read=False)
    may_ask = case.is_open and eyes.may_move(case, "ask_identity")
    asked = _asked(case, at=eyes.at) if may_ask else None
    return Pseudonym(
        alias=_("反映人 %(alias)s") % {"alias": row.alias},
        mode=row.mode,
        mode_label=str(vocab.MODES[row.mode]),
        can_ask=may_ask and asked is None,
        can_grant=asked is not None and asked.by != eyes.person,
        can_read=_may_read(case, row, eyes),
    )


def _may_read(case: Case, row: tables.Identity, eyes: Eyes) -> bool:
    if case.lane == vocab.VILLAGE:
        # the answerer calls her back: she asked for that; second eyes and watchers need no name, nor a closed case
        answers = any(eyes.may(case, permission) for permission in (vocab.ANSWER, vocab.HANDLE_LIFTED))
        wants_a_call = case.is_open and row.mode == vocab.REAL
        return wants_a_call and answers and not case.events.filter(lane=vocab.DISCIPLINE).exists()
    return eyes.may(case, vocab.TRIAGE) and eyes.person in _two(case, at=eyes.at)


def _two(case: Case, *, at: dt.datetime) -> set[str]:
    """Who asked and who agreed, for as long as that holds."""
    events = case.events.filter(move__in=("ask_identity", "open_identity"), at__lte=at).order_by("seq")
    two: set[str] = set()
    asked = ""
    for event in events:
        if event.move == "ask_identity":
            asked = event.by
        elif event.at > at - OPEN_FOR:
            two |= {asked, event.by}
    return two


def _asked(case: Case, *, at: dt.datetime) -> Event | None:
    """The request that waits for a second officer: fresh, not agreed to yet, of one who still sees the case."""
    last = case.events.filter(move__in=("ask_identity", "open_identity")).order_by("-seq").first()
    if last is None or last.move != "ask_identity" or last.at <= at - AGREE_WITHIN:
        return None
    try:
        access.case_for(Ref(last.by), Ref(case.ref), to="ask_identity", at=at)
    except NotFound:
        return None
    return last


def _row(case: Case) -> tables.Identity:
    flow.check(flow.MOVES["ask_identity"], case.state)
    row = tables.Identity.objects.filter(case=case).first()
    if row is None:
        raise Invalid(_("这一件没有留名字，没有身份可看。请通过“回话”问反映人。"))
    return row
