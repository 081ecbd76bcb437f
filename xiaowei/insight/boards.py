"""The board of an area: one row for each area below it, with duties, cases and checks; a number of queries that does
not depend on how many there are.

Case numbers are those of what the viewer may open. Whoever may open none is told, on the board of his own area alone,
how many ordinary matters are open, without small groups: a second table of the same cases would let him subtract.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from xiaowei.base.clock import local, midnight
from xiaowei.base.refs import Ref
from xiaowei.cases import counting
from xiaowei.cases.access import Eyes
from xiaowei.cases.counting import CaseCounts
from xiaowei.disclosure import checkreads, duties, owing
from xiaowei.disclosure.checkreads import CheckCounts
from xiaowei.disclosure.duties import Duty, months_before
from xiaowei.insight import access
from xiaowei.insight.smallgroups import hide_small
from xiaowei.roster import paths
from xiaowei.roster import queries as roster
from xiaowei.roster.vocab import Level

MONTHS = 12  # of the trend, and to choose from
TREND_UP_TO = 600  # villages: twelve months of a whole city would keep its reader waiting for seconds
EXACT, FEW, NONE = "exact", "few", ""


@dataclass(frozen=True)
class Row:
    """One area in numbers. `cases` when the viewer may open them; `few` the statistic otherwise, None when hidden."""

    area: roster.AreaFacts
    villages: int
    duties: Mapping[str, int]
    rate: float | None
    trend: tuple[float | None, ...]  # on time of each of the last twelve months, oldest first; empty for large areas
    cases: CaseCounts
    few: int | None
    checks: CheckCounts

    @property
    def due(self) -> int:
        return sum(self.duties.values())


@dataclass(frozen=True)
class Board:
    """A board: `rows` of the areas directly below and the `whole`. `cases` says how exact their numbers are."""

    area: roster.AreaFacts
    above: tuple[roster.AreaFacts, ...]  # those whose boards the viewer may read, highest first
    month: dt.date
    months: tuple[dt.date, ...]  # newest first
    rows: tuple[Row, ...]
    whole: Row
    cases: str


def board(person: Ref, ref: Ref, *, month: dt.date | None, at: dt.datetime) -> Board:
    """The board of an area above the villages, for a month by its first day. Raises NotFound."""
    area = access.board_area(person, ref, at=at)
    month, months = chosen(month, at=at)
    below = [paths.below(area.path)]
    eyes, villages = Eyes(person, at=at), roster.villages_in(below)
    refs = roster.refs_in(below)
    since = midnight(month)
    until = midnight(months_before(month, -1))
    spans = trend_months(month) if len(villages) <= TREND_UP_TO else [month]
    owed = owing.duties_in_months(ref, spans, at=at)
    exact = access.opens_cases(eyes)
    cases = counting.counted(eyes, refs, since=since, until=until) if exact else {}
    checks = checkreads.checks_by_village(person, refs, since=since, at=at)
    homes = _homes(villages, roster.children(ref))
    few, total, kind = _few(eyes, area, homes, exact=exact)

    def row(place: roster.AreaFacts, own: Iterable[Ref], some: int | None) -> Row:
        own = list(own)
        counts = _by_month(duty for village in own for duty in owed.get(village, ()))
        return Row(
            area=place,
            villages=len(own),
            duties=counts[month],
            rate=duties.on_time_rate(counts[month]),
            trend=tuple(duties.on_time_rate(counts[one]) for one in spans) if len(spans) > 1 else (),
            cases=counting.together(cases[village] for village in own if village in cases),
            few=some,
            checks=_sum(checks[village] for village in own if village in checks),
        )

    rows = tuple(row(place, own, few.get(place.ref)) for place, own in homes)
    whole = row(area, [village.ref for village in villages], total)
    return Board(area, above(person, area, at=at), month, months, rows, whole, kind)


def chosen(month: dt.date | None, *, at: dt.datetime) -> tuple[dt.date, tuple[dt.date, ...]]:
    """The month to show and those to choose from: this one and the eleven before."""
    this = local(at).date().replace(day=1)
    months = tuple(months_before(this, count) for count in range(MONTHS))
    return (month if month in months else this), months


def above(person: Ref, area: roster.AreaFacts, *, at: dt.datetime) -> tuple[roster.AreaFacts, ...]:
    """The areas above whose boards the person may read, highest first."""
    own = [one.path for one in access.own_boards(person, at=at)]
    chain = roster.ancestors(area.ref)
    return tuple(
        one for one in chain if any(one.path == path or one.path.startswith(paths.below(path)) for path in own)
    )


def trend_months(month: dt.date) -> list[dt.date]:
    """The month and the eleven before, oldest first."""
    return [months_before(month, count) for count in reversed(range(MONTHS))]


def _homes(
    villages: Iterable[roster.AreaFacts], children: list[roster.AreaFacts]
) -> list[tuple[roster.AreaFacts, list[Ref]]]:
    """Each area directly below with its villages; a village is its own."""
    found: dict[str, list[Ref]] = {child.path: [] for child in children}
    for village in villages:
        for path in (*paths.ancestors(village.path), village.path):
            if path in found:
                found[path].append(village.ref)
    return [(child, found[child.path]) for child in children]


def _few(
    eyes: Eyes, area: roster.AreaFacts, homes: list[tuple[roster.AreaFacts, list[Ref]]], *, exact: bool
) -> tuple[Mapping[Ref, int | None], int | None, str]:
    if exact:
        return {}, None, EXACT
    if area.ref not in {own.ref for own in access.own_boards(eyes.person, at=eyes.at)}:
        return {}, None, NONE
    counts = counting.ordinary_by_village(eyes, roster.refs_in([paths.below(area.path)]))
    table = hide_small({place.ref: sum(counts.get(ref, 0) for ref in own) for place, own in homes})
    return table.cells, table.total, FEW


def _by_month(mine: Iterable[Duty]) -> defaultdict[dt.date, Counter[str]]:
    """How many duties are in each state, by the month in which they fall due."""
    found: defaultdict[dt.date, Counter[str]] = defaultdict(Counter)
    for duty in mine:
        found[duty.owed.month][duty.state] += 1
    return found


def _sum(counts: Iterable[CheckCounts]) -> CheckCounts:
    rows = [(one.open, one.overdue, one.over) for one in counts]
    return CheckCounts(*(sum(column) for column in zip(*rows, strict=True))) if rows else CheckCounts()


def is_village(area: roster.AreaFacts) -> bool:
    """Whether the area is the lowest, whose board lists items instead of areas."""
    return area.level == Level.VILLAGE
