"""Identity numbers that a number format damaged are told, and left alone."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.base import idnumbers
from xiaowei.base.sheets.grid import NUMBER, TEXT, Cell
from xiaowei.base.sheets.identities import LOST, ROUNDED, SHOWN_SHORT, damage, written


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        (Cell(NUMBER, Decimal("990101195001010000")), LOST), (Cell(NUMBER, Decimal("9.90101195001010E+17")), LOST),
        (Cell(NUMBER, Decimal(990101500101001)), ""), (Cell(TEXT, "9.9E+17"), SHOWN_SHORT),
        (Cell(TEXT, "１．２３Ｅ＋１７"), SHOWN_SHORT), (Cell(TEXT, "990101195001011000"), ROUNDED),
        (Cell(TEXT, "赵甲子"), ""),
        (Cell(TEXT, "9901**********1234"), ""), (Cell(TEXT, "1.2E+05"), ""),
    ],
)  # fmt: skip
def test_what_became_of_a_number(cell: Cell, what: str) -> None:
    assert damage(cell) == what


@given(st.integers(10**16, 10**17 - 1).map(str))
def test_a_true_number_kept_as_text_is_never_called_damaged(first: str) -> None:
    number = first + idnumbers.check_character(first)
    assert damage(Cell(TEXT, number)) == ""
    assert damage(Cell(NUMBER, Decimal(first) * 10)) == LOST
    assert written(Cell(TEXT, f"'{number[:6]}-{number[6:14]} {number[14:].lower()}")) == number
