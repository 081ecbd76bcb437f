"""What was understood of a list of households: every row accounted for, every doubt at its cell."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xiaowei.base.sheets.issues import ERROR, Issue
from xiaowei.base.sheets.periods import Period

HOUSEHOLDS, UNKNOWN = "subsidy_household", "unknown"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the list. Names and numbers are as written: mask them before anybody else reads them.

    `amount` and `standard` are fen. `group`, `village` and `township` are filled down where the clerk wrote them
    once. `id_number`, `account` and `phone` may carry stars. `quantity` counts machines, animals or trees.
    """

    sheet: str
    row: int
    number: str
    village: str
    township: str
    group: str
    name: str
    id_number: str
    account: str
    phone: str
    area: Decimal | None  # mu
    persons: int | None
    quantity: Decimal | None
    level: str
    standard: int | None  # fen for one mu, person or piece
    amount: int | None  # fen
    date: dt.date | None
    note: str


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One worksheet that was read; rows count from 1. `row_fates` maps every row to what became of it."""

    name: str
    header_rows: tuple[int, ...]
    headers: tuple[str, ...]
    columns: Mapping[str, int]
    data_rows: tuple[int, ...]
    subtotal_rows: tuple[int, ...] = ()
    total_row: int | None = None
    row_fates: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Understanding:
    """A file as understood. For type `unknown` only the places, the period and the unit are filled, when sure.

    `totals` is computed from the rows, `declared` is what the total rows say, by the same names: `households`,
    `persons`, `area_mu` (Decimal), `machines` or `quantity` (Decimal), `amount` (fen). `levels` counts rows by level
    (`C`: 16). `unit` is how the sheet wrote money (元 or 万元); `rate` is the announced standard in yuan.
    """

    type: str
    subsidy: str = ""
    county_name: str | None = None
    township_name: str | None = None
    village_name: str | None = None
    period: Period | None = None
    unit: str | None = None
    rate: Decimal | None = None
    sheets: tuple[SheetPart, ...] = ()
    rows: tuple[Row, ...] = ()
    totals: Mapping[str, int | Decimal] = field(default_factory=dict)
    declared: Mapping[str, int | Decimal] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    notes: tuple[str, ...] = ()  # the words below the table

    @property
    def declared_match(self) -> bool | None:
        """Whether what the sheet declares is what its rows come to; None when it declares nothing."""
        if not self.declared:
            return None
        return all(self.totals.get(name) == value for name, value in self.declared.items())

    @property
    def errors(self) -> tuple[Issue, ...]:
        return tuple(issue for issue in self.issues if issue.severity == ERROR)
