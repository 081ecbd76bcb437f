"""What a household receives: its own rows in published batches, whole. Whoever asks has been let in by accounts."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F

from xiaowei.base.refs import Ref
from xiaowei.benefits import queries as benefits
from xiaowei.disclosure.contents import BATCH
from xiaowei.disclosure.models import Version
from xiaowei.disclosure.titles import period_label, title_of


@dataclass(frozen=True)
class OwnRow(benefits.HouseholdRow):
    """One row of a household in the present version of a publication. Amounts in fen; numbers of persons whole."""

    publication: Ref
    household: Ref
    village: Ref
    title: str
    subsidy: str
    period_from: dt.date
    period_label: str
    published_at: dt.datetime
    notice_from: dt.date
    notice_to: dt.date

    def state(self, today: dt.date) -> str:
        """`notice` while the notice period runs, `archived` after it."""
        return "notice" if self.notice_from <= today <= self.notice_to else "archived"


def own_rows(household: Ref, *, publication: Ref | None = None) -> tuple[OwnRow, ...]:
    """Its rows in published batches, the newest published first; of one publication, when it is given. Two queries."""
    rows = benefits.rows_of_household(household)
    versions = Version.objects.filter(
        content_kind=BATCH,
        content__in={row.batch for row in rows},
        state="published",
        number=F("publication__published_number"),
    ).select_related("publication")
    if publication is not None:
        versions = versions.filter(publication=publication)
    current = {version.content: version for version in versions}
    found = [_own(row, current[row.batch], household) for row in rows if row.batch in current]
    return tuple(sorted(found, key=lambda own: own.published_at, reverse=True))


def own_rows_of(households: Iterable[Ref], *, publication: Ref | None = None) -> tuple[OwnRow, ...]:
    """The rows of several households, which one person may belong to."""
    found = [row for one in households for row in own_rows(one, publication=publication)]
    return tuple(sorted(found, key=lambda own: own.published_at, reverse=True))


def _own(row: benefits.HouseholdRow, version: Version, household: Ref) -> OwnRow:
    publication = version.publication
    assert publication.published_at and publication.notice_from and publication.notice_until
    return OwnRow(
        **vars(row),
        publication=Ref(publication.ref),
        household=household,
        village=Ref(publication.village),
        title=title_of(publication),
        subsidy=publication.topic,
        period_from=publication.period_from,
        period_label=period_label(publication.period_from, publication.period_until),
        published_at=publication.published_at,
        notice_from=publication.notice_from,
        notice_to=publication.notice_until - dt.timedelta(days=1),
    )
