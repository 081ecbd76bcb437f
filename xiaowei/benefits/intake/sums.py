"""What the sum rows of a list declare, which of them is the total, and whether they hold."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate

from xiaowei.base.sheets.amounts import amount_in_text, parse_amount, says_none
from xiaowei.base.sheets.cells import FEN, Cells, figure_in
from xiaowei.base.sheets.grid import FORMULA, TEXT
from xiaowei.base.sheets.headers import squeezed
from xiaowei.base.sheets.issues import ERROR, WARNING
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.sumwords import CAPITALS
from xiaowei.benefits.intake.reading import Reading
from xiaowei.benefits.intake.rows import UNLABELLED, is_part, is_whole
from xiaowei.benefits.intake.understanding import Row

NAMES = {
    "households": _("户数"), "persons": _("人数"), "area_mu": _("面积"), "quantity": _("数量"), "amount": _("金额"),
}  # fmt: skip
TOTAL_WRONG = _("%(name)s合计对不上。%(cell)s 写 %(written)s，逐行相加是 %(right)s。请核对。")
ROUNDED = _("%(cell)s 的金额合计 %(written)s 是按未四舍五入的数相加的，逐户发放的数相加是 %(right)s。请改为实发数。")
SUBTOTAL_WRONG = _("%(cell)s 的小计写 %(written)s，上面各户相加是 %(right)s。请核对。")
COUNTED = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万元|户|人|台|亩|元|头|只|株|套)")
COUNTS = {"户": "households", "人": "persons", "亩": "area_mu"}
COLUMNS = {"area_mu": "area", "persons": "persons", "quantity": "quantity", "amount": "amount"}
SUMMED = ("area_mu", "amount", "persons", "quantity")
Sums = dict[str, Decimal]  # by name; money in fen


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum row: what it says by name, where, and the words by which it says it is one."""

    row: int
    label: str
    said: Sums
    cells: Mapping[str, int]  # name -> column
    computed: frozenset[str]  # names whose cell holds only a formula: nobody wrote the figure down
    block: int = 0  # which block of columns it stands in


def read_sum(reading: Reading, row: int, label: str, block: int = 0) -> Sum:
    """Read a sum row: its figures by column, and counts in words such as `811户`."""
    said: Sums = {}
    cells: dict[str, int] = {}
    computed = set()
    for name, field in COLUMNS.items():
        cell = reading.sheet.at(row, reading.col(field))
        if not reading.col(field) or (says_none(cell) and not (field == "amount" and reading.adds)):
            continue
        value = _figure(reading, row, field)
        if value is None:
            continue
        said[name], cells[name] = value, reading.col(field)
        if cell.kind == FORMULA:
            computed.add(name)
    _read_words(reading, row, said, cells)
    return Sum(row, label, said, cells, frozenset(computed), block)


def _figure(reading: Reading, row: int, field: str) -> Decimal | None:
    cell = reading.sheet.at(row, reading.col(field))
    if cell.kind == TEXT and parse_amount(cell) is None and figure_in(cell.text) is None:
        return None  # words in a sum row are no unreadable figure
    if field == "amount":
        fen = reading.money(row)
        return None if fen is None else Decimal(fen)
    return reading.area(row) if field == "area" else reading.number(row, field)


def _read_words(reading: Reading, row: int, said: Sums, cells: dict[str, int]) -> None:
    known = {reading.col(field) for field in COLUMNS.values()} - {0}
    found: Sums = {}
    for col, cell in enumerate(reading.sheet.rows[row - 1], 1):
        if cell.kind != TEXT or col in known or col == reading.col("note"):
            continue
        for figure, unit in COUNTED.findall(squeezed(cell.text)):
            value = Decimal(figure.replace(",", ""))
            name = COUNTS.get(unit) or ("amount" if unit in ("元", "万元") else "quantity")
            found.setdefault(name, value * FEN[unit] if name == "amount" else value)
            cells.setdefault(name, col)
    for name, value in found.items():
        said.setdefault(name, value)
    if "amount" not in said:
        _read_capitals(reading, row, said, cells)
    col = reading.col("name")
    figure_cell = reading.sheet.at(row, col)
    amount = parse_amount(figure_cell) if re.search(r"\d", figure_cell.text) else None
    if "households" not in said and amount and amount.value == amount.value.to_integral_value() and amount.value > 0:
        said["households"], cells["households"] = amount.value, col


