"""In which unit a table counts its money, and a doubt where nothing surely says so: taken for 元, 万元 would be wrong
ten thousand times, and nothing in the sums would show it."""

import re
from collections.abc import Iterable, Sequence

from xiaowei.base.sheets.amounts import parse_amount
from xiaowei.base.sheets.grid import TEXT, Sheet
from xiaowei.base.sheets.issues import ERROR, WARNING
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.tables.heads import Head, unit_of
from xiaowei.base.sheets.tables.reading import TableCells
from xiaowei.base.sheets.tables.rows import Layout
from xiaowei.base.sheets.tables.understanding import HOLDS_MONEY, HOLDS_MONTH, Column
from xiaowei.base.sheets.units import odd_unit_in_words, unit_in_words

ODD_UNIT = _("表里写的单位是“%(unit)s”，只认得元和万元。请换算成元，再上传。")
NO_UNIT = _("表里没有写金额单位，已按“元”理解。数字不大，也可能是万元。请在标题下面写明“单位：元”或“单位：万元”。")
FEWEST_WORDS = 3  # a row below a table with more cells than this is no note
# below so many 元 the largest sum of a row is hardly one: who allocates or builds for less? Dues and shares are small.
SMALL = {"allocation_table": 10_000, "project_list": 10_000, "subsidy_summary": 1_000, "asset_register": 100}
SMALL |= {"contract_register": 50, "income_distribution": 10}
WAN_SAID = re.compile(r"万元")


def unit_around(sheet: Sheet, told: str | None, below: range) -> str | None:
    """The unit above the table, else the one that a note below it surely names."""
    if told:
        return told
    notes = []
    for row in below:
        cells = [cell for cell in sheet.rows[row - 1] if not cell.blank] if row <= len(sheet.rows) else []
        if 0 < len(cells) <= FEWEST_WORDS and all(cell.kind == TEXT for cell in cells):
            notes.append("  ".join(cell.text for cell in cells))
    return unit_in_words(notes, sure=True)


def check_unit(
    cells: TableCells, head: Head, layout: Layout, texts: Sequence[str], notes: Iterable[str], told: str | None
) -> None:
    """A doubt where the unit is one that nobody may take for 元, or where none is told and 元 is not likely."""
    row = max(head.rows[0] - 1, 1)
    if odd := odd_unit_in_words(texts):
        cells.doubt("ambiguous_amount", ERROR, ODD_UNIT, row, 1, unit=odd)
        return
    money = [c for c in cells.layout if c.holds in (HOLDS_MONEY, HOLDS_MONTH) and c.field in cells.summed]
    if told or not money or any(_own_unit(cells, head, layout, column) for column in money):
        return
    largest = max((abs(v) for e in layout.lines for c in money
                   if (v := cells.figure(e.row, c, e.offset, quiet=True)) is not None), default=None)  # fmt: skip
    said = any(WAN_SAID.search(text) for text in [*texts, *notes])
    if largest and (largest < SMALL.get(head.kind.name, 0) or (said and largest < max(SMALL.values()))):
        cells.doubt("unit_missing", WARNING, NO_UNIT, row, 1)


def _own_unit(cells: TableCells, head: Head, layout: Layout, column: Column) -> bool:
    """Whether its header, or one of its cells, says what a column counts in."""
    named = unit_of(head.paths[column.col - 1])
    if named and named.startswith(("元", "万元")):
        return True
    written = (parse_amount(cells.sheet.at(entry.row, column.col + entry.offset)) for entry in layout.lines)
    return any(amount.unit for amount in written if amount)
