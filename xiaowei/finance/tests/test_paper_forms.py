"""Forms as paper has them: 其中 below its whole, forms that balance, the year above 月 and 日, balances in words."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from xiaowei.base.sheets.tests.made import grid, text_file
from xiaowei.finance.intake import Understanding, understand

TITLE = "青石镇下宫村2023年5月财务收支公开表"
UNIT = "单位：元"
Rows = Sequence[Sequence[Any]]


def codes(understood: Understanding) -> set[str]:
    return {issue.code for issue in understood.issues}


def listed(rows: Rows) -> Understanding:
    return understand(grid([[TITLE], [UNIT], ["序号", "项目", "金额", "备注"], *rows]))


PARTED = [
    ["一", "上期结余", 1000], ["二", "本期收入", 300], [1, "其中：收鱼塘承包费", 100], [2, "收存款利息", 200],
    ["三", "本期支出", 120], [1, "其中：付路灯电费", 50], [2, "付打印费", 70], ["四", "期末结余", 1180],
]  # fmt: skip


@pytest.mark.parametrize("ordered", [True, False])
def test_parts_that_make_up_the_whole_are_its_entries(ordered: bool) -> None:
    rows = [[number if ordered else None, *rest] for number, *rest in PARTED]
    found = listed(rows)
    assert (found.income, found.expense, found.opening, found.closing) == (30_000, 12_000, 100_000, 118_000)
    assert len(found.lines) == 4 and found.declared_match and not found.errors


def test_a_wrong_heading_above_its_parts_is_told() -> None:
    rows = [[*row] for row in PARTED]
    rows[1][2] = 310
    assert "declared_total_mismatch" in codes(listed(rows))


def entries(*rows: tuple[Any, ...], total: tuple[Any, ...] = ()) -> Understanding:
    head = ["序号", "日期", "摘要", "收入", "支出"]
    below = [[None, None, "合计", *total]] if total else []
    return understand(grid([[TITLE], [UNIT], head, *[[*row] for row in rows], *below]))


def test_a_part_of_an_entry_is_no_second_entry() -> None:
    found = entries(
        (1, "5月3日", "收承包费", 300, None), (None, None, "其中：一组", 100, None), (2, "5月4日", "付电费", None, 80),
        total=(300, 80),
    )  # fmt: skip
    assert (found.income, found.expense, found.declared_match) == (30_000, 8_000, True)


def test_indented_parts_of_an_entry_do_not_count_twice_whether_they_are_all_told_or_not() -> None:
    for last in (200, 150):  # with all parts told, and with some
        rows = (
            (1, "5月3日", "收承包费", 300, None), (None, "5月3日", "其中：一组", 100, None),
            (None, "5月3日", "　　二组", last, None), (2, "5月4日", "收利息", 50, None),
            (3, "5月5日", "付电费", None, 80),
        )  # fmt: skip
        found = entries(*rows, total=(350, 80))
        assert (found.income, found.declared_match) == (35_000, True) and not found.errors


def test_an_entry_of_its_own_behind_a_part_stays_an_entry() -> None:
    found = entries(
        (1, "5月3日", "收承包费", 300, None), (None, None, "其中：一组", 100, None), (2, "5月6日", "收利息", 200, None),
        (3, "5月8日", "付电费", None, 80), total=(500, 80),
    )  # fmt: skip
    assert (found.income, found.declared_match) == (50_000, True)


def balanced(income_sum: int = 300, total: int = 1300) -> Understanding:
    return understand(
        grid(
            [
                [TITLE], [UNIT], ["收方", None, "付方", None], ["摘要", "金额", "摘要", "金额"],
                ["上期结存", 1000, "付电费", 50], ["收承包费", 100, "付打印费", 70], ["收利息", 200, None, None],
                ["本期收入小计", income_sum, "本期支出小计", 120], [None, None, "本期结存", 1180],
                ["总计", total, "总计", 1300],
            ],
            merges=[(3, 1, 3, 2), (3, 3, 3, 4)],
        )
    )  # fmt: skip


def test_a_form_that_balances_has_its_incomes_without_what_was_carried_forward() -> None:
    found = balanced()
    assert (found.income, found.expense, found.opening, found.closing) == (30_000, 12_000, 100_000, 118_000)
    assert found.declared_match and not found.opening_counted
    assert not codes(found) & {"closing_in_expense", "opening_in_income", "declared_total_mismatch"}


def test_a_form_that_balances_on_a_wrong_sum_is_told() -> None:
    for wrong in (balanced(310, 1310), balanced(300, 1310)):
        assert "declared_total_mismatch" in codes(wrong)


@pytest.mark.parametrize("closing", [1180, 1190])
def test_balances_told_in_one_line_below_the_table(closing: int) -> None:
    rows = [
        ["下宫村2023年5月集体资金收支一览"], [UNIT], ["收入项目", "金额", "支出项目", "金额"],
        ["收承包费", 100, "付电费", 50], ["收利息", 200, "付打印费", 70], ["收入总计", 300, "支出总计", 120],
        [f"期初结余1000.00元　期末结余{closing}.00元"],
    ]  # fmt: skip
    for found in (understand(grid(rows)), understand(text_file(rows))):
        assert (found.opening, found.closing) == (100_000, 118_000)
        assert found.declared_match == (closing == 1180)
        assert ("declared_total_mismatch" in codes(found)) == (closing != 1180)


def paper(head: Rows, rows: Rows, title: str = "青石镇下宫村现金收支流水账") -> Understanding:
    rest = ["凭证号", "摘要", "收入", "支出", "结存"]
    top = [[*row, *(rest if at == 0 else [])] for at, row in enumerate(head)]
    return understand(grid([[title], [UNIT], *top, *rows]))


def test_the_year_above_month_and_day_dates_the_entries() -> None:
    rows = [
        [None, None, None, "承前页", None, None, 1000], [3, 1, 1, "收承包费", 100, None, 1100],
        [None, 9, 2, "付电费", None, 50, 1050], [None, 9, 3, "付打印费", None, 70, 980],
    ]  # fmt: skip
    found = paper([["2019年", None], ["月", "日"]], rows)
    assert [line.date for line in found.lines] == [dt.date(2019, 3, 1), dt.date(2019, 3, 9), dt.date(2019, 3, 9)]
    assert found.period and (found.period.start, found.period.end) == (dt.date(2019, 3, 1), dt.date(2019, 3, 31))
    assert codes(found) == {"period_from_dates"}


def test_months_that_change_down_the_form_make_its_period() -> None:
    rows = [
        [4, 8, 1, "收承包费", 100, None, 1100], [None, 19, 2, "付电费", None, 50, 1050],
        [6, 4, 3, "付打印费", None, 70, 980], [None, "同上", 4, "收利息", 20, None, 1000],
    ]  # fmt: skip
    for title in ("青石镇下宫村现金收支流水账", "青石镇下宫村现金收支流水账（4—6月）"):
        found = paper([["2021年", None], ["月", "日"]], rows, title)
        assert found.period and (found.period.start, found.period.end) == (dt.date(2021, 4, 1), dt.date(2021, 6, 30))
        assert [line.date for line in found.lines][2:] == [dt.date(2021, 6, 4)] * 2 and not found.errors


def test_a_column_of_years_counts_as_well() -> None:
    rows = [
        [2020, 11, 1, 1, "收承包费", 100, None, 1100], [2020, None, 9, 2, "付电费", None, 50, 1050],
        [None, None, 12, 3, "付打印费", None, 70, 980],
    ]  # fmt: skip
    found = paper([["年", "月", "日"]], rows)
    assert [line.date for line in found.lines] == [dt.date(2020, 11, day) for day in (1, 9, 12)]
    assert found.period and found.period.end == dt.date(2020, 11, 30)


def test_a_form_without_any_year_is_not_dated() -> None:
    rows = [[3, 1, 1, "收承包费", 100, None, 1100], [None, 9, 2, "付电费", None, 50, 1050]]
    found = paper([["月", "日"]], rows)
    assert found.period is None and "incomplete" in codes(found)


def test_an_entry_of_several_days_has_its_first_and_same_as_above_the_one_above() -> None:
    found = entries(
        (1, "5月3日—5日", "付清淤台班费", None, 300), (2, "同上", "付电费", None, 20), (3, "〃", "收利息", 10, None),
        (4, "5月40日", "收承包费", 10, None), total=(20, 320),
    )  # fmt: skip
    assert [line.date for line in found.lines] == [dt.date(2023, 5, 3)] * 3 + [None]
    assert [issue.cell for issue in found.issues if issue.code == "bad_date"] == ["B7"]


def test_account_and_payee_are_read_and_their_numbers_doubted() -> None:
    head = ["日期", "摘要", "会计科目", "收款人", "收入", "支出"]
    rows = [
        ["5月3日", "付工资", "管理费用", "赵甲子 15400000001", None, 80],
        ["5月4日", "收承包费", "经营收入", "下宫合作社", 100, None],
    ]
    found = understand(grid([[TITLE], [UNIT], head, *rows]))
    assert [(line.account, line.payee.split()[0]) for line in found.lines] == [
        ("管理费用", "赵甲子"), ("经营收入", "下宫合作社"),
    ]  # fmt: skip
    assert [issue.cell for issue in found.issues if issue.code.startswith("personal")] == ["D4"]
