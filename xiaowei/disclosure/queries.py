"""Reads of the disclosure room: public pages, and what stands on somebody's desk."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from xiaowei.base.masking import scrub
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure import access, doubts, flow, vocab
from xiaowei.disclosure.catalogue import MONTHLY_ACCOUNTS, CatalogueItem, catalogue, codes_in
from xiaowei.disclosure.content import public_json as _public_json
from xiaowei.disclosure.contents import KINDS, Part
from xiaowei.disclosure.history import seen_of
from xiaowei.disclosure.models import Publication, Revision, Step, Version
from xiaowei.disclosure.opens import opens as opens
from xiaowei.disclosure.opens import opens_of as opens_of
from xiaowei.disclosure.ratings import ratings as ratings
from xiaowei.disclosure.ratings import ratings_of as ratings_of
from xiaowei.disclosure.titles import period_label, title_of
from xiaowei.disclosure.withdrawals import Tombstone, tombstone
from xiaowei.finance import queries as finance
from xiaowei.trail import queries as trail


@dataclass(frozen=True)
class PublicationFacts:
    """A published item. The notice period is given as its first and last day."""

    ref: Ref
    village: Ref
    item: CatalogueItem
    title: str
    period_from: dt.date
    period_until: dt.date
    period_label: str
    version: int
    published_at: dt.datetime
    notice_from: dt.date
    notice_to: dt.date
    withdrawn_at: dt.datetime | None = None  # taken back as it stands: only its tombstone is public


@dataclass(frozen=True)
class SignatureFacts:
    """Who did what with a version. `step` is the move: make, submit, review, release, check, return_…."""

    step: str
    label: str
    name: str
    title: str
    at: dt.datetime
    note: str
    index: int | None


@dataclass(frozen=True)
class VersionFacts:
    """One published version of an item."""

    number: int
    published_at: dt.datetime
    reason: str
    current: bool
    digest: str
    withdrawn: bool = False


@dataclass(frozen=True)
class PublicPage:
    """Everything a publication page shows."""

    publication: PublicationFacts
    number: int
    kind: str  # of contents.KINDS
    content: Any  # as that kind reads: LedgerFacts, BatchFacts
    signatures: tuple[SignatureFacts, ...]
    versions: tuple[VersionFacts, ...]  # newest first
    digest: str
    trail_index: int | None

    @property
    def ledger(self) -> finance.LedgerFacts:
        """The content of a page of kind `ledger`."""
        assert isinstance(self.content, finance.LedgerFacts)
        return self.content


@dataclass(frozen=True)
class DeskVersion:
    """A version as staff see it."""

    ref: Ref
    publication: Ref
    village: Ref
    title: str
    number: int
    state: str
    state_label: str
    digest: str
    reason: str
    made_by: Ref
    made_at: dt.datetime
    kind: str  # of contents.KINDS
    content: Ref
    correction: bool
    returned_note: str
    step: str  # the signing move it waits for, or empty
    seen: str  # what a signature on this screen is for


class Withdrawn(NotFound):
    """The version was taken back: whoever has no tombstone to show treats it as absent."""

    def __init__(self, publication: PublicationFacts, stone: Tombstone, versions: tuple[VersionFacts, ...]) -> None:
        super().__init__()
        self.publication, self.stone, self.versions = publication, stone, versions


def public_page(ref: Ref, *, number: int | None = None) -> PublicPage:
    """A published item, in its current version or an older published one. Raises NotFound, and Withdrawn."""
    publication = _published(ref)
    wanted = number if number is not None else publication.published_number or 0
    version = _public_version(publication, wanted)
    steps = list(version.steps.filter(move__in=("make", *flow.SIGNING.values())))
    indexes = trail.indexes_of(Ref(step.ref) for step in steps)
    signed = (_signature(step, indexes) for step in _last_of_each(steps))
    signatures = tuple(replace(one, note=scrub(one.note)) for one in signed)  # the world reads what staff read whole
    return PublicPage(
        publication=_facts(publication),
        number=version.number,
        kind=version.content_kind,
        content=KINDS[version.content_kind].facts(Ref(version.content)),
        signatures=signatures,
        versions=_versions(publication),
        digest=version.digest,
        trail_index=signatures[-1].index if signatures else None,
    )


def publication(ref: Ref) -> PublicationFacts:
    """A published item. Raises NotFound."""
    return _facts(_published(ref))


def publications(refs: Iterable[Ref]) -> dict[Ref, PublicationFacts]:
    """Those of these items that are public. One query."""
    rows = Publication.objects.filter(pk__in=set(refs), published_number__isnull=False)
    return {Ref(row.ref): _facts(row) for row in rows}


def public_parts(ref: Ref, *, number: int) -> Iterable[Part]:
    """The lines or rows of a published version, as the public reads them. Raises NotFound."""
    version = _published(ref).versions.filter(number=number, state="published").first()
    if version is None:
        raise NotFound()
    return KINDS[version.content_kind].parts(Ref(version.content))


def published_in(village: Ref, *, section: str | None = None, limit: int | None = 50) -> tuple[PublicationFacts, ...]:
    """What the village has published, newest first; behind one door only, when a section is given."""
    rows = Publication.objects.filter(village=village, published_number__isnull=False)
    rows = rows.order_by("-published_at", "-period_from")
    if section is not None:
        rows = rows.filter(item__in=codes_in(section))
    return tuple(_facts(row) for row in rows[:limit])


def latest_ledger(village: Ref) -> tuple[PublicationFacts, finance.LedgerFacts] | None:
    """The ledger of the latest published month; None when there is none yet."""
    rows = Publication.objects.filter(village=village, item=MONTHLY_ACCOUNTS, published_number__isnull=False)
    row = rows.filter(withdrawn_at=None).order_by("-period_from", "-published_at").first()
    if row is None:
        return None
    version = row.versions.get(number=row.published_number or 0)
    return _facts(row), finance.ledger(Ref(version.content))


def revision(village: Ref) -> int:
    """How often the village's public pages have changed."""
    return Revision.objects.filter(village=village).values_list("number", flat=True).first() or 0


