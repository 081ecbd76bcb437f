"""The running balance: each entry's balance is the one before, plus income, less expense.

Where the chain breaks, the entries after it tell which cell is wrong: when they go on from the right
balance, the balance cell is; when they go on from the written one, the amount is, or an entry is missing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from xiaowei.base.sheets.issues import ERROR
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.finance.intake.reading import Reading
from xiaowei.finance.intake.repairs import likely_slip
from xiaowei.finance.intake.understanding import Line

WRONG_BALANCE = _("%(cell)s 的结余写 %(written)s，按上一笔推算是 %(right)s，%(slip)s。请核对这一格。")
WRONG_AMOUNT = _("%(cell)s 写 %(written)s，按前后结余推算应是 %(right)s，%(slip)s。请核对这一格。")
BROKEN_CHAIN = _(
    "%(cell)s 的结余写 %(written)s，按上一笔推算是 %(right)s，相差 %(gap)s，后面各笔都接着它。"
    "可能是这一笔的金额写错，或前面漏了一笔。请核对。"
)
OTHER_SIDE = _("%(cell)s 写 %(written)s，按前后结余推算，这一笔像是收入和支出填反了。请核对这一行。")
APART = _("相差 %(gap)s")


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the chain does not hold. `amount` says how much the entry's net is off (0: only its balance)."""

    line: Line
    expected: int
    amount: int
    column: str  # the amount's own column when it is surely that cell, else ""

    @property
    def turned(self) -> bool:
        """Whether the entry fits once its amount stands on the other side."""
        return self.amount != 0 and self.amount == -2 * self.line.net

    @property
    def where(self) -> str:
        """The column to look at."""
        return self.column or (("income" if self.line.income else "expense") if self.turned else "balance")

    @property
    def right(self) -> int:
        """What the amount in `column` should be."""
        return (getattr(self.line, self.column) or 0) + (self.amount if self.column == "income" else -self.amount)


def breaks(
    lines: tuple[Line, ...], opening: int | None, *, closing: int | None, gaps: dict[str, int]
) -> Iterator[Break]:
    """Every break of the chain, first to last.

    `closing` is the declared balance at the end; `gaps` is, for income and expense, how much the declared
    total exceeds the sum of the entries: a wrong amount that fills the gap is surely the wrong cell.
    """
    expected = opening
    for place, line in enumerate(lines):
        expected = None if expected is None else expected + line.net
        if line.balance is None:
            continue
        if expected is None:
            expected = line.balance
        elif line.balance != expected:
            goes_on = _goes_on(lines[place + 1 :], line.balance, expected, closing)
            found = _blame(line, expected, goes_on, gaps)
            yield found
            expected = line.balance if found.amount else expected


def _goes_on(later: tuple[Line, ...], written: int, expected: int, closing: int | None) -> int | None:
    """Which of the two balances the following entries go on from; None when neither or unknown."""
    net = 0
    for line in later:
        net += line.net
        if line.balance is not None:
            return next((start for start in (expected, written) if line.balance == start + net), None)
    if closing is None:
        return None
    return next((start for start in (expected, written) if closing == start + net), None)


def _blame(line: Line, expected: int, goes_on: int | None, gaps: dict[str, int]) -> Break:
    gap = (line.balance or 0) - expected
    if goes_on == expected:
        return Break(line, expected, 0, "")
    column = "income" if line.income or (not line.expense and gap > 0) else "expense"
    written = getattr(line, column) or 0
    right = written + (gap if column == "income" else -gap)
    fills = gaps.get(column) == right - written
    evident = right > 0 and bool(likely_slip(written, right))
    if goes_on is None and not fills:
        return Break(line, expected, 0, "")
    if gap == -2 * line.net:
        return Break(line, expected, gap, "")
    return Break(line, expected, gap, column if fills or (evident and column not in gaps) else "")


def tell(found: Break, reading: Reading) -> None:
    """Pin the break to its cell. An entry without one plain amount is doubted for that, not here."""
    if (found.amount and found.line.net == 0) or (found.line.income and found.line.expense):
        return
    line, show = found.line, reading.as_written
    gap = (line.balance or 0) - found.expected
    if found.column:
        written = getattr(line, found.column) or 0
        right = found.right
        slip = likely_slip(written, right) or APART % {"gap": show(abs(right - written))}
        _pin(reading, WRONG_AMOUNT, line.row, found.column, written, right, slip)
    elif found.turned:
        written = show(getattr(line, found.where))
        reading.doubt("amount_mismatch", ERROR, OTHER_SIDE, line.row, reading.col(found.where), written=written)
    elif found.amount:
        reading.doubt(
            "balance_mismatch", ERROR, BROKEN_CHAIN, line.row, reading.col("balance"),
            written=show(line.balance or 0), right=show(found.expected), gap=show(abs(gap)),
        )  # fmt: skip
    else:
        slip = likely_slip(line.balance or 0, found.expected) or APART % {"gap": show(abs(gap))}
        _pin(reading, WRONG_BALANCE, line.row, "balance", line.balance or 0, found.expected, slip)


def _pin(reading: Reading, words: str, row: int, column: str, written: int, right: int, slip: str) -> None:
    show = reading.as_written
    code = "balance_mismatch" if column == "balance" else "amount_mismatch"
    reading.doubt(
        code, ERROR, words, row, reading.col(column),
        written=show(written), right=show(right), slip=slip, suggestion=show(right),
    )  # fmt: skip
