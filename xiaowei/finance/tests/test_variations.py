"""One village's month and one half-year in every form that villages give them; each row stands for a kind of file.

`M` is the plain month that most forms tell: opening 1,000, incomes 300 and 80.5, expenses 120.5 and 60, closing 1,200.
"""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaowei.base.sheets.grid import Grid
from xiaowei.base.sheets.kinds import kind_of
from xiaowei.base.sheets.tests.made import Rows, made
from xiaowei.finance.intake import Understanding, understand
from xiaowei.finance.intake.as_json import as_json

T, U = ["石桥村2022年4月财务收支明细表"], ["单位：元"]
H = ["序号", "日期", "凭证号", "摘要", "收入", "支出", "结余"]
OPEN = [None, None, None, "上月结转", None, None, 1000]
A = [1, "4月3日", "记-1", "收光伏电费", 300, None, 1300]
B = [2, "4月6日", "记-2", "付路灯电费", None, 120.5, 1179.5]
C = [3, "4月9日", "记-3", "收存款利息", 80.5, None, 1260]
D = [4, "4月20日", "记-4", "付保洁用工", None, 60, 1200]
SUM = [None, None, None, "本月合计", 380.5, 180.5, 1200]
E4 = [A, B, C, D]
M = (100_000, 38_050, 18_050, 120_000)
NO_OPENING = (None, 38_050, 18_050, None)
SIGNED = ["制表：赵甲子    审核：钱乙丑    书记：孙丙寅"]


def cols(rows: Rows, *names: str) -> Rows:
    """Only these columns of the month's rows, by their header words."""
    return [[row[H.index(name)] if H.index(name) < len(row) else None for name in names] for row in rows]


def renamed(**words: str) -> list[Any]:
    return [words.get(word, word) for word in H]


def numbers(what: Understanding) -> tuple[int | None, ...]:
    return what.opening, what.income, what.expense, what.closing


def codes(what: Understanding) -> set[str]:
    return {issue.code for issue in what.issues}


def listed(rows: Rows) -> Rows:
    """序号 | 日期 | 摘要 | 类型 | 金额."""
    return [[r[0], r[1], r[3], "收入" if r[4] else "支出", r[4] or r[5]] for r in rows]


SECTION = ["序号", "项目", "金额", "备注"]
INCOMES, EXPENSES = [[1, "收光伏电费", 300], [2, "收存款利息", 80.5]], [[1, "付路灯电费", 120.5], [2, "付保洁用工", 60]]