def revisions() -> dict[Ref, int]:
    """The same for every village that ever had one."""
    return {Ref(village): number for village, number in Revision.objects.values_list("village", "number")}


def public_json(ref: Ref, *, number: int | None = None) -> bytes:
    """The canonical bytes a published version commits to. Raises NotFound, and Withdrawn."""
    row = _published(ref)
    version = _public_version(row, number or row.published_number or 0)
    return _public_json(row, version.content_kind, Ref(version.content), number=version.number)


def waiting_for(person: Ref, *, at: dt.datetime, limit: int = 50) -> list[DeskVersion]:
    """Versions that wait for this person's signature, the longest waiting first.

    His own are left out: publisher, reviewer and approver are never one person.
    """
    found: list[Version] = []
    for state, move in flow.SIGNING.items():
        rows = access.versions_for(person, at=at, permission=flow.MOVES[move].permission)
        mine = Step.objects.filter(by=person, move__in=flow.HANDS - {move}).values("version")
        found += rows.filter(state=state).exclude(pk__in=mine).order_by("made_at")[:limit]
    return [_desk(version) for version in found[:limit]]


def drafts_of(person: Ref, *, at: dt.datetime, limit: int = 50) -> list[DeskVersion]:
    """Unfinished versions of the villages the person drafts for, returned ones first."""
    rows = access.versions_for(person, at=at, permission=vocab.DRAFT).filter(state__in=flow.UNFINISHED)
    found = sorted(rows.order_by("-made_at", "-number")[:limit], key=lambda v: v.state != "returned")
    return [_desk(version) for version in found]


def recent(person: Ref, *, at: dt.datetime, limit: int = 30) -> list[DeskVersion]:
    """The latest versions the person may see, whatever their state."""
    rows = access.versions_for(person, at=at).order_by("-made_at", "-number")[:limit]
    return [_desk(version) for version in rows]


def desk_version(person: Ref, ref: Ref, *, at: dt.datetime) -> DeskVersion:
    """One version. Raises NotFound: absent and forbidden alike."""
    return _desk(access.version_for(person, ref, at=at))


def steps_of(ref: Ref) -> tuple[SignatureFacts, ...]:
    """The whole history of a version, oldest first. The caller has asked `access` for the version."""
    steps = list(Step.objects.filter(version=ref))
    indexes = trail.indexes_of(Ref(step.ref) for step in steps)
    return tuple(_signature(step, indexes) for step in steps)


