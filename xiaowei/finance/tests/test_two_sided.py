"""Two-sided sheets and lists of one side as clerks really write them; each stands for a kind of file."""

import json
from pathlib import Path
from typing import Any

import pytest

from xiaowei.base.sheets.grid import Grid
from xiaowei.base.sheets.kinds import kind_of
from xiaowei.base.sheets.run import read_apart
from xiaowei.base.sheets.tests.biff import xls
from xiaowei.base.sheets.tests.made import Rows, made, text_file
from xiaowei.finance.intake import Understanding, understand
from xiaowei.finance.intake.as_json import as_json

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "disclosures"
SAME = ("type", "period", "unit", "sheets", "data_rows", "totals", "declared", "declared_match")


def codes(what: Understanding) -> list[str]:
    return [issue.code for issue in what.issues]


@pytest.mark.parametrize("number", ["02", "03"])
def test_the_sample_is_exact(number: str) -> None:
    [found] = SAMPLES.glob(f"{number}_*.expected.json")
    expected = json.loads(found.read_text(encoding="utf-8"))
    answer = as_json(understand(read_apart(SAMPLES / expected["file"])))
    keys = (*SAME, *(key for key in ("income_rows", "expense_rows") if key in expected))
    assert {key: answer[key] for key in keys} == {key: expected[key] for key in keys}
    assert [issue["code"] for issue in answer["issues"]] == [issue["code"] for issue in expected["issues"]]
    for told, wanted in zip(answer["issues"], expected["issues"], strict=True):
        assert {**told, **wanted} == {**told, "detail": wanted["detail"]}


TITLE = ["石桥村2021年上半年财务收支公开表"]
UNDER = ["编制单位：青石镇石桥村村民委员会      2021年7月5日      单位：元"]
HALVES = ["收入", None, None, None, "支出", None, None, None, None]
HEAD = ["序号", "项目", "金额", "备注", "序号", "项目", "数量", "金额", "备注"]
ROWS: list[list[Any]] = [
    [1, "收鱼塘承包费", "8,000.00", None, 1, "付保洁员工资", "3人", "5,400.00", None],
    [2, "收上级拨付运转经费", "20,000.00", None, 2, "购办公用品", "一批", "386.50", None],
    [3, "存款利息", "36.52", None, 3, "付路灯电费", None, "1,263.18", None],
    [None, None, None, None, 4, "维修水管", "12米", "900.00", None],
]
TOTAL = ["合计", None, "28,036.52", None, "合计", None, None, "7,949.68", None]
CLOSING = ["结余", None, "20,086.84", None, None, None, None, None, None]
OPENING = [1, "上年结余", "1,000.00", None]
WITH_OPENING = [
    [*OPENING, 1, "付保洁员工资", "3人", "5,400.00", None],
    [2, "收鱼塘承包费", "8,000.00", None, 2, "购办公用品", "一批", "386.50", None],
    [3, "收上级拨付运转经费", "20,000.00", None, 3, "付路灯电费", None, "1,263.18", None],
    [4, "存款利息", "36.52", None, 4, "维修水管", "12米", "900.00", None],
]
NARROW = [[row[i] for i in (1, 2, 5, 7)] for row in ROWS]
RIGHT = (2_803_652, 794_968, 3, 4)


def whole(what: Understanding) -> tuple[int, int, int, int]:
    assert what.type == "finance_two_sided"
    assert what.period is not None
    assert what.period.label == "2021年上半年"
    assert what.village_name in ("石桥村", "青石镇石桥村")
    incomes = sum(line.income is not None for line in what.lines)
    return what.income, what.expense, incomes, len(what.lines) - incomes


def body(*more: list[Any]) -> Rows:
    return [TITLE, UNDER, HALVES, HEAD, *ROWS, *more]


