"""Access: who may have which version, and for what. Default deny; absent and forbidden look the same."""

import datetime as dt

from django.db.models import QuerySet

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.benefits import readings
from xiaowei.disclosure import flow, vocab
from xiaowei.disclosure.models import Version
from xiaowei.disclosure.tables import queries as tables
from xiaowei.finance import queries as finance
from xiaowei.roster import queries as roster
from xiaowei.roster import standing


def versions_for(person: Ref, *, at: dt.datetime, permission: str = vocab.VIEW_DRAFTS) -> QuerySet[Version]:
    """Every version over whose village the person holds the permission."""
    prefixes = standing.areas_for(person, permission, at=at)
    if not prefixes:
        return Version.objects.none()
    return Version.objects.filter(village__in=roster.refs_in(prefixes)).select_related("publication")


def version_for(person: Ref, ref: Ref, *, to: str | None = None, at: dt.datetime) -> Version:
    """The version, for a move of flow.MOVES or just to read it. Raises NotFound: absent and forbidden alike."""
    permission = flow.MOVES[to].permission if to else vocab.VIEW_DRAFTS
    version = versions_for(person, at=at, permission=permission).filter(pk=ref).first()
    if version is None:
        raise NotFound()
    return version


def drafting_villages(person: Ref, *, at: dt.datetime) -> list[roster.AreaFacts]:
    """The villages the person may upload for."""
    return roster.villages_in(standing.areas_for(person, vocab.DRAFT, at=at))


def listing_villages(person: Ref, *, at: dt.datetime) -> list[roster.AreaFacts]:
    """The villages whose rows of a list the person may make drafts of: his own, and those below his office."""
    prefixes = {p for one in (vocab.DRAFT, vocab.DRAFT_BELOW) for p in standing.areas_for(person, one, at=at)}
    return roster.villages_in(sorted(prefixes)) if prefixes else []


def list_for(person: Ref, ref: Ref, *, at: dt.datetime) -> readings.ReadingFacts:
    """An uploaded list, for who uploaded it and still may make drafts. Raises NotFound: absent and forbidden alike."""
    reading = readings.reading(ref)
    if reading.by != person or not listing_villages(person, at=at):
        raise NotFound()
    return reading


def reading_for(person: Ref, ref: Ref, *, at: dt.datetime) -> finance.ReadingFacts:
    """The reading, for whoever may see drafts of its village. Raises NotFound: absent and forbidden alike."""
    reading = finance.reading(ref)
    if not standing.may(person, vocab.VIEW_DRAFTS, reading.village, at=at):
        raise NotFound()
    return reading


def table_reading_for(person: Ref, ref: Ref, *, at: dt.datetime, to_draft: bool = False) -> tables.ReadingFacts:
    """The reading of a table, for whoever may see drafts of its village, or make them. Raises NotFound alike."""
    reading = tables.reading(ref)
    permission = vocab.DRAFT if to_draft else vocab.VIEW_DRAFTS
    if not standing.may(person, permission, reading.village, at=at):
        raise NotFound()
    return reading


def signers(move: str, village: Ref, *, at: dt.datetime) -> list[standing.Holder]:
    """Whose office may make this move of flow.MOVES over a version of the village, whatever they did to it before."""
    return standing.holders(flow.MOVES[move].permission, village, at=at)
