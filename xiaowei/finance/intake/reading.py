"""Reading the cells of a ledger's rows into entries, with a doubt at every cell that is not plain."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from xiaowei.base.sheets.amounts import WAN, YUAN, parse_amount, says_none
from xiaowei.base.sheets.dates import day_in_period, parse_date
from xiaowei.base.sheets.formulas import evaluate
from xiaowei.base.sheets.grid import ERROR as ERROR_CELL
from xiaowei.base.sheets.grid import FORMULA, Cell, Sheet, cell_name
from xiaowei.base.sheets.periods import Period
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.finance.intake.headers import AMOUNTS, Header
from xiaowei.finance.intake.understanding import ERROR, WARNING, Issue, Line

FEN = {YUAN: Decimal(100), WAN: Decimal(1_000_000)}
FILLED = ("date", "voucher", "handler")  # what people merge downwards over several entries
UNREADABLE = _("%(cell)s 写的是“%(text)s”，看不出是多少钱。请改成数字。")
BROKEN_VALUE = _("%(cell)s 是出错的公式（%(text)s），没有数。请改成数字。")
PART_OF_FEN = _("%(cell)s 写的是 %(text)s，不足一分的零头无法入账。请改成两位小数。")
OTHER_UNIT = _("%(cell)s 自己写了单位“%(unit)s”，与表头的“%(usual)s”不同，已按“%(unit)s”计算。请核对。")
NO_RESULT = _(
    "%(cell)s 等 %(count)d 格是公式，文件里没有存结果，已按公式算出。请在表格软件里重新保存一次，或核对算出的数。"
)
NO_RESULT_ONE = _("%(cell)s 是公式，文件里没有存结果，已按公式算出。请在表格软件里重新保存一次，或核对算出的数。")
NO_RESULT_UNKNOWN = _("%(cell)s 是公式，文件里没有存结果，也算不出来。请在表格软件里重新保存一次，或改成数字。")


@dataclass(slots=True)
class Reading:
    """Reads one sheet; collects the doubts on the way."""

    sheet: Sheet
    header: Header
    period: Period | None
    unit: str
    issues: list[Issue] = field(default_factory=list)
    uncached: dict[str, list[int]] = field(default_factory=dict)

    def doubt(self, code: str, severity: str, words: str, row: int, col: int, /, **params: object) -> None:
        """Pin a doubt to a cell; `%(cell)s` in the words is its name."""
        suggestion = params.pop("suggestion", None)
        facts = {"cell": cell_name(row, col), **params}
        self.issues.append(
            Issue(code, severity, words, facts, self.sheet.name, row, col, str(suggestion) if suggestion else None)
        )

    def col(self, name: str) -> int:
        """The column of a field; 0 when the sheet has none."""
        return self.header.columns.get(name, 0)

    def cell(self, row: int, name: str) -> Cell:
        """The cell of a field, filled down through a vertical merge where people merge."""
        col = self.col(name)
        cell = self.sheet.at(row, col)
        if cell.blank and name in FILLED:
            for merge in self.sheet.merges:
                if merge.left <= col <= merge.right and merge.top < row <= merge.bottom:
                    return self.sheet.at(merge.top, merge.left)
        return cell

    def text(self, row: int, name: str) -> str:
        cell = self.cell(row, name)
        return "" if cell.blank or not self.col(name) else " ".join(cell.text.split())

    def fen(self, row: int, name: str) -> int | None:
        """The amount of a field in fen; None when the cell is empty, or unreadable (then with a doubt)."""
        col = self.col(name)
        cell = self.sheet.at(row, col)
        if not col or says_none(cell):
            return None
        if cell.kind == FORMULA:
            return self._computed(row, name, col)
        if cell.kind == ERROR_CELL:
            self.doubt("ambiguous_amount", ERROR, BROKEN_VALUE, row, col, text=cell.text)
            return None
        amount = parse_amount(cell)
        if amount is None:
            self.doubt("ambiguous_amount", ERROR, UNREADABLE, row, col, text=cell.text)
            return None
        usual = self.header.units.get(name) or self.unit
        if amount.unit and amount.unit != usual:
            self.doubt("mixed_unit", WARNING, OTHER_UNIT, row, col, unit=amount.unit, usual=usual)
        return self._whole(amount.value, amount.unit or usual, row, col)

    def _computed(self, row: int, name: str, col: int) -> int | None:
        value = evaluate(self.sheet, row, col)
        if value is None:
            self.doubt("formula_without_cached_value", ERROR, NO_RESULT_UNKNOWN, row, col)
            return None
        self.uncached.setdefault(name, []).append(row)
        return self._whole(value, self.header.units.get(name) or self.unit, row, col)

    def _whole(self, value: Decimal, unit: str, row: int, col: int) -> int | None:
        scaled = value * FEN[unit]
        if scaled != scaled.to_integral_value():
            self.doubt("ambiguous_amount", ERROR, PART_OF_FEN, row, col, text=f"{value:f}")
            return None
        return int(scaled)

    def date(self, row: int) -> dt.date | None:
        """The entry's day, from one column or from 月 and 日."""
        if self.col("date"):
            return parse_date(self.cell(row, "date"), period=self.period)
        month, day = self._small(row, "month"), self._small(row, "day")
        return day_in_period(month, day, self.period) if month and day else None

    def _small(self, row: int, name: str) -> int | None:
        for above in range(row, self.header.rows[-1], -1):  # 月 and 日 are written once and hold until the next
            cell = self.sheet.at(above, self.col(name))
            if not cell.blank:
                text = cell.text.rstrip("月日号")
                return int(text) if text.isdigit() else None
        return None

    def line(self, row: int) -> Line:
        """The entry in this row."""
        return Line(
            row=row,
            number=self.text(row, "number"),
            date=self.date(row),
            voucher=self.text(row, "voucher"),
            summary=self.text(row, "summary"),
            income=self.fen(row, "income") or None,
            expense=self.fen(row, "expense") or None,
            balance=self.fen(row, "balance"),
            handler=self.text(row, "handler"),
            remark=self.text(row, "remark"),
        )

    def sums(self, row: int) -> dict[str, int]:
        """What a total row declares in each amount column."""
        found = {name: self.fen(row, name) for name in AMOUNTS if self.col(name)}
        return {name: fen for name, fen in found.items() if fen is not None}

    def tell_uncached(self) -> None:
        """One doubt per column for formulas without a stored result, not one per row."""
        for name, rows in self.uncached.items():
            words = NO_RESULT if len(rows) > 1 else NO_RESULT_ONE
            self.doubt("formula_without_cached_value", WARNING, words, rows[0], self.col(name), count=len(rows))

    def as_written(self, fen: int) -> str:
        """Fen as this sheet writes amounts."""
        value = Decimal(fen) / FEN[self.unit]
        return f"{value:,.2f}" if self.unit == YUAN else f"{value.normalize():f}"
