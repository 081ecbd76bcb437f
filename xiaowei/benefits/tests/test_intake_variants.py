"""Lists of households as offices really write them: each variant stands for a kind of file, not for a sample."""

from decimal import Decimal
from typing import Any

import pytest

from xiaowei.base.idnumbers import check_character
from xiaowei.base.sheets.grid import Grid
from xiaowei.base.sheets.kinds import kind_of
from xiaowei.base.sheets.run import read_apart
from xiaowei.base.sheets.tests.biff import xls
from xiaowei.base.sheets.tests.made import Rows, text_file
from xiaowei.benefits.intake import Understanding, understand
from xiaowei.benefits.tests.quick import made

TITLE = ["2022年柳沟村耕地地力保护补贴发放公示表"]
UNDER = ["青石镇人民政府      公示时间：2022年6月1日—6月7日      补贴标准：100.5元/亩"]
HEAD = ["序号", "村民小组", "户主姓名", "身份证号码", "补贴面积（亩）", "补贴金额（元）", "一卡通账号", "备注"]
PEOPLE: list[list[Any]] = [
    [1, "一组", "赵甲子", "990101********0135", 2, 201, "9999**7936", None],
    [2, None, "钱乙丑", "990101********026X", 3.5, 351.75, "9999**5855", None],
    [3, "二组", "孙丙寅", "990101********039X", 10, 1005, "9999**3774", None],
    [4, None, "欧阳丁卯", "990101********0521", 0.4, 40.2, "9999**1693", None],
]
TOTAL = ["合计", None, None, None, 15.9, 1597.95, None, None]


def codes(what: Understanding) -> list[str]:
    return [issue.code for issue in what.issues]


def whole(what: Understanding) -> tuple[Any, ...]:
    """What everybody must agree about, whatever the layout."""
    assert what.type == "subsidy_household"
    assert what.period is not None
    return (
        what.subsidy,
        what.period.label,
        len(what.rows),
        what.totals["households"],
        what.totals["amount"],
        what.totals.get("area_mu"),
    )


RIGHT = ("耕地地力保护补贴", "2022年", 4, 4, 159_795, Decimal("15.9"))


def columns(*order: int) -> Rows:
    """The same list with its columns in another order, or without some."""
    return [TITLE, UNDER, *([row[i] for i in order] for row in [HEAD, *PEOPLE, TOTAL])]


def renamed(**words: str) -> Rows:
    head = [words.get(f"c{i}", word) for i, word in enumerate(HEAD)]
    return [TITLE, UNDER, head, *PEOPLE, TOTAL]


def typed(write: Any) -> Rows:
    """The same list with every figure as text."""
    rows = [[write(v) if i in (4, 5) and v is not None else v for i, v in enumerate(row)] for row in [*PEOPLE, TOTAL]]
    return [TITLE, UNDER, HEAD, *rows]


FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
SUBTOTALS = [
    *PEOPLE[:2],
    [None, "一组小计", None, None, 5.5, 552.75, None, None],
    *PEOPLE[2:],
    [None, "二组小计", None, None, 10.4, 1045.2, None, None],
]
ABOVE = [
    [None, "一组合计", None, None, 5.5, 552.75, None, None],
    *PEOPLE[:2],
    [None, "二组合计", None, None, 10.4, 1045.2, None, None],
    *PEOPLE[2:],
]
SIDE_HEAD = ["序号", "组别", "姓名", "面积", "金额", "序号", "组别", "姓名", "面积", "金额"]
SIDE = [
    [1, "一组", "赵甲子", 2, 201, 3, "二组", "孙丙寅", 10, 1005],
    [2, "一组", "钱乙丑", 3.5, 351.75, 4, "二组", "欧阳丁卯", 0.4, 40.2],
]
WIDE_HEAD = ["序号", "户主信息", None, None, "补贴情况", None, None, "备注"]
WIDE_BELOW = [None, "姓名", "身份证号", "组别", "面积", "标准", "金额", None]
WIDE = [
    [1, "赵甲子", None, "一组", 2, 100.5, 201, None],
    [2, "钱乙丑", None, "一组", 3.5, 100.5, 351.75, None],
    [3, "孙丙寅", None, "二组", 10, 100.5, 1005, None],
    [4, "欧阳丁卯", None, "二组", 0.4, 100.5, 40.2, None],
    ["合计", None, None, None, 15.9, None, 1597.95, None],
]
WIDE_MERGES = ("A3:A4", "B3:D3", "E3:G3", "H3:H4", "A1:H1", "A2:H2")
FORMULAS = [
    [n, group, name, None, area, f"=E{row}*100.5", None, None]
    for row, (n, group, name, _id, area, *_rest) in enumerate(PEOPLE, 4)
]

