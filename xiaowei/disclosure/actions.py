"""Verbs of the disclosure room: draft, send, sign, return, publish; and a doubt of what is published."""

import datetime as dt
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict, Invalid, NotFound, Refusal
from xiaowei.base.words import clean
from xiaowei.cases import actions as cases
from xiaowei.disclosure import access, doubts, due, flow, vocab
from xiaowei.disclosure.content import digest_of
from xiaowei.disclosure.contents import KINDS, LEDGER, Placed
from xiaowei.disclosure.excuses import give
from xiaowei.disclosure.history import ChangedMeanwhile, Deed, public_columns, seen_of, step
from xiaowei.disclosure.items import item
from xiaowei.disclosure.models import Publication, Version
from xiaowei.disclosure.noticedays import notice_days
from xiaowei.disclosure.queries import version_of_content
from xiaowei.disclosure.reporting import report_missing as report_missing
from xiaowei.disclosure.revision import bump as bump
from xiaowei.finance import queries as finance
from xiaowei.roster import standing
from xiaowei.trail.canonical import canonical


class SamePerson(Refusal):
    """Publisher, reviewer and approver are never one person."""

    sentence = _("同一张表的制表、审核、签发、核对不能是同一个人。这一步请由另一位来办。")


class NotReady(Conflict):
    """Errors stand open."""

    sentence = _("还有 %(n)d 处错误没有处理。请改好表重新上传，或在每一处写明原因，再送审。")


class Busy(Conflict):
    """Two sheets of one item and period at one moment."""

    sentence = _("刚刚有人也在登记同一期的表。请刷新看一看，需要的话再登记一次。")


class Unread(Invalid):
    """The sheet is no ledger that can be published."""

    sentence = _("这张表还读不懂，不能公开。请看“读懂了什么”里的说明，改好后重新上传。")


def draft(reading: Ref, *, by: Ref, at: dt.datetime) -> Ref:
    """Make a draft version of an uploaded sheet; returns its reference, the same for the same sheet.

    An unfinished version of the same month is superseded; after publication the new one becomes a correction.
    Raises NotFound, Unread, and Busy when another sheet of the month comes at the same moment.
    """
    read = finance.reading(reading)
    if not standing.may(by, vocab.DRAFT, read.village, at=at):
        raise NotFound()
    if read.ledger is None:
        raise Unread()
    return draft_content(LEDGER, read.ledger, by=by, at=at)


def draft_content(kind: str, content: Ref, *, by: Ref, at: dt.datetime, public: str = "") -> Ref:
    """Make a draft version of a content of contents.KINDS, for its village's clerk or an office above it.

    `public` is the canonical text of its public JSON, worked out before the transaction where it is long.
    Raises NotFound, and Busy when another sheet of the same item and period comes at the same moment.
    """
    village = KINDS[kind].placed(content).village
    if not any(standing.may(by, permission, village, at=at) for permission in (vocab.DRAFT, vocab.DRAFT_BELOW)):
        raise NotFound()
    known = version_of_content(content)
    if known is not None:
        return known
    public = public or canonical(KINDS[kind].public(content))  # content never changes, and nobody waits for a long list
    try:
        with transaction.atomic():
            return version_of_content(content) or _draft(kind, content, by=by, at=at, public=public)
    except IntegrityError:
        known = version_of_content(content)
        if known is None:
            raise Busy() from None
        return known


@transaction.atomic
def submit(ref: Ref, *, excuses: Mapping[str, str], reason: str, by: Ref, at: dt.datetime) -> None:
    """Send a draft to the head of the supervision committee.

    `excuses` give the reason for each error that stands (doubt key to words); `reason` says why an already
    published month is corrected. Raises NotReady, Invalid.
    """
    version = access.version_for(by, ref, to="submit", at=at)
    give(version, excuses, by=by, at=at)
    left = doubts.unexcused(version)
    if left:
        raise NotReady(n=len(left))
    if version.publication.published_number is not None:
        _explain(version, reason)
    told = _signers("review", version, at=at)
    step(version, Deed("submit", by, at, note=version.reason, tell="disclosure.to_review", to=told))


@transaction.atomic
def sign(ref: Ref, *, seen: str, by: Ref, note: str = "", at: dt.datetime) -> None:
    """Sign the step the version waits for: review, release, or check - after which it is public.

    `seen` is `history.seen_of` what was on the signer's screen. Raises ChangedMeanwhile when the version is another,
    SamePerson when he made it, sent it or signed another step of it.
    """
    version = _waiting(ref, flow.SIGNING, by=by, at=at)
    move = flow.SIGNING[version.state]
    _check_seen(version, seen)
    # his own step of an earlier round does not count: what was returned comes back to the same people
    if version.steps.filter(move__in=flow.HANDS - {move}, by=by).exists():
        raise SamePerson()
    if move == "check":
        _publish(version, by=by, note=note, at=at)
        return
    following = {"review": ("release", "disclosure.to_release"), "release": ("check", "disclosure.to_check")}[move]
    told = _signers(following[0], version, at=at)
    step(version, Deed(move, by, at, note=note, tell=following[1], to=told))