VARIANTS: dict[str, Any] = {
    "merged": lambda: made(body(TOTAL, CLOSING), merges=("A1:I1", "A2:I2", "A3:D3", "E3:I3")),
    "not merged": lambda: made(body(TOTAL, CLOSING)),
    "as text": lambda: text_file(body(TOTAL, CLOSING)),
    "old format": lambda: read_apart(xls(body(TOTAL, CLOSING))),
    "no total": lambda: made(body()),
    "no balance": lambda: made(body(TOTAL)),
    "expenses on the left": lambda: made(
        [
            TITLE,
            UNDER,
            ["支出部分", None, None, None, None, "收入部分"],
            HEAD[4:] + HEAD[:4],
            *(row[4:] + row[:4] for row in [*ROWS, TOTAL]),
        ]
    ),
    "halves called otherwise": lambda: made(
        [
            TITLE,
            UNDER,
            ["一、收 入", None, None, None, "二、支 出"],
            ["序号", "摘要", "金额（元）", "说明", "序号", "用途", "数量", "金额（元）", "票据"],
            *ROWS,
            TOTAL,
            CLOSING,
        ]
    ),
    "one header row": lambda: made([TITLE, UNDER, ["收入项目", "金额", "支出项目", "金额"], *NARROW]),
    "one header row of amounts": lambda: made([TITLE, UNDER, ["项目", "收入金额", "项目", "支出金额"], *NARROW]),
    "one header row, bare": lambda: made([TITLE, UNDER, ["收入", "金额", "支出", "金额"], *NARROW]),
    "one header row, sources and uses": lambda: made(
        [TITLE, UNDER, ["收入来源", "金额(元)", "支出用途", "金额(元)"], *NARROW]
    ),
    "one header row with serial numbers": lambda: made(
        [
            TITLE,
            UNDER,
            ["序号", "收入事项", "收入金额", "备注", "序号", "支出事项", "数量", "支出金额", "备注"],
            *ROWS,
            TOTAL,
        ]
    ),
    "parts in groups": lambda: made(
        [
            TITLE,
            UNDER,
            HALVES,
            HEAD,
            ["一", "经营收入", "8,000.00", None, "一", "日常支出", None, "5,786.50", None],
            [1, "收鱼塘承包费", "8,000.00", None, 1, "付保洁员工资", "3人", "5,400.00", None],
            ["二", "其他收入", "20,036.52", None, 2, "购办公用品", "一批", "386.50", None],
            [2, "收上级拨付运转经费", "20,000.00", None, "二", "公共支出", None, "2,163.18", None],
            [3, "存款利息", "36.52", None, 3, "付路灯电费", None, "1,263.18", None],
            [None, None, None, None, 4, "维修水管", "12米", "900.00", None],
            TOTAL,
        ]
    ),
    "subtotals": lambda: made(
        [
            TITLE,
            UNDER,
            HALVES,
            HEAD,
            *ROWS[:2],
            ["小计", None, "28,000.00", None, "小计", None, None, "5,786.50", None],
            *ROWS[2:],
            TOTAL,
            CLOSING,
        ]
    ),
    "of which": lambda: made(
        [
            TITLE,
            UNDER,
            HALVES,
            HEAD,
            *ROWS[:1],
            [None, "其中：上年欠交部分", "3,000.00", None, None, None, None, None, None],
            *ROWS[1:],
            TOTAL,
        ]
    ),
    "blank rows and footers": lambda: made(
        [
            TITLE,
            UNDER,
            HALVES,
            HEAD,
            [],
            *ROWS[:2],
            [],
            *ROWS[2:],
            TOTAL,
            [],
            ["村支书：陶乙丑", None, None, None, "会计：赵丁卯", None, None, None, "监委会主任：姜丙寅"],
            ["注：公示时间2021年7月5日至7月12日"],
        ]
    ),
    "capital figures": lambda: made(
        body(
            TOTAL,
            ["大写", None, "贰万捌仟零叁拾陆元伍角贰分", None, "大写", None, None, "柒仟玖佰肆拾玖元陆角捌分", None],
        )
    ),
    "with days": lambda: made(
        [
            TITLE,
            UNDER,
            ["收入", None, None, "支出"],
            ["日期", "项目", "金额", "日期", "项目", "金额"],
            *([f"{n}月3日", row[1], row[2], f"{n}月5日", row[5], row[7]] for n, row in enumerate(ROWS, 1)),
        ]
    ),
    "full-width figures": lambda: made(
        [
            TITLE,
            UNDER,
            HALVES,
            HEAD,
            *(
                [
                    v.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if isinstance(v, str) else v
                    for v in row
                ]
                for row in [*ROWS, TOTAL]
            ),
        ]
    ),
    "a notes sheet": lambda: made(body(TOTAL), more={"说明": [["本表已公示"]], "Sheet2": []}),
}
QUIET = {"a notes sheet": ["other_sheet"]}


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_account_in_another_hand(variant: str) -> None:
    grid: Grid = VARIANTS[variant]()
    assert kind_of(grid) == "finance_two_sided"
    what = understand(grid)
    assert whole(what) == RIGHT
    assert codes(what) == QUIET.get(variant, [])
    assert what.declared_match is not False
    if "balance" in what.declared:
        assert what.closing == 2_008_684


