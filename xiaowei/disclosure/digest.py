"""The month goes to the group: one digest per village and month, and what came late as a supplement.

Made by the clock at its moment (`due`), or at once by whoever may. A digest that is in no group yet is replaced by a
newer one; what stands in a group already is never said twice, only supplemented. Everything in it is public.
"""

import datetime as dt
import hashlib
import logging
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from xiaowei.base.clock import spelt
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.courier import access, carrying
from xiaowei.courier import actions as courier
from xiaowei.courier import queries as groups
from xiaowei.courier.vocab import Secrecy
from xiaowei.disclosure import due, vocab
from xiaowei.disclosure.models import Digest, DigestDue
from xiaowei.disclosure.news import gathered, unsaid
from xiaowei.disclosure.revision import bump
from xiaowei.disclosure.telling import News, words
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.trail import actions as trail

log = logging.getLogger(__name__)

BATCH = 100  # digests in one round of the clock
AFTER_FAILURE = dt.timedelta(hours=1)


def make(village: Ref, month: dt.date, *, by: Ref, at: dt.datetime) -> Ref:
    """Tell the month at once; returns the digest, the same one while there is nothing new to say.

    Raises NotFound, and Invalid when there is nothing to tell.
    """
    if not standing.may(by, vocab.MAKE_DIGEST, village, at=at):
        raise NotFound()
    try:
        with transaction.atomic():
            made = _make(village, month, by=by, at=at)
    except IntegrityError:  # somebody pressed the button, or the clock came round, at the same moment
        made = _latest(village, month)
    if made is None:
        raise Invalid(_("这个月还没有公开什么，也没有到期没公开的，群里暂时没有可说的。"))
    return Ref(made.ref)


def sweep(*, at: dt.datetime) -> int:
    """Tell what is due, each village and month once however many clocks there are. Returns how many digests."""
    due.expect_all(at)
    rows = DigestDue.objects.filter(next_due_at__lte=at).order_by("next_due_at", "ref")[:BATCH]
    return sum(_tell(row, at=at) for row in list(rows))


def digest_facts(row: Digest) -> dict[str, Any]:
    """What the trail commits to: every column."""
    return {
        "village": row.village,
        "county": row.county,
        "month": row.month.isoformat(),
        "number": row.number,
        "whole": int(row.whole),
        "told": row.told,
        "accounts": row.accounts,
        "sums": [row.income, row.expense, row.closing],
        "missing": row.missing,
        "text": hashlib.sha256(row.text.encode()).hexdigest(),
        "by": row.made_by,
        "at": spelt(row.made_at),
    }


def active(rows: Sequence[Digest]) -> list[Digest]:
    """Of one month's digests, oldest first, those that still speak: the last whole one and its supplements."""
    last = max((row.number for row in rows if row.whole), default=0)
    return [row for row in rows if row.number >= last]


def _tell(row: DigestDue, *, at: dt.datetime) -> int:
    mine = DigestDue.objects.filter(pk=row.pk, next_due_at=row.next_due_at)
    try:
        with transaction.atomic():
            if not mine.update(next_due_at=None):
                return 0  # another clock got there first
            before = _latest(Ref(row.village), row.month)
            made = _make(Ref(row.village), row.month, by=None, at=at)
            return int(made is not None and made != before)
    except Exception as error:  # rolled back with its claim: one village must not stop the others
        log.warning("digest not made: %s", type(error).__name__)
        mine.update(next_due_at=at + AFTER_FAILURE)
        return 0


def _make(village: Ref, month: dt.date, *, by: Ref | None, at: dt.datetime) -> Digest | None:
    news = gathered(village, month, at=at)
    before = list(Digest.objects.filter(village=village, month=month).order_by("number"))
    speaking = active(before)
    extra = unsaid(news, speaking)
    if not extra.told and not extra.missing:
        if speaking:
            _hand_out(speaking[-1], at=at)  # to a group that was opened since
        return speaking[-1] if speaking else None
    if groups.reached_a_group(Ref(row.ref) for row in speaking):
        news = extra
    else:
        for row in speaking:
            carrying.replace(Ref(row.ref), at=at)
    row = _keep(village, news, number=len(before) + 1, by=by, at=at)
    bump(village)
    _hand_out(row, at=at)
    trail.record(vocab.MAKE_DIGEST, Ref(row.ref), by=by, at=at, facts=digest_facts(row))
    return row


def _keep(village: Ref, news: News, *, number: int, by: Ref | None, at: dt.datetime) -> Digest:
    return Digest.objects.create(
        ref=new_ref(),
        village=village,
        county=roster.area(village).county or village,
        month=news.month,
        number=number,
        whole=news.whole,
        told=[{"publication": one.publication, "number": one.number, "title": one.title} for one in news.told],
        accounts=news.accounts or "",
        income=news.income,
        expense=news.expense,
        closing=news.closing,
        missing=list(news.missing),
        text=words(news),
        made_by=by or "",
        made_at=at,
    )


def _hand_out(row: Digest, *, at: dt.datetime) -> None:
    about = Ref(row.ref)
    for group in groups.groups_of(Ref(row.village)):
        key = f"digest:{row.ref}:{group.ref}"
        carrying.post_to_group(
            "disclosure.digest", group=group.ref, text=row.text, about=about, secrecy=Secrecy.PUBLIC, at=at, dedupe=key
        )
        text = _("“%(title)s”的群消息好了，请转发到“%(group)s”，转好后点“已转发”。")
        text = text % {"title": row.text.split("\n", 1)[0], "group": group.name}
        for person in access.carriers_of(group.ref, at=at):
            courier.post(
                "disclosure.digest_ready",
                to=person,
                text=text,
                about=about,
                secrecy=Secrecy.PERSONAL,
                at=at,
                dedupe=f"{key}:{person}",
            )


def _latest(village: Ref, month: dt.date) -> Digest | None:
    return Digest.objects.filter(village=village, month=month).order_by("-number").first()