@transaction.atomic
def send_back(ref: Ref, *, reason: str, seen: str, by: Ref, at: dt.datetime) -> None:
    """Return the version to the clerk with a reason he reads as written. Raises Invalid without one."""
    version = _waiting(ref, flow.RETURNING, by=by, at=at)
    _check_seen(version, seen)
    reason = clean(reason)
    if not reason:
        raise Invalid(_("退回要写清原因：哪一行、要补什么。报账员会原样看到。"))
    told = {Ref(version.made_by), *(Ref(s) for s in version.steps.filter(move="submit").values_list("by", flat=True))}
    move = flow.RETURNING[version.state]
    step(version, Deed(move, by, at, note=reason, tell="disclosure.returned", to=told))


def doubt(
    publication: Ref,
    *,
    line: Ref | None,
    words: str,
    form_key: str,
    at: dt.datetime,
    kind: str = "doubt",
    targets: tuple[cases.Target, ...] = (),
    identity: cases.Identity | None = None,
    happened_on: dt.date | None = None,
) -> cases.Opened:
    """Somebody doubts a published item, or one line of it: opens a case. Raises NotFound when it is not public.

    `kind` is what the reporter calls it, see cases.vocab.KINDS; the others are what cases.NewCase says of them.
    """
    found = item(publication)
    title, about_kind, about = found.publication.title, "publication", publication
    if line is not None:
        entry = found.line(line)
        title, about_kind, about = f"{title} {entry.voucher or entry.number} {entry.summary}", "line", line
    new = cases.NewCase(
        found.publication.village,
        kind,
        words,
        about_kind=about_kind,
        about=about,
        title=title,
        targets=targets,
        identity=identity,
        happened_on=happened_on,
    )
    return cases.open_case(new, form_key=form_key, at=at)


def _draft(kind: str, content: Ref, *, by: Ref, at: dt.datetime, public: str = "") -> Ref:
    publication = _publication(KINDS[kind].placed(content))
    for old in publication.versions.filter(state__in=flow.UNFINISHED):
        step(old, Deed("supersede", by, at))
    last = publication.versions.aggregate(last=Max("number"))["last"] or 0
    version = Version.objects.create(
        publication=publication,
        number=last + 1,
        village=publication.village,
        content_kind=kind,
        content=content,
        digest=digest_of(publication, kind, content, number=last + 1, public=public),
        state="",
        made_by=by,
        made_at=at,
    )
    clerks = _signers("submit", version, at=at)
    told = set() if by in clerks else clerks  # an office's list: the village's own clerk sends it on
    step(version, Deed("make", by, at, tell="disclosure.to_submit", to=told, content=version.digest))
    return Ref(version.ref)


def _publish(version: Version, *, by: Ref, note: str, at: dt.datetime) -> None:
    days = notice_days(version.publication.item)
    Publication.objects.filter(pk=version.publication_id).update(**public_columns(version.number, at=at, days=days))
    bump(Ref(version.village))
    due.note_published(Ref(version.publication_id), at=at)
    signed = {Ref(s) for s in version.steps.values_list("by", flat=True)} - {by}
    step(version, Deed("check", by, at, note=note, tell="disclosure.published", to=signed))


def _publication(placed: Placed) -> Publication:
    publication, _made = Publication.objects.get_or_create(
        village=placed.village,
        item=placed.item,
        topic=placed.topic,
        period_from=placed.period_from,
        period_until=placed.period_until,
        defaults={"county": placed.county},
    )
    return publication


def _explain(version: Version, reason: str) -> None:
    reason = clean(reason)[:300]
    if not reason:
        raise Invalid(_("这一期已经公开过，这次是更正。请写一句更正说明，村民会看到。"))
    Version.objects.filter(pk=version.pk).update(reason=reason)
    version.reason = reason


def _waiting(ref: Ref, table: Mapping[str, str], *, by: Ref, at: dt.datetime) -> Version:
    version = access.version_for(by, ref, at=at)
    move = table.get(version.state)
    if move is None:
        raise flow.WrongState(state=str(vocab.STATES[version.state]))
    return access.version_for(by, ref, to=move, at=at)


def _check_seen(version: Version, seen: str) -> None:
    if seen != seen_of(version):
        raise ChangedMeanwhile(number=version.number)


def _signers(move: str, version: Version, *, at: dt.datetime) -> set[Ref]:
    return {holder.person for holder in access.signers(move, Ref(version.village), at=at)}
