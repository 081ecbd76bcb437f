"""Amounts as clerks type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.base.sheets.amounts import amount_in_text, parse_amount, says_none
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
    ],
)
def test_every_way_of_writing_an_amount_is_read(typed: str, value: str, unit: str | None) -> None:
    amount = amount_in_text(typed)
    assert amount is not None
    assert (amount.value, amount.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "typed", ["12人", "1,23", "约300", "300/月", "1e5", "--300", "(-300)", "8户", "一批", "3.000,00", ""]
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
