"""A one-sided ledger: one entry in each row, with a running balance or without."""

from xiaowei.base.sheets.amounts import YUAN
from xiaowei.base.sheets.cells import FEN
from xiaowei.base.sheets.doubts import check_hidden
from xiaowei.base.sheets.grid import Sheet
from xiaowei.base.sheets.issues import CLOSING, LINE, OPENING, SUBTOTAL, TOTAL
from xiaowei.base.sheets.kinds import LEDGER
from xiaowei.base.sheets.ledgerheads import Header
from xiaowei.base.sheets.periods import parse_period
from xiaowei.base.sheets.titles import Heading, read_heading
from xiaowei.finance.intake import checks
from xiaowei.finance.intake.reading import Reading
from xiaowei.finance.intake.rows import Layout
from xiaowei.finance.intake.surroundings import around_the_table, evident_unit, in_order, period_from_dates
from xiaowei.finance.intake.understanding import Understanding


def one_sided(sheet: Sheet, header: Header, layout: Layout) -> Understanding:
    lines_at = [row for row, fate in sorted(layout.fates.items()) if fate == LINE]
    last = max([*lines_at, *(row for row, fate in layout.fates.items() if fate == TOTAL), header.rows[-1]])
    heading = read_heading(sheet, range(1, header.rows[0]), range(last + 1, len(sheet.rows) + 1))
    unit = next((header.units[name] for name in ("income", "expense", "amount") if name in header.units), None)
    unit = unit or heading.unit
    reading = Reading.of(sheet, header, heading.period, unit or YUAN)
    reading.period = heading.period or parse_period(sheet.name)
    told = reading.period is not None
    reading.period = reading.period or period_from_dates(reading, lines_at, heading)
    lines = tuple(reading.line(row) for row in lines_at)
    ledger = Understanding(
        LEDGER, heading.village.name if heading.village else None, heading.township, heading.county,
        reading.period, unit or YUAN, sheet.name, header.rows, header.texts, header.columns,
        lines=lines, row_fates=dict(sorted(layout.fates.items())), sides=header.sides,
    )  # fmt: skip
    ledger.income, ledger.expense = sum(line.income or 0 for line in lines), sum(line.expense or 0 for line in lines)
    _carry_forward(ledger, reading, heading)
    _declare(ledger, reading)
    _count_opening(ledger, reading)
    _check(ledger, reading)
    reading.tell_uncached()
    ledger.issues = [
        *around_the_table(ledger, reading, header, heading, unit=unit or evident_unit(ledger), told=told),
        *in_order(reading.issues),
    ]
    return ledger


def _carry_forward(ledger: Understanding, reading: Reading, heading: Heading) -> None:
    opening_rows = ledger.rows_with(OPENING)
    if opening_rows:
        ledger.opening_row = opening_rows[0]
        sums = reading.sums(opening_rows[0])
        # some write what is carried forward in the income column, or its deficit among the expenses
        ledger.opening = sums.get("balance", sums.get("income", -sums["expense"] if "expense" in sums else None))
    elif heading.opening:
        ledger.opening_row = heading.opening_row
        ledger.opening = int(heading.opening.value * FEN[heading.opening.unit or reading.unit])
    elif ledger.lines and ledger.lines[0].balance is not None:
        ledger.opening = ledger.lines[0].balance - ledger.lines[0].net
    if ledger.opening is not None and len(ledger.sides) == 2:
        ledger.closing = ledger.opening + ledger.income - ledger.expense


def _declare(ledger: Understanding, reading: Reading) -> None:
    declared: dict[str, int] = {}
    totals = ledger.rows_with(TOTAL)
    if totals:
        ledger.total_row = totals[0]
        sums = reading.sums(totals[0])
        declared = {
            ("closing" if name == "balance" else name): fen
            for name, fen in sums.items()
            if not checks.is_formula(reading, totals[0], name)
        }
    for row in ledger.rows_with(CLOSING):
        sums = reading.sums(row)
        fen = sums.get("balance", sums.get("income", sums.get("expense")))
        if fen is not None:
            declared.setdefault("closing", fen)
    ledger.declared = declared
    if ledger.opening is None and "closing" in declared and len(ledger.sides) == 2:
        ledger.closing = ledger.income - ledger.expense  # nothing is carried forward: what is left is of this period


def _count_opening(ledger: Understanding, reading: Reading) -> None:
    """What is carried forward stands among the incomes and in their total: told, and taken apart from them."""
    row, opening = ledger.opening_row, ledger.opening
    if row not in ledger.rows_with(OPENING) or not row or not opening or reading.sums(row).get("income") != opening:
        return
    if ledger.declared.get("income") == ledger.income + opening:
        ledger.opening_line, ledger.opening_counted = reading.line(row), True
        ledger.row_fates = {**ledger.row_fates, row: LINE}
        checks.tell_opening(reading, row, opening=opening, income=ledger.income)


def _check(ledger: Understanding, reading: Reading) -> None:
    chained = reading.col("balance") > 0
    opening = {} if ledger.opening is None else {"opening": ledger.opening}
    numbers = ledger.computed | opening
    chain = checks.check_chain(reading, ledger.lines, ledger.declared, numbers) if chained else checks.Chain()
    if ledger.total_row:
        checks.check_totals(
            reading, ledger.total_row, ledger.declared, ledger.computed, lines=ledger.lines, repairs=chain.repairs
        )
    checks.check_subtotals(reading, ledger.rows_with(SUBTOTAL), ledger.lines)
    checks.check_lines(reading, ledger.lines, chain.missing)
    checks.check_slips(reading, ledger.lines)
    check_hidden(reading, reading.top)
