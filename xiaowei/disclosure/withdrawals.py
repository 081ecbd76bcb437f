"""Reads of withdrawals: tombstones for everybody, requests for those who ask and those who decide."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure import vocab
from xiaowei.disclosure.models import Publication, Version, Withdrawal
from xiaowei.disclosure.titles import title_of
from xiaowei.roster import queries as roster
from xiaowei.roster import standing


@dataclass(frozen=True)
class Tombstone:
    """What stands where a version was: why it was taken back, who asked, who agreed. Names as they stood then."""

    number: int
    ground: str
    reason: str
    asked_by: str
    asked_at: dt.datetime
    agreed_by: str
    at: dt.datetime


@dataclass(frozen=True)
class WithdrawalFacts:
    """One request as staff read it; `state`: asked, approved, refused."""

    ref: Ref
    version: Ref
    publication: Ref
    village: Ref
    title: str
    number: int
    ground: str
    reason: str
    asked_by: str
    at: dt.datetime
    state: str
    state_label: str
    words: str
    decided_by: str
    decided_at: dt.datetime | None


STATES = {"asked": "等乡镇答复", "approved": "已撤回", "refused": "乡镇不同意"}


def tombstone(publication: Ref, *, number: int) -> Tombstone | None:
    """The tombstone of a version that was taken back; None for one that was not."""
    rows = Withdrawal.objects.filter(
        version__publication=publication, version__number=number, version__state="withdrawn", answer__approved=True
    )
    row = rows.select_related("answer").last()
    if row is None:
        return None
    said = row.answer
    return Tombstone(
        number,
        str(vocab.GROUNDS[row.ground]),
        row.reason,
        " ".join(filter(None, (row.title, row.name))),
        row.at,
        " ".join(filter(None, (said.title, said.name))),
        said.at,
    )


def withdrawn(publications: Iterable[Ref]) -> frozenset[Ref]:
    """Which of these are taken back as they stand now. One query."""
    rows = Publication.objects.filter(pk__in=set(publications), withdrawn_at__isnull=False)
    return frozenset(Ref(one) for one in rows.values_list("ref", flat=True))


def of_version(version: Ref) -> tuple[WithdrawalFacts, ...]:
    """What was asked about a version, the oldest first. The caller has asked `access` for the version."""
    return _facts(version=version)


def one(person: Ref, ref: Ref, *, at: dt.datetime) -> WithdrawalFacts:
    """A request, for those of the village who may ask and those of the township who decide. Raises NotFound."""
    found = _facts(pk=ref)
    may = (vocab.DECIDE_WITHDRAWAL, vocab.ASK_WITHDRAWAL)
    if not found or not any(standing.may(person, permission, found[0].village, at=at) for permission in may):
        raise NotFound()
    return found[0]


def may_ask(person: Ref, version: Ref, *, at: dt.datetime) -> bool:
    """Whether the person may ask for this version now: it is public, and nothing waits for an answer."""
    row = Version.objects.filter(pk=version, state="published").first()
    if row is None or Withdrawal.objects.filter(version=row, answer=None).exists():
        return False
    return standing.may(person, vocab.ASK_WITHDRAWAL, Ref(row.village), at=at)


def may_decide(person: Ref, village: Ref, *, at: dt.datetime) -> bool:
    """Whether the person decides about withdrawals of this village."""
    return standing.may(person, vocab.DECIDE_WITHDRAWAL, village, at=at)


def to_decide(person: Ref, *, at: dt.datetime, limit: int = 50) -> tuple[WithdrawalFacts, ...]:
    """Requests that wait for this person's word, the longest waiting first."""
    prefixes = standing.areas_for(person, vocab.DECIDE_WITHDRAWAL, at=at)
    return _facts(limit, village__in=roster.refs_in(prefixes), answer=None) if prefixes else ()


def decides(person: Ref, *, at: dt.datetime) -> bool:
    """Whether the person decides about withdrawals anywhere."""
    return bool(standing.areas_for(person, vocab.DECIDE_WITHDRAWAL, at=at))


def decided(person: Ref, *, at: dt.datetime, limit: int = 30) -> tuple[WithdrawalFacts, ...]:
    """What was decided in the areas of this person, the newest first."""
    prefixes = standing.areas_for(person, vocab.DECIDE_WITHDRAWAL, at=at)
    if not prefixes:
        return ()
    return tuple(reversed(_facts(limit, newest=True, village__in=roster.refs_in(prefixes), answer__isnull=False)))


def _facts(limit: int = 50, *, newest: bool = False, **conditions: object) -> tuple[WithdrawalFacts, ...]:
    rows = Withdrawal.objects.filter(**conditions).select_related("version__publication", "answer")
    ordered = list(rows.order_by("-at" if newest else "at", "number")[:limit])
    return tuple(_one(row) for row in (reversed(ordered) if newest else ordered))


def _one(row: Withdrawal) -> WithdrawalFacts:
    said = getattr(row, "answer", None)
    state = "asked" if said is None else "approved" if said.approved else "refused"
    return WithdrawalFacts(
        ref=Ref(row.ref),
        version=Ref(row.version_id),
        publication=Ref(row.version.publication_id),
        village=Ref(row.village),
        title=title_of(row.version.publication),
        number=row.version.number,
        ground=str(vocab.GROUNDS[row.ground]),
        reason=row.reason,
        asked_by=" ".join(filter(None, (row.title, row.name))),
        at=row.at,
        state=state,
        state_label=STATES[state],
        words=said.words if said else "",
        decided_by=" ".join(filter(None, (said.title, said.name))) if said else "",
        decided_at=said.at if said else None,
    )
