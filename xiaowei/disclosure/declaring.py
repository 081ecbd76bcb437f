"""本期没有: a clerk declares that there was nothing of an item in a period. A publication like any other: it is
reviewed, signed and checked, everybody reads it, and it can be doubted."""

import datetime as dt
import hashlib

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.base.clock import local
from xiaowei.base.masking import scrub
from xiaowei.base.people import free_text
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.base.words import clean
from xiaowei.disclosure import actions, neighbours, owing, vocab
from xiaowei.disclosure.contents import NOTHING
from xiaowei.disclosure.duties import Duty
from xiaowei.disclosure.models import Nothing
from xiaowei.roster import queries as roster
from xiaowei.roster import standing

LONGEST = 300


class NotOver(Invalid):
    """The period still runs."""

    sentence = _("这一期到%(month)d月%(day)d日才结束，现在还不能说“本期没有”。请到期末以后再声明。")


def declarable(village: Ref, item: str, period_from: dt.date, *, by: Ref, at: dt.datetime) -> Duty:
    """What the clerk may declare 本期没有 of. Raises NotFound, NotOver, Invalid when something is public already."""
    if not standing.may(by, vocab.DRAFT, village, at=at):
        raise NotFound()
    duty = owing.duty_of(village, item, period_from, at=at)
    if not duty.owed.item.may_be_nothing:
        raise NotFound()
    if duty.owed.period_until > local(at).date():
        last = duty.owed.period_until - dt.timedelta(days=1)
        raise NotOver(month=last.month, day=last.day)
    return duty


def declare(
    village: Ref, item: str, period_from: dt.date, *, statement: str, form_key: str, by: Ref, at: dt.datetime
) -> Ref:
    """Declare 本期没有 as a draft version; returns it, the same for the same form.

    Raises NotFound, NotOver, Invalid without a statement or when something of the period is public, actions.Busy.
    """
    digest = hashlib.sha256(f"{by}.{form_key}".encode()).hexdigest()
    known = Nothing.objects.filter(form_digest=digest).first()
    if known is not None:
        return actions.draft_content(NOTHING, Ref(known.ref), by=by, at=at)
    duty = declarable(village, item, period_from, by=by, at=at)
    if duty.publication is not None:
        raise Invalid(_("这一期已经公开过了，不用再声明。要改请上传更正的表。"))
    statement = clean(statement)
    if not statement or len(statement) > LONGEST:
        raise Invalid(_("请写一句为什么本期没有，不超过 %(most)d 个字，村民会原样看到。"), most=LONGEST)
    shown = scrub(statement)
    if free_text(shown, known=neighbours.known(village)) != shown:
        raise Invalid(_("这句话会公开，请不要写村民的姓名。"))
    try:
        with transaction.atomic():
            row = Nothing.objects.create(
                village=village,
                county=roster.area(village).county or village,
                item=item,
                period_from=duty.owed.period_from,
                period_until=duty.owed.period_until,
                statement=statement,
                by=by,
                at=at,
                form_digest=digest,
            )
            return actions.draft_content(NOTHING, Ref(row.ref), by=by, at=at)
    except IntegrityError:  # the same form, a moment ago
        row = Nothing.objects.get(form_digest=digest)
        return actions.draft_content(NOTHING, Ref(row.ref), by=by, at=at)
