"""What was understood of a sheet, every row accounted for and every doubt at its cell."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from xiaowei.base.sheets.issues import ERROR, Issue
from xiaowei.base.sheets.periods import Period


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
    sheet: str = ""
    half: str = ""  # of a two-sided sheet: income or expense
    account: str = ""  # 会计科目, as written
    payee: str = ""  # who paid or was paid, as written: perhaps a person's name

    @property
    def side(self) -> str:
        """On which side the entry stands."""
        return self.half or ("income" if self.income is not None else "expense")

    @property
    def net(self) -> int:
        return (self.income or 0) - (self.expense or 0)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the tables that a file is made of, by the row numbers of its sheet."""

    sheet: str
    header_rows: tuple[int, ...]
    data_rows: tuple[int, ...]
    opening_row: int | None
    total_row: int | None
    subtotal_rows: tuple[int, ...]
    row_fates: Mapping[int, str]


@dataclass(slots=True)
class Understanding:
    """A file as understood. Amounts are fen; `unit` is how the sheet wrote them (元 or 万元).

    `opening` to `closing` are computed from the lines, `declared` is what the total row says, by the same
    names; `row_fates` maps every row of the first sheet to what became of it, `parts` tells each table of the file by
    itself, and `skipped` the sheets that are no part of it with the reason. For type `unknown` only the names,
    the period, the unit and the headers are filled, each only when sure.

    `sides` are the amounts the sheet tells of at all: a list of expenses says nothing about income. Of a two-sided
    sheet `opening_line` is the balance carried forward that stands among the incomes, and `opening_counted` says
    that the sheet's own total of incomes contains it; `income` and `lines` never do.
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
    sides: tuple[str, ...] = ("income", "expense")
    opening_line: Line | None = None
    opening_counted: bool = False
    parts: tuple[Part, ...] = ()
    skipped: Mapping[str, str] = field(default_factory=dict)
    others: tuple["Understanding", ...] = ()  # for an unknown file: each of its sheets

    @property
    def computed(self) -> dict[str, int]:
        """The four numbers by name, counted as the sheet counts them, without those that cannot be known."""
        income = self.income + ((self.opening or 0) if self.opening_counted else 0)
        numbers = {
            "opening": None if self.opening_counted else self.opening,
            "income": income if "income" in self.sides else None,
            "expense": self.expense if "expense" in self.sides else None,
            "closing": self.closing,
        }
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
