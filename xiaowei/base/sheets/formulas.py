"""Sums and simple arithmetic, for formulas whose result the file does not hold. Anything else stays unknown.

`evaluate` gives what a cell's formula comes to, `contradictions` the cells whose stored result is another.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, DecimalException, localcontext

from xiaowei.base.sheets.amounts import amount_in_text
from xiaowei.base.sheets.formulawords import NAME, NUMBER_TOKEN, PLACE, STRING, Token, address, shifted, tokens
from xiaowei.base.sheets.grid import FORMULA, NUMBER, TEXT, Cell, Sheet, Spot

__all__ = ["Contradiction", "contradiction", "contradictions", "evaluate", "shifted"]

DEEPEST = 40  # formulas within formulas before the inner one is worked out by itself first
NESTED = 60  # brackets within brackets
WIDEST = 100_000
CENT = Decimal("0.005")  # a stored result is what the sheet shows, to the fen
Answer = Decimal | str | bool


class Unknown(Exception):
    """The formula is beyond simple arithmetic."""


class Deep(Exception):
    """Another formula must be worked out first."""

    def __init__(self, sheet: Sheet, spot: Spot) -> None:
        self.sheet, self.spot = sheet, spot


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A cell whose stored result is not what its formula comes to: the file was changed without being worked out."""

    row: int
    col: int
    stored: Decimal
    computed: Decimal


def evaluate(sheet: Sheet, row: int, col: int) -> Decimal | None:
    """What the formula in this cell comes to; None when that is not surely known. Remembered in `sheet.computed`."""
    waiting: list[tuple[Sheet, Spot]] = [(sheet, (row, col))]
    while waiting:
        where, spot = waiting[-1]
        try:
            where.computed[spot] = _result(where, spot)
            waiting.pop()
        except Deep as deep:
            if any(deep.sheet is other and deep.spot == place for other, place in waiting):
                where.computed[spot] = None  # it names itself
                waiting.pop()
            else:
                waiting.append((deep.sheet, deep.spot))
        except (Unknown, DecimalException, RecursionError):
            where.computed[spot] = None
            waiting.pop()
    return sheet.computed.get((row, col))


def contradictions(sheet: Sheet) -> list[Contradiction]:
    """Every cell of the sheet whose stored result its own formula does not give; what cannot be told is none."""
    found = (contradiction(sheet, row, col) for row, col in sorted(sheet.formulas))
    return [one for one in found if one is not None]


def contradiction(sheet: Sheet, row: int, col: int) -> Contradiction | None:
    """What the formula of a cell says against its stored result; None where they agree or it cannot be told."""
    cell = sheet.at(row, col)
    if (row, col) not in sheet.formulas or not isinstance(cell.value, Decimal):
        return None
    try:
        with localcontext(prec=28):
            computed = _whole(sheet, sheet.formulas[row, col], 1)
    except (Unknown, Deep, DecimalException, RecursionError):
        return None
    near = abs(computed - cell.value) <= max(CENT, abs(cell.value) * Decimal("1e-9"))
    return None if near else Contradiction(row, col, cell.value, computed)


def _result(sheet: Sheet, spot: Spot) -> Decimal | None:
    if spot in sheet.computed:
        return sheet.computed[spot]
    cell = sheet.at(*spot)
    with localcontext(prec=28):
        return _whole(sheet, str(cell.value), 1) if cell.kind == FORMULA else _number(sheet, *spot, 0)


def _whole(sheet: Sheet, formula: str, depth: int) -> Decimal:
    value = Parser(sheet, formula, depth).whole()
    if isinstance(value, bool | str):
        raise Unknown
    return value


def _number(sheet: Sheet, row: int, col: int, depth: int) -> Decimal:
    cell = sheet.at(row, col)
    if cell.blank:
        return Decimal(0)
    if cell.kind == NUMBER and isinstance(cell.value, Decimal):
        return cell.value
    if cell.kind == FORMULA:
        if (row, col) in sheet.computed:
            known = sheet.computed[row, col]
            if known is None:
                raise Unknown
            return known
        if depth > DEEPEST:
            raise Deep(sheet, (row, col))
        return _whole(sheet, str(cell.value), depth + 1)
    # a sum skips text in a workbook, but a person who typed "3,000.00" meant it: not ours to decide
    raise Unknown