def test_what_is_carried_forward_is_no_income() -> None:
    total = ["合计", None, "29,036.52", None, "合计", None, None, "7,949.68", None]
    closing = ["结余", None, "21,086.84", None, None, None, None, None, None]
    what = understand(made([TITLE, UNDER, HALVES, HEAD, *WITH_OPENING, total, closing]))
    assert (what.opening, what.income, what.expense, what.closing) == (100_000, 2_803_652, 794_968, 2_108_684)
    assert (codes(what), what.declared_match) == (["opening_in_income"], True)
    answer = as_json(what)
    assert answer["totals"] == {"income": "29036.52", "expense": "7949.68", "closing": "21086.84"}
    assert (answer["income_rows"], answer["expense_rows"]) == (4, 4)


def test_carried_forward_but_not_counted() -> None:
    what = understand(made([TITLE, UNDER, HALVES, HEAD, *WITH_OPENING, TOTAL]))
    assert (what.opening, what.income, codes(what), what.declared_match) == (100_000, 2_803_652, [], True)
    assert as_json(what)["totals"]["opening"] == "1000.00"


def test_both_halves_balanced_with_what_is_left() -> None:
    left = [None, None, None, None, None, "本期结余", None, "21,086.84", None]
    total = ["总计", None, "29,036.52", None, "总计", None, None, "29,036.52", None]
    what = understand(made([TITLE, UNDER, HALVES, HEAD, *WITH_OPENING, left, total]))
    assert (what.income, what.expense, what.closing) == (2_803_652, 794_968, 2_108_684)
    assert sorted(codes(what)) == ["closing_in_expense", "opening_in_income"]


def test_white_slips_are_told_together() -> None:
    rows = [[*row] for row in ROWS]
    rows[0][8], rows[3][8] = "白条", "白条入账"
    rows[1][5] = "购白条鸡20只"
    [issue] = understand(made([TITLE, UNDER, HALVES, HEAD, *rows, TOTAL])).issues
    assert (issue.code, issue.rows, issue.amount) == ("no_invoice", (5, 8), 630_000)
    assert "6,300.00" in issue.message


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({(7, 2): "28,063.52"}, "declared_total_mismatch"),
        ({(7, 7): "7,494.68"}, "declared_total_mismatch"),
        ({(3, 7): "约900"}, "ambiguous_amount"),
        ({(1, 2): None}, "blank_value"),
        ({(2, 7): "-1,263.18"}, "negative_amount"),
        ({(8, 2): "20,068.84"}, "declared_total_mismatch"),
    ],
)
def test_a_mistake_is_told(change: dict[tuple[int, int], Any], wanted: str) -> None:
    rows = [[*row] for row in [*ROWS, [], [], []]]
    rows = [*rows[:4], [], [], [], [*TOTAL], [*CLOSING]]
    for (row, col), value in change.items():
        rows[row][col] = value
    what = understand(made([TITLE, UNDER, HALVES, HEAD, *rows]))
    assert what.type == "finance_two_sided"
    assert wanted in codes(what)


QUARTER = ["石桥村二〇二一年第三季度财务支出公告"]
LIST = ["笔数", "时间", "用途", "金额（元）", "经办", "审核"]
SPENT: list[list[Any]] = [
    [1, "7月1日", "购买水泥", 2980.5, "吴己巳", "蒋丙子"],
    [2, "8.4", "付电费", 146, "郑庚午", "蒋丙子"],
    [3, "9月30日", "付小工工资", 3931.5, "王辛未", "蒋丙子"],
]
SPENT_TOTAL = ["合计", None, None, "¥7,058.00", None, None]

