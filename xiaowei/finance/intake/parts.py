"""其中: a row that is a part of the one above it. Its amount counts only where the parts make up that whole."""

from dataclasses import replace
from itertools import takewhile

from xiaowei.base.sheets.grid import TEXT
from xiaowei.base.sheets.issues import HEADER, LINE, NOTE, SUBTOTAL, TOTAL
from xiaowei.base.sheets.ledgersides import SIDES
from xiaowei.base.sheets.sumwords import PART
from xiaowei.finance.intake.reading import Reading

HEAD = "head"  # an entry that adds up those below it: held against nothing, for it is found by fitting
INDENTED = (" ", "\u3000", "\t", "\xa0")
Amounts = dict[str, int]


def settle(reading: Reading, side: str, marks: dict[int, str], fates: dict[int, str]) -> None:
    """Give every 其中 row and the row it divides their marks: an entry, a sum of entries, or a note. Changes both.

    Below a sum (本期收入 30,000) the parts are its entries when they come to it and nothing above does. Below an entry
    they replace it when they come to it and are plainly parts: indented, or without a number where it has one.
    """
    quiet = replace(reading, issues=[], uncached={}, columns=dict(reading.columns))  # looked at here, doubted later
    for row in [row for row, mark in marks.items() if mark == PART]:
        if marks[row] == PART:
            _settle_one(quiet, row, side, marks, fates)


def _settle_one(reading: Reading, row: int, side: str, marks: dict[int, str], fates: dict[int, str]) -> None:
    above = [one for one in sorted(marks) if one < row and marks[one] != NOTE]
    head = next((one for one in reversed(above) if marks[one] != HEADER), None)
    later = [one for one in sorted(marks) if one > row]
    members = [row]
    for one in later:
        if marks[one] not in (LINE, PART):
            break
        members.append(one)
    taken: list[int] = []
    rest = [row]
    whole = _whole(reading, head, side, marks) if head else {}
    if head and whole and marks[head] == TOTAL:
        before = [one for one in above if marks[one] == LINE and one > _last_sum(above, head, marks)]
        if _sum(reading, members, side) == whole and _sum(reading, before, side) != whole:
            taken = members
    elif head and whole and marks[head] == LINE:
        plain = list(takewhile(lambda one: _is_part(reading, head, one, marks), members))
        found = next((upto for upto in range(2, len(plain) + 1) if _sum(reading, plain[:upto], side) == whole), 0)
        if taken := plain[:found]:
            marks[head] = HEAD
        elif all(fen <= whole.get(name, 0) for name, fen in _sum(reading, plain, side).items()):
            rest = plain  # some of the parts, told for the reader: the whole counts
    for one in taken or rest:
        marks[one] = LINE if taken else NOTE
        if not side or taken:  # in a row of two halves the other one may hold an entry
            fates[one] = marks[one]


def _last_sum(above: list[int], head: int, marks: dict[int, str]) -> int:
    return max((one for one in above if one < head and marks[one] in (TOTAL, SUBTOTAL)), default=0)


def _whole(reading: Reading, head: int, side: str, marks: dict[int, str]) -> Amounts:
    found = reading.sums(head) if marks[head] == TOTAL else _entry(reading, head, side)
    return {name: fen for name, fen in found.items() if name in SIDES and fen}


def _sum(reading: Reading, rows: list[int], side: str) -> Amounts:
    total: Amounts = {}
    for row in rows:
        for name, fen in _entry(reading, row, side).items():
            total[name] = total.get(name, 0) + fen
    return total


def _entry(reading: Reading, row: int, side: str) -> Amounts:
    line = reading.line(row)
    found = {name: getattr(line, name) for name in ((side,) if side else SIDES)}
    return {name: fen for name, fen in found.items() if fen}


def _is_part(reading: Reading, head: int, row: int, marks: dict[int, str]) -> bool:
    """Whether the row is written as a part of the head: 其中, indented, or not numbered as it is."""
    if marks[row] == PART or (_indented(reading, row) and not _indented(reading, head)):
        return True
    return bool(reading.text(head, "number")) and not reading.text(row, "number")


def _indented(reading: Reading, row: int) -> bool:
    cell = reading.cell(row, "summary")
    return cell.kind == TEXT and str(cell.value).startswith(INDENTED)
