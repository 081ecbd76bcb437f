"""What values alone do not tell: what is hidden, computed, wrong or red."""

from decimal import Decimal

import pytest

from xiaowei.base.sheets.cells import Cells
from xiaowei.base.sheets.formulas import contradictions, evaluate
from xiaowei.base.sheets.grid import FORMULA, Merge, Sheet
from xiaowei.base.sheets.reader import read
from xiaowei.base.sheets.styles import reddish
from xiaowei.base.sheets.tests.packed import number, packed, parts, text
from xiaowei.base.sheets.wire import load

STYLES = (
    '<numFmts><numFmt numFmtId="176" formatCode="[Red]0.00"/>'
    '<numFmt numFmtId="177" formatCode="0.00;[Red]0.00"/></numFmts>'
    '<fonts><font/><font><color rgb="FFFF0000"/></font></fonts>'
    '<cellXfs><xf/><xf fontId="1"/><xf numFmtId="176"/><xf numFmtId="177"/></cellXfs>'
)


def sheet_of(cells: str, **kinds: str) -> Sheet:
    return load(read(packed(parts(cells, **kinds)))).sheets[0]  # type: ignore[arg-type]


def test_rows_and_columns_of_no_height_are_hidden_too() -> None:
    cells = f'<row r="1">{number("A1", 1)}</row><row r="2" ht="0" customHeight="1">{number("A2", 2)}</row>'
    assert sheet_of(cells + f'<row r="3" hidden="true">{number("A3", 3)}</row>').hidden_rows == {2, 3}


def test_a_formula_shared_by_a_column_is_moved_to_each_row() -> None:
    cells = (
        f'<row r="1">{number("A1", 1)}{number("B1", 2)}'
        '<c r="C1"><f t="shared" ref="C1:C3" si="0">A1*B1+$B$1</f></c></row>'
        f'<row r="2">{number("A2", 3)}{number("B2", 4)}<c r="C2"><f t="shared" si="0"/></c></row>'
        f'<row r="3">{number("A3", 5)}{number("B3", 6)}<c r="C3"><f t="shared" si="0"/><v>99</v></c></row>'
    )
    sheet = sheet_of(cells)
    assert (sheet.at(2, 3).kind, sheet.at(2, 3).text, evaluate(sheet, 2, 3)) == (FORMULA, "=A2*B2+$B$1", Decimal(14))
    [found] = contradictions(sheet)
    assert (found.row, found.col, found.stored, found.computed) == (3, 3, Decimal(99), Decimal(32))


def test_a_stored_result_that_its_formula_does_not_give_is_told() -> None:
    cells = (
        f'<row r="1">{number("A1", 300)}{number("B1", 600.004, formula="A1*2")}</row>'
        f'<row r="2">{number("A2", 300)}{number("B2", 700, formula="A2*2")}</row>'
        f'<row r="3">{number("A3", 300)}{number("B3", 1, formula="NOW()")}</row>'
    )
    reading = Cells(sheet_of(cells), {"amount": 2}, {}, None, "元")
    assert [reading.fen(row, "amount") for row in (2, 3)] == [70000, 100]
    [told] = reading.issues
    assert (told.code, told.cell, told.params["right"]) == ("formula_mismatch", "B2", "600")


def test_red_without_a_sign_is_a_fact_and_the_value_stays_what_it_is() -> None:
    cells = f'<row r="1">{"".join(number(f"{col}1", 300, style=n) for n, col in enumerate("ABCD"))}</row>'
    sheet = sheet_of(cells, styles=STYLES)
    assert sheet.red == {(1, 2), (1, 3)}  # a format that reddens negative numbers alone says nothing of this one
    reading = Cells(sheet, {"income": 1, "expense": 2}, {}, None, "元")
    assert (reading.shown_red(1, "income"), reading.shown_red(1, "expense"), reading.fen(1, "expense")) == (
        False, True, 30000,
    )  # fmt: skip


@pytest.mark.parametrize(("colour", "red"), [((255, 0, 0), True), ((192, 0, 0), True), ((255, 192, 0), False)])
def test_which_colours_are_red(colour: tuple[int, int, int], red: bool) -> None:
    assert reddish(*colour) is red


def test_the_merged_cells_over_a_cell() -> None:
    sheet = Sheet("", merges=[Merge(5, 1, 8, 2), Merge(1, 1, 3, 1), Merge(10, 2, 10, 4)])
    over = {(r, c): sheet.merge_over(r, c) for r in range(1, 12) for c in range(1, 6)}
    for (row, col), merge in over.items():
        holding = [m for m in sheet.merges if m.top <= row <= m.bottom and m.left <= col <= m.right]
        assert [merge] == (holding or [None])


def test_a_text_that_begins_like_a_formula_is_none() -> None:
    assert sheet_of(f'<row r="1">{text("A1", "=合计")}</row>').at(1, 1).kind == "text"
