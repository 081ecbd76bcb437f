"""The original sheet as a table with its own row and column names, every row accounted for, doubts pinned to cells."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from xiaowei.base.sheets.grid import cell_name, column_name
from xiaowei.disclosure.doubts import Doubt

AMOUNT = re.compile(r"[-−+]?[\d,]+(?:\.\d+)?")
DATA = frozenset({"line", "opening", "total", "subtotal", "closing"})
FATES = {
    "line": _("明细"),
    "group": _("分组"),
    "opening": _("结转"),
    "total": _("合计"),
    "subtotal": _("小计"),
    "closing": _("结余"),
    "title": _("标题"),
    "header": _("表头"),
    "blank": _("空行"),
    "note": _("附注"),
    "signature": _("落款"),
}


@dataclass(frozen=True)
class Pinned:
    """A doubt with its number on the page, the name of its cell, and the reason as typed so far."""

    number: int
    doubt: Doubt
    cell: str
    words: str

    @property
    def error(self) -> bool:
        return self.doubt.severity == "error"

    @property
    def before(self) -> str:
        """The sentence up to the name of its cell, which is drawn as a link."""
        return self.doubt.message.partition(self.cell)[0] if self.named else ""

    @property
    def after(self) -> str:
        return self.doubt.message.partition(self.cell)[2] if self.named else self.doubt.message

    @property
    def named(self) -> bool:
        return bool(self.cell) and self.cell in self.doubt.message


@dataclass(frozen=True)
class Cell:
    """One cell as drawn; merged cells carry how far they reach."""

    name: str
    text: str
    css: str
    rows: int
    cols: int
    pins: tuple[Pinned, ...]


@dataclass(frozen=True)
class Row:
    """One row with its number in the sheet; `dim` when it holds no amounts that count."""

    number: int
    dim: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """Everything the page draws of a sheet. `fates` says how many rows became what."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    hidden: int
    fates: tuple[tuple[str, int], ...]


def pinned(doubts: Iterable[Doubt], *, typed: Mapping[str, str] | None = None) -> tuple[Pinned, ...]:
    """The doubts numbered, errors first; `typed` are reasons that were sent and not taken."""
    ordered, typed = sorted(doubts, key=lambda doubt: doubt.severity != "error"), typed or {}
    return tuple(
        Pinned(n, one, cell_name(one.row, one.col) if one.row and one.col else "", typed.get(one.key, one.excuse))
        for n, one in enumerate(ordered, start=1)
    )


def sheet_of(understood: dict[str, Any], pins: Iterable[Pinned]) -> Sheet:
    """The grid of a stored reading, with its doubts."""
    stored, fates = understood["grid"], understood.get("row_fates", {})
    reach, covered = _merged(stored["merges"])
    by_cell: dict[tuple[int, int], list[Pinned]] = {}
    for pin in pins:
        if pin.doubt.row and pin.doubt.col:
            by_cell.setdefault((pin.doubt.row, pin.doubt.col), []).append(pin)
    rows = []
    for number, texts in enumerate(stored["rows"], start=1):
        data = fates.get(str(number)) in DATA or not fates
        cells = tuple(
            _cell(number, col, text, reach.get((number, col), (1, 1)), tuple(by_cell.get((number, col), ())), data)
            for col, text in enumerate(texts, start=1)
            if (number, col) not in covered
        )
        rows.append(Row(number, not data, cells))
    width = max((len(texts) for texts in stored["rows"]), default=0)
    counts = Counter(fates.values())
    said = tuple((str(words), counts[fate]) for fate, words in FATES.items() if counts[fate])
    return Sheet(tuple(column_name(col) for col in range(1, width + 1)), tuple(rows), stored["hidden"], said)


def _merged(merges: list[list[int]]) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
    reach, covered = {}, set()
    for top, left, bottom, right in merges:
        reach[top, left] = (bottom - top + 1, right - left + 1)
        covered |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)} - {(top, left)}
    return reach, covered


def _cell(row: int, col: int, text: str, reach: tuple[int, int], pins: tuple[Pinned, ...], data: bool) -> Cell:
    amount = data and bool(AMOUNT.fullmatch(text)) and ("." in text or "," in text)
    css = [name for name, there in (("num", amount), ("t", reach[1] > 3 and row == 1)) if there]
    if pins:
        css.append("e" if any(pin.error for pin in pins) else "w")
    return Cell(cell_name(row, col), text, " ".join(css), *reach, pins)
