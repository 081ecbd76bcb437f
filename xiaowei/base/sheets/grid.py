"""The grid: what every reader gives, whatever the file was.

Rows and columns are counted from 1, as people see them on the screen.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

BLANK, TEXT, NUMBER, DATE, FLAG, ERROR, FORMULA = "blank", "text", "number", "date", "flag", "error", "formula"


class Cell(NamedTuple):  # a million of them are made for a large file: a tuple is made fastest
    """One cell. A `formula` is one whose result the file does not hold; its value is the formula's text."""

    kind: str
    value: str | Decimal | dt.date | bool | None

    @property
    def text(self) -> str:
        """The cell as a person reads it, without surrounding blanks."""
        if self.value is None:
            return ""
        if self.kind == DATE and isinstance(self.value, dt.date):
            return f"{self.value.year}年{self.value.month}月{self.value.day}日"
        if self.kind == NUMBER:
            return f"{self.value:f}"
        if self.kind == FORMULA:
            return f"={self.value}"
        return str(self.value).strip()

    @property
    def blank(self) -> bool:
        return self.kind == BLANK or (self.kind == TEXT and not self.text)


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
    """One worksheet; `rows[0]` is row 1. Hidden rows and columns are read like the others, and named."""

    name: str
    hidden: bool = False
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: frozenset[int] = frozenset()
    hidden_cols: frozenset[int] = frozenset()

    def at(self, row: int, col: int) -> Cell:
        """The cell in this row and column; a blank one beyond the edge."""
        if 1 <= row <= len(self.rows) and 1 <= col <= len(self.rows[row - 1]):
            return self.rows[row - 1][col - 1]
        return NOTHING

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    @property
    def empty(self) -> bool:
        return all(cell.blank for row in self.rows for cell in row)


@dataclass(slots=True)
class Grid:
    """A whole file; `source` is xlsx, xls or text."""

    source: str
    sheets: list[Sheet]


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
