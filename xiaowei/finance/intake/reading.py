"""Reading the cells of a ledger's rows into entries, with a doubt at every cell that is not plain."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from xiaowei.base.sheets.amounts import parse_amount
from xiaowei.base.sheets.cells import Cells
from xiaowei.base.sheets.dates import day_in_period, parse_date, span_in_cell
from xiaowei.base.sheets.grid import TEXT, Cell, Sheet
from xiaowei.base.sheets.headers import squeezed
from xiaowei.base.sheets.ledgerheads import MONEY, Header
from xiaowei.base.sheets.ledgersides import SIDES, side_of_word
from xiaowei.base.sheets.numerals import arabic
from xiaowei.base.sheets.periods import Period, months
from xiaowei.finance.intake.understanding import Line

FILLED = ("date", "voucher", "handler", "account", "payee")  # what people merge downwards over several entries

DITTO = frozenset({"同上", "〃", "″", "“", "”", '"', "''", "〞", "同前", "仝上"})
YEARS = range(1990, 2100)
MOST_DAYS = 31  # of one entry: what spans more is no entry's day
YEAR_ABOVE = re.compile(r"((?:19|20)\d\d)年?度?")


def _year_above(sheet: Sheet, header: Header) -> Period | None:
    """`2019年` in the header over the columns 月 and 日."""
    if not header.columns.keys() >= {"month", "day"}:
        return None
    cells = [sheet.at(row, col) for row in header.rows for col in (header.columns["month"], header.columns["day"])]
    found = [YEAR_ABOVE.fullmatch(squeezed(arabic(cell.text))) for cell in cells if not cell.blank]
    years = {int(one[1]) for one in found if one}
    return months(next(iter(years)), 1, 12) if len(years) == 1 else None


@dataclass(slots=True)
class Reading(Cells):
    """Reads one table, or one half of a two-sided one; collects the doubts on the way.

    `reach` are its first and last column, `texts` the words of its header, `side` the one that a single amount column
    stands on. `more` are the columns that together make up a side (办公费, 差旅费 under 支出).
    """

    top: int = 0  # the last header row
    as_of: dt.date | None = None  # the day the sheet was made, or reaches to
    reach: tuple[int, int] = (1, 0)
    texts: tuple[str, ...] = ()
    more: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    sections: tuple[tuple[int, str], ...] = ()  # at which rows a side begins, in the one column of amounts
    half: str = ""  # of a two-sided table: the side that it reads
    signed: bool = False  # an expense is a negative amount
    year: Period | None = None  # of paper forms: the year that stands above the columns 月 and 日

    @classmethod
    def of(cls, sheet: Sheet, header: Header, period: Period | None, unit: str) -> "Reading":
        """A reading of the whole table by its header."""
        return cls(
            sheet, header.columns, header.units, period, unit, FILLED, top=header.rows[-1],
            reach=(1, sheet.width), texts=header.texts, more=header.more, sections=header.sections,
            signed=header.signed, year=_year_above(sheet, header),
        )  # fmt: skip

    def header_text(self, col: int) -> str:
        """The words above a column."""
        return self.texts[col - 1] if col <= len(self.texts) else ""

    def date(self, row: int) -> dt.date | None:
        """The entry's day, from one column or from 月 and 日."""
        if self.col("date"):
            return self._one_date(self._same(row, "date"))
        if not self.col("day"):
            return None
        month, day = self._small(row, "month"), self._small(row, "day")
        return day_in_period(month, day, self._year_of(row) or self.period) if month and day else None

    def _one_date(self, cell: Cell) -> dt.date | None:
        """The day in the cell; of several days (7月3日—5日) the first."""
        if day := parse_date(cell, period=self.period):
            return day
        span = (
            span_in_cell(cell, period=self.period) if cell.kind == TEXT and re.search(r"[日号.]", cell.text) else None
        )
        return span.start if span and (span.end - span.start).days < MOST_DAYS else None

    def _same(self, row: int, name: str) -> Cell:
        """The cell of a field; where it says 同上, the one above that it means."""
        for above in range(row, self.top, -1):
            cell = self.cell(above, name)
            if cell.kind != TEXT or squeezed(cell.text) not in DITTO:
                return cell
        return self.cell(row, name)

    def _small(self, row: int, name: str) -> int | None:
        for above in range(row, self.top, -1):  # 月 and 日 are written once and hold until the next
            cell = self.sheet.at(above, self.col(name))
            if not cell.blank and squeezed(cell.text) not in DITTO:
                text = cell.text.rstrip("年月日号份")
                return int(text) if text.isdigit() else None
        return None

    def told_year(self, row: int) -> int | None:
        """The year that a paper form tells for the entry in this row."""
        year = self._year_of(row)
        return year.start.year if year else None

    def _year_of(self, row: int) -> Period | None:
        """The year that the sheet tells for this row: in a column of its own, or above 月 and 日."""
        told = self._small(row, "year") if self.col("year") else None
        if told is None:
            return self.year
        told += 2000 if told < 100 else 0
        return months(told, 1, 12) if told in YEARS else None

    def side(self, row: int, name: str) -> int | None:
        """What stands on one side in this row, from its one column or the several that make it up."""
        if name not in self.more:
            return self.fen(row, name)
        found = []
        for col in self.more[name]:
            self.columns[name] = col
            found.append(self.fen(row, name))
        self.columns[name] = self.more[name][0]
        written = [fen for fen in found if fen is not None]
        return sum(written) if written else None

    def side_at(self, row: int) -> str | None:
        """On which side the amount of this row stands, where one column holds both; None where nothing tells it."""
        if self.sections:
            return next((side for start, side in reversed(self.sections) if start <= row), None)
        return side_of_word(self.text(row, "side"))

    def _sides(self, row: int) -> dict[str, int | None]:
        """Income and expense of this row."""
        if not self.col("amount"):
            return {name: self.side(row, name) for name in SIDES if self.col(name)}
        amount = self.side(row, "amount")
        if self.signed:
            return {} if amount is None else {"income": amount} if amount > 0 else {"expense": -amount}
        side = self.side_at(row)
        return {side: amount} if side else {}

    def line(self, row: int) -> Line:
        """The entry in this row."""
        amounts = self._sides(row)
        return Line(
            row=row,
            number=self.text(row, "number"),
            date=self.date(row),
            voucher=self.text(row, "voucher"),
            summary=self._words(row, "summary"),
            income=amounts.get("income") or None,
            expense=amounts.get("expense") or None,
            balance=self.side(row, "balance"),
            handler=self._words(row, "handler"),
            remark=self.text(row, "remark"),
            sheet=self.sheet.name,
            half=self.half,
            account=self._words(row, "account"),
            payee=self._words(row, "payee"),
        )

    def _words(self, row: int, name: str) -> str:
        """The words of a field, those above where it says 同上."""
        cell = self._same(row, name)
        return "" if cell.blank or not self.col(name) else " ".join(cell.text.split())

    def sums(self, row: int) -> dict[str, int]:
        """What a sum row says in each amount column; words there (合计 in the column of incomes) are no amount."""
        worded = {name for name in MONEY if self._is_word(row, name)}
        if self.col("amount") and not self.signed:
            found = {} if "amount" in worded else self._amount_sums(row)
        else:
            found = {name: self.side(row, name) for name in SIDES if self.col(name) and name not in worded}
        if self.col("balance") and "balance" not in worded:
            found["balance"] = self.side(row, "balance")
        return {name: fen for name, fen in found.items() if fen is not None}

    def _amount_sums(self, row: int) -> dict[str, int | None]:
        """A sum in the one column of amounts: of the side it names, of its section, else of neither."""
        label = squeezed("".join(cell.text for cell in self.sheet.rows[row - 1] if cell.kind == TEXT))
        named = [side for side, word in zip(SIDES, ("收入", "支出"), strict=True) if word in label]
        side = named[0] if len(named) == 1 else self.side_at(row)
        return {side or "amount": self.side(row, "amount")}

    def _is_word(self, row: int, name: str) -> bool:
        cell = self.sheet.at(row, self.col(name))
        return name not in self.more and cell.kind == TEXT and parse_amount(cell) is None
