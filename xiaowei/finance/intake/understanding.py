"""What was understood of a sheet, every row accounted for and every doubt at its cell."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xiaowei.base.sheets.grid import cell_name
from xiaowei.base.sheets.periods import Period

LEDGER, UNKNOWN = "finance_ledger", "unknown"
ERROR, WARNING = "error", "warning"

# what became of a row
TITLE, HEADER, OPENING, LINE, BLANK = "title", "header", "opening", "line", "blank"
SUBTOTAL, TOTAL, CLOSING, NOTE, SIGNATURE = "subtotal", "total", "closing", "note", "signature"


@dataclass(frozen=True, slots=True)
class Issue:
    """One doubt. `words` is Chinese source text with named %-placeholders, so that a door can translate it.

    An error stops the way to the reviewers until it is settled; a warning travels with the sheet.
    `row` and `col` count from 1; None where no cell is meant. `suggestion` is the likely right content.
    """

    code: str
    severity: str
    words: str
    params: Mapping[str, Any] = field(default_factory=dict)
    sheet: str = ""
    row: int | None = None
    col: int | None = None
    suggestion: str | None = None

    @property
    def message(self) -> str:
        return self.words % self.params if self.params else self.words

    @property
    def cell(self) -> str:
        """`F23`, or nothing."""
        return cell_name(self.row, self.col) if self.row and self.col else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the ledger, amounts in fen. `summary` is as written: scrub it before the public sees it."""

    row: int
    number: str
    date: dt.date | None
    voucher: str
    summary: str
    income: int | None
    expense: int | None
    balance: int | None
    handler: str
    remark: str = ""

    @property
    def net(self) -> int:
        return (self.income or 0) - (self.expense or 0)


@dataclass(slots=True)
class Understanding:
    """A file as understood. Amounts are fen; `unit` is how the sheet wrote them (元 or 万元).

    `opening` to `closing` are computed from the lines, `declared` is what the total row says, by the same
    names; `row_fates` maps every row of the sheet to what became of it. For type `unknown` only the names,
    the period, the unit and the headers are filled, each only when sure.
    """

    type: str
    village_name: str | None = None
    township_name: str | None = None
    county_name: str | None = None
    period: Period | None = None
    unit: str | None = None
    sheet: str = ""
    header_rows: tuple[int, ...] = ()
    headers: tuple[str, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    opening_row: int | None = None
    total_row: int | None = None
    lines: tuple[Line, ...] = ()
    opening: int | None = None
    income: int = 0
    expense: int = 0
    closing: int | None = None
    declared: Mapping[str, int] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    row_fates: Mapping[int, str] = field(default_factory=dict)
    others: tuple["Understanding", ...] = ()  # for an unknown file: each of its sheets

    @property
    def computed(self) -> dict[str, int]:
        """The four numbers by name, without those that cannot be known."""
        numbers = {"opening": self.opening, "income": self.income, "expense": self.expense, "closing": self.closing}
        return {name: fen for name, fen in numbers.items() if fen is not None}

    @property
    def declared_match(self) -> bool | None:
        """Whether what the sheet declares is what its lines come to; None when it declares nothing."""
        if not self.declared:
            return None
        return all(self.computed.get(name) == fen for name, fen in self.declared.items())

    @property
    def errors(self) -> list[Issue]:
        return [issue for issue in self.issues if issue.severity == ERROR]

    def rows_with(self, fate: str) -> list[int]:
        return [row for row, what in sorted(self.row_fates.items()) if what == fate]
