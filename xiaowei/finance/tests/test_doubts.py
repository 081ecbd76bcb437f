"""Every mistake in a ledger is found, at its cell, with the likely repair where it is evident."""

from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xiaowei.base.sheets.grid import NOTHING, TEXT, Cell, Grid, Sheet, cell_name
from xiaowei.base.sheets.run import read_apart
from xiaowei.finance.intake import Understanding, understand
from xiaowei.finance.intake.repairs import likely_slip
from xiaowei.finance.tests.ledgers import Ledger, a_month, grouped


def understood(ledger: Ledger) -> Understanding:
    """Straight from the rows: the readers have their own tests."""
    rows = [[NOTHING if v is None else Cell(TEXT, str(v)) for v in row] for row in ledger.rows()]
    return understand(Grid("xlsx", [Sheet("5月收支", rows=rows)]))


def doubts(ledger: Ledger) -> list[tuple[str, str]]:
    return [(issue.code, issue.cell) for issue in understood(ledger).issues]


def place(ledger: Ledger, name: str, which: str | int) -> str:
    ledger.rows()
    return cell_name(ledger.places[which], ledger.col(name))


def first(ledger: Ledger, *, income: bool) -> int:
    return next(i for i, entry in enumerate(ledger.entries) if entry["income"] is income)


def test_a_declared_total_with_swapped_digits() -> None:
    ledger = a_month()
    right = grouped(ledger.expense)
    i = next(i for i in range(len(right) - 1) if right[i : i + 2].isdigit() and right[i] != right[i + 1])
    ledger.changes = {("expense", "total"): right[:i] + right[i + 1] + right[i] + right[i + 2 :]}
    [issue] = understood(ledger).issues
    assert (issue.code, issue.cell) == ("declared_total_mismatch", place(ledger, "expense", "total"))
    assert issue.suggestion == right
    assert "像是把" in issue.message


def test_a_wrong_amount_is_found_where_it_stands() -> None:
    ledger = a_month()
    i = first(ledger, income=False)
    ledger.changes = {("expense", i): grouped(ledger.entries[i]["fen"] + 1800)}
    what = understood(ledger)
    assert [(issue.code, issue.cell) for issue in what.issues] == [
        ("amount_mismatch", place(ledger, "expense", i)),
        ("declared_total_mismatch", place(ledger, "expense", "total")),
    ]
    assert what.issues[0].suggestion == grouped(ledger.entries[i]["fen"])
    assert place(ledger, "expense", i) in what.issues[1].message  # the sum is told to follow from it


def test_an_amount_on_the_wrong_side() -> None:
    ledger = a_month()
    i = first(ledger, income=True)
    ledger.changes = {("income", i): None, ("expense", i): grouped(ledger.entries[i]["fen"])}
    found = understood(ledger).issues[0]
    assert (found.code, found.cell) == ("amount_mismatch", place(ledger, "expense", i))
    assert "填反" in found.message


def test_an_amount_left_out_is_told_from_the_balances() -> None:
    ledger = a_month()
    i = first(ledger, income=False)
    ledger.changes = {("expense", i): None}
    found = understood(ledger).issues[0]
    assert (found.code, found.cell) == ("blank_value", place(ledger, "expense", i))
    assert found.suggestion == grouped(ledger.entries[i]["fen"])


def test_opening_counted_as_income() -> None:
    ledger = a_month()
    ledger.changes = {("income", "total"): grouped(ledger.opening + ledger.income)}
    what = understood(ledger)
    assert doubts(ledger) == [("opening_in_income", place(ledger, "income", "total"))]
    assert (what.income, what.declared_match) == (ledger.income, False)


@pytest.mark.parametrize(
    ("name", "value", "code", "severity"),
    [
        ("date", "2023年6月12日", "date_after_as_of", "error"),
        ("date", "2023年4月12日", "date_outside_period", "error"),
        ("date", "月底", "bad_date", "error"),
        ("date", None, "blank_value", "warning"),
        ("voucher", "记-2", "duplicate_voucher", "warning"),
        ("summary", "付清淤 王丙午15400084111", "personal_data", "warning"),
        ("summary", "付清淤（白条）", "no_invoice", "warning"),
    ],
)
def test_a_doubt_stands_at_its_cell(name: str, value: str | None, code: str, severity: str) -> None:
    ledger = a_month()
    assert doubts(ledger) == []
    ledger.changes = {(name, 4): value}
    [issue] = understood(ledger).issues
    assert (issue.code, issue.severity, issue.cell) == (code, severity, place(ledger, name, 4))
    assert issue.cell in issue.message
    assert issue.message.endswith(("。", "遮住。"))


