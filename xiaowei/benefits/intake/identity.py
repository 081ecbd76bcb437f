"""Identity numbers of a whole list: whether each can be true, in a time that does not grow with what repeats."""

import re

from xiaowei.base.idnumbers import CHECKS, WEIGHTS
from xiaowei.base.sheets.grid import NUMBER, Cell

PLAIN = re.compile(r"[0-9]{17}[0-9X]")
STARRED = re.compile(r"[0-9]{0,14}[*＊X×●•·#?_~-]{2,}[0-9*＊X×●•]*|\*+")  # however the office covers the middle
POWER = re.compile(r"\d(?:\.\d+)?E\+?\d+")
SAFE_DIGITS = 15  # what a workbook keeps of a number
FINE, EMPTY, SHORT, WRONG, DAMAGED, OLD, OTHER = "fine", "empty", "short", "wrong", "damaged", "old", "other"


class Identities:
    """Looks at one number after another; the parts of a number that repeat are weighed once."""

    def __init__(self) -> None:
        self._areas: dict[str, int] = {}
        self._days: dict[str, int] = {}

    def state(self, number: str, cell: Cell) -> str:
        """What can be said of a number as written, upper case and without blanks."""
        if not number:
            return EMPTY
        if cell.kind == NUMBER:
            return DAMAGED if len(number) > SAFE_DIGITS else SHORT
        if len(number) == 18 and PLAIN.fullmatch(number):
            return FINE if self.valid(number) else WRONG
        if STARRED.fullmatch(number):
            return FINE
        if POWER.fullmatch(number):
            return DAMAGED
        if number.isdigit():
            return OLD if len(number) == 15 else SHORT
        if re.fullmatch(r"[0-9]+X", number):
            return SHORT
        return OTHER if not re.search(r"\d{6}", number) else SHORT if len(number) != 18 else WRONG

    def valid(self, number: str) -> bool:
        """Whether the last character of a whole number is the one that the others give (GB 11643)."""
        area, day = number[:6], number[6:14]
        one = self._areas.get(area)
        if one is None:
            one = self._areas[area] = _weighed(area, 0)
        two = self._days.get(day)
        if two is None:
            two = self._days[day] = _weighed(day, 6)
        three = int(number[14]) * WEIGHTS[14] + int(number[15]) * WEIGHTS[15] + int(number[16]) * WEIGHTS[16]
        return CHECKS[(one + two + three) % 11] == number[17]


def _weighed(digits: str, start: int) -> int:
    return sum(int(digit) * WEIGHTS[start + place] for place, digit in enumerate(digits))
