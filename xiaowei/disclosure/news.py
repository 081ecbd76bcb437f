"""What there is to tell of a village's month, read from what is public: publications, the accounts, what is missing."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Count

from xiaowei.base.clock import midnight
from xiaowei.base.refs import Ref
from xiaowei.disclosure import due
from xiaowei.disclosure.catalogue import MONTHLY_ACCOUNTS
from xiaowei.disclosure.duties import months_before
from xiaowei.disclosure.models import Digest, Publication, Version
from xiaowei.disclosure.owing import missing
from xiaowei.disclosure.telling import News, Told
from xiaowei.disclosure.titles import period_label, title_of
from xiaowei.finance import queries as finance
from xiaowei.roster import queries as roster


def gathered(village: Ref, month: dt.date, *, at: dt.datetime) -> News:
    """Everything there is to tell, whether it was told before or not."""
    accounts = _accounts(village, month)
    ledger = finance.ledger(_content(accounts)) if accounts else None
    owed = [duty.owed for duty in missing(village, month=month, told_on=due.DAY, at=at)]
    rows = _published(village, month)
    again = _public_before(rows)
    return News(
        village=roster.area(village).short_name,
        month=month,
        whole=True,
        told=tuple(Told(Ref(row.ref), _number(row), title_of(row), row.ref in again) for row in rows),
        accounts=Ref(accounts.ref) if accounts else None,
        income=ledger.income if ledger else None,
        expense=ledger.expense if ledger else None,
        closing=ledger.closing if ledger else None,
        missing=tuple(f"{period_label(one.period_from, one.period_until)} {one.item.name}" for one in owed),
    )


def _number(row: Publication) -> int:
    # what is taken back is news of its own: said once more, as that
    return (row.published_number or 0) * (-1 if row.withdrawn_at else 1)


def unsaid(news: News, speaking: Sequence[Digest]) -> News:
    """What the digests that speak already do not say; the sums come along only when the accounts are among it."""
    said = {(one["publication"], one["number"]) for row in speaking for one in row.told}
    named = {title for row in speaking for title in row.missing}
    told = tuple(one for one in news.told if (one.publication, one.number) not in said)
    late = tuple(title for title in news.missing if title not in named)
    rest = replace(news, whole=not speaking, told=told, missing=late)
    if news.accounts in {one.publication for one in told}:
        return rest
    return replace(rest, accounts=None, income=None, expense=None, closing=None)


def _published(village: Ref, month: dt.date) -> list[Publication]:
    # published in this month or not long after it: `due.month_of` decides among these
    after = months_before(month, -1 - due.OLDEST)
    rows = Publication.objects.filter(
        village=village,
        published_number__isnull=False,
        published_at__gte=midnight(month),
        published_at__lt=midnight(after),
    ).order_by("published_at", "item", "ref")
    return [row for row in rows if due.month_of(row) == month]


def _public_before(rows: Sequence[Publication]) -> set[str]:
    published = Version.objects.filter(publication__in=[row.ref for row in rows], state="published").order_by()
    counted = published.values_list("publication").annotate(n=Count("ref"))
    return {publication for publication, n in counted if n > 1}


def _accounts(village: Ref, month: dt.date) -> Publication | None:
    rows = Publication.objects.filter(village=village, item=MONTHLY_ACCOUNTS, topic="", published_number__isnull=False)
    rows = rows.filter(withdrawn_at=None)
    return rows.filter(period_from=month, period_until=months_before(month, -1)).first()


def _content(publication: Publication) -> Ref:
    return Ref(publication.versions.values_list("content", flat=True).get(number=publication.published_number or 0))
