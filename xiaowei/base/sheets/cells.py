"""Reading the cells of a table's rows, with a doubt at every cell that is not plain."""

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from xiaowei.base.sheets.amounts import WAN, YUAN, Amount, parse_amount, said_twice, says_none, two_readings
from xiaowei.base.sheets.formulas import contradiction, evaluate
from xiaowei.base.sheets.grid import ERROR as ERROR_CELL
from xiaowei.base.sheets.grid import FORMULA, Cell, Sheet, cell_name
from xiaowei.base.sheets.issues import ERROR, WARNING, Issue
from xiaowei.base.sheets.periods import Period
from xiaowei.base.sheets.refused import chinese as _

FEN = {YUAN: Decimal(100), WAN: Decimal(1_000_000)}
UNREADABLE = _("%(cell)s 写的是“%(text)s”，看不出是多少钱。请改成数字。")
UNREADABLE_NUMBER = _("%(cell)s 写的是“%(text)s”，看不出是多少。请改成数字。")
TWO_READINGS = _("%(cell)s 写的是“%(text)s”，有两种读法：%(readings)s。请只留一个数。")
OTHER_RESULT = _(
    "%(cell)s 写的是 %(written)s，格里的公式算出来是 %(right)s。请在表格软件里重新计算后保存，或核对哪个数对。"
)
BROKEN_VALUE = _("%(cell)s 是出错的公式（%(text)s），没有数。请改成数字。")
PART_OF_FEN = _("%(cell)s 写的是 %(text)s，不足一分的零头无法入账。请改成两位小数。")
OTHER_UNIT = _("%(cell)s 自己写了单位“%(unit)s”，与表头的“%(usual)s”不同，已按“%(unit)s”计算。请核对。")
NO_RESULT = _(
    "%(cell)s 等 %(count)d 格是公式，文件里没有存结果，已按公式算出。请在表格软件里重新保存一次，或核对算出的数。"
)
NO_RESULT_ONE = _("%(cell)s 是公式，文件里没有存结果，已按公式算出。请在表格软件里重新保存一次，或核对算出的数。")
NO_RESULT_UNKNOWN = _("%(cell)s 是公式，文件里没有存结果，也算不出来。请在表格软件里重新保存一次，或改成数字。")