VARIANTS: dict[str, Any] = {
    "as the office prints it": lambda: made([TITLE, UNDER, HEAD, *PEOPLE, TOTAL], merges=("A1:H1", "A2:H2")),
    "another order": lambda: made(columns(2, 5, 4, 1, 0, 3)),
    "few columns": lambda: made(columns(2, 4, 5)),
    "no serial numbers": lambda: made(
        [TITLE, UNDER, HEAD[1:], *(row[1:] for row in PEOPLE), ["合计", None, None, 15.9, 1597.95]]
    ),
    "no total": lambda: made([TITLE, UNDER, HEAD, *PEOPLE]),
    "synonyms": lambda: made(
        renamed(c1="组 别", c2="农户姓名", c3="身份证号", c4="核定补贴面积", c5="实发金额(元)", c6="银行卡号")
    ),
    "longer headers": lambda: made(
        renamed(c2="享受补贴农户户主姓名", c4="2022年度享受补贴面积", c5="本年实际发放补贴金额（元）")
    ),
    "text figures": lambda: made(typed(lambda v: f"{v:,.2f}")),
    "full-width figures": lambda: made(typed(lambda v: f"{v:,.2f}".translate(FULL_WIDTH))),
    "figures with units": lambda: made(typed(lambda v: f"{v}元" if v > 20 else f"{v}")),
    "GB18030": lambda: text_file([TITLE, UNDER, HEAD, *PEOPLE, TOTAL]),
    "UTF-8 with a mark": lambda: text_file([TITLE, UNDER, HEAD, *PEOPLE, TOTAL], "utf-8-sig"),
    "old format": lambda: read_apart(xls([TITLE, UNDER, HEAD, *PEOPLE, TOTAL])),
    "subtotals below": lambda: made([TITLE, UNDER, HEAD, *SUBTOTALS, TOTAL]),
    "subtotals above": lambda: made([TITLE, UNDER, HEAD, *ABOVE, TOTAL]),
    "total above": lambda: made([TITLE, UNDER, HEAD, TOTAL, *PEOPLE]),
    "total with wide blanks": lambda: made([TITLE, UNDER, HEAD, *PEOPLE, ["合　　计", *TOTAL[1:]]]),
    "total with a count": lambda: made([TITLE, UNDER, HEAD, *PEOPLE, ["合计", None, "4户", *TOTAL[3:]]]),
    "total in one sentence": lambda: made([TITLE, UNDER, HEAD, *PEOPLE, ["合计：4户，15.9亩，1597.95元"]]),
    "total without a word": lambda: made([TITLE, UNDER, HEAD, *PEOPLE, [None, *TOTAL[1:]]]),
    "capital figures below": lambda: made(
        [TITLE, UNDER, HEAD, *PEOPLE, TOTAL, ["金额大写", None, None, "壹仟伍佰玖拾柒元玖角伍分"]]
    ),
    "Chinese year": lambda: made([["二〇二二年柳沟村耕地地力保护补贴花名册"], UNDER, HEAD, *PEOPLE, TOTAL]),
    "full-width year": lambda: made([["２０２２年柳沟村耕地地力补贴明细"], UNDER, HEAD, *PEOPLE, TOTAL]),
    "blank rows and footers": lambda: made(
        [
            [],
            TITLE,
            UNDER,
            HEAD,
            *PEOPLE[:2],
            [],
            *PEOPLE[2:],
            [],
            TOTAL,
            [],
            ["填表人：陶乙丑", None, None, "审核人：姜丙寅", None, "2022年6月8日"],
            ["注：另有复耕面积3.2亩不予兑现。"],
        ]
    ),
    "header on every page": lambda: made([TITLE, UNDER, HEAD, *PEOPLE[:2], TITLE, HEAD, *PEOPLE[2:], TOTAL]),
    "columns numbered": lambda: made([TITLE, UNDER, HEAD, [1, 2, 3, 4, 5, 6, 7, 8], *PEOPLE, TOTAL]),
    "two header rows": lambda: made([TITLE, UNDER, WIDE_HEAD, WIDE_BELOW, *WIDE], merges=WIDE_MERGES),
    "two header rows as text": lambda: text_file([TITLE, UNDER, WIDE_HEAD, WIDE_BELOW, *WIDE]),
    "two lists side by side": lambda: made([TITLE, UNDER, SIDE_HEAD, *SIDE, ["合计", None, None, 15.9, 1597.95]]),
    "contracted and paid area": lambda: made(
        [
            TITLE,
            UNDER,
            [*HEAD[:4], "承包面积", *HEAD[4:]],
            *([*row[:4], 99, *row[4:]] for row in PEOPLE),
            [*TOTAL[:4], 396, *TOTAL[4:]],
        ]
    ),
    "an area of another name, told by the standard": lambda: made(
        [
            TITLE,
            UNDER,
            ["序号", "姓名", "面积", "确权面积", "金额"],
            *([row[0], row[2], 99, row[4], row[5]] for row in PEOPLE),
        ]
    ),
    "a notes sheet and a sheet of sums": lambda: made(
        [TITLE, UNDER, HEAD, *PEOPLE, TOTAL],
        more={
            "说明": [["本表由镇政府编制"]],
            "Sheet3": [],
            "汇总": [["分村汇总"], ["村", "户数", "金额"], ["柳沟村", 4, 1]],
        },
    ),
    "a sheet for each group": lambda: made(
        [TITLE, UNDER, HEAD, *PEOPLE[:2]], name="一组", more={"二组": [TITLE, UNDER, HEAD, *PEOPLE[2:]]}
    ),
    "the same list once more": lambda: made(
        [TITLE, UNDER, HEAD, *PEOPLE, TOTAL], more={"打印": [TITLE, UNDER, HEAD, *PEOPLE, TOTAL]}
    ),
    "amounts by formula": lambda: made(
        [TITLE, UNDER, HEAD, *FORMULAS, ["合计", None, None, None, "=SUM(E4:E7)", "=SUM(F4:F7)"]]
    ),
    "a title over two rows": lambda: made(
        [["柳沟村"], ["2022年耕地地力保护补贴资金"], ["发放明细表"], ["单位：元、亩"], HEAD, *PEOPLE, TOTAL]
    ),
    "names with blanks": lambda: made(
        [TITLE, UNDER, HEAD, *([*row[:2], " ".join(row[2]), *row[3:]] for row in PEOPLE), TOTAL]
    ),
    "masked names": lambda: made(
        [TITLE, UNDER, HEAD, *([*row[:2], f"{row[2][0]}**", *row[3:]] for row in PEOPLE), TOTAL]
    ),
    "signatures beside": lambda: made([TITLE, UNDER, [*HEAD, "领取人签字"], *PEOPLE, TOTAL]),
}
QUIET = {
    "a notes sheet and a sheet of sums": ["other_sheet"],
    "the same list once more": ["other_sheet"],
    "amounts by formula": ["formula_without_cached_value", "formula_without_cached_value"],
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_same_list_in_another_hand(variant: str) -> None:
    what = understand(VARIANTS[variant]())
    assert whole(what) == RIGHT
    assert what.village_name == "柳沟村"
    assert sorted(codes(what)) == sorted(QUIET.get(variant, []))
    assert what.declared_match is not False


def test_what_the_total_declares() -> None:
    what = understand(VARIANTS["total in one sentence"]())
    assert what.declared == {"households": 4, "area_mu": Decimal("15.9"), "amount": 159_795}
    assert understand(VARIANTS["total above"]()).sheets[0].total_row == 4
    assert understand(VARIANTS["subtotals above"]()).sheets[0].subtotal_rows == (4, 7)


def with_row(at: int, **changes: Any) -> Grid:
    rows = [list(row) for row in PEOPLE]
    for name, value in changes.items():
        rows[at][{"name": 2, "id": 3, "area": 4, "amount": 5, "note": 7}[name]] = value
    return made([TITLE, UNDER, HEAD, *rows, TOTAL])


MISTAKES: dict[str, tuple[Any, list[str]]] = {
    "a wrong product": (lambda: with_row(1, amount=351.57), ["amount_mismatch", "declared_total_mismatch"]),
    "no amount": (lambda: with_row(1, amount=None), ["blank_value", "declared_total_mismatch"]),
    "no name": (lambda: with_row(1, name=None), ["blank_value"]),
    "negative": (lambda: with_row(1, amount=-5), ["amount_mismatch", "declared_total_mismatch", "negative_amount"]),
    "words for an amount": (lambda: with_row(1, amount="约350"), ["ambiguous_amount", "declared_total_mismatch"]),
    "a checksum": (lambda: with_row(1, id="990101195001010011"), ["bad_checksum"]),
    "a digit short": (lambda: with_row(1, id="99010119500101001"), ["bad_length"]),
    "dead and paid": (lambda: with_row(1, note="已去世"), ["deceased_still_paid"]),
    "dead, taken by the son": (lambda: with_row(1, note="户主已故，由其子代领"), []),
    "a telephone in a note": (lambda: with_row(1, note="联系15400084111"), ["personal_data"]),
    "a wrong total": (
        lambda: made([TITLE, UNDER, HEAD, *PEOPLE, [*TOTAL[:5], 1579.95]]),
        ["declared_total_mismatch"],
    ),
    "a wrong count": (
        lambda: made([TITLE, UNDER, HEAD, *PEOPLE, ["合计", None, "5户", *TOTAL[3:]]]),
        ["declared_total_mismatch"],
    ),
    "a wrong subtotal": (
        lambda: made(
            [TITLE, UNDER, HEAD, *PEOPLE[:2], [None, "一组小计", None, None, 5.5, 552.57], *PEOPLE[2:], TOTAL]
        ),
        ["subtotal_mismatch"],
    ),
    "no year": (lambda: made([["柳沟村耕地地力保护补贴"], UNDER[:0], HEAD, *PEOPLE, TOTAL]), ["incomplete"]),
    "no village": (lambda: made([["2022年耕地地力保护补贴公示表"], HEAD, *PEOPLE, TOTAL]), ["village_missing"]),
    "only a header": (lambda: made([TITLE, UNDER, HEAD]), ["empty_template"]),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_and_never_mended(mistake: str) -> None:
    make, wanted = MISTAKES[mistake]
    what = understand(make())
    assert what.type == "subsidy_household"
    assert sorted(codes(what)) == wanted
    for issue in what.issues:
        assert issue.message.endswith("。")


def two_with(first: tuple[str, str], second: tuple[str, str]) -> Rows:
    return [
        ["2021年示范县农机购置补贴公示"],
        ["序号", "购机者", "身份证号", "所在村", "数量（台）", "单台补贴额", "补贴金额（元）"],
        [1, *first, "石桥村", 1, 500, 500],
        [2, *second, "石桥村", 2, 300, 600],
    ]


def check_digit(start: str) -> str:
    return start + check_character(start)


def test_one_person_twice_is_usual_for_machines_only() -> None:
    number = check_digit("99010119500101001")
    machines = understand(made(two_with(("赵甲子", number), ("赵甲子", number))))
    assert (codes(machines), machines.totals["households"], machines.totals["machines"]) == ([], 1, 3)
    two = understand(made(two_with(("赵甲子", number), ("钱乙丑", number))))
    assert codes(two) == ["duplicate_id"]
    land = [[*row[:3], number, *row[4:]] for row in [PEOPLE[0], [2, "一组", "赵甲子", None, 3.5, 351.75, None, None]]]
    twice = understand(made([TITLE, UNDER, HEAD, *land]))
    assert codes(twice) == ["paid_twice"]


def test_an_identity_number_kept_as_a_figure_is_told() -> None:
    what = understand(made([TITLE, UNDER, HEAD, *PEOPLE[:1], [2, None, "钱乙丑", 990101195001010000, 3.5, 351.75]]))
    assert codes(what) == ["bad_checksum"]


def township(*, filled: bool, name: str = "村") -> Rows:
    villages = ["柳沟村", "柳沟村" if filled else None, "石桥村", "石桥村" if filled else None]
    rows = [
        [n, village, who, "A类" if n % 2 else "B类", n, 300 + n]
        for n, (village, who) in enumerate(zip(villages, ["赵甲子", "钱乙丑", "孙丙寅", "李丁卯"], strict=True), 1)
    ]
    return [
        ["青石镇2022年3月农村低保金发放名册"],
        ["单位：元"],
        ["序号", name, "户主姓名", "类别", "保障人数", "保障金额"],
        *rows,
        ["合计", None, "4户", None, "10人", 1210],
    ]


@pytest.mark.parametrize(("filled", "name"), [(True, "村"), (False, "村名"), (False, "行政村"), (True, "村（社区）")])
def test_a_list_of_a_township(filled: bool, name: str) -> None:
    what = understand(made(township(filled=filled, name=name)))
    assert (what.subsidy, what.township_name, what.village_name) == ("农村最低生活保障", "青石镇", None)
    assert [row.village for row in what.rows] == ["柳沟村", "柳沟村", "石桥村", "石桥村"]
    assert what.declared == what.totals == {"households": 4, "persons": 10, "amount": 121_000}
    assert (what.levels, codes(what)) == ({"A": 2, "B": 2}, [])


def test_totals_of_villages_and_of_the_township() -> None:
    rows = list(township(filled=True))
    rows.insert(5, [None, "柳沟村合计", "2户", None, 3, 603])
    rows.insert(8, [None, "石桥村合计", "2户", None, 7, 607])
    rows[9] = ["总计", None, "4户", None, 10, 1210]
    [part] = understand(made(rows)).sheets
    assert (part.subtotal_rows, part.total_row, len(part.data_rows)) == ((6, 9), 10, 4)


NOT_OURS: dict[str, Rows] = {
    "a summary by village": [
        ["2022年耕地地力保护补贴分村汇总表"],
        ["序号", "村", "户数", "面积", "金额"],
        [1, "柳沟村", 40, 99, 5000],
    ],
    "party dues": [["柳沟村2022年党费收缴公示"], ["序号", "姓名", "月标准", "合计"], [1, "赵甲子", 1, 12]],
    "wages": [["柳沟村2022年5月村干部工资发放表"], ["序号", "姓名", "职务", "应发金额"], [1, "赵甲子", "主任", 1500]],
    "allowances of cadres": [["柳沟村村干部误工补贴表2022年"], ["序号", "姓名", "金额"], [1, "赵甲子", 1500]],
    "donations": [["柳沟村2022年修路捐款名单"], ["序号", "姓名", "金额（元）"], [1, "赵甲子", 200]],
    "water fees": [["柳沟村2022年水费收缴明细"], ["户主", "用量", "金额"], ["赵甲子", 20, 60]],
    "contracts": [
        ["柳沟村资源合同台账2022年"],
        ["合同编号", "发包方", "承包方姓名", "面积", "单价", "年承包费"],
        ["HT1", "柳沟村", "赵甲子", 10, 300, 3000],
    ],
    "projects": [
        ["2022年衔接补助资金项目分配计划表"],
        ["序号", "项目名称", "类别", "投资"],
        [1, "柳沟村道路工程", "基础设施", 50],
    ],
    "insurance paid in": [["柳沟村2022年医保缴费名单"], ["姓名", "人数", "金额"], ["赵甲子", 3, 960]],
    "a vote": [["柳沟村2022年低保评议票决结果"], ["姓名", "同意票", "反对票"], ["赵甲子", 30, 2]],
}


@pytest.mark.parametrize("table", NOT_OURS)
def test_another_table_is_never_taken_for_a_list(table: str) -> None:
    grid = made(NOT_OURS[table])
    assert kind_of(grid) != "subsidy_household"
    assert understand(grid).type == "unknown"


@pytest.mark.parametrize(
    ("title", "subsidy"),
    [
        ("2023年实际种粮农民一次性补贴发放明细", "实际种粮农民一次性补贴"),
        ("柳沟村2023年第一季度高龄津贴发放公示", "高龄津贴"),
        ("青石镇柳沟村2023年5月特困人员供养金发放表", "特困人员救助供养"),
        ("柳沟村2023年退耕还林补助", "退耕还林补助"),
        ("2022年度柳沟村渔业成品油补贴公示", "渔业成品油补贴"),
        ("关于柳沟村2023年蜜蜂养殖补助名单的公示", "畜禽养殖补助"),
    ],
)
def test_the_subsidy_is_named(title: str, subsidy: str) -> None:
    what = understand(made([[title], ["序号", "姓名", "金额（元）"], [1, "赵甲子", 300], [2, "钱乙丑", 200]]))
    assert (what.subsidy, what.totals["amount"]) == (subsidy, 50_000)


def test_two_subsidies_or_two_years_in_a_file_are_not_added_up() -> None:
    other = [["2021年柳沟村耕地地力保护补贴"], HEAD, *PEOPLE]
    what = understand(made([TITLE, UNDER, HEAD, *PEOPLE], more={"去年": other}))
    assert "several_tables" in codes(what)
    assert (what.type, what.period) == ("subsidy_household", None)  # without a period nothing can be entered
