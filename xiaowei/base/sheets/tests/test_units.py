"""The unit of money around a table: read wherever it can only be the unit, doubted where 元 is not likely."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.base.sheets.tables import understand
from xiaowei.base.sheets.tables.understanding import Understanding
from xiaowei.base.sheets.tests.made import grid
from xiaowei.base.sheets.units import odd_unit_in_words, unit_in_words

WAN = (
    "单位：万元（下达文号：示财预〔2021〕112号）",
    "（下达文号：示财预〔2021〕112号）单位：万元",
    "单位：万元;填报人:赵甲子",
    "单位：万元/年",
    "单位：万元人民币",
    "单位：人民币万元",
    "金额单位：万元（人民币）",
    "单位：（万元）",
    "单位【万元】",
    "【单位：万元】",
    "[单位：万元]",
    "单位 ： 万 元",
    "单 位：万元",
    "单位：亩，万元",
    "单位：户、人、万元",
    "单位：人、户、万元（保留两位小数）",
    "以万元为单位",
    "金额以万元计",
    "单位：万元—公开件",
    "单位：万元2021年3月15日",
    "注：表中金额单位均为万元。",
    "（万元）",
    "编制单位：下宫村  单位：万元",
    "单位：  万元",
)
NONE = (
    "单位：元宝村",
    "填报单位：万元店镇王村",
    "单位名称：下宫村",
    "单位：分公司",
    "单位：元、万元",
    "全村筹资50万元修路",
    "",
)


def allocation(
    unit: str, values: Iterable[Any], *, title: str = "2021年运转经费分配表", note: str = ""
) -> Understanding:
    shares = [Decimal(str(value)) for value in values]
    rows: list[list[Any]] = [[title], [unit], ["序号", "分配单位", "分配比例", "分配金额"]]
    towns = ("青石镇", "白塔镇", "柳河乡", "城关街道")
    rows += [[n, town, "25%", share] for n, (town, share) in enumerate(zip(towns, shares, strict=True), 1)]
    rows += [["合计", None, "100%", sum(shares)], [note or None]]
    return understand(grid(rows))


def codes(what: Understanding) -> list[str]:
    return [issue.code for issue in what.issues]


@pytest.mark.parametrize("text", WAN)
def test_ten_thousands_whatever_stands_around_them(text: str) -> None:
    assert unit_in_words([text]) == "万元"
    what = allocation(text, (15, 12.5, 12.5, 10))
    assert (what.unit, what.totals["amount_yuan"], codes(what)) == ("万元", 500_000, [])


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_unit(text: str) -> None:
    assert unit_in_words([text]) is None


@given(st.sampled_from(WAN), st.text("（）()：:，,。；; 甲乙1—", max_size=8))
def test_nothing_behind_a_unit_hides_it(text: str, tail: str) -> None:
    assert unit_in_words([f"{text} {tail}"]) == "万元"


def test_the_first_text_that_names_one() -> None:
    assert unit_in_words(["下宫村", "单位：元", "单位：万元"]) == "元"
    assert unit_in_words(["补助标准（元）"], sure=True) is None


def test_a_unit_that_nobody_may_take_for_yuan() -> None:
    assert odd_unit_in_words(["单位：千元"]) == "千元" and odd_unit_in_words(["单位：万元", "单位：千元"]) is None
    for unit in ("单位：千元", "单位：亿元"):
        assert codes(allocation(unit, (15, 12.5, 12.5, 10))) == ["ambiguous_amount"]


def test_a_unit_below_the_table_and_in_its_title() -> None:
    below = allocation("", (15, 12.5, 12.5, 10), note="注：表中金额单位均为万元。")
    above = allocation("", (15, 12.5, 12.5, 10), title="2021年运转经费分配表（万元）")
    assert below.totals["amount_yuan"] == above.totals["amount_yuan"] == 500_000
    assert codes(below) == codes(above) == []


def test_no_unit_is_doubted_where_yuan_is_not_likely() -> None:
    assert codes(allocation("", (15, 12.5, 12.5, 10))) == ["unit_missing"]
    assert codes(allocation("", (150_000, 125_000, 125_000, 100_000))) == []
    assert codes(allocation("单位：元", (15, 12.5, 12.5, 10))) == []


@pytest.mark.parametrize("note", ["合计（大写）：伍拾万元整", "金额大写：人民币伍拾万元整", "大写 伍拾万圆整"])
def test_the_sum_in_words_below_a_table(note: str) -> None:
    right = allocation("单位：万元", (15, 12.5, 12.5, 10), note=note)
    wrong = allocation("单位：万元", (15, 12.5, 12.5, 11), note=note)
    assert (codes(right), codes(wrong)) == ([], ["declared_total_mismatch"])
    assert wrong.issues[0].message == "A9 的大写是 500,000.00 元，逐行相加是 510,000.00 元。请核对。"