def test_a_day_of_another_month_is_offered_in_this_one() -> None:
    ledger = a_month()
    ledger.changes = {("date", 4): "2023年6月12日"}
    assert understood(ledger).issues[0].suggestion == "2023年5月12日"


@pytest.mark.parametrize(("value", "code"), [("12人", "ambiguous_amount"), ("3.005", "ambiguous_amount")])
def test_an_amount_that_is_none(value: str, code: str) -> None:
    ledger = a_month()
    i = first(ledger, income=False)
    ledger.changes = {("expense", i): value}
    assert (code, place(ledger, "expense", i)) in doubts(ledger)


def test_income_and_expense_in_one_row() -> None:
    ledger = a_month()
    i = first(ledger, income=False)
    ledger.changes = {("income", i): "100.00"}
    assert ("both_amounts", place(ledger, "expense", i)) in doubts(ledger)


def test_two_villages_in_one_sheet() -> None:
    ledger = a_month(title="石桥村2023年5月份财务收支明细表")
    assert doubts(ledger) == [("village_conflict", "A2")]


def test_what_the_title_does_not_say() -> None:
    nameless = a_month(title="2023年5月份财务收支明细表", subtitle="")
    assert [code for code, _cell in doubts(nameless)] == ["village_missing"]  # such sums are 元 beyond doubt
    small = a_month(count=2, subtitle="编制单位：青石镇下宫村")
    for entry in small.entries:
        entry["fen"] = 500
    assert [code for code, _cell in doubts(small)] == ["unit_missing"]
    timeless = a_month(title="下宫村财务收支明细表", subtitle="单位：元")
    assert [code for code, _cell in doubts(timeless)] == ["period_from_dates"]


def test_an_empty_form() -> None:
    assert [code for code, _cell in doubts(Ledger(opening_label=None, total_label=None))] == ["empty_template"]


def test_hidden_rows_columns_and_other_sheets_are_pointed_at() -> None:
    def touch(book: Any, sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.row_dimensions[7].hidden = True
        sheet.column_dimensions["H"].hidden = True
        book.create_sheet("空白")
        book.create_sheet("说明")["A1"] = "填写说明"

    what = understand(read_apart(a_month().xlsx(touch)))
    assert {issue.code for issue in what.issues} == {"hidden_row", "hidden_column", "other_sheet"}
    assert len(what.lines) == 12


slips = st.integers(min_value=1, max_value=10**8)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["income", "expense", "balance"]), slips, st.booleans())
def test_a_broken_total_is_always_found_at_its_cell(seed: int, name: str, slip: int, less: bool) -> None:
    ledger = a_month(8, seed)
    right = {"income": ledger.income, "expense": ledger.expense, "balance": ledger.closing}[name]
    ledger.changes = {(name, "total"): grouped(right - slip if less else right + slip)}
    if name == "income" and not less and slip == ledger.opening:
        return
    what = understood(ledger)
    assert [(i.code, i.cell) for i in what.issues] == [("declared_total_mismatch", place(ledger, name, "total"))]
    assert what.declared_match is False
    assert (what.income, what.expense, what.closing) == (ledger.income, ledger.expense, ledger.closing)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 7), slips)
def test_a_broken_balance_is_always_found_at_its_cell(seed: int, which: int, slip: int) -> None:
    ledger = a_month(8, seed)
    running = ledger.opening + sum(e["fen"] if e["income"] else -e["fen"] for e in ledger.entries[: which + 1])
    ledger.changes = {("balance", which): grouped(running + slip)}
    assert doubts(ledger) == [("balance_mismatch", place(ledger, "balance", which))]


@pytest.mark.parametrize(
    ("written", "right", "says"),
    [
        (1_133_514, 1_135_314, "像是把 53 写成了 35"),
        (1_135_314, 1_135_814, "像是有一位数字 8 写成了 3"),
        (38_650, 386_500, "少写了一个 0"),
        (386_500, 38_650, "多写了一个 0"),
        (-500, 500, "正负"),
        (12_345, 99_999, ""),
    ],
)
def test_the_likely_slip(written: int, right: int, says: str) -> None:
    assert says in likely_slip(written, right)
    assert bool(likely_slip(written, right)) == bool(says)
