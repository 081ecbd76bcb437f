"""Amounts in capitals, as receipts carry them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.base.sheets.amounts import YUAN, Amount, amount_in_text
from xiaowei.base.sheets.capitals import capital_amount, in_capitals


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [
        ("壹万贰仟叁佰元伍角整", "12300.5"), ("人民币（大写）：叁仟伍佰元整", "3500"), ("叁佰", "300"), ("捌角", "0.8"),
        ("两千零五元", "2005"), ("壹拾元正", "10"), ("十五元", "15"), ("贰拾万圆整", "200000"), ("负叁佰元整", "-300"),
        ("叁仟零肆拾元零伍分", "3040.05"), ("零元整", "0"),
        ("壹 万 元 整", "10000"), ("3元5角", "3.5"), ("一〇五元", None),
        ("壹亿零叁拾万元整", "100300000"), ("萬元", None), ("贰仟○伍元", "2005"), ("大写：伍元整", "5"),
    ],
)  # fmt: skip
def test_capitals_as_people_write_them(typed: str, yuan: str | None) -> None:
    assert capital_amount(typed) == (None if yuan is None else Decimal(yuan))


@pytest.mark.parametrize(
    "typed", ["二〇二三", "三", "三组", "一千二元", "壹仟贰元", "元", "300元", "", "壹佰万亿亿元", "伍元陆元"]
)
def test_what_is_no_sure_amount(typed: str) -> None:
    assert capital_amount(typed) is None


@given(st.integers(-(10**9), 10**14 - 1) | st.integers(0, 10**12).map(lambda yuan: yuan * 100))
def test_what_the_product_spells_it_reads(fen: int) -> None:
    spelt = in_capitals(fen)
    assert capital_amount(spelt) == Decimal(fen) / 100
    assert amount_in_text(spelt) == Amount(Decimal(fen) / 100, YUAN)
