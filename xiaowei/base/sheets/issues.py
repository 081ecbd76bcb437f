"""A doubt about a sheet, at its cell; and what can become of a row. Shared by every kind of sheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xiaowei.base.money import yuan_plain
from xiaowei.base.sheets.grid import cell_name

ERROR, WARNING = "error", "warning"

# what became of a row
TITLE, HEADER, OPENING, LINE, BLANK = "title", "header", "opening", "line", "blank"
SUBTOTAL, TOTAL, CLOSING, NOTE, SIGNATURE = "subtotal", "total", "closing", "note", "signature"


@dataclass(frozen=True, slots=True)
class Issue:
    """One doubt. `words` is Chinese source text with named %-placeholders, so that a door can translate it.

    An error stops the way to the reviewers until it is settled; a warning travels with the sheet.
    `row` and `col` count from 1; None where no cell is meant. `suggestion` is the likely right content.
    A doubt about several rows together names them in `rows` and, where money is meant, its sum in fen in `amount`.
    """

    code: str
    severity: str
    words: str
    params: Mapping[str, Any] = field(default_factory=dict)
    sheet: str = ""
    row: int | None = None
    col: int | None = None
    suggestion: str | None = None
    rows: tuple[int, ...] = ()
    amount: int | None = None

    @property
    def message(self) -> str:
        return self.words % self.params if self.params else self.words

    @property
    def cell(self) -> str:
        """`F23`, or nothing."""
        return cell_name(self.row, self.col) if self.row and self.col else ""

    def as_json(self) -> dict[str, Any]:
        """The doubt as `xiaowei intake --json` writes it; the keys are a contract others rely on. `amount` in yuan."""
        found: dict[str, Any] = {
            "code": self.code,
            "severity": self.severity,
            "sheet": self.sheet or None,
            "row": self.row,
            "col": self.col,
            "message": self.message,
        }
        if self.amount is not None:
            found["amount"] = yuan_plain(self.amount)
        if self.rows:
            found["rows"] = list(self.rows)
        if self.suggestion:
            found["suggestion"] = self.suggestion
        return found
