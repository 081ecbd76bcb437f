"""How a version moves: one conditional update, one appended step, one trail entry as the last thing."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from xiaowei.base.clock import local, spelt
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict
from xiaowei.base.words import clean
from xiaowei.disclosure import flow, notices, vocab
from xiaowei.disclosure.content import public_digest
from xiaowei.disclosure.models import Step, Version
from xiaowei.roster import queries as roster
from xiaowei.trail import actions as trail


class ChangedMeanwhile(Conflict):
    """The version is no longer what was on the screen: a signature is for one version only."""

    sentence = _("这一稿刚刚变了，您的签字没有生效。请刷新看过现在的第 %(number)d 稿再签。")


@dataclass(frozen=True)
class Deed:
    """What a verb wants to append to a version, and whom it tells."""

    move: str
    by: Ref
    at: dt.datetime
    note: str = ""
    tell: str = ""
    to: Iterable[Ref] = ()
    content: str = ""  # the digest of the content, where it was worked out a moment ago: a long list is not read twice


def step(version: Version, deed: Deed) -> Step:
    """Append one step. Raises flow.WrongState, or ChangedMeanwhile when somebody moved the version first."""
    state = flow.check(flow.MOVES[deed.move], version.state)
    won = Version.objects.filter(pk=version.pk, state=version.state, steps_taken=version.steps_taken).update(
        state=state, steps_taken=version.steps_taken + 1
    )
    if won != 1:
        raise ChangedMeanwhile(number=version.number)
    version.state, version.steps_taken = state, version.steps_taken + 1
    name, title = signer(deed.by, Ref(version.village), at=deed.at)
    row = Step.objects.create(
        version=version,
        seq=version.steps_taken,
        move=deed.move,
        state=state,
        by=deed.by,
        name=name,
        title=title,
        at=deed.at,
        note=clean(deed.note)[:500],
        digest=version.digest,
    )
    if deed.tell:
        notices.tell(deed.tell, version, to=deed.to, note=deed.note, at=deed.at)
    trail.record(
        vocab.did(deed.move), Ref(row.ref), by=deed.by, at=deed.at, facts=step_facts(row, content=deed.content)
    )
    return row


def public_columns(number: int, *, at: dt.datetime, days: int) -> dict[str, Any]:
    """The columns of a publication whose version of this number was published at this moment, with so many days of
    notice period (`noticedays`)."""
    today = local(at).date()
    return {
        "published_number": number,
        "published_at": at,
        "notice_from": today,
        "notice_until": today + dt.timedelta(days=days),
        "withdrawn_at": None,
    }


def seen_of(version: Version) -> str:
    """What a signature is for: this content, as sent this many times with the clerk's reasons."""
    return f"{version.digest}.{version.steps.filter(move='submit').count()}"


def signer(person: Ref, area: Ref, *, at: dt.datetime) -> tuple[str, str]:
    """The name and the title under which somebody signs for this area, as they stand at the moment."""
    posts = roster.posts_of(person, at=at)
    near = [post for post in posts if post.area == area] or posts
    return (roster.person_name(person), near[0].title if near else "")


def step_facts(row: Step, *, content: str = "") -> dict[str, str | int]:
    """What the trail commits to of one step: every column, and the content as it can be read from its rows now.

    The kind of content is the name of its key; what has no topic has no such key, as entries before topics have none.
    """
    version = row.version
    facts: dict[str, str | int] = {
        "version": version.ref,
        "publication": version.publication_id,
        "number": version.number,
        "village": version.village,
        "period": f"{version.publication.period_from}/{version.publication.period_until}",
        version.content_kind: version.content,
        "made_by": version.made_by,
        "made_at": spelt(version.made_at),
        "seq": row.seq,
        "move": row.move,
        "state": row.state,
        "by": row.by,
        "name": row.name,
        "title": row.title,
        "at": spelt(row.at),
        "note": hashlib.sha256(row.note.encode()).hexdigest(),
        "signed": row.digest,
        "stored": version.digest,
        "content": content or public_digest(version),
    }
    if version.publication.topic:
        facts["topic"] = version.publication.topic
    return facts
