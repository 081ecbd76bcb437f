"""What becomes of each row below a table's header: data, group heading, subtotal, total, note or signature."""

import re
from dataclasses import dataclass, field

from xiaowei.base.sheets.grid import TEXT, Cell
from xiaowei.base.sheets.headers import is_counting_row
from xiaowei.base.sheets.issues import BLANK, HEADER, LINE, NOTE, OPENING, SIGNATURE, SUBTOTAL, TOTAL
from xiaowei.base.sheets.tables import rowwords
from xiaowei.base.sheets.tables.headfields import FIGURES, PLACES
from xiaowei.base.sheets.tables.heads import Head
from xiaowei.base.sheets.tables.reading import TableCells
from xiaowei.base.sheets.tables.words import bare, squeezed

GROUP, PART = "group", "part"  # a heading over the rows below it; an 其中 row, which repeats a part of another
LONG = 28


@dataclass(slots=True)
class Entry:
    """One row of data: where, under which heading, and at which offset where lists stand side by side."""

    row: int
    group: str = ""
    offset: int = 0


@dataclass(slots=True)
class Layout:
    """The rows of a table sorted out."""

    fates: dict[int, str] = field(default_factory=dict)
    lines: list[Entry] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    sums: list[tuple[int, str]] = field(default_factory=list)  # row and label, those of groups included
    total: int | None = None
    statement: bool = False

    def rows_with(self, fate: str) -> tuple[int, ...]:
        """The rows that became this."""
        return tuple(row for row, what in sorted(self.fates.items()) if what == fate)


