"""Lists laid out in the many ways that people lay them out; nobody is lost and nobody is counted twice."""

from decimal import Decimal
from typing import Any

import pytest

from xiaowei.base.idnumbers import check_character
from xiaowei.base.sheets.grid import Grid
from xiaowei.base.sheets.tests.made import text_file
from xiaowei.benefits.intake import Understanding, understand
from xiaowei.benefits.intake.rows import MEMBER
from xiaowei.benefits.tests.quick import made

TITLE = ["石桥村2023年耕地地力保护补贴发放公示表"]
UNDER = ["单位：亩、元"]
HEAD = ["序号", "姓名", "面积", "标准", "金额", "备注"]
A = [1, "赵甲子", 2, 100, 200, None]
B = [2, "钱乙丑", 3, 100, 300, None]
C = [3, "孙丙寅", 4.5, 100, 450, None]
D = [4, "李丁卯", 1, 100, 100, None]
TOTAL = ["合计", None, 10.5, None, 1050, None]
GROUPS = ["一组", "一组", "二组", "二组"]
FOUR = (4, 105_000, Decimal("10.5"), True)  # rows, fen, mu, whether the total holds
UNSAID = (4, 105_000, Decimal("10.5"), None)


def codes(what: Understanding) -> list[str]:
    return sorted({issue.code for issue in what.issues})


def found(what: Understanding) -> tuple[Any, ...]:
    assert what.type == "subsidy_household"
    return len(what.rows), what.totals.get("amount"), what.totals.get("area_mu"), what.declared_match


def side(left: list[Any], right: list[Any]) -> list[Any]:
    return [*left[:5], *right[:5]]


EMPTY = [None] * 5
NEXT = [[["石桥村2023年耕地地力保护补贴发放公示表（二组）"]]]

DEEP = [
    ["序号", "户主", "保障情况", None, None],
    [None, None, "面积", "金额（元）", None],
    [None, None, None, "本月", "补发"],
]