MONTHS: dict[str, Any] = {
    "unit before the title": [U, T, H, OPEN, *E4, SUM],
    "unit in the title": [["石桥村2022年4月财务收支明细表（单位：元）"], H, OPEN, *E4, SUM],
    "unit in the header": [T, renamed(收入="收入（元）", 支出="支出（元）", 结余="结余（元）"), OPEN, *E4, SUM],
    "unit in the cells": [T, H, OPEN, *[[*r[:4], *(f"{v}元" if v else None for v in r[4:])] for r in E4], SUM],
    "total above the entries": [T, U, H, SUM, OPEN, *E4],
    "label in the first column": [
        T,
        U,
        H,
        ["上月结余", *OPEN[1:3], None, *OPEN[4:]],
        *E4,
        ["合计", None, None, None, *SUM[4:]],
    ],
    "label in a column of amounts": [
        T,
        U,
        [*H[:6], "经手人"],
        *[r[:6] for r in E4],
        [None, None, None, None, 380.5, 180.5, "合计"],
    ],
    "running total below": [T, U, H, OPEN, *E4, SUM, [None, None, None, "本年累计", 9000, 8000, 1200]],
    "page sums and a repeated header": [
        T,
        U,
        H,
        OPEN,
        A,
        B,
        [None, None, None, "过次页", 300, 120.5, 1179.5],
        T,
        H,
        [None, None, None, "承前页", 300, 120.5, 1179.5],
        C,
        D,
        SUM,
    ],
    "subtotal of each page": [
        T,
        U,
        H,
        OPEN,
        A,
        B,
        [None, None, None, "本页小计", 300, 120.5],
        C,
        D,
        [None, None, None, "本页小计", 80.5, 60],
        SUM,
    ],
    "closing row": [T, U, H, OPEN, *E4, [*SUM[:6], None], [None, None, None, "月末结余", None, None, 1200]],
    "opening in the title line": [T, ["上月结余：1,000.00元          单位：元"], H, *E4, SUM],
    "opening and sums in words": [T, ["上月结余1000元，本月收入380.5元，本月支出180.5元，本月结余1200元"], H, *E4],
    "signatures and capitals": [T, U, H, OPEN, *E4, SUM, ["大写：壹仟贰佰元整"], SIGNED, ["公示期：2022年5月1日至7日"]],
    "blank rows": [T, [], U, [], H, [], OPEN, A, [], B, C, [], D, [], SUM],
    "debit and credit in English": [
        T,
        U,
        ["No.", "Date", "Voucher", "Description", "Debit", "Credit", "Balance"],
        OPEN,
        *E4,
        SUM,
    ],
    "words nobody knows": [T, U, ["序号", "日期", "凭证号", "摘要", "进项", "出项", "结余"], OPEN, *E4, SUM],
    "no word over the days": [T, U, ["序号", None, "凭证号", "摘要", "收入", "支出", "结余"], OPEN, *E4, SUM],
    "no word over the summaries": [T, U, ["序号", "日期", "凭证号", None, "收入", "支出", "结余"], OPEN, *E4, SUM],
    "one column of signed amounts": [
        T,
        U,
        ["日期", "摘要", "金额", "余额"],
        [None, "上月结转", None, 1000],
        *[[r[1], r[3], r[4] or -r[5], r[6]] for r in E4],
    ],
    "latest first": [T, U, H, *reversed(E4)],
    "accounts beside the summary": [
        T,
        U,
        ["日期", "摘要", "会计科目", "收入", "支出", "结余"],
        *[[r[1], r[3], "其他收入" if r[4] else "管理费用", *r[4:]] for r in [OPEN, *E4, SUM]],
    ],
    "sums of kinds under 支出": [
        T,
        U,
        ["日期", "摘要", "收入", "支出", None, "结余"],
        [None, None, None, "管理费用", "公益支出", None],
        [None, "上月结转", None, None, None, 1000],
        ["4月3日", "收光伏电费", 300, None, None, 1300],
        ["4月6日", "付路灯电费", None, 120.5, None, 1179.5],
        ["4月9日", "收存款利息", 80.5, None, None, 1260],
        ["4月20日", "付保洁用工", None, None, 60, 1200],
        [None, "合计", 380.5, 120.5, 60, 1200],
    ],
    "in four sections": [
        T,
        U,
        SECTION,
        ["一", "上月结余", 1000],
        ["二", "本月收入", 380.5],
        *INCOMES,
        ["三", "本月支出", 180.5],
        *EXPENSES,
        ["四", "本月结余", 1200],
    ],
    "sections with sums below": [
        T,
        U,
        SECTION,
        ["一、收入"],
        *INCOMES,
        [None, "收入合计", 380.5],
        ["二、支出"],
        *EXPENSES,
        [None, "支出合计", 180.5],
        ["期初余额", None, 1000],
        ["期末余额", None, 1200],
    ],
    "incomes above expenses": [
        T,
        ["上月结余：1000元  单位：元"],
        ["一、收入部分"],
        ["序号", "日期", "收入项目", "金额"],
        *[[r[0], r[1], r[3], r[4]] for r in (A, C)],
        ["合计", None, None, 380.5],
        [],
        ["二、支出部分"],
        ["序号", "日期", "支出项目", "金额", "经手人"],
        *[[r[0], r[1], r[3], r[5]] for r in (B, D)],
        ["合计", None, None, 180.5],
        ["本月结余", None, None, 1200],
    ],
    "folded into two panels": [
        T,
        U,
        [*H[1:], *H[1:]],
        [*OPEN[1:], *C[1:]],
        [*A[1:], *D[1:]],
        [*B[1:], *SUM[1:]],
    ],
    "a notes sheet": {"4月": [T, U, H, OPEN, *E4, SUM], "说明": [["本表按月公示"], ["如有疑问请拨打村务公开栏电话"]]},
    "a summary sheet": {
        "汇总": [["石桥村2022年4月收支汇总"], ["日期", "摘要", "收入", "支出"], ["4月30日", "本月各项", 380.5, 180.5]],
        "4月": [T, U, H, OPEN, *E4, SUM],
    },
    "the same sheet twice": {"4月": [T, U, H, OPEN, *E4, SUM], "4月(打印)": [T, U, H, OPEN, *E4, SUM]},
}
WITHOUT_OPENING = {"label in a column of amounts"}


def build(rows: Any) -> Grid:
    if isinstance(rows, dict):
        (name, first), *rest = rows.items()
        return made(first, name=name, more=dict(rest))
    return made(rows)


