"""What everybody may read of doubts about what was published: how many there are, and the answers that were sent.

Only of the village's own lane: what may be about a cadre is not even counted. Never a word of whoever asked.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from xiaowei.base.masking import scrub
from xiaowei.base.refs import Ref
from xiaowei.cases import vocab
from xiaowei.cases.models import Case, Event

ABOUT = ("publication", "line")
DOUBT = "doubt"
MOVES = frozenset({"open", "release_answer", "rate_good", "rate_bad", "unrated", "withdraw", "reroute", "send_down"})


@dataclass(frozen=True)
class Doubted:
    """One doubt about an item or a line of it. `words` is the latest answer, empty while there is none."""

    about: Ref
    answered_by: str
    words: str
    at: dt.datetime | None
    grade: int | None  # how satisfied whoever asked is with it; None when she has not said
    again: bool  # not satisfied: it is being done again
    above: bool  # the village did not settle it: the level above has it


def doubts_in(village: Ref) -> tuple[Doubted, ...]:
    """The village's doubts about what it published, the latest answer first, the unanswered last. Two queries."""
    cases = Case.objects.filter(village=village, lane=vocab.VILLAGE, kind=DOUBT, about_kind__in=ABOUT)
    rows = {case.ref: case for case in cases.exclude(state__in=("withdrawn", "declined"))}
    told: dict[str, Event] = {}
    grades: dict[str, int] = {}
    writers: dict[str, str] = {}
    moves = ("answer", "release_answer", "rate_good", "rate_bad")
    for event in Event.objects.filter(case__in=rows, move__in=moves).order_by("case", "seq"):
        if event.move == "answer":
            writers[event.case_id] = event.by_label  # who let it go to the reporter is not who answers for it
        elif event.move == "release_answer":
            told[event.case_id] = event
            event.by_label = writers.get(event.case_id, event.by_label)
            grades.pop(event.case_id, None)
        elif event.grade:
            grades[event.case_id] = event.grade
    found = [_doubted(case, told.get(ref), grades.get(ref)) for ref, case in rows.items()]
    return tuple(sorted(found, key=lambda one: (one.at is None, -(one.at.timestamp() if one.at else 0), one.about)))


def will_be_public(ref: Ref) -> bool:
    """Whether the answer will stand beside what the case is about. The caller has asked `access` for the case."""
    return Case.objects.filter(pk=ref, lane=vocab.VILLAGE, kind=DOUBT, about_kind__in=ABOUT).exists()


def villages_touched(events: Iterable[Ref]) -> set[Ref]:
    """The villages whose public pages these steps of cases change. One query."""
    # a step in the discipline lane must not show by any page that was made anew; one that leaves this lane must
    seen = Q(lane=vocab.VILLAGE) | Q(move="reroute")
    rows = Event.objects.filter(seen, pk__in=set(events), move__in=MOVES, case__about_kind__in=ABOUT)
    return {Ref(village) for village in rows.values_list("case__village", flat=True).distinct()}


def _doubted(case: Case, event: Event | None, grade: int | None) -> Doubted:
    return Doubted(
        about=Ref(case.about),
        answered_by=event.by_label if event else "",
        words=scrub(event.words) if event else "",
        at=event.at if event else None,
        grade=grade,
        again=case.state == "redo",
        above=bool(case.lifted),
    )