@dataclass(slots=True)
class Cells:
    """Reads the rows of one sheet by field; collects the doubts on the way.

    `filled` are the fields that people merge downwards, or write once for the rows that follow.
    """

    sheet: Sheet
    columns: dict[str, int]
    units: dict[str, str]
    period: Period | None
    unit: str
    filled: tuple[str, ...] = ()
    issues: list[Issue] = field(default_factory=list)
    uncached: dict[str, list[int]] = field(default_factory=dict)

    def doubt(self, code: str, severity: str, words: str, row: int, col: int, /, **params: object) -> None:
        """Pin a doubt to a cell; `%(cell)s` in the words is its name."""
        suggestion = params.pop("suggestion", None)
        rows, amount = params.pop("about_rows", ()), params.pop("about_fen", None)
        facts = {"cell": cell_name(row, col), **params}
        self.issues.append(
            Issue(
                code,
                severity,
                words,
                facts,
                self.sheet.name,
                row,
                col,
                str(suggestion) if suggestion else None,
                rows if isinstance(rows, tuple) else (),
                amount if isinstance(amount, int) else None,
            )
        )

    def col(self, name: str) -> int:
        """The column of a field; 0 when the sheet has none."""
        return self.columns.get(name, 0)

    def cell(self, row: int, name: str) -> Cell:
        """The cell of a field, filled down through a vertical merge where people merge."""
        col = self.col(name)
        cell = self.sheet.at(row, col)
        if cell.blank and name in self.filled and self.sheet.merges:
            merge = self.sheet.merge_over(row, col)
            if merge and merge.top < row:
                return self.sheet.at(merge.top, merge.left)
        return cell

    def text(self, row: int, name: str) -> str:
        """The words of a field, blanks squeezed to one."""
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
        amount = parse_amount(cell) or said_twice(cell.text)
        if amount is None:
            self._unreadable(cell, row, col, UNREADABLE)
            return None
        self._check_result(amount, row, col)
        usual = self.units.get(name) or self.unit
        if amount.unit and amount.unit != usual:
            self.doubt("mixed_unit", WARNING, OTHER_UNIT, row, col, unit=amount.unit, usual=usual)
        return self._whole(amount.value, amount.unit or usual, row, col)

    def _computed(self, row: int, name: str, col: int) -> int | None:
        value = evaluate(self.sheet, row, col)
        if value is None:
            self.doubt("formula_without_cached_value", ERROR, NO_RESULT_UNKNOWN, row, col)
            return None
        self.uncached.setdefault(name, []).append(row)
        return self._whole(value, self.units.get(name) or self.unit, row, col)

    def _whole(self, value: Decimal, unit: str, row: int, col: int) -> int | None:
        scaled = value * FEN[unit]
        if scaled != scaled.to_integral_value():
            self.doubt("ambiguous_amount", ERROR, PART_OF_FEN, row, col, text=f"{value:f}")
            return None
        return int(scaled)

    def number(self, row: int, name: str) -> Decimal | None:
        """The figure of a field that is no money (面积, 人口, 数量), with or without its unit: `7.26亩`, `2人`."""
        col = self.col(name)
        cell = self.sheet.at(row, col)
        if not col or says_none(cell):
            return None
        if cell.kind == FORMULA:
            value = evaluate(self.sheet, row, col)
            if value is None:
                self.doubt("formula_without_cached_value", ERROR, NO_RESULT_UNKNOWN, row, col)
            else:
                self.uncached.setdefault(name, []).append(row)
            return value
        amount = parse_amount(cell)
        if amount is not None:
            self._check_result(amount, row, col)
            return amount.value
        if figure := figure_in(cell.text):
            return figure
        self._unreadable(cell, row, col, UNREADABLE_NUMBER)
        return None

    def _unreadable(self, cell: Cell, row: int, col: int, words: str) -> None:
        if readings := two_readings(cell.text):
            told = "、".join(f"{one.value:f}{one.unit or ''}" for one in readings)
            self.doubt("ambiguous_amount", ERROR, TWO_READINGS, row, col, text=cell.text, readings=told)
        else:
            self.doubt("ambiguous_amount", ERROR, words, row, col, text=cell.text)

    def _check_result(self, amount: Amount, row: int, col: int) -> None:
        """Say where the stored result of a formula is not what it comes to."""
        if (row, col) not in self.sheet.formulas:
            return
        if found := contradiction(self.sheet, row, col):
            written, right = (f"{value.normalize():f}" for value in (amount.value, found.computed))
            self.doubt("formula_mismatch", WARNING, OTHER_RESULT, row, col, written=written, right=right)

    def shown_red(self, row: int, name: str) -> bool:
        """Whether the sheet shows a positive number of this field in red: by custom a deduction (红字冲减), but also
        how people mark what matters. The value is read as it is; whoever knows the row decides what to ask."""
        return (row, self.col(name)) in self.sheet.red

    def tell_uncached(self) -> None:
        """One doubt per column for formulas without a stored result, not one per row."""
        for name, rows in self.uncached.items():
            words = NO_RESULT if len(rows) > 1 else NO_RESULT_ONE
            self.doubt("formula_without_cached_value", WARNING, words, rows[0], self.col(name), count=len(rows))

    def as_written(self, fen: int) -> str:
        """Fen as this sheet writes amounts."""
        value = Decimal(fen) / FEN[self.unit]
        return f"{value:,.2f}" if self.unit == YUAN else f"{value.normalize():f}"


def figure_in(text: str) -> Decimal | None:
    """The one figure of a text that is a figure and its unit: `811户`, `7.26 亩`; None for anything else."""
    found = re.fullmatch(r"(\d[\d,]*(?:\.\d+)?)\s*[一-鿿㎡]{1,3}", unicodedata.normalize("NFKC", text).strip())
    return Decimal(found[1].replace(",", "")) if found else None


def to_fen(value: Decimal, unit: str = YUAN) -> int:
    """A value in the unit as fen, half a fen up: what a workbook shows of a product."""
    return int((value * FEN[unit]).quantize(Decimal(1), ROUND_HALF_UP))
