"""Doubts about sums and balances: declared against computed, each at its cell, with the likely slip."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from xiaowei.base.sheets.grid import cell_name
from xiaowei.base.sheets.issues import ERROR, SUBTOTAL, WARNING
from xiaowei.base.sheets.ledgersides import SIDES
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.finance.intake import balances
from xiaowei.finance.intake.reading import Reading
from xiaowei.finance.intake.repairs import likely_slip
from xiaowei.finance.intake.sums import Stated, Verdict
from xiaowei.finance.intake.table import Balance, Table
from xiaowei.finance.intake.understanding import Line
from xiaowei.finance.intake.whole import Whole

NAMES = {"income": _("收入合计"), "expense": _("支出合计"), "closing": _("本期结余")}
TOTAL_WRONG = _("%(name)s对不上。%(cell)s 写 %(written)s，逐行相加是 %(right)s，%(gap)s。%(slip)s")
CLOSING_WRONG = _("%(name)s对不上。%(cell)s 写 %(written)s，上期结余加收入减支出是 %(right)s，%(gap)s。%(slip)s")
LESS, MORE = _("少 %(gap)s"), _("多 %(gap)s")
ONE_LINE = _("差额正好是第 %(row)d 行这一笔，像是漏加或多加了它。")
OPENING_COUNTED = _(
    "%(cell)s 的收入合计 %(written)s 把上期结转的 %(opening)s 也加进去了。结转不是收入，请改为 %(right)s。"
)
OPENING_LISTED = _(
    "%(cell)s 的上期结余 %(opening)s 列在收入栏，也加进了收入合计。登记时按上期结余算，不算收入：本期收入 %(right)s。"
)
SUBTOTAL_WRONG = _("%(cell)s 的小计写 %(written)s，上面各笔相加是 %(right)s。请核对。")
CHAIN_BROKEN = _("%(cell)s 写上期结余 %(written)s，前面一张表结余是 %(right)s，接不上。请核对。")
MENDED = _("按 %(at)s 更正后就对上了。")


@dataclass(frozen=True, slots=True)
class Repair:
    """How much a total changes once the amount in this cell is put right."""

    fen: int
    cell: str


NO_REPAIR = Repair(0, "")


@dataclass(slots=True)
class Chain:
    """What the running balances tell: how far each total is off, and what the amounts left out must be."""

    repairs: dict[str, Repair] = field(default_factory=dict)
    missing: dict[int, balances.Break] = field(default_factory=dict)


def check_sums(whole: Whole, chains: list[Chain]) -> None:
    """Every sum row and every balance of the file."""
    for side in whole.ledger.sides:
        verdict = whole.verdicts[side]
        _check_declared(whole, side, verdict, chains)
        for one, right in verdict.wrong:
            _check_other(whole, side, one, right)
    for place, opening, right in whole.carrying.broken:
        _tell_broken(whole.tables[place], opening, right)
    if set(whole.ledger.sides) == set(SIDES):
        _check_closings(whole, chains)


def _check_declared(whole: Whole, side: str, verdict: Verdict, chains: list[Chain]) -> None:
    ledger, at, written = whole.ledger, verdict.at, verdict.fen
    if at is None or written is None:
        return
    right = ledger.computed[side]
    table = whole.tables[at.table]
    if ledger.opening_counted and side == "income" and ledger.opening_line:
        opening = next(
            table for table in whole.tables if any(one.line == ledger.opening_line for one in table.openings)
        )
        tell_opening(opening.reading(side), ledger.opening_line.row, opening=ledger.opening or 0, income=ledger.income)
    elif side == "income" and verdict.opening:
        _tell_total(
            table.reading(side), at.sum.row, at.sum.col, "opening_in_income", OPENING_COUNTED, side, written, right,
            opening=written - right,
        )  # fmt: skip
        return
    if written != ledger.declared.get(side, written) or written == right:
        return
    if written != at.sum.fen:  # declared in parts: each wrong part is told where it stands
        return
    repair = chains[at.table].repairs.get(side)
    mended = repair is not None and written == right + repair.fen
    slip = MENDED % {"at": repair.cell} if mended and repair else _slip(side, written, right, ledger.lines)
    _tell_total(
        table.reading(side), at.sum.row, at.sum.col, "declared_total_mismatch", TOTAL_WRONG, side, written, right,
        slip=slip,
    )  # fmt: skip


def _check_other(whole: Whole, side: str, one: Stated, right: int) -> None:
    reading, written = whole.tables[one.table].reading(side), one.sum.fen
    if one.sum.word == SUBTOTAL:
        reading.doubt(
            "subtotal_mismatch", ERROR, SUBTOTAL_WRONG, one.sum.row, one.sum.col,
            written=reading.as_written(written), right=reading.as_written(right), suggestion=reading.as_written(right),
        )  # fmt: skip
    else:
        slip = _slip(side, written, right, whole.ledger.lines)
        _tell_total(
            reading, one.sum.row, one.sum.col, "declared_total_mismatch", TOTAL_WRONG, side, written, right, slip=slip
        )


def _check_closings(whole: Whole, chains: list[Chain]) -> None:
    for place, end, right in whole.carrying.wrong:
        reading = next(iter(whole.tables[place].readings.values()))
        repair = chains[place].repairs.get("closing")
        if repair and end.fen == right + repair.fen:
            continue  # a balance at the end that fits once the entries are put right is not doubted a second time
        slip = _slip("closing", end.fen, right, whole.ledger.lines)
        _tell_total(
            reading, end.row, end.col, "declared_total_mismatch", CLOSING_WRONG, "closing", end.fen, right, slip=slip
        )


def _tell_broken(table: Table, opening: Balance, right: int) -> None:
    reading = next(iter(table.readings.values()))
    reading.doubt(
        "balance_mismatch", ERROR, CHAIN_BROKEN, opening.row, opening.col,
        written=reading.as_written(opening.fen), right=reading.as_written(right), suggestion=reading.as_written(right),
    )  # fmt: skip


def tell_opening(reading: Reading, row: int, *, opening: int, income: int) -> None:
    """The balance carried forward is listed and counted among the incomes: a warning, for it is booked apart."""
    show = reading.as_written
    reading.doubt(
        "opening_in_income", WARNING, OPENING_LISTED, row, reading.col("income"),
        opening=show(opening), right=show(income), suggestion=show(income), about_fen=opening,
    )  # fmt: skip


def _tell_total(
    reading: Reading,
    row: int,
    col: int,
    code: str,
    words: str,
    name: str,
    written: int,
    right: int,
    *,
    slip: str = "",
    opening: int = 0,
) -> None:
    show = reading.as_written
    reading.doubt(
        code, ERROR, words, row, col,
        name=NAMES[name], written=show(written), right=show(right), opening=show(opening), slip=slip,
        gap=(LESS if written < right else MORE) % {"gap": show(abs(right - written))}, suggestion=show(right),
    )  # fmt: skip


def _slip(name: str, written: int, right: int, lines: tuple[Line, ...]) -> str:
    if slip := likely_slip(written, right):
        return f"{slip}。"
    same = [line.row for line in lines if name != "closing" and getattr(line, name) == abs(right - written)]
    return ONE_LINE % {"row": same[0]} if len(same) == 1 else ""


def check_chain(
    reading: Reading, lines: tuple[Line, ...], opening: int | None, *, closing: int | None, gaps: Mapping[str, int]
) -> Chain:
    """The running balance, entry by entry."""
    chain = Chain()
    repairs = chain.repairs
    if not reading.col("balance"):
        return chain
    for found in balances.breaks(lines, opening, closing=closing, gaps=dict(gaps)):
        balances.tell(found, reading)
        cell = cell_name(found.line.row, reading.col(found.where))
        if found.column and found.line.net == 0:
            chain.missing[found.line.row] = found
        for name, fen in _changes(found).items():
            repairs[name] = Repair(repairs.get(name, NO_REPAIR).fen + fen, cell)
    return chain


def _changes(found: balances.Break) -> dict[str, int]:
    """How far each total moves when what the break tells is put right."""
    if not found.amount:
        return {}
    changes = {"closing": found.amount}
    if found.turned:  # the amount leaves one side for the other
        half = found.amount // 2
        changes |= {"income": half, "expense": -half}
    elif found.column:
        changes[found.column] = found.amount if found.column == "income" else -found.amount
    return changes