LAYOUTS: dict[str, tuple[Any, tuple[Any, ...], list[str] | None]] = {
    "groups in rows of their own": (
        lambda: made([TITLE, UNDER, HEAD, ["一组"], A, B, ["二组："], C, D, TOTAL]),
        FOUR,
        GROUPS,
    ),
    "groups with their count": (
        lambda: made([TITLE, UNDER, HEAD, ["第一村民小组（2户）"], A, B, ["第二村民小组（2户）"], C, D, TOTAL]),
        FOUR,
        ["第一村民小组", "第一村民小组", "第二村民小组", "第二村民小组"],
    ),
    "groups with their sums above them": (
        lambda: made(
            [TITLE, UNDER, HEAD, ["一组", None, 5, None, 500], A, B, ["二组", None, 5.5, None, 550], C, D, TOTAL]
        ),
        FOUR,
        GROUPS,
    ),
    "groups with households and sums above them": (
        lambda: made(
            [TITLE, UNDER, HEAD, ["一组", "2户", 5, None, 500], A, B, ["二组", "2户", 5.5, None, 550], C, D, TOTAL]
        ),
        FOUR,
        GROUPS,
    ),
    "a header on every block": (
        lambda: made([TITLE, UNDER, ["一组"], HEAD, A, B, [], ["二组"], HEAD, C, D, TOTAL]),
        FOUR,
        None,
    ),
    "a title and a header on every page": (
        lambda: made(
            [
                TITLE,
                UNDER,
                HEAD,
                A,
                B,
                ["本页小计", None, 5, None, 500],
                TITLE,
                UNDER,
                HEAD,
                C,
                D,
                ["本页小计", None, 5.5, None, 550],
                TOTAL,
            ]
        ),
        FOUR,
        None,
    ),
    "pages and groups summed": (
        lambda: made(
            [
                TITLE,
                UNDER,
                HEAD,
                A,
                ["本页小计", None, 2, None, 200],
                B,
                ["一组小计", None, 5, None, 500],
                C,
                ["本页小计", None, 7.5, None, 750],
                D,
                ["二组小计", None, 5.5, None, 550],
                ["本页小计", None, 1, None, 100],
                TOTAL,
            ]
        ),
        FOUR,
        None,
    ),
    "a sum under every block and none below": (
        lambda: made(
            [TITLE, UNDER, HEAD, A, B, ["合计", None, 5, None, 500], [], HEAD, C, D, ["合计", None, 5.5, None, 550]]
        ),
        FOUR,
        None,
    ),
    "blocks with other columns": (
        lambda: made(
            [
                TITLE,
                UNDER,
                HEAD,
                A,
                B,
                [],
                ["序号", "面积", "户主姓名", "补贴金额"],
                [3, 4.5, "孙丙寅", 450],
                [4, 1, "李丁卯", 100],
            ]
        ),
        UNSAID,
        None,
    ),
    "two panels, the total last": (
        lambda: made([TITLE, UNDER, [*HEAD[:5], *HEAD[:5]], side(A, C), side(B, D), side(EMPTY, TOTAL)]),
        FOUR,
        None,
    ),
    "two panels, the total beside a household": (
        lambda: made([TITLE, UNDER, [*HEAD[:5], *HEAD[:5]], side(A, D), side(B, TOTAL), side(C, EMPTY)]),
        FOUR,
        None,
    ),
    "two panels, each with its sum": (
        lambda: made(
            [
                TITLE,
                UNDER,
                [*HEAD[:5], *HEAD[:5]],
                side(A, C),
                side(B, D),
                side(["小计", None, 5, None, 500], ["小计", None, 5.5, None, 550]),
                side(TOTAL, EMPTY),
            ]
        ),
        FOUR,
        None,
    ),
    "two panels with a column between": (
        lambda: made(
            [TITLE, UNDER, [*HEAD[:5], None, *HEAD[:5]], [*A[:5], None, *C[:5]], [*B[:5], None, *D[:5]], TOTAL]
        ),
        FOUR,
        None,
    ),
    "three panels": (
        lambda: made(
            [
                TITLE,
                UNDER,
                ["姓名", "面积", "金额"] * 3,
                [*("赵甲子", 2, 200), *("钱乙丑", 3, 300), *("孙丙寅", 4.5, 450)],
                ["李丁卯", 1, 100],
            ]
        ),
        UNSAID,
        None,
    ),
    "no header at all": (
        lambda: made([TITLE, UNDER, A[:5], B[:5], C[:5], D[:5], TOTAL]),
        FOUR,
        None,
    ),
    "no word above the names": (
        lambda: made([TITLE, UNDER, ["序号", None, "面积", "标准", "金额"], A, B, C, D, TOTAL]),
        FOUR,
        None,
    ),
    "no word above the amounts": (
        lambda: made([TITLE, UNDER, ["序号", "姓名", "面积", "标准", None], A, B, C, D, TOTAL]),
        FOUR,
        None,
    ),
    "an odd word above the amounts": (
        lambda: made([TITLE, UNDER, ["序号", "姓名", "面积", "标准", "折合人民币"], A, B, C, D, TOTAL]),
        FOUR,
        None,
    ),
    "a header of two rows with units below": (
        lambda: made(
            [
                TITLE,
                ["序号", "姓名", "面积", "标准", "金额", "备注"],
                [None, None, "（亩）", "（元/亩）", "（元）", None],
                A,
                B,
                C,
                D,
                TOTAL,
            ]
        ),
        FOUR,
        None,
    ),
    "a header of two merged rows, repeated": (
        lambda: made(
            [
                TITLE,
                UNDER,
                ["序号", "姓名", "补贴情况", None, None, "备注"],
                [None, None, *HEAD[2:5], None],
                A,
                B,
                ["序号", "姓名", "补贴情况", None, None, "备注"],
                [None, None, *HEAD[2:5], None],
                C,
                D,
                TOTAL,
            ],
            merges=("A3:A4", "B3:B4", "C3:E3", "F3:F4"),
        ),
        FOUR,
        None,
    ),
    "the total above": (lambda: made([TITLE, UNDER, HEAD, TOTAL, A, B, C, D]), FOUR, None),
    "the total between title and header": (
        lambda: made([TITLE, UNDER, ["合计：4户  10.5亩  1050元"], HEAD, A, B, C, D]),
        UNSAID,
        None,
    ),
    "a total in words": (lambda: made([TITLE, UNDER, HEAD, A, B, C, D, ["合计：4户，10.5亩，1050元"]]), FOUR, None),
    "a total of households and persons": (
        lambda: made([TITLE, UNDER, HEAD, A, B, C, D, ["合计", "4户9人", 10.5, None, 1050]]),
        FOUR,
        None,
    ),
    "the total with the month's words": (
        lambda: made([TITLE, UNDER, HEAD, A, B, C, D, ["全村总计", None, 10.5, None, 1050]]),
        FOUR,
        None,
    ),
    "formulas without results": (
        lambda: made(
            [
                TITLE,
                UNDER,
                HEAD,
                *([*row[:4], f"=C{n}*D{n}"] for n, row in enumerate([A, B, C, D], 4)),
                ["合计", None, "=SUM(C4:C7)", None, "=SUM(E4:E7)"],
            ]
        ),
        FOUR,
        None,
    ),
    "a formula that leaves the last one out": (
        lambda: made([TITLE, UNDER, HEAD, A, B, C, D, ["合计", None, "=SUM(C4:C7)", None, "=SUM(E4:E6)"]]),
        (*FOUR[:3], False),
        None,
    ),
    "figures as text": (
        lambda: made(
            [
                TITLE,
                UNDER,
                HEAD,
                *([str(row[0]), row[1], f"{row[2]}亩", f"{row[3]}元", f"￥{row[4]:,.2f}"] for row in (A, B, C, D)),
                ["合计", None, "10.50", None, "1,050.00"],
            ]
        ),
        FOUR,
        None,
    ),
    "amounts in 万元": (
        lambda: made(
            [
                TITLE,
                ["单位：万元"],
                HEAD,
                *([*row[:4], row[4] / 10000] for row in (A, B, C, D)),
                ["合计", None, 10.5, None, 0.105],
            ]
        ),
        FOUR,
        None,
    ),
    "a village on each sheet": (
        lambda: made(
            [["青石镇2023年耕地地力保护补贴公示"], UNDER, HEAD, A, B, ["合计", None, 5, None, 500]],
            name="石桥村",
            more={
                "柳沟村": [["青石镇2023年耕地地力保护补贴公示"], UNDER, HEAD, C, D, ["合计", None, 5.5, None, 550]],
                "汇总": [
                    ["青石镇2023年耕地地力保护补贴汇总表"],
                    ["序号", "村", "户数", "面积", "金额"],
                    [1, "石桥村", 2, 5, 500],
                    [2, "柳沟村", 2, 5.5, 550],
                    ["合计", None, 4, 10.5, 1050],
                ],
                "说明": [["本表由镇财政所编制，有疑问请与财政所联系。"]],
            },
        ),
        FOUR,
        None,
    ),
    "a title on the first sheet only": (
        lambda: made([TITLE, UNDER, HEAD, A, B], name="一组", more={"二组": [HEAD, C, D]}),
        UNSAID,
        None,
    ),
    "signatures and notes below": (
        lambda: made(
            [
                TITLE,
                UNDER,
                HEAD,
                A,
                B,
                C,
                D,
                TOTAL,
                [],
                ["审核人：", "周戊辰", None, "制表人：", "吴己巳"],
                ["注：1.本表公示7天；2.监督电话见公示栏。"],
                ["村民代表签字："],
                ["2023年6月8日"],
            ]
        ),
        FOUR,
        None,
    ),
    "serial numbers run ahead": (
        lambda: made([TITLE, UNDER, HEAD, A, B, C, D, [5], [6], [7], TOTAL]),
        FOUR,
        None,
    ),
    "hidden columns": (
        lambda: made([TITLE, UNDER, HEAD, A, B, C, D, TOTAL], touch=_hide),
        FOUR,
        None,
    ),
    "comma-separated": (lambda: text_file([TITLE, UNDER, HEAD, A, B, C, D, TOTAL]), FOUR, None),
    "the columns numbered with characters": (
        lambda: made([TITLE, UNDER, HEAD, ["甲", "乙", 1, 2, 3, 4], A, B, C, D, TOTAL]),
        FOUR,
        None,
    ),
    "a header of three rows": (
        lambda: made(
            [["石桥村2023年农村低保发放表"], *DEEP, [1, "赵甲子", 10, 600, 0], [2, "钱乙丑", 0.5, 400, 50]],
            merges=("C2:E2", "D3:E3"),
        ),
        (2, 105_000, Decimal("10.5"), None),
        None,
    ),
    "a household below the total": (
        lambda: made([TITLE, UNDER, HEAD, A, B, C, ["合计", None, 9.5, None, 950], D]),
        (*FOUR[:3], False),
        None,
    ),
    "what was due, what was paid, what is paid now": (
        lambda: made(
            [
                TITLE,
                ["序号", "姓名", "面积", "应补金额（元）", "已补金额（元）", "本次补贴金额（元）"],
                [1, "赵甲子", 10, 900, 100, 800],
                [2, "钱乙丑", 0.5, 300, 50, 250],
                ["合计", None, 10.5, 1200, 150, 1050],
            ]
        ),
        (2, 105_000, Decimal("10.5"), True),
        None,
    ),
    "the members of a household below its head": (
        lambda: made(
            [
                ["石桥村2023年9月农村低保发放公示"],
                UNDER,
                ["序号", "户主及家庭成员姓名", "与户主关系", "面积", "金额"],
                [1, "赵甲子", "户主", 10.5, 650],
                [None, "赵乙丑", "之妻", None, None],
                [None, "赵丙寅", "之子", None, None],
                [2, "钱丁卯", "本人", None, 400],
                ["合计", "2户4人", None, 10.5, 1050],
            ]
        ),
        (2, 105_000, Decimal("10.5"), True),
        None,
    ),
    "members beside amounts merged down": (
        lambda: made(
            [
                ["石桥村2023年9月农村低保发放公示"],
                UNDER,
                ["序号", "姓名", "年龄", "金额"],
                [1, "赵甲子", 60, 650],
                [None, "赵乙丑", 58, None],
                [2, "钱丁卯", 80, 400],
                ["合计", None, None, 1050],
            ],
            merges=("A4:A5", "D4:D5"),
        ),
        (2, 105_000, None, True),
        None,
    ),
}


