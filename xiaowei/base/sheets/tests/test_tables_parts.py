"""The small pieces that tables are read with: figures with units, terms of contracts, days, header words."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.base.sheets.tables.figures import figure_in, in_km, in_mu
from xiaowei.base.sheets.tables.terms import span_in, years_in
from xiaowei.base.sheets.tables.times import as_of_in, day_in, label_of, last_day_in, period_in
from xiaowei.base.sheets.tables.words import bare, part_of_year, unit_in


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("34.2万亩", Decimal(342000), "亩"),
        ("14.75 元/亩", Decimal("14.75"), "元/亩"),
        ("46490户", Decimal(46490), "户"),
        ("6个项目", Decimal(6), "个项目"),
        ("1,183.5亩", Decimal("1183.5"), "亩"),
        ("-3", Decimal(-3), None),
    ],
)
def test_a_figure_with_its_unit(text: str, value: Decimal, unit: str | None) -> None:
    found = figure_in(text)
    assert found is not None and (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize("text", ["约300", "3000/4000", "200-300", "5年", "2023年", "10余户", "十几", "4×0.18", "一组"])
def test_what_is_no_sure_figure(text: str) -> None:
    assert figure_in(text) is None


@given(st.decimals(min_value=0, max_value=10**7, places=3, allow_nan=False))
def test_areas_and_lengths_keep_their_size(value: Decimal) -> None:
    assert in_mu(value, "万亩") == value * 10_000
    assert in_mu(value, "公顷") == value * 15
    assert in_mu(value, "平方米") is None
    assert in_km(value, "米") == value / 1000


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("5年", 5), ("20", 20), ("三十年", 30), ("60个月", 5), ("50年（2015.1-2064.12）", 50),
        ("5年6个月", Decimal("5.5")), ("自2015年1月1日起共10年", 10), ("长期", None), ("2022", None),
    ],
)  # fmt: skip
def test_how_long_a_contract_runs(text: str, years: Decimal | None) -> None:
    assert years_in(text) == years


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2021.1.1-2025.12.31", (2021, 1, 1), (2025, 12, 31)),
        ("2003年1月1日至2032年12月31日", (2003, 1, 1), (2032, 12, 31)),
        ("3年（2022.3-2025.2）", (2022, 3, 1), (2025, 2, 28)),
        ("2022年—2042年", (2022, 1, 1), (2042, 12, 31)),
    ],
)
def test_from_when_to_when(text: str, start: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    assert span_in(text) == (dt.date(*start), dt.date(*end))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2015年", (2015, 1, 1)), ("2013-05", (2013, 5, 1)), ("2009.10", (2009, 10, 1)), ("2021年9月", (2021, 9, 1)),
        ("2020-03-01", (2020, 3, 1)), ("201906", (2019, 6, 1)), ("二〇一八年六月", (2018, 6, 1)),
    ],
)  # fmt: skip
def test_days_of_registers(text: str, day: tuple[int, int, int]) -> None:
    assert day_in(text) == dt.date(*day)


def test_the_last_day_of_a_month_or_year() -> None:
    assert [last_day_in(text) for text in ("2025年", "2024年2月", "2024.2.3")] == [
        dt.date(2025, 12, 31), dt.date(2024, 2, 29), dt.date(2024, 2, 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day", "label"),
    [
        ("清理时间：2022年12月31日      青石镇 下宫村", (2022, 12, 31), "2022年末"),
        ("统计截止：2024年6月30日", (2024, 6, 30), "截至2024年6月"),
        ("资产台账（截至2023年底）", (2023, 12, 31), "2023年末"),
        ("清查基准日：2021-5-20", (2021, 5, 20), "截至2021年5月20日"),
    ],
)
def test_as_of_which_day(text: str, day: tuple[int, int, int], label: str) -> None:
    found = as_of_in([text], [])
    assert found == dt.date(*day) and label_of(found) == label


def test_a_notice_is_the_period_of_what_names_no_other() -> None:
    shown = period_in(["2023年第二批资金分配计划表", "公告期：2023年6月9日—6月19日   单位：万元"], None)
    assert shown is not None and (shown.start, shown.end, shown.label) == (
        dt.date(2023, 6, 9), dt.date(2023, 6, 19), "2023年第二批",
    )  # fmt: skip
    years = period_in(["2021—2023年项目投资表"], None)
    assert years is not None and (years.start, years.end) == (dt.date(2021, 1, 1), dt.date(2023, 12, 31))


def test_header_words_are_bared() -> None:
    words = ["补贴面积（亩）", "其中：贫困村40个", "2023年补贴金额", "金额万元", "标准(元/亩)", "序 号"]
    assert [bare(word) for word in words] == ["补贴面积", "贫困村", "补贴金额", "金额", "标准", "序号"]
    assert [unit_in(word) for word in ("面积（万亩）", "单价（元/亩·年）", "金额/万元", "村名")] == [
        "万亩", "元/亩·年", "万元", None,
    ]  # fmt: skip
    assert [part_of_year(word) for word in ("3月份", "第二季度", "下半年", "十二月", "合计")] == [
        ("month", 3), ("quarter", 2), ("half", 2), ("month", 12), None,
    ]  # fmt: skip
