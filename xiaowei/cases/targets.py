"""Whom a case is about (反映对象): chosen by the reporter, read out of her words, decided by discipline.

What was said stays: targets are appended, and a decision is a new set under the next number. What follows from the
latest set for everybody's sight are the subjects (`roster.ties`), stored as Accused.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid
from xiaowei.base.words import clean
from xiaowei.cases import models as tables
from xiaowei.cases import vocab
from xiaowei.cases.models import Accused, Case
from xiaowei.cases.triage import Verdict, judge
from xiaowei.roster import ties
from xiaowei.roster.nearby import Nearby
from xiaowei.roster.roles import roles
from xiaowei.roster.ties import Subject
from xiaowei.roster.vocab import Level

MOST = 10  # targets of one case
LONGEST_WORDS = 200  # characters of one target in her own words
NONE = "none"
CHOSEN, WORDS, SETTLED = "chosen", "words", "settled"


@dataclass(frozen=True)
class Target:
    """One whom or what a case is about.

    `kind` is one of vocab.TARGETS: person (roster person), post (roster post: whoever holds that office), body
    (roster body: all its members), power (an item of the power list), other (her own words, nobody of the list).
    """

    kind: str
    ref: Ref | None = None
    words: str = ""


def checked(targets: Sequence[Target]) -> tuple[Target, ...]:
    """The targets, each once, words tidied. Raises Invalid on one that says nobody."""
    found: list[Target] = []
    for target in targets:
        words = clean(target.words)
        if len(words) > LONGEST_WORDS:
            raise Invalid(_("“是谁”最多写 %(most)d 个字，经过请写在上面的正文里。"), most=LONGEST_WORDS)
        if target.kind not in vocab.TARGETS or (not words if target.kind == "other" else not target.ref):
            raise Invalid(_("“反映谁”没有选完整。请重新选一次，或者点“不在名单里”自己写。"))
        found.append(Target(target.kind, None if target.kind == "other" else target.ref, words))
    if len(found) > MOST:
        raise Invalid(_("一次最多选 %(most)d 个。其余的请写在正文里。"), most=MOST)
    return tuple(dict.fromkeys(found))


def about_somebody(targets: Iterable[Target]) -> bool:
    """Whether one of them is a person, an office, a body, or somebody in her own words."""
    return any(target.kind in vocab.PERSONAL_TARGETS for target in targets)


def subjects(targets: Iterable[Target], *, since: dt.date, at: dt.datetime) -> frozenset[Subject]:
    """Whom these targets accuse. Raises Invalid when the roster knows no such person, post or body."""
    found: set[Subject] = set()
    for target in targets:
        if target.kind in ("person", "post", "body") and target.ref:
            meant = ties.subjects_of(target.kind, target.ref, since=since, at=at)
            if not meant:
                raise Invalid(_("选的人或单位已经不在名单上。请重新选一次，或者点“不在名单里”自己写。"))
            found |= meant
    return frozenset(found)


def in_words(verdict: Verdict, near: Nearby) -> tuple[tuple[Target, ...], frozenset[Ref]]:
    """Whom the words name, as targets: office-holders by name, offices by what people call them.

    Beside them the areas whose level the words mean: somebody there, whoever he is.
    """
    persons = [Target("person", h.person) for h in near.officers if h.name in verdict.named]
    offices = [Target("post", h.post) for h in near.officers if h.role in verdict.roles]
    levels = {Level(level) for level in verdict.levels} | {roles()[role].level for role in verdict.roles}
    floors = frozenset(area.ref for area in near.above if area.level in levels)
    return tuple(dict.fromkeys(persons + offices)), floors


def floor(area: Ref, *, since: dt.date) -> Subject:
    """Somebody of this area's level: handled above it."""
    return Subject(ties.FLOOR + area, since)


def floors(targets: Iterable[Target], near: Nearby, *, since: dt.date) -> frozenset[Subject]:
    """The levels meant by words in place of a target, also once a person has decided on them.

    镇领导 is nobody of the list, and still to be handled above the township.
    """
    verdicts = [judge(target.words, names=()) for target in targets if target.kind == "other"]
    return frozenset(floor(area, since=since) for verdict in verdicts for area in in_words(verdict, near)[1])


def rows(
    case: Case, targets: Iterable[Target], *, number: int, source: str, at: dt.datetime, by: Ref | None = None
) -> list[tables.Target]:
    """The rows of these targets, not yet written."""
    return [
        tables.Target(
            case=case,
            set_number=number,
            kind=target.kind,
            target=target.ref or "",
            words=target.words,
            source=source,
            at=at,
            by=by or "",
        )
        for target in targets
    ]


def accused(case: Case, found: Iterable[Subject]) -> list[Accused]:
    """The rows of these subjects, each once from its earliest day, not yet written."""
    days: dict[str, dt.date] = {}
    for subject in found:
        days[subject.key] = min(subject.since, days.get(subject.key, subject.since))
    return [Accused(case=case, subject=name, since=since) for name, since in sorted(days.items())]


def stored(case: Case) -> frozenset[Subject]:
    """Whom the case is about, as it stands."""
    return frozenset(Subject(row.subject, row.since) for row in case.accused.all())


def current(case: Case) -> list[tables.Target]:
    """The latest set of targets, in the order they were said."""
    every = sorted(case.targets.all(), key=lambda row: (row.set_number, row.at, row.kind, row.ref))
    return [row for row in every if row.set_number == every[-1].set_number]


def add(case: Case, targets: Iterable[Target], found: Iterable[Subject], *, at: dt.datetime) -> None:
    """Her later words name somebody more: beside those of the latest set."""
    now = current(case)
    known = {(row.kind, row.target) for row in now}
    fresh = [target for target in targets if (target.kind, target.ref or "") not in known]
    number = now[0].set_number if now else 1
    tables.Target.objects.bulk_create(rows(case, fresh, number=number, source=WORDS, at=at))
    _accuse(case, stored(case) | set(found))


def replace(case: Case, targets: Sequence[Target], found: Iterable[Subject], *, by: Ref, at: dt.datetime) -> None:
    """A person decided whom it is about: a new set, and whom it accuses from now on."""
    now = current(case)
    number = now[0].set_number + 1 if now else 1
    decided = targets or (Target(NONE),)
    tables.Target.objects.bulk_create(rows(case, decided, number=number, source=SETTLED, at=at, by=by))
    case.conflicts.filter(why="named").delete()  # what the words alone had said
    _accuse(case, found)


def _accuse(case: Case, found: Iterable[Subject]) -> None:
    case.accused.all().delete()
    Accused.objects.bulk_create(accused(case, found))
