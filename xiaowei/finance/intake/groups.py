"""Entries that only add up what follows them: 一、经营收入 above 1. and 2."""

import re

from xiaowei.base.sheets.headers import squeezed
from xiaowei.base.sheets.ledgersides import SIDES
from xiaowei.finance.intake.understanding import Line

GROUP = re.compile(r"(?:[一二三四五六七八九十]+|\([一二三四五六七八九十]+\))[、..]?")
GROUP_START = re.compile(r"[一二三四五六七八九十]{1,2}[、..]|\([一二三四五六七八九十]{1,2}\)")


def group_heads(lines: list[Line]) -> set[int]:
    """The rows of entries that are the sum of the entries up to the next such one."""
    heads = [place for place, line in enumerate(lines) if _named(line)]
    found = set()
    for head, following in zip(heads, [*heads[1:], len(lines)], strict=False):
        members = lines[head + 1 : following]
        whole = [getattr(lines[head], side) or 0 for side in SIDES]
        parts = [sum(getattr(line, side) or 0 for line in members) for side in SIDES]
        if members and any(whole) and all(own in (0, part) for own, part in zip(whole, parts, strict=True)):
            found.add(lines[head].row)
    return found


def _named(line: Line) -> bool:
    number = squeezed(line.number)
    return bool(GROUP.fullmatch(number) or GROUP_START.match(number) or GROUP_START.match(squeezed(line.summary)))
