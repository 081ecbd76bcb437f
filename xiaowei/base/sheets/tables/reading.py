"""Reading the cells of a table's rows into values, with a doubt at every cell that is not plain."""

from dataclasses import dataclass, field
from decimal import Decimal

from xiaowei.base.sheets.amounts import WAN, YUAN, says_none
from xiaowei.base.sheets.cells import BROKEN_VALUE, FEN, NO_RESULT, NO_RESULT_ONE, NO_RESULT_UNKNOWN, Cells
from xiaowei.base.sheets.formulas import evaluate
from xiaowei.base.sheets.grid import ERROR as ERROR_CELL
from xiaowei.base.sheets.grid import FORMULA, Cell
from xiaowei.base.sheets.issues import ERROR, WARNING
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.tables.figures import Figure, figure_of, in_km, in_mu
from xiaowei.base.sheets.tables.headfields import FIGURES
from xiaowei.base.sheets.tables.kinddata import silent_words
from xiaowei.base.sheets.tables.times import day_of
from xiaowei.base.sheets.tables.understanding import HOLDS_DATE, HOLDS_MONEY, HOLDS_MONTH, Column, Row, Value
from xiaowei.base.sheets.tables.words import squeezed

UNREADABLE = _("%(cell)s 写的是“%(text)s”，看不出是多少。请改成一个数字。")
OTHER_UNIT = _("%(cell)s 自己写了单位“%(unit)s”，与表头的“%(usual)s”不同，已按“%(unit)s”计算。请核对。")
UNSURE = ("standard", "price", "base", "quantity", "life")  # words here hurt no sum


@dataclass(slots=True)
class TableCells(Cells):
    """Reads one table of a sheet column by column."""

    layout: tuple[Column, ...] = ()
    summed: frozenset[str] = frozenset()
    area_unit: str | None = None
    raw: dict[tuple[int, int], Decimal] = field(default_factory=dict)  # figures in the base unit, by row and column
    unread: set[tuple[int, int]] = field(default_factory=set)

    def row_of(self, row: int, group: str, offset: int = 0) -> Row:
        """The row's values, in the order of the columns."""
        values = tuple(self.value(row, column, offset) for column in self.layout)
        return Row(self.sheet.name, row, group, values)

    def value(self, row: int, column: Column, offset: int = 0) -> Value:
        """One cell as written and as understood; a cell that people merge downwards counts once."""
        cell = self.sheet.at(row, column.col + offset)
        if cell.blank:
            return Value(self._above(row, column, offset) if column.holds not in FIGURES else "")
        text = " ".join(cell.text.split())
        if column.holds == HOLDS_DATE:
            return Value(text, date=day_of(cell, period=self.period))
        if column.holds not in FIGURES:
            return Value(text)
        number = self.figure(row, column, offset)
        if cell.kind == FORMULA and number is not None:
            text = f"{self._as_in_sheet(number, column):f}"
        fen = None
        if number is not None and column.holds in (HOLDS_MONEY, HOLDS_MONTH):
            scaled = number * 100
            fen = int(scaled) if scaled == scaled.to_integral_value() else None
        return Value(text, fen=fen, number=number)

    def figure(self, row: int, column: Column, offset: int = 0, *, quiet: bool = False) -> Decimal | None:
        """The figure in the base unit (元, 亩, 公里); None for none, or not surely one (then with a doubt)."""
        col = column.col + offset
        if (row, col) in self.raw:
            return self.raw[row, col]
        cell = self.sheet.at(row, col)
        if says_none(cell) or squeezed(cell.text) in silent_words():
            return None
        found = self._found(row, col, cell, column, quiet=quiet)
        if found is None:
            return None
        value = self._in_base(found, column, row, col, quiet=quiet)
        if value is not None:
            self.raw[row, col] = value
        return value

    def _found(self, row: int, col: int, cell: Cell, column: Column, *, quiet: bool) -> Figure | None:
        if cell.kind == FORMULA:
            value = self.computed(row, col)
            if value is None:
                if not quiet:
                    self.unread.add((row, col))
                    self.doubt("formula_without_cached_value", ERROR, NO_RESULT_UNKNOWN, row, col)
                return None
            self.uncached.setdefault(str(col), []).append(row)
            return Figure(value, None)
        found = figure_of(cell)
        if found is None and not quiet and column.field not in UNSURE and column.field in self.summed:
            self.unread.add((row, col))
            words = BROKEN_VALUE if cell.kind == ERROR_CELL else UNREADABLE
            self.doubt("ambiguous_amount", ERROR, words, row, col, text=cell.text)
        return found

    def computed(self, row: int, col: int) -> Decimal | None:
        """What a formula without a stored result comes to, freed of noise behind the tenth decimal."""
        value = evaluate(self.sheet, row, col)
        return None if value is None else round(value, 10).normalize() + 0

    def _in_base(self, found: Figure, column: Column, row: int, col: int, *, quiet: bool) -> Decimal | None:
        value, unit = found
        if column.holds in (HOLDS_MONEY, HOLDS_MONTH):
            usual = WAN if (column.unit or "").startswith(WAN) else YUAN
            written = WAN if (unit or "").startswith(WAN) else YUAN if (unit or "").startswith(YUAN) else None
            if unit and written is None:
                if not quiet and column.field in self.summed:
                    self.doubt("ambiguous_amount", ERROR, UNREADABLE, row, col, text=f"{value:f}{unit}")
                return None
            if written and written != usual and not quiet and column.field in self.summed:
                self.doubt("mixed_unit", WARNING, OTHER_UNIT, row, col, unit=written, usual=usual)
            return value * FEN[written or usual] / 100
        if column.field == "area":
            if unit in (None, "") and column.unit == "万亩":
                return in_mu(value, "万亩")
            return in_mu(value, unit if unit not in (None, "") else column.unit)
        if column.field == "km":
            return in_km(value, unit or column.unit)
        if column.unit in ("万人", "万户") and unit in (None, "") and value < 10_000:
            return value * 10_000
        return value

    def _as_in_sheet(self, value: Decimal, column: Column) -> Decimal:
        wan = column.holds in (HOLDS_MONEY, HOLDS_MONTH) and (column.unit or "").startswith(WAN)
        return (value / 10_000 if wan else value).normalize() + 0

    def _above(self, row: int, column: Column, offset: int) -> str:
        """The words of a cell that is merged over several rows, in those below the first."""
        col = column.col + offset
        for merge in self.sheet.merges:
            if merge.left <= col <= merge.right and merge.top < row <= merge.bottom:
                return " ".join(self.sheet.at(merge.top, merge.left).text.split())
        return ""

    def tell_formulas(self) -> None:
        """One doubt for all formulas without a stored result, at the first; `uncached` is kept by column here."""
        places = sorted((row, int(col)) for col, rows in self.uncached.items() for row in rows)
        if places:
            words = NO_RESULT if len(places) > 1 else NO_RESULT_ONE
            self.doubt("formula_without_cached_value", WARNING, words, *places[0], count=len(places))
