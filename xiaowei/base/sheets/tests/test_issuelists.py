"""A whole bad column is kept and shown as a few doubts and one that stands for the rest."""

from hypothesis import given
from hypothesis import strategies as st

from xiaowei.base.sheets.issuelists import MOST, capped
from xiaowei.base.sheets.issues import ERROR, WARNING, Issue

kinds = st.tuples(st.sampled_from(["bad_checksum", "blank_value", "zero_amount"]), st.sampled_from([ERROR, WARNING]))


def doubts(found: list[tuple[str, str]]) -> list[Issue]:
    return [
        Issue(code, severity, "%(cell)s", {"cell": f"C{n}"}, "名册", n, 3)
        for n, (code, severity) in enumerate(found, 4)
    ]


def test_ten_thousand_of_one_kind() -> None:
    told = capped(doubts([("bad_checksum", ERROR)] * 10_000 + [("blank_value", WARNING)]))
    assert [issue.code for issue in told] == ["bad_checksum"] * MOST + ["blank_value"]
    last = told[MOST - 1]
    assert (last.row, len(last.rows), last.severity) == (23, 9981, ERROR)
    assert last.message == "同样的问题还有 9981 处（第 23、24、25、26、27 行等）。请按上面几处的说明一并核对。"
    assert len(last.as_json()["rows"]) == 9981


def test_few_of_a_kind_stay_as_they_are() -> None:
    told = doubts([("bad_checksum", ERROR)] * MOST)
    assert capped(told) == told


@given(st.lists(kinds, max_size=120))
def test_every_row_is_still_named_and_nothing_grows_milder(found: list[tuple[str, str]]) -> None:
    issues = doubts(found)
    told = capped(issues, most=3)
    for code, severity in set(found):
        own = [issue for issue in told if (issue.code, issue.severity) == (code, severity)]
        assert len(own) <= 3
        rows = [row for issue in own for row in issue.rows or (issue.row,)]
        assert rows == [issue.row for issue in issues if (issue.code, issue.severity) == (code, severity)]
