"""Formulas whose result the file does not hold: simple ones are computed, of others nothing is claimed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.base.sheets.formulas import evaluate, shifted
from xiaowei.base.sheets.grid import FORMULA, NOTHING, NUMBER, TEXT, Cell, Grid, Sheet


def book(formula: str) -> Sheet:
    """A1 = 4, B1 = 5, C1 = 收, D1 empty, A2 the formula; 上月!A1 = 7."""
    first = [Cell(NUMBER, Decimal(4)), Cell(NUMBER, Decimal(5)), Cell(TEXT, "收"), NOTHING]
    sheet = Sheet("表", rows=[first, [Cell(FORMULA, formula)]])
    Grid("xlsx", [sheet, Sheet("上月", rows=[[Cell(NUMBER, Decimal(7))]]), Sheet("5 月", rows=[first])])
    return sheet


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(A1:B1)", "9"), ("SUM(A1,B1,-3)", "6"), ("sum($A$1:$B$1)*2-1", "17"), ("SUM(A1:D1)", "9"),
        ("ROUND(A1/3,2)", "1.33"), ("ROUND(2.5,0)", "3"), ("ROUND(-2.5,0)", "-3"), ("ROUND(1250,-2)", "1300"),
        ("IF(A1>3,A1*10,0)", "40"), ("IF(A1=B1,1,2)", "2"), ('IF(C1="收",A1,-A1)', "4"), ('IF(D1="",0,A1/D1)', "0"),
        ("IF(A1<>4,1/0,B1)", "5"), ("上月!A1+A1", "11"), ("'5 月'!B1*2", "10"), ("SUM('5 月'!A1:B1)", "9"),
        ("A1*10%", "0.4"), ("-A1+B1", "1"), ("AVERAGE(A1:B1)", "4.5"), ("SUBTOTAL(9,A1:B1)", "9"), ("MAX(A1:B1)", "5"),
        ("ABS(A1-B1)", "1"), ("(A1+B1)*2", "18"), ("1.5E+2", "150"), ("PRODUCT(A1,B1)", "20"),
    ],
)  # fmt: skip
def test_what_is_simple_is_computed(formula: str, value: str) -> None:
    assert evaluate(book(formula), 2, 1) == Decimal(value)


@pytest.mark.parametrize(
    "formula",
    ["A2+1", "VLOOKUP(A1,B1:C1,1)", "C1*2", "A1/D1", "没有!A1", "[1]外表!A1", "SUM(A1:B1", "A1 B1", "", "NOW()", "A:A",
     "IF(C1>1,1,2)", '"三"', "1/0", "SUM(A1:XFD1048576)+A2", "ROUND(1,99)", "9^9^9", "(" * 3000 + "1" + ")" * 3000],
)  # fmt: skip
def test_of_anything_else_nothing_is_claimed(formula: str) -> None:
    assert evaluate(book(formula), 2, 1) is None


def test_a_balance_carried_over_thousands_of_rows() -> None:
    rows = [[Cell(NUMBER, Decimal(7))], *([Cell(FORMULA, f"A{n}+1")] for n in range(1, 3000))]
    sheet = Sheet("", rows=rows)
    assert evaluate(sheet, 3000, 1) == Decimal(3006)
    sheet.rows[0] = [Cell(FORMULA, "A3000")]
    sheet.computed.clear()
    assert evaluate(sheet, 3000, 1) is None  # it goes round


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=30))
def test_a_sum_is_exact(values: list[Decimal]) -> None:
    sheet = Sheet("", rows=[[Cell(NUMBER, value)] for value in values] + [[Cell(FORMULA, f"SUM(A1:A{len(values)})")]])
    assert evaluate(sheet, len(values) + 1, 1) == sum(values)


@given(st.integers(0, 500), st.integers(0, 20))
def test_a_formula_moves_but_for_what_is_held(rows: int, cols: int) -> None:
    moved = shifted("A1+$B$2+C$3&\"A1\"+SUM('A1'!D4)", rows, cols)
    assert shifted(moved, -rows, -cols) == "A1+$B$2+C$3&\"A1\"+SUM('A1'!D4)"
    assert "$B$2" in moved and '"A1"' in moved and "'A1'!" in moved
