"""What the sum rows of a list declare, which of them is the total, and whether they hold."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from xiaowei.base.sheets.amounts import parse_amount, says_none
from xiaowei.base.sheets.cells import FEN, Cells, figure_in
from xiaowei.base.sheets.grid import FORMULA, TEXT
from xiaowei.base.sheets.headers import squeezed
from xiaowei.base.sheets.issues import ERROR, WARNING
from xiaowei.base.sheets.refused import chinese as _
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
Sums = dict[str, Decimal]  # by name; money in fen


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum row: what it says by name, where, and the words by which it says it is one."""

    row: int
    label: str
    said: Sums
    cells: Mapping[str, int]  # name -> column
    computed: frozenset[str]  # names whose cell holds only a formula: the sheet declares nothing there


def read_sum(reading: Reading, row: int, label: str) -> Sum:
    """Read a sum row: its figures by column, and counts in words such as `811户`."""
    said: Sums = {}
    cells: dict[str, int] = {}
    computed = set()
    for name, field in COLUMNS.items():
        cell = reading.sheet.at(row, reading.col(field))
        if not reading.col(field) or says_none(cell):
            continue
        value = _figure(reading, row, field)
        if value is None:
            continue
        said[name], cells[name] = value, reading.col(field)
        if cell.kind == FORMULA:
            computed.add(name)
    _read_words(reading, row, said, cells)
    return Sum(row, label, said, cells, frozenset(computed))


def _figure(reading: Reading, row: int, field: str) -> Decimal | None:
    if field == "amount":
        fen = reading.money(row)
        return None if fen is None else Decimal(fen)
    cell = reading.sheet.at(row, reading.col(field))
    if cell.kind == TEXT and parse_amount(cell) is None and figure_in(cell.text) is None:
        return None  # words in a sum row are no unreadable figure
    return reading.area(row) if field == "area" else reading.number(row, field)


def _read_words(reading: Reading, row: int, said: Sums, cells: dict[str, int]) -> None:
    known = {reading.col(field) for field in COLUMNS.values()} - {0}
    for col, cell in enumerate(reading.sheet.rows[row - 1], 1):
        if cell.kind != TEXT or col in known or col == reading.col("note"):
            continue
        for figure, unit in COUNTED.findall(squeezed(cell.text)):
            value = Decimal(figure.replace(",", ""))
            name = COUNTS.get(unit) or ("amount" if unit in ("元", "万元") else "quantity")
            said.setdefault(name, value * FEN[unit] if name == "amount" else value)
            cells.setdefault(name, col)
    col = reading.col("name")
    figure_cell = reading.sheet.at(row, col)
    amount = parse_amount(figure_cell)
    if "households" not in said and amount and amount.value == amount.value.to_integral_value() and amount.value > 0:
        said["households"], cells["households"] = amount.value, col


def add_up(rows: list[Row], *, households: int) -> Sums:
    """What the rows come to, by the names of a sum row; only columns in which something is written."""
    sums: Sums = {"households": Decimal(households)}
    for name, field in COLUMNS.items():
        values = [value for row in rows if (value := getattr(row, field)) is not None]
        if values:
            sums[name] = Decimal(sum(map(Decimal, values)))
    return sums


def find_total(sums: list[Sum], rows: list[Row]) -> Sum | None:
    """Which sum row is the total of the whole sheet: by its words, its place, and its figures."""
    if not sums or not rows:
        return None
    first, last = rows[0].row, rows[-1].row
    whole = add_up(rows, households=0)
    fits = [found for found in sums if _agrees(found, whole)]
    outside = [found for found in sums if found.row > last or found.row < first]
    named = [found for found in outside if is_whole(found.label)]
    if fitting := [found for found in named if found in fits]:
        return fitting[-1]
    if named and not _of_its_own_span(named[-1], sums, rows):
        return named[-1]
    unnamed = [found for found in outside if found in fits and (found.label == UNLABELLED or not is_part(found.label))]
    if unnamed:
        return unnamed[-1]
    # the last words say 三组合计: the sum of that group, or a wrong total where there are no other sums
    alone = [found for found in outside if found.label != UNLABELLED and not is_part(found.label)]
    return alone[0] if len(sums) == 1 and alone else None


def _of_its_own_span(found: Sum, sums: list[Sum], rows: list[Row]) -> bool:
    """Whether a sum only adds up what stands since the sum before it: 合计 under each village, and none below."""
    before = max((other.row for other in sums if other.row < found.row), default=0)
    return before > rows[0].row and _agrees(
        found, add_up([r for r in rows if before < r.row < found.row], households=0)
    )


def _agrees(found: Sum, whole: Sums) -> bool:
    compared = [name for name in ("amount", "area_mu", "persons", "quantity") if name in found.said and name in whole]
    return bool(compared) and all(found.said[name] == whole[name] for name in compared)


def check_total(reading: Reading, total: Sum, right: Sums, raw: Decimal | None) -> None:
    """Declared against computed, name by name. `raw` is the sum of the amounts before each was rounded to a fen."""
    for name, written in total.said.items():
        if name in total.computed or name not in right or written == right[name]:
            continue
        code, severity, words = "declared_total_mismatch", ERROR, TOTAL_WRONG
        if name == "amount" and raw is not None and abs(written - raw) < 1:
            code, severity, words = "rounded_total", WARNING, ROUNDED
        show = _shown(reading, name)
        reading.doubt(
            code, severity, words, total.row, total.cells[name],
            name=NAMES.get(name, name), written=show(written), right=show(right[name]), suggestion=show(right[name]),
        )  # fmt: skip


def check_subtotals(reading: Reading, parts: list[Sum], rows: list[Row]) -> None:
    """A subtotal is the sum since the sum before, since the beginning, or of its group, whether above or below it."""
    marks = sorted(part.row for part in parts)
    for part in parts:
        before = max((mark for mark in marks if mark < part.row), default=0)
        after = min((mark for mark in marks if mark > part.row), default=10**9)
        above = [row for row in rows if before < row.row < part.row]
        spans = [above, [row for row in rows if row.row < part.row], [r for r in rows if part.row < r.row < after]]
        village = above[-1].village if above else ""
        spans.append([row for row in rows if row.village == village and row.row < part.row])
        for name in ("area_mu", "amount", "persons", "quantity"):
            if name not in part.said or name in part.computed:
                continue
            rights = [add_up(span, households=0).get(name) for span in spans if span]
            if rights and part.said[name] not in rights:
                show = _shown(reading, name)
                right = rights[0] or Decimal(0)
                reading.doubt(
                    "subtotal_mismatch", ERROR, SUBTOTAL_WRONG, part.row, part.cells[name],
                    written=show(part.said[name]), right=show(right), suggestion=show(right),
                )  # fmt: skip


def _shown(reading: Cells, name: str) -> Callable[[Decimal], str]:
    def show(value: Decimal) -> str:
        return reading.as_written(int(value)) if name == "amount" else f"{value.normalize():f}"

    return show
