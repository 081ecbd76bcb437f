"""What a register of contracts says of a year's money and of its end, in any of the words villages use."""

from typing import Any

import pytest

from xiaowei.base.sheets.tables import understand
from xiaowei.base.sheets.tables.understanding import Understanding
from xiaowei.base.sheets.tests.made import grid

ANNUAL = (
    "每年应交",
    "每年租金",
    "年交",
    "年应收",
    "年缴",
    "每年交费",
    "一年租金",
    "每年缴纳金额",
    "年交租金额",
    "每年上交",
    "年上缴",
    "年上交款",
    "每年收入",
    "年度应收",
    "每年承包款",
    "年收取",
    "每年费用（元）",
    "年租费（元/年）",
    "每年付",
    "年付租金",
    "每年交承包费",
    "逐年应交",
    "全年租金",
    "本年应缴",
    "元/年",
)
FOR_EVER = ("长期", "永久", "无固定期限", "不定期", "无限期", "未约定期限", "2010年—长期", "终身", "世代承包")


def register(money: str, *, term: str = "3年", unread: str = "") -> Understanding:
    rows: list[list[Any]] = [["白塔村集体资源发包出租合同登记簿"], ["登记截止2022年6月30日", None, "单位：亩、元"]]
    rows += [["编号", "标的物", "对方", "合同期", "亩数", money, unread or None]]
    lines = (
        ("北坡林地", "杨丁亥", term, 38, 12350),
        ("村西鱼塘", "施戊戌", "5年", 52, 37804),
        ("门面房", "魏己酉", "2年", 79, 28914),
    )
    rows += [[f"HT{n}", *line, 1000 * n if unread else None] for n, line in enumerate(lines, 1)]
    return understand(grid([*rows, ["合计", None, None, None, None, 79068, 6000 if unread else None]]))


def codes(what: Understanding) -> list[str]:
    return [issue.code for issue in what.issues]


@pytest.mark.parametrize("words", ANNUAL)
def test_a_years_money_by_any_name(words: str) -> None:
    what = register(words)
    assert (what.type, what.totals["annual"], what.declared_match, codes(what)) == (
        "contract_register",
        79068,
        True,
        [],
    )


@pytest.mark.parametrize("words", ["本年实收", "年限", "年龄", "合同总额"])
def test_what_is_no_years_money(words: str) -> None:
    assert "annual" not in register(words).totals


@pytest.mark.parametrize("term", FOR_EVER)
def test_a_contract_without_an_end(term: str) -> None:
    what = register("年租金", term=term)
    assert [(i.code, i.row) for i in what.issues] == [("long_term", 4)]


def test_a_column_that_the_sheet_sums_and_nobody_knows() -> None:
    what = register("年租金", unread="奉献")
    assert [(i.code, i.col) for i in what.issues] == [("unread_column", 7)]
    assert codes(register("年租金", unread="株数")) == []


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("下宫村债权债务登记表（截至2022年12月31日）", ("对方名称", "性质", "金额", "到期日期")),
        ("下宫村应收款项登记表（截至2022年12月31日）", ("欠款单位", "事由", "金额", "到期")),
        ("下宫村村级情况登记表（截至2022年12月31日）", ("债权人", "债务性质", "金额", "到期日")),
    ],
)
def test_what_is_owed_is_no_contract(title: str, heads: tuple[str, ...]) -> None:
    rows: list[list[Any]] = [[title], ["单位：元"], ["序号", *heads], [1, "杨丁亥", "欠承包费", 1200, "2023年12月"]]
    rows += [[2, "示范建筑队", "欠工程款", 38000, "2024年6月"], ["合计", None, None, 39200, None]]
    assert understand(grid(rows)).type == "unknown"
