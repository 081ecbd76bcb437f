"""Sums and simple arithmetic, for formulas whose result the file does not hold. Anything else stays unknown."""

import re
from collections.abc import Iterator
from decimal import Decimal, DivisionByZero, InvalidOperation

from xiaowei.base.sheets.amounts import amount_in_text
from xiaowei.base.sheets.grid import FORMULA, NUMBER, TEXT, Sheet, column_number

TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|(SUM)(?=\()|(\$?[A-Z]{1,3}\$?\d{1,7})|([-+*/(),:]))", re.IGNORECASE)
DEEPEST = 200
WIDEST = 100_000


class Unknown(Exception):
    """The formula is beyond simple arithmetic."""


def evaluate(sheet: Sheet, row: int, col: int) -> Decimal | None:
    """What the formula in this cell comes to; None when that is not surely known."""
    try:
        return _cell(sheet, row, col, 0)
    except (Unknown, DivisionByZero, InvalidOperation, RecursionError):
        return None


def _cell(sheet: Sheet, row: int, col: int, depth: int) -> Decimal:
    cell = sheet.at(row, col)
    if depth > DEEPEST:
        raise Unknown
    if cell.blank:
        return Decimal(0)
    if cell.kind == NUMBER and isinstance(cell.value, Decimal):
        return cell.value
    if cell.kind == FORMULA:
        return Parser(sheet, str(cell.value), depth + 1).whole()
    # a sum skips text in a workbook, but a person who typed "3,000.00" meant it: not ours to decide
    raise Unknown


class Parser:
    """Recursive descent over + - * / brackets, references and SUM."""

    def __init__(self, sheet: Sheet, formula: str, depth: int) -> None:
        self.sheet, self.depth = sheet, depth
        self.tokens = list(_tokens(formula))
        self.place = 0

    def whole(self) -> Decimal:
        value = self._sum()
        if self.place != len(self.tokens):
            raise Unknown
        return value

    def _next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def _take(self, *wanted: str) -> str:
        token = self._next()
        if token in wanted:
            self.place += 1
            return token
        return ""

    def _sum(self) -> Decimal:
        value = self._product()
        while sign := self._take("+", "-"):
            value = value + self._product() if sign == "+" else value - self._product()
        return value

    def _product(self) -> Decimal:
        value = self._single()
        while sign := self._take("*", "/"):
            value = value * self._single() if sign == "*" else value / self._single()
        return value

    def _single(self) -> Decimal:
        if self._take("-"):
            return -self._single()
        if self._take("("):
            value = self._sum()
            self._need(")")
            return value
        if self._take("SUM"):
            return self._total()
        token = self._next()
        self.place += 1
        if token[:1].isdigit():
            return Decimal(token)
        row, col = _address(token)
        return _cell(self.sheet, row, col, self.depth)

    def _total(self) -> Decimal:
        self._need("(")
        value = self._range()
        while self._take(","):
            value += self._range()
        self._need(")")
        return value

    def _range(self) -> Decimal:
        if self.place + 1 < len(self.tokens) and self.tokens[self.place + 1] == ":":
            (top, left), (bottom, right) = _address(self._next()), _address(self.tokens[self.place + 2])
            self.place += 3
            if (bottom - top + 1) * (right - left + 1) > WIDEST:
                raise Unknown
            return sum((self._summed(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)), Decimal(0))
        return self._sum()

    def _summed(self, row: int, col: int) -> Decimal:
        cell = self.sheet.at(row, col)
        if cell.kind == TEXT and not cell.blank and amount_in_text(cell.text) is None:
            return Decimal(0)
        return _cell(self.sheet, row, col, self.depth)

    def _need(self, token: str) -> None:
        if not self._take(token):
            raise Unknown


def _tokens(formula: str) -> Iterator[str]:
    place = 0
    text = formula.strip().removeprefix("=")
    while place < len(text):
        found = TOKEN.match(text, place)
        if not found:
            raise Unknown
        yield found[0].strip().upper()
        place = found.end()


def _address(token: str) -> tuple[int, int]:
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7})", token)
    if not found:
        raise Unknown
    return int(found[2]), column_number(found[1])