def doubts_of(ref: Ref) -> list[doubts.Doubt]:
    """What the product doubts in the version's sheet, with the clerk's reasons."""
    return doubts.of_version(Version.objects.get(pk=ref))


def version_of_content(content: Ref) -> Ref | None:
    """The version made of a content; None when there is none."""
    found = Version.objects.filter(content=content).values_list("ref", flat=True).first()
    return Ref(found) if found else None


def states_of(contents: Iterable[Ref]) -> dict[Ref, tuple[Ref, str]]:
    """The version of each of these contents and its state. One query."""
    rows = Version.objects.filter(content__in=set(contents)).values_list("content", "ref", "state")
    return {Ref(content): (Ref(ref), state) for content, ref, state in rows}


def may_act(person: Ref, ref: Ref, move: str, *, at: dt.datetime) -> bool:
    """Whether the person may make this move of the version now: permission, state, and not the same person twice."""
    version = Version.objects.filter(pk=ref).first()
    if version is None or version.state not in flow.MOVES[move].sources:
        return False
    try:
        access.version_for(person, ref, to=move, at=at)
    except NotFound:
        return False
    signing = move in flow.SIGNING.values()
    return not (signing and version.steps.filter(by=person, move__in=flow.HANDS - {move}).exists())


def _published(ref: Ref) -> Publication:
    row = Publication.objects.filter(pk=ref, published_number__isnull=False).first()
    if row is None:
        raise NotFound()
    return row


def _public_version(publication: Publication, number: int) -> Version:
    version = publication.versions.filter(number=number, state__in=("published", "withdrawn")).first()
    if version is None:
        raise NotFound()
    if version.state == "withdrawn":
        stone = tombstone(Ref(publication.ref), number=number)
        if stone is None:
            raise NotFound()
        raise Withdrawn(_facts(publication), stone, _versions(publication))
    return version


def _last_of_each(steps: list[Step]) -> list[Step]:
    # a version that was returned and sent again has two reviews; the page shows the one that counted
    return sorted({step.move: step for step in steps}.values(), key=lambda step: step.seq)


def _signature(step: Step, indexes: dict[Ref, int]) -> SignatureFacts:
    index = indexes.get(Ref(step.ref))
    return SignatureFacts(step.move, str(flow.MOVES[step.move].label), step.name, step.title, step.at, step.note, index)


def _versions(publication: Publication) -> tuple[VersionFacts, ...]:
    rows = publication.versions.filter(state__in=("published", "withdrawn"), steps__move="check")
    rows = rows.annotate(public_at=F("steps__at"))
    current = publication.published_number
    return tuple(
        VersionFacts(
            row.number,
            row.public_at,
            scrub(row.reason),
            row.number == current,
            row.digest,
            row.state == "withdrawn",
        )
        for row in rows.order_by("-number")
    )


def _facts(row: Publication) -> PublicationFacts:
    assert row.published_number and row.published_at and row.notice_from and row.notice_until
    return PublicationFacts(
        ref=Ref(row.ref),
        village=Ref(row.village),
        item=catalogue()[row.item],
        title=title_of(row),
        period_from=row.period_from,
        period_until=row.period_until,
        period_label=period_label(row.period_from, row.period_until),
        version=row.published_number,
        published_at=row.published_at,
        notice_from=row.notice_from,
        notice_to=row.notice_until - dt.timedelta(days=1),
        withdrawn_at=row.withdrawn_at,
    )


def _desk(version: Version) -> DeskVersion:
    returned = ""
    if version.state == "returned":
        last = version.steps.last()
        returned = _("%(name)s 退回：%(note)s") % {"name": last.name, "note": last.note} if last else ""
    return DeskVersion(
        ref=Ref(version.ref),
        publication=Ref(version.publication_id),
        village=Ref(version.village),
        title=title_of(version.publication),
        number=version.number,
        state=version.state,
        state_label=str(vocab.STATES[version.state]),
        digest=version.digest,
        reason=version.reason,
        made_by=Ref(version.made_by),
        made_at=version.made_at,
        kind=version.content_kind,
        content=Ref(version.content),
        correction=version.publication.published_number not in (None, version.number),
        returned_note=returned,
        step=flow.SIGNING.get(version.state, ""),
        seen=seen_of(version),
    )
