"""The grid: what every reader gives, whatever the file was.

Rows and columns are counted from 1, as people see them on the screen.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

BLANK, TEXT, NUMBER, DATE, FLAG, ERROR, FORMULA = "blank", "text", "number", "date", "flag", "error", "formula"
Value = str | Decimal | dt.date | bool | None
Spot = tuple[int, int]  # row and column


class Cell:
    """One cell. A `formula` is one whose result the file does not hold; its value is the formula's text.

    `text` is the cell as a person reads it, without surrounding blanks. It and `blank` are worked out once: a long list
    asks each cell for them ten times over, but few of its numbers for their text. Cells are values: nobody changes one.
    """

    __slots__ = ("blank", "kind", "text", "value")
    text: str

    def __init__(self, kind: str, value: Value) -> None:
        self.kind = kind
        self.value = value
        if kind == TEXT:
            self.text = str(value).strip()
            self.blank = not self.text
        else:
            self.blank = kind == BLANK

    def __getattr__(self, name: str) -> str:
        """The text when it is asked for first: only then is its slot still empty."""
        if name != "text":
            raise AttributeError(name)
        self.text = _shown(self.kind, self.value)
        return self.text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cell) and (self.kind, self.value) == (other.kind, other.value)

    def __hash__(self) -> int:
        return hash((self.kind, self.value))

    def __repr__(self) -> str:
        return f"Cell({self.kind!r}, {self.value!r})"


def _shown(kind: str, value: Value) -> str:
    if value is None:
        return ""
    if kind == NUMBER:
        return f"{value:f}"
    if kind == DATE and isinstance(value, dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    if kind == FORMULA:
        return f"={value}"
    return str(value).strip()


NOTHING = Cell(BLANK, None)


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells joined into one: corners, both included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """One worksheet; `rows[0]` is row 1. Hidden rows and columns are read like the others, and named.

    `formulas` are those whose result the file does hold (`formulas.contradictions` compares the two); `red` are the
    numbers that the sheet shows in red without a sign, which is how bookkeepers write a deduction (`cells.shown_red`).
    `siblings` are the file's sheets by name, for formulas that look into another one.
    """

    name: str
    hidden: bool = False
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_cols: frozenset[int] = frozenset()
    formulas: Mapping[Spot, str] = field(default_factory=dict)
    red: frozenset[Spot] = frozenset()
    siblings: "Mapping[str, Sheet]" = field(default_factory=dict, repr=False, compare=False)
    computed: dict[Spot, Decimal | None] = field(default_factory=dict, repr=False, compare=False)
    _merged: dict[int, list[Merge]] = field(default_factory=dict, repr=False, compare=False)
    _width: int = field(default=-1, repr=False, compare=False)

    def at(self, row: int, col: int) -> Cell:
        """The cell in this row and column; a blank one beyond the edge."""
        if 1 <= row <= len(self.rows) and 1 <= col <= len(self.rows[row - 1]):
            return self.rows[row - 1][col - 1]
        return NOTHING

    def merge_over(self, row: int, col: int) -> Merge | None:
        """The merged cells that this cell belongs to. Asked for every row of a long list, so it keeps an order."""
        if not self.merges:
            return None
        if not self._merged:
            for merge in sorted(self.merges, key=lambda one: one.top):
                for column in range(merge.left, min(merge.right, merge.left + 500) + 1):
                    self._merged.setdefault(column, []).append(merge)
        standing = self._merged.get(col, [])
        place = bisect_right(standing, row, key=lambda one: one.top)
        return standing[place - 1] if place and standing[place - 1].bottom >= row else None

    @property
    def width(self) -> int:
        if self._width < 0:
            self._width = max(map(len, self.rows), default=0)
        return self._width

    @property
    def empty(self) -> bool:
        return all(cell.blank for row in self.rows for cell in row)


@dataclass(slots=True)
class Grid:
    """A whole file; `source` is xlsx, xls or text."""

    source: str
    sheets: list[Sheet]

    def __post_init__(self) -> None:
        by_name = {sheet.name: sheet for sheet in self.sheets}
        for sheet in self.sheets:
            sheet.siblings = by_name


def column_name(col: int) -> str:
    """`28` as `AB`."""
    letters = ""
    while col > 0:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """`AB` as 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, col: int) -> str:
    """Row 23 and column 6 as `F23`."""
    return f"{column_name(col)}{row}"