@pytest.mark.parametrize("form", MONTHS)
def test_the_month_in_another_form(form: str) -> None:
    grid = build(MONTHS[form])
    assert kind_of(grid) in ("finance_ledger", "unknown" if isinstance(MONTHS[form], dict) else "finance_ledger")
    what = understand(grid)
    assert what.type == "finance_ledger"
    assert numbers(what) == (NO_OPENING if form in WITHOUT_OPENING else M)
    assert what.period is not None
    assert (what.period.label, len(what.lines)) == ("2022年4月", 4)
    assert codes(what) <= {"other_sheet", "unit_missing"}
    assert what.declared_match is not False


NEXT = ["石桥村2022年5月财务收支明细表"]
OPEN5 = [None, None, None, "上月结转", None, None, 1200]
F = [1, "5月3日", "记-1", "收租金", 50, None, 1250]
SUM5 = [None, None, None, "本月合计", 50, 0, 1250]
BOTH = (100_000, 43_050, 18_050, 125_000)
TWO_MONTHS: dict[str, Any] = {
    "on two sheets": {"4月": [T, U, H, OPEN, *E4, SUM], "5月": [NEXT, U, H, OPEN5, F, SUM5]},
    "below each other": [T, U, H, OPEN, *E4, SUM, [], NEXT, U, H, OPEN5, F, SUM5],
    "with a summary": {
        "4月": [T, U, H, OPEN, *E4, SUM],
        "5月": [NEXT, U, H, OPEN5, F, SUM5],
        "合计": [["石桥村2022年4—5月收支"], H, [1, "4月30日", "", "4月", 380.5, 180.5], [2, "5月31日", "", "5月", 50]],
    },
}


@pytest.mark.parametrize("form", TWO_MONTHS)
def test_two_months_in_one_file(form: str) -> None:
    what = understand(build(TWO_MONTHS[form]))
    assert (what.type, numbers(what), what.declared_match) == ("finance_ledger", BOTH, True)
    assert what.period is not None
    assert (what.period.label, len(what.lines), codes(what)) == ("2022年4月—5月", 5, set())


def test_a_month_that_does_not_go_on_from_the_last_is_told() -> None:
    gone = [*OPEN5[:6], 1100]
    what = understand(build({"4月": [T, U, H, OPEN, *E4, SUM], "5月": [NEXT, U, H, gone, [*F[:6], 1150]]}))
    assert ("balance_mismatch", "5月") in {(issue.code, issue.sheet) for issue in what.issues}


def test_a_summary_that_does_not_fit_its_months_is_told_and_not_counted() -> None:
    wrong = [["石桥村2022年4—5月收支汇总"], H, [1, "5月31日", "", "合并", 400, 180.5]]
    what = understand(build({**TWO_MONTHS["on two sheets"], "汇总": wrong}))
    assert numbers(what) == BOTH
    assert "declared_total_mismatch" in codes(what)


