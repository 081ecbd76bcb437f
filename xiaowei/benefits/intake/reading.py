"""Reading the households of one block of columns, a column at a time: a county's list has a hundred thousand rows."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from xiaowei.base.sheets.amounts import Amount, parse_amount, says_none
from xiaowei.base.sheets.cells import FEN, Cells, to_fen
from xiaowei.base.sheets.dates import parse_date
from xiaowei.base.sheets.grid import DATE, FORMULA, NOTHING, NUMBER, Cell
from xiaowei.base.sheets.headers import squeezed
from xiaowei.base.sheets.householdcolumns import MINUS
from xiaowei.base.sheets.issues import ERROR
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.benefits.intake.rows import Heading
from xiaowei.benefits.intake.understanding import Row

WITHIN = re.compile(
    r"(?:(?P<county>[一-鿿]{1,6}?(?:县|市|旗|区))?(?P<town>[一-鿿]{1,5}?(?:街道办事处|街道|镇|乡|苏木))(?!村|社区))?(?P<rest>.*)"
)
GROUP_IN = re.compile(r"第?[一二三四五六七八九十百\d]{1,4}(?:村民小组|小组|组|社|队)$")

MOST_PERSONS, MOST_FIGURE = 100_000, 10**9
NO_COUNT = _("%(cell)s 写的是“%(text)s”，不像人数、面积或数量。请核对。")
MOST = 10**14  # fen: a thousand milliard yuan is nobody's
TOO_MUCH = _("%(cell)s 的金额太大，不像一户的补贴。请核对是不是多写了位数，或把账号写进了金额列。")


@dataclass(slots=True)
class Reading(Cells):
    """Reads one block of columns of one sheet."""

    heading_places: tuple[str, str] = ("", "")  # township and village that the title names
    tops: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # cells merged down, and from where
    header_rows: tuple[int, ...] = ()
    adds: tuple[int, ...] = ()  # columns whose sum is the amount, where none holds it
    takes: frozenset[int] = frozenset()  # of those the ones that are taken off
    held: dict[str, str] = field(default_factory=dict)  # what was written last in the columns filled down
    raw: dict[int, Decimal] = field(default_factory=dict)  # by row, an amount that is finer than a fen
    months: dict[int, Decimal] = field(default_factory=dict)  # by row, for how many months

    def households(self, lines: Sequence[int], headings: Mapping[int, Heading]) -> list[Row]:
        """The households in these rows."""
        width = max(self.columns.values(), default=0)
        rows = self.sheet.rows
        picked = [
            cells if len(cells := rows[row - 1]) >= width else [*cells, *[NOTHING] * (width - len(cells))]
            for row in lines
        ]
        names = self._texts("name", lines, picked)
        if self.col("holder") or self.col("head"):
            others = self._texts("holder" if self.col("holder") else "head", lines, picked)
            names = [name or other for name, other in zip(names, others, strict=True)]
        if self.col("months"):
            figures = self._figures("months", lines, picked)
            self.months = {row: figure for row, figure in zip(lines, figures, strict=True) if figure is not None}
        township, village, group = self._places(lines, picked, headings)
        columns = zip(
            [self.sheet.name] * len(lines),
            lines,
            self._texts("number", lines, picked),
            village,
            township,
            group,
            names,
            [number.upper().lstrip("'`") for number in self._squeezed("id_number", lines, picked)],
            self._squeezed("account", lines, picked),
            self._squeezed("phone", lines, picked),
            self._areas(lines, picked),
            self._counts("persons", lines, picked),
            self._figures("quantity", lines, picked),
            self._texts("level", lines, picked),
            self._standards(lines, picked),
            self._amounts(lines, picked),
            self._dates(lines, picked),
            self._texts("note", lines, picked),
            strict=True,
        )
        return [Row(*values) for values in columns]

    def _texts(self, name: str, lines: Sequence[int], picked: Sequence[Sequence[Cell]]) -> list[str]:
        col = self.col(name)
        if not col:
            return [""] * len(lines)
        at, fills = col - 1, name in self.filled and bool(self.tops)
        found = []
        for row, cells in zip(lines, picked, strict=True):
            text = cells[at].text
            if not text.isalnum():
                text = " ".join(text.split())
            if not text and fills and (row, col) in self.tops:
                text = " ".join(self.sheet.at(*self.tops[row, col]).text.split())
            found.append(text)
        return found

    def _squeezed(self, name: str, lines: Sequence[int], picked: Sequence[Sequence[Cell]]) -> list[str]:
        texts = self._texts(name, lines, picked)
        return [text if text.isascii() and " " not in text else squeezed(text) for text in texts]

    def _figures(self, name: str, lines: Sequence[int], picked: Sequence[Sequence[Cell]]) -> list[Decimal | None]:
        col = self.col(name)
        if not col:
            return [None] * len(lines)
        at = col - 1
        found: list[Decimal | None] = []
        for row, cells in zip(lines, picked, strict=True):
            cell = cells[at]
            figure = cell.value if cell.kind == NUMBER else None if cell.blank else self.number(row, name)
            if isinstance(figure, Decimal) and not -MOST_FIGURE < figure < MOST_FIGURE:
                self.doubt("ambiguous_amount", ERROR, NO_COUNT, row, col, text=cell.text[:20])
                figure = None
            found.append(figure if isinstance(figure, Decimal) else None)
        return found

    def _counts(self, name: str, lines: Sequence[int], picked: Sequence[Sequence[Cell]]) -> list[int | None]:
        found: list[int | None] = []
        for row, figure in zip(lines, self._figures(name, lines, picked), strict=True):
            if figure is None:
                found.append(None)
            elif (whole := int(figure)) == figure and 0 <= whole <= MOST_PERSONS:
                found.append(whole)
            else:
                self.doubt("ambiguous_amount", ERROR, NO_COUNT, row, self.col(name), text=f"{figure:f}"[:20])
                found.append(None)
        return found

    def _areas(self, lines: Sequence[int], picked: Sequence[Sequence[Cell]]) -> list[Decimal | None]:
        figures = self._figures("area", lines, picked)
        return [None if f is None else f * 15 for f in figures] if self.units.get("area") == "公顷" else figures

    def _amounts(self, lines: Sequence[int], picked: Sequence[Sequence[Cell]]) -> list[int | None]:
        col = self.col("amount")
        if not col or self.adds:
            return [self.money(row) for row in lines]
        at, scale = col - 1, FEN[self.units.get("amount") or self.unit]
        reckoned = {row for row, column in self.sheet.formulas if column == col}
        found: list[int | None] = []
        for row, cells in zip(lines, picked, strict=True):
            cell = cells[at]
            if cell.kind == NUMBER and isinstance(value := cell.value, Decimal) and row not in reckoned:
                scaled = value * scale
                fen = int(scaled)
                found.append(fen if fen == scaled and -MOST <= fen <= MOST else self.money(row))
            else:
                found.append(None if cell.blank else self.money(row))
        return found

    def _standards(self, lines: Sequence[int], picked: Sequence[Sequence[Cell]]) -> list[int | None]:
        col = self.col("standard")
        if not col:
            return [None] * len(lines)
        scale = FEN[self.units.get("standard") or "元"]
        known: dict[Cell, int | None] = {}
        found = []
        for row, cells in zip(lines, picked, strict=True):
            cell = cells[col - 1]
            if cell not in known:
                fen = self.standard(row)
                if cell.kind != NUMBER or fen is None or scale != FEN["元"]:
                    found.append(fen)
                    continue
                known[cell] = fen
            found.append(known[cell])
        return found

    def _dates(self, lines: Sequence[int], picked: Sequence[Sequence[Cell]]) -> list[dt.date | None]:
        col = self.col("date")
        if not col:
            return [None] * len(lines)
        return [
            cell.value
            if cell.kind == DATE and isinstance(cell.value, dt.date)
            else None
            if cell.blank
            else parse_date(cell, period=self.period)
            for cell in (cells[col - 1] for cells in picked)
        ]

    def _places(
        self, lines: Sequence[int], picked: Sequence[Sequence[Cell]], headings: Mapping[int, Heading]
    ) -> tuple[list[str], list[str], list[str]]:
        """Township, village and group of every row; what is written once holds for the rows that follow."""
        held = self.held
        down = [(name, col) for name in ("township", "village", "place", "group") if (col := self.col(name))]
        address = self.col("address") if "place" not in self.columns else 0
        marks = sorted(headings)
        towns, villages, groups = [], [], []
        next_mark = 0
        changed, told = True, ("", "", "")
        for row, cells in zip(lines, picked, strict=True):
            while next_mark < len(marks) and marks[next_mark] < row:
                self._hold_heading(headings[marks[next_mark]])
                next_mark += 1
                changed = True
            for name, col in down:
                cell = cells[col - 1]
                if not cell.blank and (text := " ".join(cell.text.split())) and text != held.get(name):
                    if name in ("village", "place"):
                        held.pop("group", None)
                    held[name] = text
                    changed = True
            if changed or address:
                told = self._place(" ".join(cells[address - 1].text.split()) if address else "")
                changed = False
            towns.append(told[0])
            villages.append(told[1])
            groups.append(told[2])
        return towns, villages, groups

    def _hold_heading(self, heading: Heading) -> None:
        village, group = heading
        if village:
            self.held["heading_village"] = village
            self.held.pop("group", None)
        if group:
            self.held["group"] = group

    def _place(self, address: str) -> tuple[str, str, str]:
        held = self.held
        township, group = held.get("township", ""), held.get("group", "")
        village = held.get("village", "") or held.get("heading_village", "")
        place = squeezed(held.get("place", "")) or (squeezed(address) if not village else "")
        if place:
            split = split_place(place)
            township, village, group = township or split[0], village or split[1], group or split[2]
        elif village:
            split = split_place(squeezed(village))
            if split[1] and (split[0] or split[2]):  # 青石镇下宫村 or 下宫村三组 in the column of villages
                township, village, group = township or split[0], split[1], group or split[2]
        return township or self.heading_places[0], village or self.heading_places[1], group

    def money(self, row: int) -> int | None:
        """The amount in fen; a product finer than a fen is rounded, as the workbook shows it."""
        if self.adds:
            return self._added(row)
        return self._money_in(row, self.col("amount"))

    def part(self, row: int, col: int) -> int | None:
        """The fen in another column of money; without a doubt about it, and as it is written."""
        kept, raw = len(self.issues), dict(self.raw) if row in self.raw else None
        fen = self._money_in(row, col)
        del self.issues[kept:]
        if raw is None:
            self.raw.pop(row, None)
        return fen

    def _added(self, row: int) -> int | None:
        figures = [(col, self._money_in(row, col)) for col in self.adds]
        known = [-abs(fen) if col in self.takes else fen for col, fen in figures if fen is not None]
        return sum(known) if known else None

    def _bounded(self, fen: int, row: int, col: int) -> int | None:
        """The fen, unless it is more than any subsidy: then the digits are of something else, or slipped."""
        if abs(fen) <= MOST:
            return fen
        self.doubt("ambiguous_amount", ERROR, TOO_MUCH, row, col)
        return None

    def _money_in(self, row: int, col: int) -> int | None:
        cell = self.sheet.at(row, col)
        if not col or says_none(cell):
            return None
        usual = self.units.get("amount") or self.unit
        value = cell.value if cell.kind == NUMBER else self._formula(row, col) if cell.kind == FORMULA else None
        if not isinstance(value, Decimal):
            fen = self._worded(row, col) if cell.kind != FORMULA else None
            return None if fen is None else self._bounded(fen, row, col)
        if cell.kind == NUMBER:
            self._check_result(Amount(value), row, col)
        scaled = value * FEN[usual]
        if scaled != scaled.to_integral_value():
            self.raw[row] = scaled
        return self._bounded(to_fen(value, usual), row, col)

    def _formula(self, row: int, col: int) -> Decimal | None:
        with self._as_amount(col):
            return self.number(row, "amount")

    def _worded(self, row: int, col: int) -> int | None:
        with self._as_amount(col):
            return self.fen(row, "amount")

    @contextmanager
    def _as_amount(self, col: int) -> Iterator[None]:
        """Read another column as the amount."""
        usual = self.columns.get("amount", 0)
        self.columns["amount"] = col
        try:
            yield
        finally:
            self.columns["amount"] = usual

    def standard(self, row: int) -> int | None:
        """The standard in fen; words such as 每亩40元 are read, anything else is left out without a doubt."""
        col = self.col("standard")
        cell = self.sheet.at(row, col)
        if not col or says_none(cell):
            return None
        if amount := parse_amount(cell):
            fen = to_fen(amount.value, amount.unit or self.units.get("standard") or "元")
            return fen if abs(fen) <= MOST else None
        found = re.search(r"(\d+(?:\.\d+)?)元", squeezed(cell.text))
        return to_fen(Decimal(found[1])) if found else None

    def area(self, row: int) -> Decimal | None:
        """The area in mu; hectares are converted."""
        value = self.number(row, "area")
        return value * 15 if value is not None and self.units.get("area") == "公顷" else value


@lru_cache(maxsize=10_000)
def split_place(text: str) -> tuple[str, str, str]:
    """`青石镇枣林村二组` as township (with its county, where it is written), village, group; empty where none is."""
    group = ""
    if found := GROUP_IN.search(text):
        group = found[0]
        text = text[: found.start()]
    found = WITHIN.fullmatch(text)
    if not found:
        return "", text, group
    return f"{found['county'] or ''}{found['town'] or ''}", found["rest"], group


def signs_of(parts: Sequence[int], texts: Sequence[str]) -> frozenset[int]:
    """Which columns are taken off the others: 扣回."""
    return frozenset(col for col in parts if MINUS.search(texts[col - 1]))