class Parser:
    """Recursive descent over comparison, + - * / brackets, references and a few functions."""

    def __init__(self, sheet: Sheet, formula: str, depth: int) -> None:
        self.sheet, self.depth = sheet, depth
        self.tokens: list[Token] = list(tokens(formula))
        if not self.tokens:
            raise Unknown
        self.place = 0
        self.nested = 0

    def whole(self) -> Answer:
        value = self._compared()
        if self.place != len(self.tokens):
            raise Unknown
        return value

    def _next(self) -> str:
        return self.tokens[self.place].text if self.place < len(self.tokens) else ""

    def _take(self, *wanted: str) -> str:
        token = self._next()
        if token in wanted and self.tokens[self.place].kind != STRING:
            self.place += 1
            return token
        return ""

    def _need(self, token: str) -> None:
        if not self._take(token):
            raise Unknown

    def _compared(self) -> Answer:
        self.nested += 1
        if self.nested > NESTED:
            raise Unknown
        value = self._sum()
        if sign := self._take("=", "<>", "<=", ">=", "<", ">"):
            value = _compare(sign, value, self._sum())
        self.nested -= 1
        return value

    def _sum(self) -> Answer:
        value = self._product()
        while sign := self._take("+", "-"):
            right = _figure(self._product())
            value = _figure(value) + right if sign == "+" else _figure(value) - right
        return value

    def _product(self) -> Answer:
        value = self._signed()
        while sign := self._take("*", "/"):
            right = _figure(self._signed())
            value = _figure(value) * right if sign == "*" else _figure(value) / right
        return value

    def _signed(self) -> Answer:
        if self._take("-"):
            return -_figure(self._signed())
        if self._take("+"):
            return _figure(self._signed())
        value = self._single()
        while self._take("%"):
            value = _figure(value) / 100
        return value

    def _single(self) -> Answer:
        if self._take("("):
            value = self._compared()
            self._need(")")
            return value
        if self.place >= len(self.tokens):
            raise Unknown
        token = self.tokens[self.place]
        self.place += 1
        if token.kind == NUMBER_TOKEN:
            return Decimal(token.text)
        if token.kind == STRING:
            return token.text
        if token.kind == NAME:
            return self._function(token.text)
        if token.kind == PLACE:
            return self._cell(token)
        raise Unknown

    def _cell(self, token: Token) -> Answer:
        sheet, (row, col) = self._sheet(token), address(token.text)
        cell = sheet.at(row, col)
        if cell.kind == TEXT and not cell.blank:
            return cell.text  # words may be compared; counting with them is refused
        return _number(sheet, row, col, self.depth)

    def _sheet(self, token: Token) -> Sheet:
        if not token.sheet:
            return self.sheet
        if token.sheet not in self.sheet.siblings:
            raise Unknown
        return self.sheet.siblings[token.sheet]

    def _function(self, name: str) -> Answer:
        self._need("(")
        if name == "IF":
            return self._if()
        if name in ("SUM", "AVERAGE", "MAX", "MIN", "COUNT", "SUBTOTAL"):
            return self._over_many(name)
        if name not in SINGLE:
            raise Unknown
        values = [_figure(self._compared())]
        while self._take(","):
            values.append(_figure(self._compared()))
        self._need(")")
        return SINGLE[name](values)

    def _if(self) -> Answer:
        condition = self._compared()
        self._need(",")
        then = self._skipping()
        other = self._skipping() if self._take(",") else False
        self._need(")")
        chosen = then if (condition if isinstance(condition, bool) else _figure(condition) != 0) else other
        if isinstance(chosen, Unknown | Deep):
            raise chosen
        return chosen

    def _skipping(self) -> "Answer | Unknown | Deep":
        """One branch; what goes wrong in it matters only when it is the one that is taken."""
        start = self.place
        try:
            return self._compared()
        except (Unknown, Deep, DecimalException) as trouble:
            self.place = start
            self._pass_over()
            return trouble if isinstance(trouble, Unknown | Deep) else Unknown()

    def _pass_over(self) -> None:
        level = 0
        while self.place < len(self.tokens):
            token = self.tokens[self.place]
            if token.kind not in (STRING, PLACE, NAME, NUMBER_TOKEN):
                if level == 0 and token.text in (",", ")"):
                    return
                level += {"(": 1, ")": -1}.get(token.text, 0)
            self.place += 1

    def _over_many(self, name: str) -> Decimal:
        if name == "SUBTOTAL":
            if _figure(self._compared()) not in (9, 109):
                raise Unknown
            self._need(",")
        values = list(self._listed())
        while self._take(","):
            values += self._listed()
        self._need(")")
        if name in ("SUM", "SUBTOTAL"):
            return sum(values, Decimal(0))
        if name == "COUNT":
            return Decimal(len(values))
        if not values:
            raise Unknown
        if name == "AVERAGE":
            return sum(values, Decimal(0)) / len(values)
        return max(values) if name == "MAX" else min(values)

    def _listed(self) -> Iterator[Decimal]:
        if self.place + 2 < len(self.tokens) and self.tokens[self.place + 1].text == ":":
            first, last = self.tokens[self.place], self.tokens[self.place + 2]
            self.place += 3
            yield from self._range(self._sheet(first), address(first.text), address(last.text))
        elif self.place < len(self.tokens) and self.tokens[self.place].kind == PLACE and self._ends_after():
            token = self.tokens[self.place]
            self.place += 1
            yield from self._range(self._sheet(token), address(token.text), address(token.text))
        else:
            yield _figure(self._compared())

    def _ends_after(self) -> bool:
        return self.place + 1 < len(self.tokens) and self.tokens[self.place + 1].text in (",", ")")

    def _range(self, sheet: Sheet, one: Spot, other: Spot) -> Iterator[Decimal]:
        top, bottom = sorted((one[0], other[0]))
        left, right = sorted((one[1], other[1]))
        bottom = min(bottom, len(sheet.rows))
        right = min(right, sheet.width)
        if (bottom - top + 1) * (right - left + 1) > WIDEST:
            raise Unknown
        for row in range(top, bottom + 1):
            for col in range(left, right + 1):
                cell = sheet.at(row, col)
                if cell.blank or not _counts(cell):
                    continue
                yield _number(sheet, row, col, self.depth)