ROW: dict[str, tuple[Callable[[], Rows], str]] = {
    "a wrong total": (lambda: [T, U, H, OPEN, *E4, [*SUM[:4], 390.5, 180.5, 1200]], "declared_total_mismatch"),
    "a wrong subtotal": (
        lambda: [T, U, H, OPEN, A, B, [None, None, None, "小计", 310, 120.5], C, D, SUM],
        "subtotal_mismatch",
    ),
    "a wrong total above": (lambda: [T, U, H, [*SUM[:4], 381.5, 180.5, 1200], OPEN, *E4], "declared_total_mismatch"),
    "wrong capitals": (lambda: [T, U, H, OPEN, *E4, SUM, ["大写：壹仟贰佰零壹元整"]], "declared_total_mismatch"),
    "wrong words": (lambda: [T, ["本月收入390.5元"], H, OPEN, *E4], "declared_total_mismatch"),
    "two figures": (lambda: [T, U, H, OPEN, [*A[:4], "300/310", None, 1300], B, C, D, SUM], "ambiguous_amount"),
    "no figure": (lambda: [T, U, H, OPEN, [*A[:4], None, None, 1300], B, C, D, SUM], "blank_value"),
    "a negative": (lambda: [T, U, H[:6], [*A[:4], -300], *[r[:6] for r in (B, C, D)]], "negative_amount"),
    "a later month": (lambda: [T, U, H, OPEN, [A[0], "5月3日", *A[2:]], B, C, D, SUM], "date_after_as_of"),
    "after the signature": (
        lambda: [T, U, H, OPEN, *E4, SUM, ["制表日期：2022年4月15日"]],
        "date_after_as_of",
    ),
    "an earlier month": (lambda: [T, U, H, OPEN, [A[0], "2022年3月3日", *A[2:]], B, C, D, SUM], "date_outside_period"),
    "no bill, in a remark": (lambda: [T, U, [*H, "备注"], [*B[:6], None, "白条"]], "no_invoice"),
    "no bill, by its kind": (lambda: [T, U, [*H, "备注", "票据类型"], [*B[:6], None, "电费", "白条"]], "no_invoice"),
    "no bill, by a mark": (lambda: [T, U, [*H, "有无发票"], [*B[:6], None, "无"]], "no_invoice"),
    "no bill, among the documents": (lambda: [T, U, [*H, "单据"], [*B[:6], None, "无正式发票"]], "no_invoice"),
    "much cash": (lambda: [T, U, [*H[:6], "支付方式"], [*B[:5], 5000.01, "现金"]], "cash_over_limit"),
    "twice": (lambda: [T, U, H[:6], B[:6], [3, *B[1:6]]], "duplicate_line"),
    "a voucher twice": (lambda: [T, U, H[:6], B[:6], [*D[:2], B[2], *D[3:6]]], "duplicate_voucher"),
    "no period": (
        lambda: [["石桥村财务收支明细表"], U, H, [1, "1月3日", None, "收租金", 3], [2, "2月3日", None, "收租金", 4]],
        "incomplete",
    ),
    "another unit": (lambda: [T, ["单位：千元"], H, OPEN, *E4, SUM], "ambiguous_amount"),
    "nothing in it": (lambda: [T, U, H, [1], [2], [None, None, None, "合计"]], "empty_template"),
    "no entry but zero sums": (lambda: [T, U, H, [None, None, None, "合计", 0, 0, 0]], "empty_template"),
    "an empty two-sided form": (
        lambda: [T, U, ["收入", None, "支出", None], ["项目", "金额", "项目", "金额"], ["合计", None, "合计", None]],
        "empty_template",
    ),
    "the opening counted": (
        lambda: [T, U, H, [*OPEN[:4], 1000, None, 1000], *E4, [*SUM[:4], 1380.5, 180.5, 1200]],
        "opening_in_income",
    ),
}
ERRORS = {
    "declared_total_mismatch",
    "subtotal_mismatch",
    "ambiguous_amount",
    "date_after_as_of",
    "date_outside_period",
    "incomplete",
    "empty_template",
}


@pytest.mark.parametrize("what", ROW)
def test_a_doubt_by_its_code(what: str) -> None:
    rows, code = ROW[what]
    found = understand(build(rows()))
    told = [issue for issue in found.issues if issue.code == code]
    assert told and told[0].row and told[0].message.endswith("。")
    if code in ERRORS:
        assert told[0].severity == "error"
    if code not in ("ambiguous_amount", "blank_value"):  # an amount that is not read leaves its total open
        assert codes(found) & {"declared_total_mismatch"} <= {code}


@pytest.mark.parametrize(
    ("remark", "amount"),
    [("", 5000), ("现金", 5000), ("现金存入银行", 9000), ("转账", 9000), ("白条鸡10只", 30), ("白条已换发票", 30)],
)
def test_what_is_no_doubt(remark: str, amount: float) -> None:
    what = understand(build([T, U, [*H[:6], "支付方式"], [*B[:5], amount, remark]]))
    assert what.issues == []


def test_a_fund_source_in_a_remark_is_no_balance() -> None:
    what = understand(build([T, U, [*H[:6], "备注"], *[[*r[:6], "上年结余"] for r in E4], [*SUM[:6], None]]))
    assert (what.income, what.expense, len(what.lines), what.issues) == (38_050, 18_050, 4, [])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 10**8), st.integers(1, 30)), min_size=1, max_size=12),
    st.lists(
        st.sampled_from(
            [
                [],
                ["注：本表已公示"],
                SIGNED,
                [None, None, None, "小计"],
                ["人民币（大写）："],
                [9],
                H,
                ["其中：", None, None, None, 5],
            ]
        ),
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_every_row_of_the_sheet_has_exactly_one_fate(
    entries: list[tuple[bool, int, int]], noise: Rows, chance: Any
) -> None:
    rows: Rows = [
        [
            n,
            f"4月{day}日",
            f"记-{n}",
            "收租金" if income else "付电费",
            *([fen / 100, None] if income else [None, fen / 100]),
        ]
        for n, (income, fen, day) in enumerate(entries, 1)
    ]
    for row in noise:
        rows.insert(chance.randint(0, len(rows)), row)
    grid = made([T, U, H, *rows])
    what = understand(grid)
    [sheet] = grid.sheets
    assert set(what.row_fates) == set(range(1, len(sheet.rows) + 1))
    assert sum(fate == "line" for fate in what.row_fates.values()) == len(what.lines) == len(entries)
    assert as_json(what)["data_rows"] == len(entries)
    assert what.income == sum(fen for income, fen, _day in entries if income)