class Sorter:
    """Sorts the rows of one table, by their words and then by their figures."""

    def __init__(self, cells: TableCells, head: Head) -> None:
        self.cells, self.head, self.sheet = cells, head, cells.sheet
        self.figured = [column for column in cells.layout if column.holds in FIGURES]
        self.key = head.col(head.key) if head.key else 0
        self.number = head.col("number")
        self.words = {bare(path[-1]) for path in head.paths if path}
        first = min((column.col for column in self.figured), default=self.sheet.width + 1)
        self.left = range(1, max(first, self.key + 1))

    @property
    def is_statement(self) -> bool:
        """Whether the rows are the lines of an accounting form, added and taken off: they come to no sum."""
        if not self.head.kind.options.get("statement") or self.head.key != "item":
            return False
        below = range(self.head.rows[-1] + 1, len(self.sheet.rows) + 1)
        return sum(1 for row in below if rowwords.FORM_LINE.match(self._key_text(row))) >= 2

    def sort(self, rows: range) -> Layout:
        """Every row gets a fate."""
        layout = Layout()
        levels: dict[int, int] = {}
        for row in rows:
            fate = self._fate(row, levels)
            layout.fates[row] = fate
            if fate in (SUBTOTAL, TOTAL):
                layout.sums.append((row, self.label(row)))
        if self.is_statement:
            lined = (GROUP, PART, TOTAL, SUBTOTAL)
            layout.fates = {r: LINE if f in lined and self._has_figures(r) else f for r, f in layout.fates.items()}
            layout.sums, layout.statement = [], True
        self._settle_bare(layout, levels)
        self._settle_levels(layout, levels)
        self._settle_tail(layout)
        self._collect(layout)
        return layout

    # by words

    def _fate(self, row: int, levels: dict[int, int]) -> str:
        cells = self.sheet.rows[row - 1] if row <= len(self.sheet.rows) else []
        written = [(col, cell) for col, cell in enumerate(cells, 1) if not cell.blank]
        if not written:
            return BLANK
        if self._is_header(row, [cell for _col, cell in written]):
            return HEADER
        joined = "|".join(squeezed(cell.text) for _col, cell in written)
        figures = self._has_figures(row)
        label = self.label(row)
        if rowwords.is_sum(label) and not (self._keyed_like_data(row) and not figures):
            return TOTAL if rowwords.WHOLE.fullmatch(label) else SUBTOTAL
        if not figures and (rowwords.SIGNATURE.search(joined)):
            return SIGNATURE
        if len(written) <= 2 and (rowwords.NOTE.search(joined) or (not figures and self._is_note(written))):
            return NOTE
        if self.head.kind.options.get("carries") and rowwords.OPENING.search(joined):
            return OPENING
        return self._body(row, written, levels, figures=figures)

    def _body(self, row: int, written: list[tuple[int, Cell]], levels: dict[int, int], *, figures: bool) -> str:
        number = squeezed(self.sheet.at(row, self.number).text) if self.number else ""
        words = [squeezed(cell.text) for _col, cell in written]
        if self.number and all(col == self.number for col, _cell in written):
            return BLANK if re.fullmatch(r"[\d.]+", number) else self._heading(row, levels, 1)
        if number and rowwords.ORDINAL.fullmatch(number):
            levels[row] = 2 if number.startswith("(") else 1
            return GROUP
        first = next((squeezed(cell.text) for col, cell in written if col in self.left and cell.kind == TEXT), "")
        if led := rowwords.LED.match(first):
            levels[row] = 1 if led["one"] else 2
            return GROUP
        if first.startswith(("其中", "其中:")) and figures:
            return PART
        if len(written) == 1 and not figures:
            return self._alone(row, written[0][0], words[0], levels)
        if not figures and not self._keyed_like_data(row) and not self._key_text(row):
            return NOTE
        return LINE

    def _alone(self, row: int, col: int, word: str, levels: dict[int, int]) -> str:
        """A row with one text in it: a heading over the rows below, or a name whose figures are not filled in."""
        wide = any(
            m.top <= row <= m.bottom and m.left <= col <= m.right and m.right - m.left > 1 for m in self.sheet.merges
        )
        if not wide and col == self.key and not re.search(r"[:类]$", word) and not self.number:
            return LINE
        return self._heading(row, levels, 1)

    def _heading(self, row: int, levels: dict[int, int], level: int) -> str:
        levels[row] = level
        return GROUP

    def _is_header(self, row: int, cells: list[Cell]) -> bool:
        if is_counting_row(self.sheet, row) and row == self.head.rows[-1] + 1:
            return True
        texts = [bare(cell.text) for cell in cells if cell.kind == TEXT]
        return (
            len(texts) >= 2
            and len(texts) == len(cells)
            and sum(1 for t in texts if t in self.words) >= 0.6 * len(texts)
        )

    def _is_note(self, written: list[tuple[int, Cell]]) -> bool:
        text = squeezed(written[0][1].text)
        return len(text) > LONG or bool(re.search(r"[。;]|^\*|^特此|^以上|监督电话|举报电话|公示期", text))

    def _keyed_like_data(self, row: int) -> bool:
        number = squeezed(self.sheet.at(row, self.number).text) if self.number else ""
        return bool(re.fullmatch(r"\d+", number)) and bool(self._key_text(row))

    def _key_text(self, row: int) -> str:
        return squeezed(self.sheet.at(row, self.key).text) if self.key else ""

    def _has_figures(self, row: int) -> bool:
        return any(
            self.cells.figure(row, column, offset, quiet=True) is not None
            for offset in self.head.panels
            for column in self.figured
        )

    def label(self, row: int) -> str:
        """The words by which a row says that it is a sum; nothing when it says none."""
        texts = [squeezed(cell.text) for col in self.left if (cell := self.sheet.at(row, col)).kind == TEXT]
        return next((text for text in texts if rowwords.is_sum(text)), texts[0] if texts else "")

    # by what stands around

    def _settle_levels(self, layout: Layout, levels: dict[int, int]) -> None:
        """A heading has rows of its own below it; one that has none is a row of data, if it has figures."""
        below: list[int] = []  # levels of what follows, the nearest last; 9 for data
        for row in sorted(layout.fates, reverse=True):
            fate = layout.fates[row]
            if fate == TOTAL:
                below = []
            elif fate == LINE:
                below.append(9)
            elif fate == GROUP:
                level = levels.get(row, 1)
                if not below or below[-1] <= level:
                    layout.fates[row] = LINE if self._has_figures(row) or self._keyed(row) else NOTE
                    below.append(9 if not below or below[-1] == 9 else level)
                    if layout.fates[row] == LINE:
                        below[-1] = level
                else:
                    below.append(level)

    def _settle_bare(self, layout: Layout, levels: dict[int, int]) -> None:
        """Names alone in their rows: headings where the table begins with one, or where they are 镇 over 村."""
        lines = [row for row, fate in sorted(layout.fates.items()) if fate in (LINE, GROUP)]
        alone = [row for row in lines if layout.fates[row] == LINE and self._is_alone(row)]
        if not alone or len(alone) * 2 > len(lines):
            return
        led = lines[0] in alone
        others = {self._key_text(row)[-1:] for row in lines if row not in alone}
        for row in alone:
            last = self._key_text(row)[-1:]
            if led or (last in "镇乡道办组类" and last not in others):
                layout.fates[row] = GROUP
                levels[row] = 1

    def _is_alone(self, row: int) -> bool:
        return [col for col, cell in enumerate(self.sheet.rows[row - 1], 1) if not cell.blank] == [self.key]

    def _keyed(self, row: int) -> bool:
        return bool(self.number and self._key_text(row) and squeezed(self.sheet.at(row, self.number).text))

    def _settle_tail(self, layout: Layout) -> None:
        """Below the last row with figures nothing is data unless it is numbered like data."""
        figured = [
            row for row, fate in layout.fates.items() if fate in (LINE, TOTAL, SUBTOTAL) and self._has_figures(row)
        ]
        last = max(figured, default=0)
        for row, fate in layout.fates.items():
            if fate == LINE and last and row > last and not self._keyed_like_data(row) and not self._place_row(row):
                layout.fates[row] = NOTE

    def _place_row(self, row: int) -> bool:
        return self.head.key in PLACES and len(self._key_text(row)) in range(2, 9) and not self.number

    def _collect(self, layout: Layout) -> None:
        group = ""
        for row, fate in sorted(layout.fates.items()):
            if fate == GROUP:
                group = self._group_name(row)
                layout.groups.append(row)
            elif fate == TOTAL:
                group = ""
            elif fate == LINE:
                layout.lines += [Entry(row, group, offset) for offset in self.head.panels if self._filled(row, offset)]

    def _filled(self, row: int, offset: int) -> bool:
        if len(self.head.panels) == 1:
            return True
        cols = [column.col + offset for column in self.cells.layout if column.col != self.number]
        return any(not self.sheet.at(row, col).blank for col in cols)

    def _group_name(self, row: int) -> str:
        texts = [squeezed(cell.text) for col in self.left if (cell := self.sheet.at(row, col)).kind == TEXT]
        words = [text for text in texts if not rowwords.ORDINAL.fullmatch(text)]
        return rowwords.group_name(words[0]) if words else "".join(texts[:1])
