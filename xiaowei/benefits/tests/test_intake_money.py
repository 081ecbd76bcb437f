"""Several columns of money in a list of households: what is paid for the period counts, and no guess passes unsaid."""

from decimal import Decimal
from typing import Any

import pytest

from xiaowei.base.sheets.tests.made import grid
from xiaowei.benefits.intake import understand
from xiaowei.benefits.intake.understanding import Understanding

NAMES = ("赵甲子", "钱乙丑", "孙丙寅", "李丁卯")
QUARTER = "青石镇柳河村2023年第一季度农村低保金发放明细表"
THREE_MONTHS = ((885, 2655), (590, 1770), (1180, 3540), (295, 885))
JOINED_LATER = ((885, 2655), (590, 1180), (1180, 3540), (295, 885))


def listed(heads: tuple[str, ...], rows: Any, *, title: str = QUARTER, unit: str = "单位：元") -> Understanding:
    lines = [[n, name, *row] for n, (name, row) in enumerate(zip(NAMES, rows, strict=True), 1)]
    totals = [sum(column) for column in zip(*rows, strict=True)]
    return understand(grid([[title], [unit], ["序号", "户主姓名", *heads], *lines, ["合计", None, *totals]]))


def codes(what: Understanding) -> list[str]:
    return [issue.code for issue in what.issues]


@pytest.mark.parametrize(
    ("monthly", "paid"),
    [
        ("月保障金", "季度发放金额"),
        ("月标准", "本次发放"),
        ("月保障金额", "实发"),
        ("月补助", "本季发放"),
        ("每月金额", "季度金额"),
        ("月救助金", "三个月合计"),
        ("月低保金", "发放金额"),
        ("当月金额", "本季金额"),
        ("金额/月", "发放金额"),
    ],
)
def test_what_is_paid_wins_over_what_a_month_is(monthly: str, paid: str) -> None:
    for rows in (THREE_MONTHS, JOINED_LATER):
        right = sum(row[1] for row in rows) * 100
        there, back = listed((monthly, paid), rows), listed((paid, monthly), [row[::-1] for row in rows])
        assert (there.totals["amount"], back.totals["amount"], codes(there)) == (right, right, [])


def test_what_was_paid_since_january_does_not_win() -> None:
    what = listed(("本月发放", "本年累计发放"), THREE_MONTHS, title="青石镇柳河村2023年3月农村低保金发放明细表")
    assert what.totals["amount"] == 295_000


def test_two_columns_that_may_both_be_the_amount() -> None:
    rows = ((100, 250), (80, 170), (120, 390), (60, 85))
    assert codes(listed(("补助金额", "发放金额"), rows)) == ["ambiguous_amount"]
    assert codes(listed(("应发金额", "实发金额"), ((100, 90), (80, 80), (120, 100), (60, 60)))) == []


@pytest.mark.parametrize(
    "unit", ["单位：万元（批次：第一批）", "单位：人、万元", "金额单位：万元人民币", "单位【万元】", "以万元为单位"]
)
def test_a_list_in_ten_thousands(unit: str) -> None:
    what = listed(("发放金额",), [(Decimal("0.2655"),)] * 4, unit=unit)
    assert (what.unit, what.totals["amount"], codes(what)) == ("万元", 1_062_000, [])


def test_a_list_in_a_unit_nobody_reads() -> None:
    assert codes(listed(("发放金额",), [(2,)] * 4, unit="单位：千元")) == ["ambiguous_amount"]
    assert codes(listed(("发放金额",), [(2,)] * 4, unit="")) == ["unit_missing"]
