"""What each row of a one-sided table is: an entry, the balance carried forward, a sum, a note, a signature."""

from xiaowei.base.sheets import sumwords
from xiaowei.base.sheets.amounts import parse_amount, says_none
from xiaowei.base.sheets.grid import FORMULA, TEXT, Sheet
from xiaowei.base.sheets.headers import is_counting_row, plain, squeezed
from xiaowei.base.sheets.issues import (
    BLANK,
    CLOSING,
    HEADER,
    LINE,
    NOTE,
    OPENING,
    SIGNATURE,
    SUBTOTAL,
    TITLE,
    TOTAL,
)
from xiaowei.base.sheets.kinds import LEDGER
from xiaowei.base.sheets.ledgerheads import MONEY, Header
from xiaowei.base.sheets.titles import Heading
from xiaowei.finance.intake.reading import Reading
from xiaowei.finance.intake.table import RUNNING, Table

FATES = {
    sumwords.OPENING: OPENING, sumwords.CARRIED: SUBTOTAL, sumwords.CLOSING: CLOSING, sumwords.SUBTOTAL: SUBTOTAL,
    sumwords.TOTAL: TOTAL, sumwords.RUNNING: NOTE, sumwords.PART: NOTE,
}  # fmt: skip
MARKS = {sumwords.CARRIED: RUNNING}


def one_sided(sheet: Sheet, header: Header, heading: Heading, *, unit: str) -> Table:
    """The table with a fate for every row."""
    reading = Reading.of(sheet, header, heading.period, unit)
    table = Table.of(LEDGER, sheet, header, heading, {"": reading})
    marks, fates = table.marks[""], table.fates
    words = {plain(text) for text in header.texts if text}
    for row in range(header.rows[-1] + 1, len(sheet.rows) + 1):
        mark = _mark(sheet, header, row, marks, words)
        fates[row] = FATES.get(mark, mark)
        if mark in (LINE, *FATES):
            marks[row] = MARKS.get(mark, mark)
    _titles_between(sheet, fates)
    return table


def _mark(sheet: Sheet, header: Header, row: int, marks: dict[int, str], words: set[str]) -> str:
    cells = [(col, cell) for col, cell in enumerate(sheet.rows[row - 1], 1) if not cell.blank]
    number_col = header.columns.get("number")
    if not [col for col, cell in cells if col != number_col or (cell.kind == TEXT and not cell.text.isdigit())]:
        return BLANK  # also a serial number that was written ahead of its entry
    if any(row == start for start, _side in header.sections):
        return _section(sheet, row, header)
    if len(cells) > 2 and all(plain(cell.text) in words for _col, cell in cells):
        return HEADER
    if is_counting_row(sheet, row) and not _dated(sheet, header, row):
        return HEADER
    if len(cells) == 1 and cells[0][1].kind == TEXT:
        return words_only(squeezed(cells[0][1].text))  # a note, in whichever column it happens to stand
    amounts = [name for name in MONEY if name in header.columns and not says_none(sheet.at(row, header.columns[name]))]
    label = _label(sheet, header, row)
    word = sumwords.word_of(label, started=LINE in marks.values()) if label else None
    if word and amounts:
        return word
    if word in (sumwords.TOTAL, sumwords.SUBTOTAL, sumwords.OPENING, sumwords.CLOSING) and not _dated(
        sheet, header, row
    ):
        return NOTE  # a sum that nobody filled in
    if sumwords.CAPITALS.search(_all_words(sheet, row)) and not _dated(sheet, header, row):
        return NOTE  # the total once more, in capital figures
    foot = _is_foot(sheet, header, row, label) and {sumwords.TOTAL, LINE} <= set(marks.values())
    if _is_entry(sheet, header, row, amounts) and not foot:
        return LINE
    return words_only(label)


def _section(sheet: Sheet, row: int, header: Header) -> str:
    """The row that opens the incomes or the expenses; often with their sum."""
    cell = sheet.at(row, header.columns["amount"])
    if parse_amount(cell) or cell.kind == FORMULA:
        return sumwords.TOTAL
    return HEADER if cell.kind == TEXT and not cell.blank else NOTE


def _label(sheet: Sheet, header: Header, row: int) -> str:
    """The words of the row that could call it a sum: all text that is no amount, in whichever column it stands.

    A row with a day or a number of its own is named by its summary alone: its remark may say 上年结余 (what paid it).
    """
    summary, number = (sheet.at(row, header.columns.get(name, 0)) for name in ("summary", "number"))
    if not summary.blank and (_dated(sheet, header, row) or number.text.isdigit()):
        return squeezed(summary.text)
    money = {header.columns[name] for name in MONEY if name in header.columns}
    texts = [
        cell.text
        for col, cell in enumerate(sheet.rows[row - 1], 1)
        if cell.kind == TEXT and (col not in money or parse_amount(cell) is None)
    ]
    return squeezed("|".join(text for text in texts if text))


def _all_words(sheet: Sheet, row: int) -> str:
    return squeezed("|".join(cell.text for cell in sheet.rows[row - 1] if cell.kind == TEXT))


def _dated(sheet: Sheet, header: Header, row: int) -> bool:
    """Whether the row has a day of its own, as only an entry has."""
    return any(not says_none(sheet.at(row, header.columns[name])) for name in ("date", "day") if name in header.columns)


def _is_entry(sheet: Sheet, header: Header, row: int, amounts: list[str]) -> bool:
    written = {name for name, col in header.columns.items() if name not in MONEY and not says_none(sheet.at(row, col))}
    if {"income", "expense", "amount"} & set(amounts):
        return bool(written - {"number"}) or "number" in written
    return "summary" in written and bool(written & {"date", "day", "voucher", "number"})


def _is_foot(sheet: Sheet, header: Header, row: int, label: str) -> bool:
    """Below the total: signatures side by side, 监督电话 or 附件张数 with a number, spread over the columns."""
    if _dated(sheet, header, row):
        return False
    serial, summary = (sheet.at(row, header.columns.get(name, 0)) for name in ("number", "summary"))
    if serial.kind == TEXT and not serial.text.strip().isdigit() and says_none(summary):
        return True
    money = [sheet.at(row, header.columns[name]) for name in MONEY if name in header.columns]
    return bool(sumwords.SIGNATURE_WORDS.search(label)) and not any(parse_amount(cell) for cell in money)


def words_only(label: str) -> str:
    """What a row of words below the header is."""
    if sumwords.SIGNATURE_WORDS.search(label) and not sumwords.NOTE_WORDS.match(label):
        return SIGNATURE
    return NOTE


def _titles_between(sheet: Sheet, fates: dict[int, str]) -> None:
    """The words right above a header repeated further down (the next page, the next month) are a title again."""
    first = next(row for row, fate in sorted(fates.items()) if fate == HEADER)
    for row, fate in sorted(fates.items()):
        above = row - 1
        while fate == HEADER and above > first and fates.get(above) in (NOTE, BLANK):
            if fates[above] == NOTE and sum(1 for cell in sheet.rows[above - 1] if not cell.blank) <= 3:
                fates[above] = TITLE
            above -= 1
