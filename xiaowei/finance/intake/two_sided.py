"""A two-sided table (收支两栏): incomes on one half, expenses on the other, an entry of each in one row."""

from xiaowei.base.sheets import sumwords
from xiaowei.base.sheets.amounts import parse_amount, says_none
from xiaowei.base.sheets.grid import TEXT, Sheet
from xiaowei.base.sheets.headers import is_counting_row, plain, squeezed
from xiaowei.base.sheets.issues import BLANK, CLOSING, HEADER, LINE, NOTE, OPENING, SUBTOTAL, TOTAL
from xiaowei.base.sheets.kinds import TWO_SIDED
from xiaowei.base.sheets.ledgerheads import Header
from xiaowei.base.sheets.ledgersides import SIDES
from xiaowei.base.sheets.titles import Heading
from xiaowei.finance.intake.one_sided import words_only
from xiaowei.finance.intake.reading import FILLED, Reading
from xiaowei.finance.intake.table import RUNNING, Table

SUMMED = (sumwords.TOTAL, sumwords.SUBTOTAL, sumwords.RUNNING, sumwords.CARRIED)
MARKS = {sumwords.CARRIED: RUNNING}
FATES = {OPENING: LINE, RUNNING: NOTE, sumwords.PART: NOTE}


def two_sided(sheet: Sheet, header: Header, heading: Heading, *, unit: str) -> Table:
    """The table with a fate for every row: the more telling one of its halves."""
    table = Table.of(
        TWO_SIDED, sheet, header, heading, {side: _half(sheet, header, side, heading, unit) for side in SIDES}
    )
    words = {plain(text) for text in header.texts if text}
    for row in range(header.rows[-1] + 1, len(sheet.rows) + 1):
        table.fates[row] = _fate(table, row, words)
    return table


def _half(sheet: Sheet, header: Header, side: str, heading: Heading, unit: str) -> Reading:
    columns = {name if name != "amount" else side: col for name, col in header.panels[side].items()}
    return Reading(
        sheet, columns, header.units, heading.period, unit, FILLED, top=header.rows[-1],
        reach=(min(columns.values()), max(columns.values())), texts=header.texts, half=side,
    )  # fmt: skip


def _fate(table: Table, row: int, words: set[str]) -> str:
    sheet = table.sheet
    cells = [cell for cell in sheet.rows[row - 1] if not cell.blank]
    if not cells:
        return BLANK
    if is_counting_row(sheet, row) or (len(cells) > 2 and all(plain(cell.text) in words for cell in cells)):
        return HEADER
    whole = squeezed("|".join(cell.text for cell in cells if cell.kind == TEXT))
    if len(cells) == 1 and cells[0].kind == TEXT:
        return words_only(whole)
    labels = {side: _label(table.readings[side], row) for side in SIDES}
    shared = next((label for label in (*labels.values(), _beside(table, row)) if _is_sum(label)), "")
    fates = set()
    for side in SIDES:
        mark = _mark(table, side, row, labels[side] or shared)
        if mark:
            table.marks[side][row] = mark
            fates.add(FATES.get(mark, mark))
    return next((fate for fate in (LINE, TOTAL, SUBTOTAL, CLOSING) if fate in fates), words_only(whole))


def _label(reading: Reading, row: int) -> str:
    """The words of a half's row that could call it a sum; of a numbered one only its summary can."""
    if reading.text(row, "number").isdigit() and reading.text(row, "summary"):
        return squeezed(reading.text(row, "summary"))
    cells = [reading.sheet.at(row, col) for name, col in reading.columns.items() if name not in SIDES]
    return squeezed("|".join(cell.text for cell in cells if cell.kind == TEXT and not cell.blank))


def _beside(table: Table, row: int) -> str:
    """The words of a row that stand in neither half, such as 合计 under a serial number for both."""
    inside = {col for reading in table.readings.values() for col in reading.columns.values()}
    cells = [cell for col, cell in enumerate(table.sheet.rows[row - 1], 1) if col not in inside and cell.kind == TEXT]
    return squeezed("|".join(cell.text for cell in cells if not cell.blank))


def _is_sum(label: str) -> bool:
    return bool(label) and sumwords.word_of(label, started=True) in SUMMED


def _mark(table: Table, side: str, row: int, label: str) -> str | None:
    """What one half of a row is; None when nothing of an account stands there."""
    reading, marks = table.readings[side], table.marks[side]
    cell = reading.sheet.at(row, reading.col(side))
    word = sumwords.word_of(label, started=bool(marks)) if label else None
    if says_none(cell):
        # numbered and named, but without an amount: doubted at its cell
        numbered = reading.text(row, "number").isdigit() and reading.text(row, "summary")
        return LINE if numbered and word not in SUMMED else None
    if not label:
        return LINE if parse_amount(cell) and not _mostly_words(table, row) else None
    if sumwords.CAPITALS.search(f"{label}|{squeezed(cell.text)}") and word not in SUMMED:
        return None
    if word in SUMMED:
        return None if word == sumwords.TOTAL and _words(cell.text) else MARKS.get(str(word), word)
    if word == sumwords.PART:
        return sumwords.PART
    if word in (sumwords.OPENING, sumwords.CLOSING):
        return _balance(side, word, label, marks)
    return LINE


def _words(text: str) -> bool:
    return bool(sumwords.CAPITALS.search(squeezed(text)))


def _mostly_words(table: Table, row: int) -> bool:
    """Whether the row stands below the sums: a figure without a name is then no entry."""
    return any(TOTAL in marks.values() for marks in table.marks.values()) or not any(table.marks.values())


def _balance(side: str, word: str, label: str, marks: dict[int, str]) -> str | None:
    """What is carried forward stands among the incomes, once; what is left, below either half."""
    if side == "income" and OPENING not in marks.values():
        first = not marks and word == sumwords.CLOSING  # a bare 结余 on top
        if word == sumwords.OPENING or first:
            return OPENING
    if word == sumwords.CLOSING:
        return CLOSING
    return LINE
