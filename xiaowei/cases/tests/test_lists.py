"""A long list costs as many queries as a short one, and shows the most pressing first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.county import AT, QINGSHI, County, appoint
from xiaowei.cases import sweep, worklist
from xiaowei.cases.tests import village


@pytest.mark.parametrize(("part", "words"), [("head", village.DOUBT), ("discipline", "村主任贪了")])
def test_fifty_cases_cost_the_queries_of_five(county: County, part: str, words: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            worklist.work_list(county[part], at=AT)
        return len(seen)

    for n in range(5):
        village.ask(county, words, at=village.later(minutes=-n))
    few = cost()
    for n in range(45):
        village.ask(county, words, at=village.later(minutes=-5 - n))
    rows = worklist.work_list(county[part], at=AT)
    assert len(rows) == 50 and cost() == few <= 12
    assert [row.due_at for row in rows] == sorted(row.due_at for row in rows if row.due_at)


def test_the_list_of_a_whole_township_has_an_end(county: County) -> None:
    for _ in range(4):
        village.ask(county)
    assert len(worklist.work_list(county["head"], at=AT, limit=3)) == 3
    assert worklist.open_count(county["head"], at=AT) == 4


def test_who_answers_in_the_village_and_above_counts_a_lifted_case_once(county: County) -> None:
    appoint(county["head"], "township_discipline", QINGSHI)
    ref, at = village.ask(county).case, village.later(hours=25)
    sweep.sweep(at=at)
    assert village.case(ref).lifted and village.case(ref).desk == county.township
    for part in ("head", "discipline"):
        assert village.listed(county, part, at) == [ref] and worklist.open_count(county[part], at=at) == 1