def _hide(_book: Any, sheet: Any) -> None:
    sheet.column_dimensions["F"].hidden = True


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_list_in_any_layout(layout: str) -> None:
    make, wanted, groups = LAYOUTS[layout]
    what = understand(make())
    assert found(what) == wanted
    if groups:
        assert [row.group for row in what.rows] == groups
    mild = {
        "formula_without_cached_value",
        "declared_total_mismatch",
        "guessed_column",
        "unit_missing",
        "hidden_column",
        "added_columns",
    }
    if wanted[3] is False:
        assert "declared_total_mismatch" in codes(what)
    assert set(codes(what)) - mild == set()


def test_members_are_rows_of_their_own_fate() -> None:
    make, _wanted, _groups = LAYOUTS["the members of a household below its head"]
    [part] = understand(make()).sheets
    assert [row for row, fate in part.row_fates.items() if fate == MEMBER] == [5, 6]
    assert list(part.row_fates) == list(range(1, 9))


QUARTERS = ["序号", "姓名", "第一季度", "第二季度", "第三季度", "第四季度"]


def test_quarters_without_a_sum_are_added_and_told() -> None:
    rows = [
        ["石桥村2023年高龄津贴发放表"],
        UNDER,
        QUARTERS,
        [1, "赵甲子", 150, 150, 150, 150],
        [2, "钱乙丑", 300, 300, None, None],
    ]
    what = understand(made(rows))
    assert ([row.amount for row in what.rows], codes(what)) == ([60_000, 60_000], ["added_columns"])