def _read_capitals(reading: Reading, row: int, said: Sums, cells: dict[str, int]) -> None:
    """The amount in capital characters behind the words: 合计人民币（大写）：伍佰元整."""
    for col, cell in enumerate(reading.sheet.rows[row - 1], 1):
        if cell.kind == TEXT and CAPITALS.search(cell.text):
            tail = re.split(r"[:：)）]", squeezed(cell.text))[-1]
            amount = amount_in_text(tail)
            if amount is not None:
                said["amount"], cells["amount"] = amount.value * 100, col
            return


def add_up(rows: Sequence[Row], *, households: int) -> Sums:
    """What the rows come to, by the names of a sum row; only columns in which something is written."""
    sums: Sums = {"households": Decimal(households)}
    for name, field in COLUMNS.items():
        values = [value for row in rows if (value := getattr(row, field)) is not None]
        if values:
            sums[name] = Decimal(sum(values))
    return sums


class Running:
    """Sums of the rows between any two row numbers, however many are asked for."""

    def __init__(self, rows: Sequence[Row]) -> None:
        ordered = sorted(rows, key=lambda row: row.row)
        self.marks = [row.row for row in ordered]
        self.sums = {
            name: list(accumulate((Decimal(getattr(row, COLUMNS[name]) or 0) for row in ordered), initial=Decimal(0)))
            for name in SUMMED
        }

    def between(self, name: str, after: int, before: int) -> Decimal | None:
        """The sum of the rows below row `after` and above row `before`; None when there is none."""
        first, last = bisect_right(self.marks, after), bisect_left(self.marks, before)
        return self.sums[name][last] - self.sums[name][first] if last > first else None

    def count(self, after: int, before: int) -> int:
        """How many rows lie between."""
        return bisect_left(self.marks, before) - bisect_right(self.marks, after)


def find_totals(sums: list[Sum], rows: list[Row], panels: Sequence[Sequence[Row]] = ()) -> list[Sum]:
    """Which sum rows are the total of the whole sheet: by their words, their place, and their figures.

    They are several where every block has a 合计 of its own and nothing stands for all of them together. In the last
    of several `panels` the total may stand beside a household of another.
    """
    if not sums or not rows:
        return []
    first, last = min(row.row for row in rows), max(row.row for row in rows)
    whole = add_up(rows, households=0)
    fits = [found for found in sums if _agrees(found, whole)]
    ends = [max((row.row for row in panel), default=0) for panel in panels]
    outside = [
        found for found in sums
        if found.row >= last or found.row < first
        or (found in fits and found.block < len(ends) and found.row > ends[found.block])
    ]  # fmt: skip
    named = [found for found in outside if is_whole(found.label)]
    if fitting := [found for found in named if found in fits]:
        return [fitting[-1]]
    if several := _together(sums, rows, whole):
        return several
    running = Running(rows)
    if named and not _of_its_own_span(named[-1], sums, running, first):
        return [named[-1]]
    unnamed = [found for found in outside if found in fits and (found.label == UNLABELLED or not is_part(found.label))]
    if unnamed:
        return [unnamed[-1]]
    # the last words say 三组合计: the sum of that group, or a wrong total where there are no other sums
    if len(sums) == 1 and is_whole(sums[0].label):
        return sums  # a household was written in below the total: it no longer holds
    alone = [found for found in outside if found.label != UNLABELLED and not is_part(found.label)]
    return [alone[0]] if len(sums) == 1 and alone else []


def _together(sums: list[Sum], rows: list[Row], whole: Sums) -> list[Sum]:
    """Sums that all say 合计 and come to the whole only together: one for each block or panel."""
    named = [found for found in sums if is_whole(found.label)]
    if len(named) < 2:
        return []
    names = [name for name in SUMMED if name in whole and all(name in found.said for found in named)]
    if names and all(sum(found.said[name] for found in named) == whole[name] for name in names):
        return named
    return []


