"""Which rows of a table are sums, told by their figures where their words do not say it, and which is the total."""

from collections.abc import Sequence
from decimal import Decimal

from xiaowei.base.sheets.issues import SUBTOTAL, TOTAL
from xiaowei.base.sheets.tables import rowwords
from xiaowei.base.sheets.tables.reading import TableCells
from xiaowei.base.sheets.tables.rows import GROUP, Entry, Layout
from xiaowei.base.sheets.tables.understanding import Column


def settle_sums(cells: TableCells, layout: Layout, columns: Sequence[Column], key: int) -> None:
    """Which rows are sums though they do not say so, and which of the sums is the total: by their figures."""
    _unlabelled(cells, layout, columns, key)
    whole = _sum(cells, layout.lines, columns)
    rows = [entry.row for entry in layout.lines]
    labelled = [(row, label) for row, label in layout.sums if layout.fates[row] in (TOTAL, SUBTOTAL)]
    said = {row: _said(cells, row, columns) for row, _label in labelled}
    fits = [row for row, _label in labelled if _agrees(said[row], whole)]
    wholes = [row for row, label in labelled if rowwords.WHOLE.fullmatch(label)]
    outside = [row for row in wholes if not rows or row > rows[-1] or row < rows[0]]
    alone = [row for row, label in labelled if len(labelled) == 1 and (not rows or row > rows[-1] or row < rows[0])]
    choice = [r for r in fits if r in wholes] or [r for r in fits if not rows or r > rows[-1] or r < rows[0]]
    named = [row for row, label in labelled if "总" in label and row in outside]
    choice = choice or named or [row for row in outside if not _own_span(cells, row, layout, columns)] or alone
    layout.total = choice[-1] if choice else None
    for row, _label in labelled:
        layout.fates[row] = TOTAL if row == layout.total else SUBTOTAL


def _own_span(cells: TableCells, row: int, layout: Layout, columns: Sequence[Column]) -> bool:
    """Whether a row called 合计 sums up only what stands since the sum before it."""
    before = max((other for other, _label in layout.sums if other < row), default=0)
    lines = [entry for entry in layout.lines if before < entry.row < row]
    inner = any(entry.row < before for entry in layout.lines)
    return inner and _agrees(_said(cells, row, columns), _sum(cells, lines, columns))


def _unlabelled(cells: TableCells, layout: Layout, columns: Sequence[Column], key: int) -> None:
    """Rows without the name of anything, whose figures are the sum of others."""
    nameless = [
        e
        for e in layout.lines
        if key and e.offset == 0 and cells.sheet.at(e.row, key).blank and _bare_row(cells, e, key)
    ]
    if not nameless or len(nameless) * 2 > len(layout.lines):
        return
    for entry in nameless:
        others = [line for line in layout.lines if line is not entry and line not in nameless]
        said = _said(cells, entry.row, columns)
        if _agrees(said, _sum(cells, others, columns)):
            _make_sum(layout, entry, TOTAL)
            continue
        later = min((n.row for n in nameless if n.row > entry.row), default=10**9)
        earlier = max((n.row for n in nameless if n.row < entry.row), default=0)
        for low, high in ((entry.row, later), (earlier, entry.row)):
            span = [line for line in others if low < line.row < high]
            if span and _agrees(said, _sum(cells, span, columns)):
                _make_sum(layout, entry, SUBTOTAL)
                break


def _bare_row(cells: TableCells, entry: Entry, key: int) -> bool:
    merged = any(m.left <= key <= m.right and m.top < entry.row <= m.bottom for m in cells.sheet.merges)
    return not merged


def _make_sum(layout: Layout, entry: Entry, fate: str) -> None:
    layout.fates[entry.row] = fate
    layout.lines = [line for line in layout.lines if line.row != entry.row]
    layout.sums.append((entry.row, "合计" if fate == TOTAL else "小计"))
    layout.sums.sort()


def drop_doubled(cells: TableCells, layout: Layout, columns: Sequence[Column]) -> None:
    """Where the rows come to more than the total: rows that are the sum of those below them, and say nothing of it."""
    if layout.total is None or len(layout.lines) < 3:
        return
    said = _said(cells, layout.total, columns)
    if _agrees(said, _sum(cells, layout.lines, columns)):
        return
    heads, place, lines = [], 0, layout.lines
    while place < len(lines):
        own = _said(cells, lines[place].row, columns)
        run = next(
            (
                n
                for n in range(1, len(lines) - place)
                if _agrees(own, _sum(cells, lines[place + 1 : place + 1 + n], columns))
            ),
            0,
        )
        if not run:
            return
        heads.append(lines[place])
        place += run + 1
    if _agrees(said, _sum(cells, heads, columns)):
        for entry in heads:
            layout.fates[entry.row] = GROUP
            layout.groups.append(entry.row)
        layout.lines = [line for line in lines if line not in heads]


def _said(cells: TableCells, row: int, columns: Sequence[Column]) -> dict[int, Decimal]:
    return {c.col: value for c in columns if (value := cells.figure(row, c, quiet=True)) is not None}


def _sum(cells: TableCells, lines: Sequence[Entry], columns: Sequence[Column]) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = {}
    for entry in lines:
        for column in columns:
            value = cells.figure(entry.row, column, entry.offset, quiet=True)
            if value is not None:
                sums[column.col] = sums.get(column.col, Decimal(0)) + value
    return sums


def _agrees(said: dict[int, Decimal], whole: dict[int, Decimal]) -> bool:
    compared = [col for col in said if col in whole]
    return bool(compared) and all(said[col] == whole[col] for col in compared)
