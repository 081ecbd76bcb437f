"""A household is taken off the lists at the command line, once."""

from typing import Any

import pytest

from xiaowei.base.refusals import Conflict
from xiaowei.ops import cli
from xiaowei.roster import actions, queries
from xiaowei.roster.actions import HouseholdRow
from xiaowei.trail import queries as trail

pytestmark = pytest.mark.django_db


def test_a_household_is_closed_once_and_its_number_is_not_given_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.county import AT, XIAGONG, build

    monkeypatch.setattr("xiaowei.ops.close_household.ready", lambda: None)
    village = build().village
    rows = [HouseholdRow(2, 31, "吴乙亥"), HouseholdRow(2, 32, "郑丙子")]
    actions.add_households(village, rows=rows, by=None, at=AT)

    def close(code: str = XIAGONG, number: int = 31) -> Any:
        return cli.main(["close-household", "--village", code, "--number", str(number)])

    assert close() == 0 and "第 31 户" in capsys.readouterr().out
    assert [one.number for one in queries.households(village)] == [32]
    size = trail.head().size
    assert close() == 1 and "已经销户" in capsys.readouterr().err
    assert close(number=9) == 1 and close(code="990101100999") == 1
    with pytest.raises(Conflict, match="31"):
        actions.add_households(village, rows=rows[:1], by=None, at=AT)
    assert trail.head().size == size
