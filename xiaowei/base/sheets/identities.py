"""Identity numbers that a spreadsheet's number format damaged: told as a fact of the cell, never repaired by a guess.

A workbook keeps 15 digits of a number. An identity number of 18 digits, typed as a number, has lost its last three;
what is left is rounded, so that even the digits before them may be others.
"""

import re
import unicodedata
from decimal import Decimal

from xiaowei.base import idnumbers
from xiaowei.base.sheets.grid import NUMBER, TEXT, Cell

LOST, SHOWN_SHORT, ROUNDED = "lost", "shown_short", "rounded"
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?1[4-9]")
ENDING = re.compile(r"\d{15}000")
EXACT = 10**15  # numbers below it are kept whole


def damage(cell: Cell) -> str:
    """What became of a long number in this cell; empty when nothing did.

    `lost`: kept as a number of more than 15 digits, the last ones are gone. `shown_short`: only the text 9.9E+17 is
    left. `rounded`: a text whose last three digits are zeros and whose check digit is wrong, as a column looks that
    was turned from numbers into text too late.
    """
    if cell.kind == NUMBER and isinstance(cell.value, Decimal):
        return LOST if abs(cell.value) >= EXACT else ""
    if cell.kind != TEXT:
        return ""
    plain = "".join(unicodedata.normalize("NFKC", cell.text).split()).lstrip("'`").removesuffix(".0")
    if SCIENTIFIC.fullmatch(plain):
        return SHOWN_SHORT
    return ROUNDED if ENDING.fullmatch(plain) and not idnumbers.is_valid(plain) else ""


def written(cell: Cell) -> str:
    """The number as it stands in the cell, half-width, without blanks, hyphens between digits, a leading quote."""
    plain = "".join(unicodedata.normalize("NFKC", cell.text).split()).upper().lstrip("'`\"=").rstrip('"')
    return re.sub(r"(?<=\d)-(?=[\dX])", "", plain)
