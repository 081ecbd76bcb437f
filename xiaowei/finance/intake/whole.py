"""The tables of a file put together: one account of what came in and what went out."""

import dataclasses

from xiaowei.base.sheets.issues import LINE, SUBTOTAL, WARNING
from xiaowei.base.sheets.kinds import LEDGER, TWO_SIDED
from xiaowei.base.sheets.ledgersides import SIDES
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.finance.intake import sums
from xiaowei.finance.intake.carrying import Carrying, carry
from xiaowei.finance.intake.sums import Verdict
from xiaowei.finance.intake.table import Table
from xiaowei.finance.intake.understanding import Part, Understanding

CLOSING_LISTED = _("%(cell)s 的结余 %(closing)s 列在支出栏，也加进了支出合计。登记时不算支出：本期支出 %(right)s。")


@dataclasses.dataclass(slots=True)
class Whole:
    """A file while it is judged: what it comes to, and what its sum rows and balances say."""

    ledger: Understanding
    tables: list[Table]
    carrying: Carrying
    verdicts: dict[str, Verdict]


def put_together(tables: list[Table]) -> Whole:
    """Add up the tables, settle what is carried forward, and find what is declared."""
    ledger = _begin(tables)
    carrying = carry(tables)
    ledger.opening = carrying.opening
    openings = tuple(dict.fromkeys([one.fen for table in tables for one in table.openings] + [ledger.opening or 0]))
    closings = tuple(end.fen for table in tables for end in table.closings)
    verdicts = {
        "income": sums.judge(tables, "income", also=openings),
        "expense": sums.judge(tables, "expense", also=closings if ledger.type == TWO_SIDED else ()),
    }
    whole = Whole(ledger, tables, carrying, verdicts)
    _count_opening(whole)
    _declare(whole)
    if set(ledger.sides) == set(SIDES) and (ledger.opening is not None or carrying.declared is not None):
        ledger.closing = (ledger.opening or 0) + ledger.income - ledger.expense
    ledger.parts = tuple(_part(whole, table) for table in tables)
    ledger.row_fates = dict(sorted(ledger.parts[0].row_fates.items()))
    ledger.total_row = ledger.parts[0].total_row
    return whole


def _begin(tables: list[Table]) -> Understanding:
    first = tables[0]
    lines = tuple(line for table in tables for line in table.lines)
    told = {side for table in tables for side in table.sides}
    ledger = Understanding(
        TWO_SIDED if any(table.kind == TWO_SIDED for table in tables) else LEDGER,
        sheet=first.sheet.name,
        header_rows=first.header.rows,
        headers=first.header.texts,
        columns=first.header.columns,
        lines=lines,
        sides=tuple(side for side in SIDES if side in told),
    )
    ledger.income, ledger.expense = sum(line.income or 0 for line in lines), sum(line.expense or 0 for line in lines)
    return ledger


def _count_opening(whole: Whole) -> None:
    """What is carried forward and stands among the incomes, in their total, is told and booked apart."""
    ledger, verdict = whole.ledger, whole.verdicts["income"]
    listed = next(((table, one) for table in whole.tables for one in table.openings if one.line), None)
    first = next((one for table in whole.tables for one in table.openings), None)
    ledger.opening_row = first.row if first else _heading_row(whole.tables)
    if listed is None:
        return
    table, one = listed
    in_total = verdict.opening and verdict.at is not None
    below = any(total.sum.row < one.row for total in verdict.totals)
    right = verdict.fen == ledger.income
    if in_total or (table.kind == TWO_SIDED and not right and not below):
        ledger.opening_counted, ledger.opening_line = True, one.line
        table.fates[one.row] = LINE


def _heading_row(tables: list[Table]) -> int | None:
    return tables[0].heading.opening_row if tables[0].heading.opening else None


def _declare(whole: Whole) -> None:
    ledger, carrying = whole.ledger, whole.carrying
    declared = {side: fen for side in ledger.sides if (fen := whole.verdicts[side].fen) is not None}
    if carrying.declared is not None and set(ledger.sides) == set(SIDES):
        declared["closing"] = carrying.declared
    _without_closing(whole, declared)
    ledger.declared = {name: declared[name] for name in (*SIDES, "closing") if name in declared}


def _without_closing(whole: Whole, declared: dict[str, int]) -> None:
    """支出加结余等于收入：a two-sided sheet balances both halves with what is left."""
    verdict, ledger = whole.verdicts["expense"], whole.ledger
    if not verdict.opening or verdict.at is None or ledger.type != TWO_SIDED:
        return
    table = whole.tables[verdict.at.table]
    closing = next((end for end in table.closings if verdict.fen == ledger.expense + end.fen), None)
    if closing is None:
        return
    declared["expense"] = ledger.expense
    reading = table.reading("expense")
    reading.doubt(
        "closing_in_expense", WARNING, CLOSING_LISTED, closing.row, reading.col("expense"),
        closing=reading.as_written(closing.fen), right=reading.as_written(ledger.expense),
    )  # fmt: skip


def _part(whole: Whole, table: Table) -> Part:
    """One table as the answer lists it, each row with its fate."""
    place = whole.tables.index(table)
    ats = [v.at for v in whole.verdicts.values() if v.at and v.at.table == place]
    total = min((at.sum.row for at in ats), default=None)
    subtotals = {one.sum.row for v in whole.verdicts.values() for one in v.subtotals if one.table == place}
    tail = max((line.row for line in table.lines), default=0)
    for row in sorted(subtotals - {at.sum.row for at in ats}):
        if table.fates[row] == "total":
            table.fates[row] = SUBTOTAL if row <= tail or total is None else "note"
    opening = table.openings[0].row if table.openings else None
    return Part(
        table.sheet.name, table.header.rows, tuple(table.rows_with(LINE)),
        None if whole.ledger.opening_counted else opening, total, tuple(table.rows_with(SUBTOTAL)),
        dict(sorted(table.fates.items())),
    )  # fmt: skip
