"""A long list costs as many queries as a short one, and shows the most pressing first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.county import AT, County
from xiaowei.cases import worklist
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
