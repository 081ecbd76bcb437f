"""One table of a sheet while it is read: what each row is, then its entries and what its sum rows say."""

from dataclasses import dataclass, field
from itertools import pairwise

from xiaowei.base.sheets.grid import Sheet
from xiaowei.base.sheets.issues import BLANK, CLOSING, HEADER, LINE, OPENING, SUBTOTAL, TITLE, TOTAL
from xiaowei.base.sheets.ledgerheads import Header
from xiaowei.base.sheets.ledgersides import SIDES
from xiaowei.base.sheets.titles import Heading
from xiaowei.finance.intake import parts
from xiaowei.finance.intake.groups import group_heads
from xiaowei.finance.intake.reading import Reading
from xiaowei.finance.intake.understanding import Line

RUNNING = "running"  # 本年累计: it reaches back before the sheet, or sums all that stands above
SUMS = (SUBTOTAL, TOTAL, RUNNING)


@dataclass(frozen=True, slots=True)
class Sum:
    """What a sum row says about one side, in fen."""

    row: int
    col: int
    fen: int
    word: str
    closing: int | None = None  # the balance beside it


@dataclass(frozen=True, slots=True)
class Balance:
    """A balance carried forward, or left at the end. `line` is its row as an entry, if it is among the incomes."""

    row: int
    col: int
    fen: int
    line: Line | None = None


@dataclass(slots=True)
class Table:
    """A table: its rows by what they are (`marks`, by reading), then what they hold.

    A one-sided table has one reading, named "", a two-sided one a reading for each side.
    """

    kind: str
    sheet: Sheet
    header: Header
    heading: Heading
    readings: dict[str, Reading]
    fates: dict[int, str] = field(default_factory=dict)
    marks: dict[str, dict[int, str]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    sums: dict[str, list[Sum]] = field(default_factory=dict)
    openings: list[Balance] = field(default_factory=list)
    closings: list[Balance] = field(default_factory=list)

    @classmethod
    def of(cls, kind: str, sheet: Sheet, header: Header, heading: Heading, readings: dict[str, Reading]) -> "Table":
        """A table whose rows above and of the header have their fates."""
        written = {row: any(not cell.blank for cell in sheet.rows[row - 1]) for row in range(1, header.rows[0])}
        fates = {row: TITLE if said else BLANK for row, said in written.items()} | dict.fromkeys(header.rows, HEADER)
        return cls(kind, sheet, header, heading, readings, fates, {name: {} for name in readings})

    @property
    def sides(self) -> tuple[str, ...]:
        """Which of income and expense the table tells of at all."""
        return self.header.sides

    @property
    def in_time(self) -> tuple[Line, ...]:
        """The entries from the earliest on: a bank's list begins with the latest, as its balances show."""
        if _fitting(self.lines) < _fitting(self.lines[::-1]):
            return tuple(self.lines[::-1])
        return tuple(self.lines)

    def reading(self, side: str) -> Reading:
        """The reading that holds this side's columns."""
        return self.readings.get(side) or self.readings[""]

    def rows_with(self, word: str) -> list[int]:
        """The rows of that fate."""
        return [row for row, fate in sorted(self.fates.items()) if fate == word]

    def read(self) -> None:
        """Read the entries and the sums; the readings must know their period by now."""
        self.sums = {side: [] for side in SIDES}
        for name, reading in self.readings.items():
            marks = self.marks[name]
            parts.settle(reading, name, marks, self.fates)
            lines = [reading.line(row) for row, mark in marks.items() if mark == LINE]
            heads = group_heads(lines)
            self.lines += [line for line in lines if line.row not in heads]
            for row in heads:
                marks[row] = parts.HEAD
            for row, mark in marks.items():
                if mark in SUMS:
                    self._read_sum(reading, name, row, mark)
                elif mark in (OPENING, CLOSING):
                    self._read_balance(reading, row, mark)
        self.lines.sort(key=lambda line: line.row)
        held = {line.row for line in self.lines} | {one.row for one in self.openings if one.line}
        for row in self.rows_with(LINE):
            if row not in held:
                self.fates[row] = SUBTOTAL

    def _read_sum(self, reading: Reading, name: str, row: int, mark: str) -> None:
        sums = reading.sums(row)
        for side in (name,) if name else SIDES:
            if side in sums:
                self.sums[side].append(Sum(row, reading.col(side), sums[side], mark, sums.get("balance")))
        if "balance" in sums and not name and mark == TOTAL:
            self.closings.append(Balance(row, reading.col("balance"), sums["balance"]))

    def _read_balance(self, reading: Reading, row: int, mark: str) -> None:
        if reading.col("amount"):
            sums = {"balance": fen} if (fen := reading.fen(row, "amount")) is not None else {}
        else:
            sums = reading.sums(row)
        # some write what is carried forward in the income column, or its deficit among the expenses
        for column, sign in (("balance", 1), ("income", 1), ("expense", 1 if mark == CLOSING else -1)):
            if column in sums:
                fen = sign * sums[column]
                line = reading.line(row) if mark == OPENING and sums.get("income") == fen else None
                col = reading.col(column) or reading.col("amount")
                (self.openings if mark == OPENING else self.closings).append(Balance(row, col, fen, line))
                return


def _fitting(lines: list[Line]) -> int:
    """How many balances go on from the one before."""
    pairs = [(before.balance, line) for before, line in pairwise(lines) if before.balance is not None]
    return sum(1 for balance, line in pairs if line.balance == balance + line.net)
