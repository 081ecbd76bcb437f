"""What was understood of a table: its columns by meaning, every row accounted for, every doubt at its cell."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xiaowei.base.sheets.issues import ERROR, Issue
from xiaowei.base.sheets.periods import Period

SUMMARY, ASSETS, CONTRACTS = "subsidy_summary", "asset_register", "contract_register"
PROJECTS, DUES, ALLOCATION = "project_list", "party_dues", "allocation_table"
INCOME_SHARING, BUDGET, UNKNOWN = "income_distribution", "finance_budget", "unknown"
TABLE_KINDS = (SUMMARY, ASSETS, CONTRACTS, PROJECTS, DUES, ALLOCATION, INCOME_SHARING, BUDGET)

# what the values of a column are
HOLDS_TEXT, HOLDS_NAME, HOLDS_ID, HOLDS_ACCOUNT, HOLDS_PHONE = "text", "name", "id", "account", "phone"
HOLDS_MONEY, HOLDS_NUMBER, HOLDS_DATE, HOLDS_MARK, HOLDS_MONTH = "money", "number", "date", "mark", "month"

Total = int | Decimal | list[Decimal]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `field` is its canonical meaning ("name", "amount", "area" …), "" when it has none of ours.

    `holds` is one of the HOLDS_ words above: a "month" is money of one month or quarter, a "mark" a tick (√).
    `unit` is what the header, or else the sheet, counts in (元, 万元, 亩, 万亩, 公里 …); None for words.
    """

    col: int
    header: str
    field: str
    holds: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One cell: as written, and as understood.

    Money (`money`, `month`) has `fen`; a figure has `number` in the base unit (亩 for areas, 公里 for lengths, else
    the column's own); a day has `date` (the first day, where only a month or year is written). None: not written, or
    not surely read (then there is an issue at the cell). Names and numbers of persons are as written: mask them.
    """

    text: str
    fen: int | None = None
    number: Decimal | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of data. `values` stand in the order of its sheet's `columns`; `group` is the heading it stands under."""

    sheet: str
    row: int
    group: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One table of the file (a sheet, or one block of a sheet); rows count from 1.

    `row_fates` maps each of the block's rows to what became of it (words of base.sheets.issues, and "group");
    `totals` and `declared` as in Understanding, of this block alone.
    """

    name: str
    unit: str | None
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    data_rows: tuple[int, ...]
    group_rows: tuple[int, ...] = ()
    subtotal_rows: tuple[int, ...] = ()
    total_row: int | None = None
    row_fates: Mapping[int, str] = field(default_factory=dict)
    totals: Mapping[str, Total] = field(default_factory=dict)
    declared: Mapping[str, Total] = field(default_factory=dict)
    period: Period | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Understanding:
    """A file as understood. For type `unknown` only what is sure: places, period, unit, and the doubt.

    `totals` is computed from the rows and counts in what its name says: `…_wan` in 万元, `area_mu` in 亩, `km` in
    公里, other money in 元 (all Decimal); `households`, `persons`, `villages` … are integers; `by_month` is a list.
    `declared` is what the total rows say, by the same names. `period` is what the table is about, or the days it was
    shown where it says no other; a register has `as_of` instead. `rate` is the one announced standard in 元.
    """

    type: str
    title: str = ""
    subsidy: str = ""
    county_name: str | None = None
    township_name: str | None = None
    village_name: str | None = None
    period: Period | None = None
    as_of: dt.date | None = None
    period_label: str = ""
    unit: str | None = None
    rate: Decimal | None = None
    sheets: tuple[SheetPart, ...] = ()
    rows: tuple[Row, ...] = ()
    totals: Mapping[str, Total] = field(default_factory=dict)
    declared: Mapping[str, Total] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    notes: tuple[str, ...] = ()  # the words below the table

    @property
    def declared_match(self) -> bool | None:
        """Whether what the sheets declare is what their rows come to; None when they declare nothing."""
        told = [part for part in self.sheets if part.declared]
        if not told:
            return None
        return all(part.totals.get(name) == value for part in told for name, value in part.declared.items())

    @property
    def errors(self) -> tuple[Issue, ...]:
        return tuple(issue for issue in self.issues if issue.severity == ERROR)

    def columns_of(self, row: Row) -> tuple[Column, ...]:
        """The columns that a row's values stand in."""
        return next((p.columns for p in self.sheets if p.name == row.sheet and row.row in p.data_rows), ())