LISTS: dict[str, Any] = {
    "plain": lambda: made([QUARTER, LIST, *SPENT, SPENT_TOTAL]),
    "a subtotal for each month": lambda: made(
        [
            QUARTER,
            LIST,
            SPENT[0],
            [None, None, "7月小计", 2980.5],
            SPENT[1],
            [None, None, "8月小计", 146],
            SPENT[2],
            [None, None, "9月小计", 3931.5],
            SPENT_TOTAL,
        ]
    ),
    "a sum for each month": lambda: made(
        [
            QUARTER,
            LIST,
            SPENT[0],
            [None, None, "7月合计", 2980.5],
            SPENT[1],
            [None, None, "8月合计", 146],
            SPENT[2],
            [None, None, "9月合计", 3931.5],
            ["第三季度合计", None, None, 7058],
        ]
    ),
    "capital figures and a number": lambda: made(
        [
            QUARTER,
            LIST,
            *SPENT,
            SPENT_TOTAL,
            ["人民币（大写）：柒仟零伍拾捌元整"],
            ["公告人：石桥村经济合作社  第112期"],
        ]
    ),
    "capital figures in the columns": lambda: made(
        [QUARTER, LIST, *SPENT, ["合计（大写）", None, "柒仟零伍拾捌元整", 7058]]
    ),
    "told by the entries": lambda: made(
        [
            ["石桥村2021年第三季度财务公告"],
            ["日期", "摘要", "金额", "经手人"],
            *([row[1], row[2], row[3], row[4]] for row in SPENT),
        ]
    ),
    "an expense column alone": lambda: made(
        [
            ["石桥村2021年7—9月财务公开"],
            ["序号", "日期", "摘要", "支出金额", "备注"],
            *([*row[:4], None] for row in SPENT),
        ]
    ),
    "as text": lambda: text_file([QUARTER, LIST, *SPENT, SPENT_TOTAL]),
}


@pytest.mark.parametrize("variant", LISTS)
def test_a_list_of_expenses(variant: str) -> None:
    what = understand(LISTS[variant]())
    assert (what.type, what.sides, what.expense, len(what.lines)) == ("finance_ledger", ("expense",), 705_800, 3)
    assert what.period is not None
    assert what.period.label == "2021年第三季度"
    assert [str(line.date) for line in what.lines] == ["2021-07-01", "2021-08-04", "2021-09-30"]
    assert what.computed == {"expense": 705_800}
    assert what.declared in ({}, {"expense": 705_800})
    assert [code for code in codes(what) if code != "unit_missing"] == []


def test_income_and_expense_told_by_a_word() -> None:
    what = understand(
        made(
            [
                ["石桥村2021年7月收支公示"],
                ["单位：元"],
                ["日期", "摘要", "类型", "金额"],
                ["7月1日", "租金", "收入", 900],
                ["7月2日", "电费", "支出", 146.5],
                ["合计", None, None, None],
            ]
        )
    )
    assert (what.type, what.income, what.expense) == ("finance_ledger", 90_000, 14_650)


@pytest.mark.parametrize(
    "rows",
    [
        [["石桥村2022年收支预算表"], ["收入", None, "支出"], ["项目", "金额", "项目", "金额"], ["租金", 5, "电费", 6]],
        [["石桥村2022年捐款明细"], ["日期", "姓名", "用途", "金额"], ["5月1日", "赵甲子", "修路", 500]],
        [["石桥村2022年项目计划"], ["时间", "项目", "金额"], ["5月1日", "修路", 5000]],
        [["石桥村2022年公告"], ["日期", "内容", "金额"], ["5月1日", "甲", 1], ["5月2日", "乙", 2]],
    ],
)
def test_another_table_is_never_taken_for_an_account(rows: Rows) -> None:
    grid = made(rows)
    assert understand(grid).type == "unknown"
    assert kind_of(grid) in ("unknown", "project_list")
