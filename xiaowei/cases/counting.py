"""Counts and lists for whoever watches over villages: only of what this person may open, so that recusal holds.

No word a reporter wrote stands here: a list to watch over is no reading. Lamps are counted by the moments that stand
on the case (`blue_at`, `yellow_at`, `due_at`), the same ones the sweep goes by.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Either
from django.db.models import CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from xiaowei.base.cursors import Place
from xiaowei.base.refs import Ref
from xiaowei.cases import access, vocab
from xiaowei.cases.access import Eyes
from xiaowei.cases.deadlines import LATE_AFTER
from xiaowei.cases.models import Case, Event

PAGE = 50
NEVER = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)  # a case without a running clock stands last
LAMPS = ("red", "yellow", "blue", "green")
RATED = {"rate_good", "rate_bad", "unrated"}


@dataclass(frozen=True)
class CaseCounts:
    """Cases of one village, or of many together: `lamps` and `states` of the open ones, grades of the span."""

    open: int
    lamps: Mapping[str, int]
    states: Mapping[str, int]
    grades: Mapping[int, int]  # 1 satisfied, 2 basically, 3 not satisfied
    unrated: int

    def satisfied_share(self) -> float | None:
        """Satisfied or basically, of those who rated; who did not is never counted as satisfied."""
        rated = sum(self.grades.values())
        return (self.grades.get(1, 0) + self.grades.get(2, 0)) / rated if rated else None


@dataclass(frozen=True)
class WatchRow:
    """One case on a list to watch over, without any word of the reporter's."""

    ref: Ref
    village: Ref
    kind: str
    lane: str
    title: str
    state_label: str
    lifted: int
    due_at: dt.datetime | None
    lamp: str


def counted(eyes: Eyes, villages: QuerySet[Any], *, since: dt.datetime, until: dt.datetime) -> dict[Ref, CaseCounts]:
    """Counts per village of what these eyes may open; ratings of the span. Two queries beside those of the eyes."""
    mine = access.cases_for(eyes).filter(village__in=villages)
    open_rows = mine.filter(is_open=True).annotate(lamp=lamp_at(eyes.at)).order_by()
    lamps: dict[str, Counter[str]] = defaultdict(Counter)
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for village, state, lamp, number in open_rows.values_list("village", "state", "lamp").annotate(Count("ref")):
        lamps[village][lamp] += number
        states[village][state] += number
    grades: dict[str, Counter[int]] = defaultdict(Counter)
    rated = Event.objects.filter(case__in=mine, move__in=RATED, at__gte=since, at__lt=until).order_by()
    for village, grade, number in rated.values_list("case__village", "grade").annotate(Count("ref")):
        grades[village][grade or 0] += number
    return {Ref(village): _counts(lamps[village], states[village], grades[village]) for village in {*states, *grades}}


def together(counts: Iterable[CaseCounts]) -> CaseCounts:
    """Many villages as one."""
    lamps: Counter[str] = Counter()
    states: Counter[str] = Counter()
    grades: Counter[int] = Counter()
    for one in counts:
        lamps.update(one.lamps)
        states.update(one.states)
        grades.update(one.grades)
        grades[0] += one.unrated
    return _counts(lamps, states, grades)


def ordinary_by_village(eyes: Eyes, villages: QuerySet[Any]) -> dict[Ref, int]:
    """Open ordinary matters per village, for statistics of those who may open none.

    What is the discipline lane's is not in it, nor what these eyes are bound by; small groups are hidden upstairs.
    """
    rows = access.unbound(eyes, Case.objects.filter(lane=vocab.VILLAGE, is_open=True, village__in=villages))
    return {Ref(village): count for village, count in rows.order_by().values_list("village").annotate(Count("ref"))}


def watch_list(
    eyes: Eyes, villages: QuerySet[Any] | None = None, *, lamp: str = "", after: Place | None = None
) -> tuple[list[WatchRow], Place | None]:
    """One page of the open cases these eyes may open, most pressing first, and where the next begins."""
    rows = access.cases_for(eyes).filter(is_open=True)
    if villages is not None:
        rows = rows.filter(village__in=villages)
    pressing = rows.annotate(lamp=lamp_at(eyes.at), pressing=Coalesce(F("due_at"), Value(NEVER)))
    if lamp in LAMPS:
        pressing = pressing.filter(lamp=lamp)
    if after is not None:
        pressing = pressing.filter(Q(pressing__gt=after.at) | Q(pressing=after.at, ref__gt=after.ref))
    found = list(pressing.order_by("pressing", "ref")[: PAGE + 1])
    shown = found[:PAGE]
    more = Place(shown[-1].pressing, Ref(shown[-1].ref)) if len(found) > PAGE else None
    return [_row(case, case.lamp) for case in shown], more


def lamp_counts(eyes: Eyes, villages: QuerySet[Any]) -> dict[str, int]:
    """How many open cases of these villages these eyes may open, by lamp. One query."""
    rows = access.cases_for(eyes).filter(is_open=True, village__in=villages).annotate(lamp=lamp_at(eyes.at))
    return dict(rows.order_by().values_list("lamp").annotate(Count("ref")))


def about_counts(eyes: Eyes, village: Ref) -> dict[Ref, int]:
    """How many cases hang on each published item or line of the village, of what these eyes may open. One query."""
    rows = access.cases_for(eyes).filter(village=village, about_kind__in=("publication", "line")).order_by()
    return {Ref(about): number for about, number in rows.values_list("about").annotate(Count("ref"))}


def lamp_at(at: dt.datetime) -> Either:
    """The lamp of a case at this moment as an expression; empty while no clock of it runs."""
    return Either(
        When(blue_at=None, then=Value("")),
        When(due_at__lt=at - LATE_AFTER, then=Value("red")),
        When(yellow_at__lt=at, then=Value("yellow")),
        When(blue_at__lte=at, then=Value("blue")),
        default=Value("green"),
        output_field=CharField(),
    )


def _counts(lamps: Mapping[str, int], states: Mapping[str, int], grades: Mapping[int, int]) -> CaseCounts:
    said = {grade: number for grade, number in grades.items() if grade}
    return CaseCounts(sum(states.values()), dict(lamps), dict(states), said, grades.get(0, 0))


def _row(case: Case, lamp: str) -> WatchRow:
    return WatchRow(
        ref=Ref(case.ref),
        village=Ref(case.village),
        kind=str(vocab.KINDS[case.kind]),
        lane=case.lane,
        title=case.title,
        state_label=str(vocab.STATES[case.state]),
        lifted=case.lifted,
        due_at=case.due_at,
        lamp=lamp,
    )
