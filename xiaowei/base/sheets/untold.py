"""What the values of an .xlsx do not tell: hidden rows and columns, formulas, errors, red numbers. One pass."""

import re
from collections.abc import Iterable
from typing import Any
from xml.parsers import expat

from xiaowei.base.sheets import limits
from xiaowei.base.sheets.formulas import shifted
from xiaowei.base.sheets.grid import Spot, column_number
from xiaowei.base.sheets.refused import NotAWorkbook

ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
TRUE = ("1", "true")
LONGEST = 8192  # characters of a formula: what a workbook allows
MOST = 300_000  # formulas kept of one sheet


class Untold:
    """Reads the XML of one worksheet. Raises NotAWorkbook when it is damaged or declares a document type."""

    def __init__(self, red_styles: frozenset[int]) -> None:
        self.rows: set[int] = set()
        self.cols: set[int] = set()
        self.cells: dict[Spot, dict[str, str]] = {}  # error values, and formulas without a result
        self.formulas: dict[Spot, str] = {}  # formulas with one
        self.red: set[Spot] = set()
        self._styles = {str(number) for number in red_styles}
        self._shared: dict[str, tuple[Spot, str]] = {}
        self._row = self._col = 0
        self._kind = ""
        self._within = ""  # the element whose text is wanted: f or v
        self._formula: list[str] | None = None
        self._result: list[str] = []
        self._share: str | None = None

    def read(self, pieces: Iterable[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse
        try:
            for piece in pieces:
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError):
            raise NotAWorkbook(limits.BROKEN) from None

    def _start(self, tag: str, told: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "v":
            self._within = "v"
        elif tag == "c":
            self._begin_cell(told)
        elif tag == "row":
            self._row = int(told.get("r") or self._row + 1)
            self._col = 0
            if told.get("hidden") in TRUE or (told.get("ht") in ("0", "0.0") and told.get("customHeight") in TRUE):
                self.rows.add(self._row)
        elif tag == "f":
            self._within, self._formula, self._share = "f", [], None
            if told.get("t") == "shared":
                self._share = told.get("si", "")
        elif tag == "col" and (told.get("hidden") in TRUE or told.get("width") in ("0", "0.0")):
            last = min(int(told.get("max", 0)), limits.MAX_COLUMNS)
            self.cols.update(range(int(told.get("min", 1)), last + 1))

    def _begin_cell(self, told: dict[str, str]) -> None:
        address = ADDRESS.fullmatch(told.get("r", ""))
        if address:
            self._row, self._col = int(address[2]), column_number(address[1])
        else:
            self._col += 1
        self._kind = told.get("t", "n")
        self._formula, self._result = None, []
        if self._styles and told.get("s") in self._styles and self._kind == "n":
            self.red.add((self._row, self._col))

    def _text(self, text: str) -> None:
        if self._within == "v":
            self._result.append(text)
        elif self._within == "f" and self._formula is not None:
            self._formula.append(text)

    def _end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag in ("v", "f"):
            self._within = ""
        elif tag == "c" and (self._formula is not None or self._kind == "e"):
            self._end_cell()

    def _end_cell(self) -> None:
        spot, result = (self._row, self._col), "".join(self._result)
        if self._kind == "e":
            self.cells[spot] = {"e": result}
        if self._formula is None:
            return
        formula = self._whole_formula(spot)
        if len(self.formulas) + len(self.cells) > MOST:
            raise NotAWorkbook(limits.BOMB)
        if self._kind == "n" and result:
            self.formulas[spot] = formula
        elif not result and self._kind not in ("str", "inlineStr", "e"):
            self.cells[spot] = {"f": formula}

    def _whole_formula(self, spot: Spot) -> str:
        """The formula, a shared one moved to where it stands; too long ones are nobody's sums."""
        text = "".join(self._formula or ())[:LONGEST]
        if self._share is None:
            return text
        if text:
            self._shared[self._share] = (spot, text)
            return text
        (row, col), master = self._shared.get(self._share, (spot, ""))
        return shifted(master, spot[0] - row, spot[1] - col)


def _refuse(*_: Any) -> None:
    raise NotAWorkbook(limits.TAMPERED)
