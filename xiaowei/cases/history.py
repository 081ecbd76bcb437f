"""How a case moves: one conditional update, one appended event, its clocks, its trail entry.

Every verb of the room goes through `step`; nothing else writes a case's state.
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from xiaowei.base.clock import spelt
from xiaowei.base.keys import key
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict
from xiaowei.cases import flow, notices, running, vocab
from xiaowei.cases.models import Accused, Case, Clock, DraftPhoto, Event, Identity, Photo, Target
from xiaowei.cases.models import Conflict as ConflictRow
from xiaowei.trail import actions as trail
from xiaowei.trail.canonical import canonical
from xiaowei.vault import queries as vault

DERIVED = {"blue_at", "yellow_at"}  # from the clocks, which are committed to
# columns of later releases: not in the digest while empty, so that older steps keep theirs
LATER = {"urged", "happened_on"}
COLUMNS = [
    name
    for name in (f.attname for f in Case._meta.concrete_fields)
    if not name.startswith("receipt_") and name not in DERIVED
]


class ChangedMeanwhile(Conflict):
    """Somebody else moved the case first."""

    sentence = _("这件事刚刚被别人办了一步。您写的没有丢，请刷新看过最新情况再送一次。")


@dataclass(frozen=True)
class Step:
    """What a verb wants to append, and whom it tells (`tell` names the notice)."""

    move: str
    at: dt.datetime
    by: Ref | None = None
    label: str = ""
    words: str = ""
    grade: int | None = None
    photos: Sequence[DraftPhoto] = ()
    tell: str = ""
    to: Iterable[Ref] = ()


def step(case: Case, wanted: Step, **changes: Any) -> Event:
    """Append one step to the case, and record it in the trail as the last thing of the transaction.

    `changes` are further columns of the case row. Raises flow.WrongState, or ChangedMeanwhile when the case was
    moved since it was read.
    """
    move = flow.MOVES[wanted.move]
    for column, value in changes.items():
        setattr(case, column, value)
    case.state = flow.check(move, case.state)
    case.is_open = case.state in flow.OPEN_STATES
    if not case.is_open:
        case.closed_at = wanted.at
    if move.meets:
        case.clocks.filter(kind__in=move.meets, met_at__isnull=True).update(met_at=wanted.at)
    running.set_moments(case, list(case.clocks.all()))
    _claim(case, changes)
    event = Event.objects.create(
        case=case,
        seq=case.version,
        move=move.name,
        state=case.state,
        lane=case.lane,
        at=wanted.at,
        by=wanted.by or "",
        by_label=wanted.label[:100],
        words=wanted.words,
        shown=move.shown,
        grade=wanted.grade,
        whole=whole_digest(case),
    )
    photos = [Photo(event=event, shown=p.shown, original=p.original) for p in wanted.photos]
    Photo.objects.bulk_create(photos)
    if wanted.tell:
        notices.tell(wanted.tell, case, to=wanted.to, at=wanted.at)
    record(event, case, facts=event_facts(event, photos))
    return event


def record(event: Event, case: Case, *, facts: dict[str, Any]) -> None:
    """The trail entry of a step, as the last thing of its transaction."""
    by = Ref(event.by) if event.by else None
    trail.record(vocab.did(event.move), Ref(event.ref), by=by, subject=Ref(case.ref), at=event.at, facts=facts)


def _claim(case: Case, changes: dict[str, Any]) -> None:
    columns = {"state", "is_open", "closed_at", "due_at", "next_due_at", "blue_at", "yellow_at", *changes}
    won = Case.objects.filter(pk=case.pk, version=case.version).update(
        version=case.version + 1, **{name: getattr(case, name) for name in columns}
    )
    if won != 1:
        raise ChangedMeanwhile()
    case.version += 1


def event_facts(event: Event, photos: Iterable[Photo]) -> dict[str, Any]:
    """What the trail commits to of one step: every column, the words and photos by digest."""
    return {
        "case": event.case_id,
        "seq": event.seq,
        "move": event.move,
        "state": event.state,
        "lane": event.lane,
        "at": _plain(event.at),
        "by": event.by,
        "label": event.by_label,
        "words": _keyed(event.words),
        "shown": event.shown,
        "grade": event.grade,
        "whole": event.whole,
        "photos": sorted(
            [p.shown, vault.digest(Ref(p.shown)), p.original, vault.digest(Ref(p.original))] for p in photos
        ),
    }


def whole_digest(case: Case) -> str:
    """`facts_of_case` over the rows as they stand now."""
    identity = Identity.objects.filter(case=case).first()
    return facts_of_case(
        case, case.clocks.all(), case.conflicts.all(), About(case.targets.all(), case.accused.all(), identity)
    )


@dataclass(frozen=True)
class About:
    """The rows that say whom a case is about, and who tells it."""

    targets: Iterable[Target] = ()
    accused: Iterable[Accused] = ()
    identity: Identity | None = None


def facts_of_case(
    case: Case, clocks: Iterable[Clock], excluded: Iterable[ConflictRow], about: About | None = None
) -> str:
    """SHA-256 over the case row, its clocks, whom it excludes and whom it is about: what is not in a step is in this.

    Not the receipt, which ripens by itself; nor whether a date is a guess, which the calendar says. What came with
    later releases is left out while it is empty, so that older steps keep their digest.
    """
    content: dict[str, Any] = {
        "case": {n: _plain(getattr(case, n)) for n in COLUMNS if n not in LATER or getattr(case, n)},
        "clocks": sorted([c.kind, c.rule, *(_plain(m) for m in (c.started_at, c.due_at, c.met_at))] for c in clocks),
        "excluded": sorted([row.person, row.why] for row in excluded),
    }
    about = about or About()
    later: dict[str, Any] = {
        "targets": sorted(
            [t.set_number, t.kind, t.target, _keyed(t.words), t.source, t.by, _plain(t.at)] for t in about.targets
        ),
        "accused": sorted([row.subject, _plain(row.since)] for row in about.accused),
        # the ciphertext says the name without telling it
        "identity": [about.identity.mode, about.identity.alias, about.identity.sealed] if about.identity else None,
    }
    content |= {name: value for name, value in later.items() if value}
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def _keyed(words: str) -> str:
    # keyed: a plain digest in the database would confirm a guess at the words
    return hmac.new(key("words-digest"), words.encode(), hashlib.sha256).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return spelt(value)
    return value.isoformat() if isinstance(value, dt.date) else value
