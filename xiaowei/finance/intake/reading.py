"""Reading the cells of a ledger's rows into entries, with a doubt at every cell that is not plain."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from xiaowei.base.sheets.amounts import parse_amount
from xiaowei.base.sheets.cells import Cells
from xiaowei.base.sheets.dates import day_in_period, parse_date
from xiaowei.base.sheets.grid import TEXT, Sheet
from xiaowei.base.sheets.headers import squeezed
from xiaowei.base.sheets.ledgerheads import MONEY, Header
from xiaowei.base.sheets.ledgersides import SIDES, side_of_word
from xiaowei.base.sheets.periods import Period
from xiaowei.finance.intake.understanding import Line

FILLED = ("date", "voucher", "handler")  # what people merge downwards over several entries


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

    @classmethod
    def of(cls, sheet: Sheet, header: Header, period: Period | None, unit: str) -> "Reading":
        """A reading of the whole table by its header."""
        return cls(
            sheet, header.columns, header.units, period, unit, FILLED, top=header.rows[-1],
            reach=(1, sheet.width), texts=header.texts, more=header.more, sections=header.sections,
            signed=header.signed,
        )  # fmt: skip

    def header_text(self, col: int) -> str:
        """The words above a column."""
        return self.texts[col - 1] if col <= len(self.texts) else ""

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
        amount = self.fen(row, "amount")
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
            summary=self.text(row, "summary"),
            income=amounts.get("income") or None,
            expense=amounts.get("expense") or None,
            balance=self.side(row, "balance"),
            handler=self.text(row, "handler"),
            remark=self.text(row, "remark"),
            sheet=self.sheet.name,
            half=self.half,
        )

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
        return {side or "amount": self.fen(row, "amount")}

    def _is_word(self, row: int, name: str) -> bool:
        cell = self.sheet.at(row, self.col(name))
        return name not in self.more and cell.kind == TEXT and parse_amount(cell) is None
