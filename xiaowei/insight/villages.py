"""The board of a village: its duties of a month, and what it published with doubts, ratings and the inspectors' check.

Villagers and inspectors look at the same item (双监督), so the two stand side by side.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xiaowei.base.clock import midnight
from xiaowei.base.refs import Ref
from xiaowei.cases import counting
from xiaowei.cases.access import Eyes
from xiaowei.cases.counting import CaseCounts
from xiaowei.disclosure import abouts, checkaccess, checkreads, duties, owing
from xiaowei.disclosure import queries as disclosure
from xiaowei.disclosure.checkreads import CheckFacts
from xiaowei.disclosure.duties import Duty
from xiaowei.disclosure.queries import PublicationFacts
from xiaowei.disclosure.ratings import ratings_of
from xiaowei.insight import access
from xiaowei.insight.boards import above, chosen
from xiaowei.insight.smallgroups import Table, hide_small
from xiaowei.roster import queries as roster

NEWEST = 24  # publications listed
GRADES = (1, 2, 3)


@dataclass(frozen=True)
class Seen:
    """One published item from both sides. `doubts` is None for somebody who may open no case."""

    publication: PublicationFacts
    doubts: int | None
    ratings: Table[int]  # of households, by grade; small groups are hidden from everybody but inspectors
    anonymous: Table[int]  # of everybody else, never added to those
    checks: tuple[CheckFacts, ...]  # open ones first


@dataclass(frozen=True)
class VillageBoard:
    """One village, one month. `cases` is None for somebody who may open none."""

    area: roster.AreaFacts
    above: tuple[roster.AreaFacts, ...]
    month: dt.date
    months: tuple[dt.date, ...]
    duties: tuple[Duty, ...]
    counts: Mapping[str, int]
    rate: float | None
    published: tuple[Seen, ...]
    cases: CaseCounts | None
    may_check: bool


def village_board(person: Ref, ref: Ref, *, month: dt.date | None, at: dt.datetime) -> VillageBoard:
    """The board of a village. Raises NotFound."""
    area = access.board_area(person, ref, at=at)
    month, months = chosen(month, at=at)
    eyes = Eyes(person, at=at)
    owed = owing.duties_of(ref, month=month, at=at)
    counts = duties.count(owed)
    return VillageBoard(
        area=area,
        above=above(person, area, at=at),
        month=month,
        months=months,
        duties=owed,
        counts=counts,
        rate=duties.on_time_rate(counts),
        published=tuple(seen_together(eyes, ref, disclosure.published_in(ref, limit=NEWEST))),
        cases=_cases(eyes, area, month) if access.opens_cases(eyes) else None,
        may_check=checkaccess.may_make(person, ref, at=at),
    )


def seen_together(eyes: Eyes, village: Ref, rows: Sequence[PublicationFacts]) -> list[Seen]:
    """These publications of the village from both sides. A constant number of queries."""
    refs = [row.ref for row in rows]
    doubts = doubts_by_publication(eyes, village)
    rated, checks = ratings_of(refs), checkreads.checks_of(eyes.person, refs, at=eyes.at)
    exact = checkaccess.may_make(eyes.person, village, at=eyes.at)
    opens = access.opens_cases(eyes)
    return [
        Seen(
            row,
            doubts[row.ref] if opens else None,
            _ratings(rated[row.ref].households, exact=exact),
            _ratings(rated[row.ref].anonymous, exact=exact),
            checks.get(row.ref, ()),
        )
        for row in rows
    ]


def doubts_by_publication(eyes: Eyes, village: Ref) -> Counter[Ref]:
    """How many cases hang on each publication of the village or a line of it, of what these eyes may open."""
    counts = counting.about_counts(eyes, village)
    homes = abouts.publications_of(counts)
    found: Counter[Ref] = Counter()
    for about, number in counts.items():
        if about in homes:
            found[homes[about]] += number
    return found


def _ratings(counts: tuple[int, int, int], *, exact: bool) -> Table[int]:
    by_grade = dict(zip(GRADES, counts, strict=True))
    return Table(by_grade, sum(counts)) if exact else hide_small(by_grade)


def _cases(eyes: Eyes, area: roster.AreaFacts, month: dt.date) -> CaseCounts:
    since = midnight(month)
    until = midnight(duties.months_before(month, -1))
    found = counting.counted(eyes, roster.refs_in([area.path]), since=since, until=until)
    return counting.together(found.values())