def merged(totals: list[Sum]) -> Sum | None:
    """Several totals as one; the cells are those of the last."""
    if len(totals) < 2:
        return totals[0] if totals else None
    names = set.intersection(*(set(total.said) for total in totals))
    said = {name: sum((total.said[name] for total in totals), Decimal(0)) for name in totals[0].said if name in names}
    return replace(totals[-1], said=said)


def _of_its_own_span(found: Sum, sums: list[Sum], running: Running, first: int) -> bool:
    """Whether a sum only adds up what stands since the sum before it: 合计 under each village, and none below."""
    before = max((other.row for other in sums if other.row < found.row), default=0)
    if before <= first:
        return False
    part = {name: value for name in SUMMED if (value := running.between(name, before, found.row)) is not None}
    return _agrees(found, part)


def _agrees(found: Sum, whole: Sums) -> bool:
    compared = [name for name in SUMMED if name in found.said and name in whole]
    return bool(compared) and all(found.said[name] == whole[name] for name in compared)


def check_total(reading: Reading, total: Sum, right: Sums, raw: Decimal | None) -> None:
    """Declared against computed, name by name. `raw` is the sum of the amounts before each was rounded to a fen."""
    for name, written in total.said.items():
        if name not in right or written == right[name]:
            continue
        code, severity, words = "declared_total_mismatch", ERROR, TOTAL_WRONG
        if name == "amount" and raw is not None and abs(written - raw) < 1:
            code, severity, words = "rounded_total", WARNING, ROUNDED
        show = _shown(reading, name)
        reading.doubt(
            code, severity, words, total.row, total.cells[name],
            name=NAMES.get(name, name), written=show(written), right=show(right[name]), suggestion=show(right[name]),
        )  # fmt: skip


def check_subtotals(reading: Reading, parts: list[Sum], rows: list[Row], others: Sequence[Row] = ()) -> None:
    """A subtotal is the sum since the sum before, since the beginning, or of its group, whether above or below it.

    `others` are the rows of the panels beside: a subtotal may be of all of them.
    """
    if not parts:
        return
    running = Running(rows)
    beside = Running(others) if others else running
    marks = sorted({part.row for part in parts})
    alike: dict[str, list[int]] = {}
    for part in sorted(parts, key=lambda part: part.row):
        alike.setdefault(_kind(part.label), []).append(part.row)
    order = sorted(rows, key=lambda row: row.row)
    at = [row.row for row in order]
    villages: dict[str, list[int]] = {}
    for row in order:
        villages.setdefault(row.village, []).append(row.row)
    for part in parts:
        place = bisect_left(marks, part.row)
        before = marks[place - 1] if place else 0
        after = marks[place + 1] if place + 1 < len(marks) else 10**9
        same = alike[_kind(part.label)]
        at_same = bisect_left(same, part.row)
        spans = [(before, part.row), (0, part.row), (part.row, after)]
        spans.append((same[at_same - 1] if at_same else 0, part.row))
        spans.append((part.row, same[at_same + 1] if at_same + 1 < len(same) else 10**9))
        if above := bisect_left(at, part.row):
            village = villages[order[above - 1].village]
            spans.append((village[0] - 1, part.row))
        if above < len(order):
            village = villages[order[above].village]
            spans.append((part.row, village[-1] + 1))
        for name in SUMMED:
            if name not in part.said:
                continue
            sources = (running,) if beside is running else (running, beside)
            rights = [r for by in sources for span in spans if (r := by.between(name, *span)) is not None]
            if rights and part.said[name] not in rights:
                show = _shown(reading, name)
                right = rights[0] or Decimal(0)
                reading.doubt(
                    "subtotal_mismatch", ERROR, SUBTOTAL_WRONG, part.row, part.cells[name],
                    written=show(part.said[name]), right=show(right), suggestion=show(right),
                )  # fmt: skip


def _kind(label: str) -> str:
    """Sums of pages, villages and groups each run on by themselves."""
    return next((sign for sign in "页村组" if sign in label), "")


def _shown(reading: Cells, name: str) -> Callable[[Decimal], str]:
    def show(value: Decimal) -> str:
        return reading.as_written(int(value)) if name == "amount" else f"{value.normalize():f}"

    return show
