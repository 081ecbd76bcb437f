"""What each row below the header is: an entry, the balance carried forward, a sum, a note, a signature."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from xiaowei.base.sheets.amounts import parse_amount, says_none
from xiaowei.base.sheets.grid import TEXT, Sheet
from xiaowei.base.sheets.headers import plain, squeezed
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
from xiaowei.base.sheets.ledgerheads import MONEY, Header
from xiaowei.base.sheets.sumwords import (
    CAPITALS,
    CLOSING_WORDS,
    CUMULATIVE_WORDS,
    MONTH_BALANCE,
    MONTH_TOTAL,
    NOTE_WORDS,
    OPENING_WORDS,
    SIGNATURE_WORDS,
    SUBTOTAL_WORDS,
    TOTAL_WORDS,
    pieces_of,
)


@dataclass(slots=True)
class Layout:
    """Every row of the sheet with what it is; the sums that matter apart."""

    fates: dict[int, str] = field(default_factory=dict)
    cumulative: set[int] = field(default_factory=set)
    labels: dict[int, str] = field(default_factory=dict)  # of the total rows
    blocks: int = 1  # more than one: a second table with its own total stands below


def lay_out(sheet: Sheet, header: Header) -> Layout:
    """Give every row its fate."""
    layout = Layout()
    first = header.rows[0]
    for row in range(1, first):
        layout.fates[row] = TITLE if any(not cell.blank for cell in sheet.rows[row - 1]) else BLANK
    layout.fates |= {row: HEADER for row in header.rows}
    words = {plain(text) for text in header.texts if text}
    for row in range(header.rows[-1] + 1, len(sheet.rows) + 1):
        layout.fates[row] = _fate(sheet, header, row, layout, words)
    _settle_totals(layout)
    return layout


def _fate(sheet: Sheet, header: Header, row: int, layout: Layout, words: set[str]) -> str:
    cells = [(col, cell) for col, cell in enumerate(sheet.rows[row - 1], 1) if not cell.blank]
    number_col = header.columns.get("number")
    if not [col for col, cell in cells if col != number_col or cell.kind == TEXT]:
        return BLANK  # also a serial number that was written ahead of its entry
    if len(cells) > 2 and all(plain(cell.text) in words for _col, cell in cells):
        if TOTAL in layout.fates.values():
            layout.blocks += 1
        return HEADER
    if len(cells) == 1 and cells[0][1].kind == TEXT:
        return _words_only(squeezed(cells[0][1].text))  # a note, in whichever column it happens to stand
    amounts = [name for name in MONEY if name in header.columns and not says_none(sheet.at(row, header.columns[name]))]
    if amounts and all(not sheet.at(row, header.columns.get(name, 0)).blank for name in ("number", "date", "voucher")):
        return LINE  # numbered, dated and vouched: no sum is, and most rows need no closer look
    label = _label(sheet, header, row)
    if amounts and (named := _named(label, row, layout)):
        return named
    if CAPITALS.search(_all_words(sheet, row)) and not _dated(sheet, header, row):
        return NOTE  # the total once more, in capital figures
    if _is_entry(sheet, header, row, amounts) and not (
        TOTAL in layout.fates.values() and _is_foot(sheet, header, row, label)
    ):
        return LINE
    return _words_only(label)


def _label(sheet: Sheet, header: Header, row: int) -> str:
    """The words of the row that could call it a sum: all text outside the amount columns."""
    money = {header.columns[name] for name in MONEY if name in header.columns}
    texts = [cell.text for col, cell in enumerate(sheet.rows[row - 1], 1) if col not in money and cell.kind == TEXT]
    return squeezed("|".join(text for text in texts if text))


def _all_words(sheet: Sheet, row: int) -> str:
    return squeezed("|".join(cell.text for cell in sheet.rows[row - 1] if cell.kind == TEXT))


def _dated(sheet: Sheet, header: Header, row: int) -> bool:
    """Whether the row has a day of its own, as only an entry has."""
    return any(not says_none(sheet.at(row, header.columns[name])) for name in ("date", "day") if name in header.columns)


def _named(label: str, row: int, layout: Layout) -> str | None:
    pieces = pieces_of(label)
    started = LINE in layout.fates.values()
    if any(CUMULATIVE_WORDS.fullmatch(piece) for piece in pieces):
        layout.cumulative.add(row)
        return NOTE
    if any(SUBTOTAL_WORDS.fullmatch(piece) for piece in pieces):
        return SUBTOTAL
    if any(TOTAL_WORDS.fullmatch(piece) for piece in pieces):
        layout.labels[row] = label
        return TOTAL
    if any(OPENING_WORDS.match(piece) or MONTH_BALANCE.match(piece) for piece in pieces) and not started:
        return SUBTOTAL if OPENING in layout.fates.values() else OPENING
    if any(re.fullmatch(r"承前页|承上页|接上页", piece) for piece in pieces):
        return SUBTOTAL
    if any(CLOSING_WORDS.match(piece) or MONTH_BALANCE.match(piece) for piece in pieces) and started:
        return CLOSING
    return None


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
    if serial.kind == "text" and not serial.text.strip().isdigit() and says_none(summary):
        return True
    money = [sheet.at(row, header.columns[name]) for name in MONEY if name in header.columns]
    return bool(SIGNATURE_WORDS.search(label)) and not any(parse_amount(cell) for cell in money)


def _words_only(label: str) -> str:
    if SIGNATURE_WORDS.search(label) and not NOTE_WORDS.match(label):
        return SIGNATURE
    return NOTE


def _settle_totals(layout: Layout) -> None:
    """A total with entries and another total below it was a subtotal."""
    totals = [row for row, fate in layout.fates.items() if fate == TOTAL]
    lines = [row for row, fate in layout.fates.items() if fate == LINE]
    for earlier, later in pairwise(totals):
        of_month = any(MONTH_TOTAL.fullmatch(piece) for piece in pieces_of(layout.labels[earlier]))
        if any(earlier < row < later for row in lines) or (of_month and earlier != totals[0]):
            layout.fates[earlier] = SUBTOTAL
    for row in [row for row in totals if layout.fates[row] == TOTAL][1:]:
        layout.fates[row] = NOTE  # 总计 under 本月合计: often the opening is in it
        layout.cumulative.add(row)
