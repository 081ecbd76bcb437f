"""Reading the cells of a ledger's rows into entries, with a doubt at every cell that is not plain."""

import datetime as dt
from dataclasses import dataclass

from xiaowei.base.sheets.cells import Cells
from xiaowei.base.sheets.dates import day_in_period, parse_date
from xiaowei.base.sheets.grid import Sheet
from xiaowei.base.sheets.ledgerheads import AMOUNTS, Header, side_of_word
from xiaowei.base.sheets.periods import Period
from xiaowei.finance.intake.understanding import Line

FILLED = ("date", "voucher", "handler")  # what people merge downwards over several entries


@dataclass(slots=True)
class Reading(Cells):
    """Reads one sheet, or one half of a two-sided one; collects the doubts on the way."""

    top: int = 0  # the last header row

    @classmethod
    def of(cls, sheet: Sheet, header: Header, period: Period | None, unit: str) -> "Reading":
        """A reading of the whole sheet by its header."""
        return cls(sheet, header.columns, header.units, period, unit, FILLED, top=header.rows[-1])

    def date(self, row: int) -> dt.date | None:
        """The entry's day, from one column or from 月 and 日."""
        if self.col("date"):
            return parse_date(self.cell(row, "date"), period=self.period)
        if not self.col("day"):
            return None
        month, day = self._small(row, "month"), self._small(row, "day")
        return day_in_period(month, day, self.period) if month and day else None

    def _small(self, row: int, name: str) -> int | None:
        for above in range(row, self.top, -1):  # 月 and 日 are written once and hold until the next
            cell = self.sheet.at(above, self.col(name))
            if not cell.blank:
                text = cell.text.rstrip("月日号")
                return int(text) if text.isdigit() else None
        return None

    def line(self, row: int) -> Line:
        """The entry in this row."""
        income, expense = self.fen(row, "income") or None, self.fen(row, "expense") or None
        if side := side_of_word(self.text(row, "side")):
            amount = self.fen(row, "amount") or None
            income, expense = (amount, None) if side == "income" else (None, amount)
        return Line(
            row=row,
            number=self.text(row, "number"),
            date=self.date(row),
            voucher=self.text(row, "voucher"),
            summary=self.text(row, "summary"),
            income=income,
            expense=expense,
            balance=self.fen(row, "balance"),
            handler=self.text(row, "handler"),
            remark=self.text(row, "remark"),
        )

    def sums(self, row: int) -> dict[str, int]:
        """What a total row declares in each amount column."""
        found = {name: self.fen(row, name) for name in AMOUNTS if self.col(name)}
        return {name: fen for name, fen in found.items() if fen is not None}