def test_the_sum_column_must_hold_in_every_row() -> None:
    rows = [
        ["石桥村2023年高龄津贴发放表"],
        UNDER,
        [*QUARTERS, "合计"],
        [1, "赵甲子", 150, 150, 150, 150, 600],
        [2, "钱乙丑", 300, 300, 300, 300, 1300],
        [3, "孙丙寅", 100, 100, 100, 100, 400],
        [4, "李丁卯", 100, 0, 0, 100, 200],
        [5, "周戊辰", 100, 0, 0, 100, 200],
    ]
    what = understand(made(rows))
    assert (what.totals["amount"], codes(what)) == (270_000, ["amount_mismatch"])


def test_paid_later_and_taken_back() -> None:
    head = ["序号", "姓名", "本月金额", "补发金额", "扣回金额", "实发金额", "备注"]
    rows = [
        ["石桥村2023年5月农村低保发放表"],
        UNDER,
        head,
        [1, "赵甲子", 300, 600, 0, 900, "补发3、4月"],
        [2, "钱乙丑", 300, 0, 500, -200, "扣回多发"],
        [3, "孙丙寅", 260, 0, 0, 260, None],
        ["合计", None, 860, 600, 500, 960, None],
    ]
    what = understand(made(rows))
    assert (what.totals["amount"], what.declared_match, codes(what)) == (96_000, True, ["negative_amount"])
    unsummed = understand(made([[*row[:4]] for row in rows[:-1]]))
    assert (unsummed.totals["amount"], codes(unsummed)) == (146_000, ["added_columns"])


def months(**sheets: list[Any]) -> Grid:
    first, *others = [
        [[f"石桥村2023年{name[1:]}月农村低保发放表"], ["单位：元"], ["序号", "姓名", "金额"], *rows]
        for name, rows in sheets.items()
    ]
    return made(first, name="1月", more={f"{n}月": rows for n, rows in enumerate(others, 2)})


def test_a_month_on_each_sheet_is_their_quarter() -> None:
    rows = [[1, "赵甲子", 300], [2, "钱乙丑", 260], ["合计", None, 560]]
    what = understand(months(m1=rows, m2=rows, m3=rows))
    assert what.period is not None
    assert (what.period.label, what.totals["amount"], what.declared_match) == ("2023年第一季度", 168_000, True)
    assert codes(what) == []
    gap = understand(months(m1=rows, m3=rows))
    assert (gap.period, codes(gap)) == (None, ["several_tables"])


def test_one_number_for_two_people_in_two_panels() -> None:
    number = "99010119500101001"
    number += check_character(number)
    head = ["姓名", "身份证号", "金额"]
    rows = [
        TITLE,
        UNDER,
        head * 2,
        ["赵甲子", number, 200, "钱乙丑", number, 300],
        ["孙丙寅", None, 200, "李丁卯", None, 300],
    ]
    assert codes(understand(made(rows))) == ["duplicate_id"]
