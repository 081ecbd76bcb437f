"""The words of a spreadsheet formula, and a formula moved to another cell."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from xiaowei.base.sheets.grid import Spot, column_name, column_number

NUMBER_TOKEN, STRING, NAME, PLACE, SIGN, NONSENSE = "number", "string", "name", "place", "sign", "nonsense"
SHEET = r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<bare>[\w.]+))!"
TOKEN = re.compile(
    rf"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[Ee][+-]?\d{{1,2}})?|\.\d+)(?![\w(])|\"(?P<string>(?:[^\"]|\"\")*)\""
    rf"|(?P<name>[A-Za-z][A-Za-z.]*)(?=\()|(?:{SHEET})?(?P<place>\$?[A-Za-z]{{1,3}}\$?\d{{1,7}})(?![\w(.!])"
    rf"|(?P<sign><=|>=|<>|[-+*/(),:%<>=]))"
)
PLACE_FORM = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d{1,7})")
MOVED = re.compile(
    r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')+'!|(?<![\w.$])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(.!])", re.IGNORECASE
)
FULL_WIDTH = str.maketrans("（），：＋－＊／＝＜＞％", "(),:+-*/=<>%")


class Token(NamedTuple):
    kind: str
    text: str
    sheet: str = ""  # of a place in another sheet


def tokens(formula: str) -> Iterator[Token]:
    """The words of a formula; a last one of kind `nonsense` where it is not read further."""
    place = 0
    text = formula.strip().removeprefix("=")
    while place < len(text):
        found = TOKEN.match(text, place)
        if not found:
            if text[place:].strip():
                yield Token(NONSENSE, text[place:])
            return
        place = found.end()
        kind = found.lastgroup or NONSENSE
        if kind == PLACE:
            sheet = (found["quoted"] or "").replace("''", "'") or found["bare"] or ""
            yield Token(PLACE, found["place"].upper(), sheet)
        elif kind == STRING:
            yield Token(STRING, found["string"].replace('""', '"'))
        else:
            yield Token(kind, found[kind].upper())


def address(token: str) -> Spot:
    """`$B$12` as row 12 and column 2; a place that is none as row 0, which is blank."""
    found = PLACE_FORM.fullmatch(token)
    return (int(found[4]), column_number(found[2])) if found else (0, 0)


def shifted(formula: str, rows: int, cols: int) -> str:
    """A formula as it reads when copied that many rows down and columns to the right; `$` holds a place."""

    def moved(found: re.Match[str]) -> str:
        if not found[4]:
            return found[0]
        col = column_number(found[2].upper()) + (0 if found[1] else cols)
        row = int(found[4]) + (0 if found[3] else rows)
        if col < 1 or row < 1:
            return "#REF!"
        return f"{found[1]}{column_name(col)}{found[3]}{row}"

    return MOVED.sub(moved, formula)
