"""What each row below the header of a list is: a household, a sum, a note, a signature."""

import re
from dataclasses import dataclass, field

from xiaowei.base.sheets.amounts import parse_amount, says_none
from xiaowei.base.sheets.grid import ERROR as ERROR_CELL
from xiaowei.base.sheets.grid import FORMULA, NUMBER, TEXT, Sheet
from xiaowei.base.sheets.headers import is_counting_row, plain, squeezed
from xiaowei.base.sheets.householdheads import Header, looks_like_name
from xiaowei.base.sheets.issues import BLANK, HEADER, LINE, NOTE, SIGNATURE, SUBTOTAL, TITLE, TOTAL
from xiaowei.base.sheets.sumwords import CAPITALS, NOTE_WORDS, SIGNATURE_WORDS

FIGURES = ("amount", "area", "persons", "quantity")
SILENT = ("note", "id_number", "account", "phone", "amount", "area", "standard", "date", "signature", "address")
SUM = re.compile(
    r"(?P<of>.{0,14}?)(?P<word>小计|页计|合计|总计|共计|累计|总和|总数|总额)(?:数|金额|户数)?(?P<rest>[:：(（\d共].*)?"
)
PART_WORDS = re.compile(r"小计|页计|本页")
WHOLE_OF = re.compile(r"(?:总|全村|全镇|全乡|全县|本村|本镇|本表|共|以上|人民币|金额|户数|大写|[:：])*")
UNLABELLED = "?"


@dataclass(slots=True)
class Layout:
    """Every row with what it is; rows that are sums with the words that say so."""

    fates: dict[int, str] = field(default_factory=dict)
    sums: dict[int, str] = field(default_factory=dict)  # row -> label, `?` for a sum without one


def lay_out(sheet: Sheet, header: Header) -> Layout:
    """Give every row its fate; which of the sums is the total is settled when the amounts are known."""
    layout = Layout()
    for row in range(1, header.rows[0]):
        layout.fates[row] = TITLE if any(not cell.blank for cell in sheet.rows[row - 1]) else BLANK
    layout.fates |= {row: HEADER for row in header.rows}
    words = {plain(text) for text in header.texts if text}
    for row in range(header.rows[-1] + 1, len(sheet.rows) + 1):
        layout.fates[row] = _fate(sheet, header, row, layout, words)
    return layout


def _fate(sheet: Sheet, header: Header, row: int, layout: Layout, words: set[str]) -> str:
    cells = [(col, cell) for col, cell in enumerate(sheet.rows[row - 1], 1) if not cell.blank]
    numbers = {block.get("number") for block in header.blocks}
    if not [col for col, cell in cells if col not in numbers or cell.kind == TEXT]:
        return BLANK  # also a serial number that was written ahead of its household
    if is_counting_row(sheet, row) or (len(cells) > 2 and all(plain(cell.text) in words for _col, cell in cells)):
        return HEADER
    label = _label(sheet, header, row)
    if found := _sum_label(label):
        layout.sums[row] = found
        return TOTAL
    whole = squeezed("|".join(cell.text for _col, cell in cells if cell.kind == TEXT))
    if len(cells) == 1 and cells[0][1].kind == TEXT:
        return _words_only(whole)
    return _other(sheet, header, row, layout, whole)


def _other(sheet: Sheet, header: Header, row: int, layout: Layout, whole: str) -> str:
    names = [sheet.at(row, block["name"]) for block in header.blocks if "name" in block]
    money = [sheet.at(row, block[name]) for block in header.blocks for name in FIGURES if name in block]
    has_money = any(not says_none(cell) for cell in money)
    if any(not cell.blank and cell.kind == TEXT for cell in names):
        said = [squeezed(cell.text) for cell in names if not cell.blank]
        if SIGNATURE_WORDS.search(whole) and not any(looks_like_name(word) for word in said):
            return SIGNATURE
        if has_money or any(looks_like_name(word) for word in said) or _numbered(sheet, header, row):
            return LINE
        return _words_only(whole)
    figures = any(parse_amount(cell) or cell.kind in (FORMULA, ERROR_CELL) for cell in money)
    if not figures or CAPITALS.search(whole):
        return _words_only(whole)
    if _merged_name(sheet, header, row) or _numbered(sheet, header, row):
        return LINE
    layout.sums[row] = UNLABELLED
    return TOTAL


def _numbered(sheet: Sheet, header: Header, row: int) -> bool:
    cells = [sheet.at(row, block.get("number", 0)) for block in header.blocks]
    return any(cell.kind == NUMBER or squeezed(cell.text).isdigit() for cell in cells)


def _merged_name(sheet: Sheet, header: Header, row: int) -> bool:
    """Whether the name stands in a cell merged down from a row above."""
    col = header.columns["name"]
    return any(merge.left <= col <= merge.right and merge.top < row <= merge.bottom for merge in sheet.merges)


def _words_only(whole: str) -> str:
    return SIGNATURE if SIGNATURE_WORDS.search(whole) and not NOTE_WORDS.match(whole) else NOTE


def _label(sheet: Sheet, header: Header, row: int) -> list[str]:
    """The words of a row that could call it a sum: those outside notes, numbers and amounts."""
    silent = {block[name] for block in header.blocks for name in SILENT if name in block}
    cells = [cell for col, cell in enumerate(sheet.rows[row - 1], 1) if col not in silent and cell.kind == TEXT]
    return [squeezed(cell.text) for cell in cells if not cell.blank]


def _sum_label(pieces: list[str]) -> str | None:
    for piece in pieces:
        found = SUM.fullmatch(piece)
        if found and not NOTE_WORDS.match(piece):
            return f"{found['of']}{found['word']}"
    return None


def is_part(label: str) -> bool:
    """Whether a sum's words say that it is a subtotal."""
    return bool(PART_WORDS.search(label))


def is_whole(label: str) -> bool:
    """Whether a sum's words name no part of the list (`合计`, `全村总计`; not `二组合计`)."""
    found = SUM.fullmatch(label)
    return bool(found and not is_part(label) and WHOLE_OF.fullmatch(found["of"]))


def settle(layout: Layout, total: int | None) -> None:
    """Say which sum is the total; the others are subtotals."""
    for row in layout.sums:
        layout.fates[row] = TOTAL if row == total else SUBTOTAL
