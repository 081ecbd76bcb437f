"""How many households a list has, by which area they were paid, and whether one of them may stand on several rows."""

from collections import Counter
from decimal import Decimal

from xiaowei.base import idnumbers
from xiaowei.base.sheets.householdheads import Header
from xiaowei.base.sheets.issues import LINE
from xiaowei.benefits.intake import names
from xiaowei.benefits.intake.reading import Reading
from xiaowei.benefits.intake.rows import UNLABELLED, Block, Layout, sum_label
from xiaowei.benefits.intake.sums import Sum
from xiaowei.benefits.intake.understanding import Row


def repeats(subsidy: str, readings: list[Reading], rows: list[Row]) -> bool:
    """Whether one person on several rows is usual: things bought, plots, several kinds or months in one list."""
    reading = readings[0]
    if names.is_of_machines(subsidy) or reading.col("quantity"):
        return True
    plot = reading.col("plot")
    if plot and len({reading.sheet.at(row.row, plot).text for row in rows[:200]}) > 1:
        return True
    if not reading.col("date") or len(rows) < 2:
        return False
    often = Counter(row.id_number or row.name for row in rows)
    return sum(1 for count in often.values() if count > 1) * 2 > len(often) and len({row.date for row in rows}) > 1


def households(rows: list[Row], repeats: bool, total: Sum | None, reading: Reading) -> int:
    """How many households: rows, or different people where one person on several rows is usual.

    What the sheet declares decides when it is one of the two.
    """
    known = idnumbers.is_whole
    people = {row.id_number if known(row.id_number) else (row.name, row.village, row.group) for row in rows}
    whole = [row.id_number for row in rows if known(row.id_number)]
    distinct, unknown = len(set(whole)), len(rows) - len(whole)
    counts = [len(people), len(rows)] if repeats else [distinct + unknown, len(rows), len(people)]
    if head := reading.col("head"):
        at = reading.sheet.at
        written = {(r.village, r.group, name) for r in rows if (name := at(r.row, head).text)}
        counts.insert(0, len(written) or len(rows))
    said = total.said.get("households") if total else None
    return next((count for count in counts if count == said), counts[0])


def standing_rate(rows: list[Row], header: Header) -> Decimal | None:
    """The standard for one mu that every row names alike, where the title announces none."""
    standards = {row.standard for row in rows}
    if len(standards) != 1 or "area" not in header.columns:
        return None
    fen = standards.pop()
    return None if fen is None else Decimal(fen) / 100


def paid_area(reading: Reading, header: Header, lines: list[int], rate: Decimal | None) -> int:
    """Of several columns of areas the one that the amounts were reckoned by; else the likeliest by its word."""
    best, most = header.areas[0], 0
    for col in header.areas:
        reading.columns["area"] = col
        kept = len(reading.issues)
        held = sum(
            1 for row in lines[:500] if _is_product(reading.area(row), _rate(reading, row, rate), reading.money(row))
        )
        del reading.issues[kept:]
        if held > most:
            best, most = col, held
    reading.uncached.clear()
    reading.issues.clear()
    reading.raw.clear()
    return best


def _rate(reading: Reading, row: int, rate: Decimal | None) -> Decimal | None:
    standard = reading.standard(row)
    return rate if standard is None else Decimal(standard) / 100


def _is_product(area: Decimal | None, rate: Decimal | None, amount: int | None) -> bool:
    return area is not None and rate is not None and amount is not None and abs(area * rate * 100 - amount) < 1


def _as_around(reading: Reading, block: Block, row: int) -> bool:
    """Whether a row without a name is of the same group as the household above or below it, in so many words."""
    at = reading.sheet.at
    if not at(row, reading.col("name")).blank or sum_label([block.sums[row]]):
        return False
    cols = [col for name in ("group", "village", "place") if (col := reading.col(name))]
    return any(
        at(row, col).text and at(row, col).text == at(near, col).text for col in cols for near in (row - 1, row + 1)
    )


def reconsider(reading: Reading, block: Block, layout: Layout) -> None:
    """A row among households with figures and no words: a sum, where it fits; else a household without a name."""
    doubtful = [row for row, label in block.sums.items() if label == UNLABELLED or _as_around(reading, block, row)]
    if not doubtful or not block.lines or not reading.col("amount"):
        return
    inner = [row for row in doubtful if block.lines[0] < row < block.lines[-1]]
    if not inner:
        return
    col = reading.col("amount")
    paid = {row: reading.part(row, col) or 0 for row in block.lines}
    marks = sorted(block.sums)
    for row in inner:
        said = reading.part(row, col)
        before = max((mark for mark in marks if mark < row), default=0)
        after = min((mark for mark in marks if mark > row), default=10**9)
        spans = ((before, row), (0, row), (row, after))
        if said is None or said not in [sum(fen for r, fen in paid.items() if a < r < b) for a, b in spans]:
            del block.sums[row]
            block.lines.append(row)
            layout.fates[row] = LINE
    block.lines.sort()
