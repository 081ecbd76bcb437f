"""Whom a case is about, as discipline reads it: what she chose, what her words seem to say, what was decided."""

import datetime as dt
from dataclasses import dataclass

from xiaowei.base.refs import Ref
from xiaowei.cases import targets as whom
from xiaowei.cases import vocab
from xiaowei.cases.models import Case
from xiaowei.cases.targets import Target
from xiaowei.cases.triage import judge
from xiaowei.roster.labels import labels
from xiaowei.roster.nearby import nearby


@dataclass(frozen=True)
class Suggestion:
    """Somebody of the roster whom her words may mean: to be confirmed by a person."""

    target: Target
    label: str


@dataclass(frozen=True)
class TargetFacts:
    """One target of the latest set. A power item is called by its own room: `label` is empty for it."""

    kind: str
    kind_label: str
    ref: Ref | None
    label: str
    words: str
    source: str  # chosen | words | settled
    suggestions: tuple[Suggestion, ...]


def targets_of(case: Case, *, at: dt.datetime) -> tuple[TargetFacts, ...]:
    """The latest set of targets, beside her own words the people they may mean."""
    rows, near = whom.current(case), nearby(Ref(case.village), at=at)
    meant = {row.pk: whom.in_words(judge(row.words, names=near.names), near)[0] if row.words else () for row in rows}
    named = labels(
        [Ref(row.target) for row in rows if row.target] + [t.ref for m in meant.values() for t in m if t.ref]
    )
    return tuple(
        TargetFacts(
            kind=row.kind,
            kind_label=str(vocab.TARGETS.get(row.kind, "")),
            ref=Ref(row.target) if row.target else None,
            label=named.get(Ref(row.target), ""),
            words=row.words,
            source=row.source,
            suggestions=tuple(Suggestion(t, named.get(t.ref, "")) for t in meant[row.pk] if t.ref),
        )
        for row in rows
        if row.kind != whom.NONE
    )


def settled(case: Case) -> bool:
    """Whether a person has decided whom it is about, and nothing has named anybody since."""
    rows = whom.current(case)
    return bool(rows) and all(row.source == whom.SETTLED for row in rows)
