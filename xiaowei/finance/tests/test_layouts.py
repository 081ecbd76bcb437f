"""What stands around the entries, spread over cells the way this or that clerk does."""

import io
from typing import Any

import openpyxl
import pytest

from xiaowei.base.sheets.run import read_apart
from xiaowei.finance.intake import Understanding, understand

HEADER = ["序号", "日期", "凭证号", "摘要", "收入", "支出", "结余", "经手人"]
ROWS: list[list[Any]] = [
    [None, None, None, "上月结转", None, None, 1000, None],
    [1, "4月3日", "记-1", "收光伏电费", 300, None, 1300, "赵甲子"],
    [2, "4月6日", "记-2", "付路灯电费", None, 120.5, 1179.5, "赵甲子"],
    [None, None, None, "本月合计", 300, 120.5, 1179.5, None],
]


def read(rows: list[list[Any]], name: str = "Sheet1") -> Understanding:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = name
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return understand(read_apart(out.getvalue()))


TITLE = ["石桥村2022年4月财务收支明细表"]
UNIT = ["单位：元"]


def test_a_subtitle_over_several_cells_is_no_header() -> None:
    apart = ["村名：石桥村", None, None, "2022年4月", None, None, None, "单位：元"]
    ledger = read([["财务收支明细表"], apart, HEADER, *ROWS])
    assert (ledger.header_rows, ledger.village_name, ledger.unit) == ((3,), "石桥村", "元")
    assert ledger.period is not None and ledger.period.label == "2022年4月" and not ledger.issues


def test_the_sheet_s_name_may_say_the_month() -> None:
    ledger = read([["石桥村财务收支明细表"], UNIT, HEADER, *ROWS], name="2022年4月")
    assert ledger.period is not None and ledger.period.label == "2022年4月" and not ledger.issues


@pytest.mark.parametrize(
    "foot",
    [
        ["监督电话", None, None, None, 3131234567],
        ["附件张数", None, None, None, 12],
        ["制表人：赵丁卯", None, "审核：姜丙寅", None, "书记：陶乙丑", None, "2022年5月1日"],
    ],
)
def test_what_stands_below_the_total_is_no_entry(foot: list[Any]) -> None:
    ledger = read([TITLE, UNIT, HEADER, *ROWS, [], foot])
    assert (len(ledger.lines), ledger.income, ledger.issues) == (2, 30_000, [])


def test_an_entry_below_the_total_is_read_and_doubted() -> None:
    late = [3, None, None, "付宽带费", None, 99, None, None]
    ledger = read([TITLE, UNIT, HEADER, *ROWS, late])
    assert ledger.expense == 21_950
    assert "declared_total_mismatch" in {issue.code for issue in ledger.issues}


def test_the_noise_of_long_sums_is_no_part_of_a_fen() -> None:
    noisy = [[cell + 1e-10 if isinstance(cell, float) else cell for cell in row] for row in ROWS]
    ledger = read([TITLE, UNIT, HEADER, *noisy])
    assert (ledger.expense, ledger.issues) == (12_050, [])


def test_what_is_carried_forward_among_the_incomes_is_booked_apart() -> None:
    listed = [None, None, None, "上月结转", 1000, None, 1000, None]
    total = [None, None, None, "本月合计", 1300, 120.5, 1179.5, None]
    ledger = read([TITLE, UNIT, HEADER, listed, *ROWS[1:3], total])
    assert (ledger.opening, ledger.income, ledger.closing) == (100_000, 30_000, 117_950)
    assert ([issue.code for issue in ledger.issues], ledger.declared_match) == (["opening_in_income"], True)
    assert ledger.computed == {"income": 130_000, "expense": 12_050, "closing": 117_950}
