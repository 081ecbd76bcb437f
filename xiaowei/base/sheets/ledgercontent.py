"""The meaning of a ledger's columns told by what they hold, where the header's words do not say it."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise, permutations

from xiaowei.base.sheets.amounts import parse_amount, says_none
from xiaowei.base.sheets.dates import parse_date
from xiaowei.base.sheets.grid import DATE, TEXT, Sheet
from xiaowei.base.sheets.headers import dictionary, squeezed
from xiaowei.base.sheets.periods import months

ANY_YEAR = months(2000, 1, 12)
MOST_ROWS = 500  # looked at: what a column means shows itself in fewer
LEAST_STEPS = 3  # of a running balance; fewer could be chance
WIDEST = 6  # columns of figures tried


def fill(sheet: Sheet, header: int, texts: list[str], columns: dict[str, int]) -> bool:
    """Find the column of days and that of the summaries where no header word names them. Changes `columns`.

    False when no column of amounts is named at all and the balances prove none: then nothing is told by content.
    """
    money = [columns[name] for name in ("income", "expense", "balance", "amount") if name in columns]
    if not money:
        return bool(columns) and "summary" in columns
    rows = [row for row in _body(sheet, header) if any(not says_none(sheet.at(row, col)) for col in money)]
    words = dictionary("ledger")
    free = [col for col in range(1, sheet.width + 1) if col not in columns.values()]
    free = [col for col in free if col > len(texts) or not words.field_of(texts[col - 1])]
    if len(rows) < LEAST_STEPS:
        return True
    if not columns.keys() & {"date", "month", "day"}:
        dated = [col for col in free if _share(sheet, rows, col, _is_day) >= 0.7]
        if dated:
            columns["date"] = dated[0]
            free.remove(dated[0])
    if "summary" not in columns:
        told = [
            (len({squeezed(sheet.at(row, col).text) for row in rows}), -col) for col in free if _wordy(sheet, rows, col)
        ]
        if told:
            columns["summary"] = -max(told)[1]
    return True


def _body(sheet: Sheet, header: int) -> range:
    return range(header + 1, min(len(sheet.rows), header + MOST_ROWS) + 1)


def _share(sheet: Sheet, rows: list[int], col: int, test: object) -> float:
    assert callable(test)
    return sum(1 for row in rows if test(sheet, row, col)) / len(rows)


def _is_day(sheet: Sheet, row: int, col: int) -> bool:
    cell = sheet.at(row, col)
    return cell.kind in (DATE, TEXT) and parse_date(cell, period=ANY_YEAR) is not None


def _wordy(sheet: Sheet, rows: list[int], col: int) -> bool:
    texts = [squeezed(sheet.at(row, col).text) for row in rows if sheet.at(row, col).kind == TEXT]
    return len(texts) >= 0.7 * len(rows) and sum(map(len, texts)) >= 3 * len(texts)


def by_balance(sheet: Sheet, header: int, columns: dict[str, int]) -> dict[str, int] | None:
    """The columns of income, expense and balance (or of signed amounts and balance) that a running balance proves.

    Nothing when no assignment holds, or when two do.
    """
    fixed = {col for name, col in columns.items() if name not in ("income", "expense", "balance", "amount", "remark")}
    figures = [col for col in range(1, sheet.width + 1) if col not in fixed and _figures(sheet, header, col)]
    if not 2 <= len(figures) <= WIDEST:
        return None
    values = [[_value(sheet, row, col) for col in figures] for row in _body(sheet, header)]
    rows = [dict(zip(figures, row, strict=True)) for row in values if any(value is not None for value in row)]
    proven: list[dict[str, int]] = []
    least = 2 if "balance" in columns else LEAST_STEPS
    for income, expense, balance in permutations(figures, 3):
        if _holds(rows, income, expense, balance, least):
            proven.append({"income": income, "expense": expense, "balance": balance})
    if not proven:
        proven = [
            {"amount": amount, "balance": balance}
            for amount, balance in permutations(figures, 2)
            if _holds(rows, amount, None, balance, least)
        ]
    return proven[0] if len(proven) == 1 else None


def _figures(sheet: Sheet, header: int, col: int) -> bool:
    cells = [sheet.at(row, col) for row in _body(sheet, header)]
    written = [cell for cell in cells if not says_none(cell)]
    amounts = sum(1 for cell in written if parse_amount(cell))
    return amounts >= 2 and amounts >= 0.8 * len(written)


def _value(sheet: Sheet, row: int, col: int) -> Decimal | None:
    amount = parse_amount(sheet.at(row, col))
    return amount.value if amount else None


def _holds(rows: list[dict[int, Decimal | None]], income: int, expense: int | None, balance: int, least: int) -> bool:
    """Whether nearly every step of the balance is the amounts beside it, on both sides."""
    steps = list(_steps(rows, income, expense, balance))
    right = [step for step, fits in steps if fits]
    up, down = sum(1 for step in right if step > 0), sum(1 for step in right if step < 0)
    return len(right) >= max(least, 0.8 * len(steps)) and up > 0 and down > 0


def _steps(
    rows: list[dict[int, Decimal | None]], income: int, expense: int | None, balance: int
) -> Iterator[tuple[Decimal, bool]]:
    nothing = Decimal(0)
    for before, row in pairwise(rows):
        old, new = before[balance], row[balance]
        paid_in, paid_out = row[income], row[expense] if expense else None
        if old is None or new is None or ((paid_in or nothing) and (paid_out or nothing)):
            continue
        net = (paid_in or nothing) - (paid_out or nothing)
        if net:
            yield net, new - old == net
