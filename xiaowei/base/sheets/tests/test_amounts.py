"""Amounts as clerks type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.base.sheets.amounts import (
    amount_in_text,
    money_in_words,
    parse_amount,
    quantities_in_words,
    said_twice,
    says_none,
    two_readings,
)  # fmt: skip
from xiaowei.base.sheets.grid import TEXT, Cell


@pytest.mark.parametrize(
    ("typed", "value", "unit"),
    [
        ("3,000.00", "3000", None),
        ("３，０００．００", "3000", None),
        ("￥3,000", "3000", None),
        ("-¥300", "-300", None),
        ("¥-300", "-300", None),
        ("(1,234.00)", "-1234", None),
        ("（1,234.5）", "-1234.5", None),
        ("300-", "-300", None),
        ("3 000.00", "3000", None),
        ("1.5万元", "1.5", "万元"),
        ("3000元整", "3000", "元"),
        ("人民币300元", "300", "元"),
        ("１２，３４．５０", "1234.5", None),  # a comma in the wrong place
        ("1,2345", "12345", None),
        ("RMB 3,000", "3000", None),
        ("300元人民币", "300", "元"),
        ("3千元", "3000", "元"),
        ("'300", "300", None),
        ("负300", "-300", None),
        ("－３００", "-300", None),
        ("1.5E+04", "15000", None),
        ("叁佰元整", "300", "元"),
    ],
)
def test_every_way_of_writing_an_amount_is_read(typed: str, value: str, unit: str | None) -> None:
    amount = amount_in_text(typed)
    assert amount is not None
    assert (amount.value, amount.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "typed",
    [
        "12人",
        "1,23",
        "约300",
        "300/月",
        "1e5",
        "--300",
        "(-300)",
        "8户",
        "一批",
        "3.000,00",
        "",
        "（叁佰元）",
        "1,234,5",
        "30个30元",
    ],
)
def test_what_is_no_sure_amount_is_not_read(typed: str) -> None:
    assert amount_in_text(typed) is None


def test_a_dash_means_none() -> None:
    assert says_none(Cell(TEXT, "—"))
    assert not says_none(Cell(TEXT, "0.00"))


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_grouped_digits_come_back_to_the_fen(fen: int) -> None:
    value = Decimal(fen) / 100
    for typed in (f"{value:,.2f}", f"￥{value:,.2f}", f"{value:.2f}元"):
        assert parse_amount(Cell(TEXT, typed)).value == value  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("300/500", [300, 500]), ("300或500", [300, 500]), ("300（500）", [300, 500]), ("1,23", [Decimal("1.23"), 123]),
        ("3,000、4,000元", [3000, 4000]), ("300元；叁佰伍拾元", [300, 350]),
        ("300", []), ("300元（叁佰元整）", []), ("3,000", []), ("一批", []), ("5月/6月", []), ("2023/5/4号", []),
    ],
)  # fmt: skip
def test_a_cell_that_leaves_the_choice_between_two_amounts(typed: str, values: list[Decimal]) -> None:
    assert [one.value for one in two_readings(typed)] == values


def test_an_amount_said_twice_is_one() -> None:
    assert said_twice("300元（叁佰元整）") == said_twice("叁佰元整/300") == amount_in_text("300元")
    assert said_twice("300（500）") is None


@pytest.mark.parametrize(
    ("words", "money", "things"),
    [
        ("买炕炕馍30个30元", [30], [(30, "个")]),
        ("维修费1.2万元，已付¥3,000", [Decimal("1.2"), 3000], []),
        ("每亩40元，共12亩", [], [(12, "亩")]),
        ("租金800元/年", [], []),
        ("2023年5月铺路200米", [], [(200, "米")]),
    ],
)
def test_amounts_within_words_and_what_is_none(words: str, money: list[Decimal], things: list[tuple[int, str]]) -> None:
    assert [one.value for one in money_in_words(words)] == money
    assert list(quantities_in_words(words)) == things


@given(st.integers(0, 10**10), st.integers(0, 10**10))
def test_two_different_amounts_are_never_read_as_one(one: int, other: int) -> None:
    for between in ("/", "或", "；"):
        typed = f"{one / 100:.2f}{between}{other / 100:.2f}"
        assert amount_in_text(typed) is None
        assert len(two_readings(typed)) == (2 if one != other else 0)