def _counts(cell: Cell) -> bool:
    """Whether a sum takes the cell: words are passed over, but for those that a person meant as a number."""
    return cell.kind != TEXT or amount_in_text(cell.text) is not None


def _figure(value: Answer) -> Decimal:
    if isinstance(value, bool | str):
        raise Unknown
    return value


def _compare(sign: str, left: Answer, right: Answer) -> bool:
    # an empty cell compared with "" is a blank, which reads as zero here
    if (isinstance(left, str) and isinstance(right, Decimal)) or (isinstance(left, Decimal) and isinstance(right, str)):
        words = left if isinstance(left, str) else right
        figure = left if isinstance(left, Decimal) else right
        if words == "" and sign in ("=", "<>"):
            same = figure == 0
            return same if sign == "=" else not same
        raise Unknown
    if isinstance(left, bool) or isinstance(right, bool):
        raise Unknown
    if sign in ("=", "<>"):
        return (left == right) is (sign == "=")
    if isinstance(left, str) or isinstance(right, str):
        raise Unknown
    return {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[sign]


def _rounded(values: list[Decimal], how: str) -> Decimal:
    if len(values) > 2:
        raise Unknown
    places = int(values[1]) if len(values) == 2 else 0
    if not -12 <= places <= 12:
        raise Unknown
    return values[0].quantize(Decimal(1).scaleb(-places), how) + 0


def _one(values: list[Decimal]) -> Decimal:
    if len(values) != 1:
        raise Unknown
    return values[0]


def _multiplied(values: list[Decimal]) -> Decimal:
    product = Decimal(1)
    for value in values:
        product *= value
    return product


SINGLE: dict[str, Callable[[list[Decimal]], Decimal]] = {
    "ROUND": lambda v: _rounded(v, ROUND_HALF_UP),
    "ROUNDUP": lambda v: _rounded(v, ROUND_UP),
    "ROUNDDOWN": lambda v: _rounded(v, ROUND_DOWN),
    "ABS": lambda v: abs(_one(v)),
    "PRODUCT": _multiplied,
    "N": _one,
}
