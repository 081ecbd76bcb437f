"""A list typed or pasted as a small table: its columns, which of them name people, and what is never kept. Pure.

What headers say is data (`data/text_lists.json`), confirmed by what the columns hold.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext as _

from xiaowei.base.masking import findings
from xiaowei.base.people import is_organisation, plain
from xiaowei.base.refusals import Invalid
from xiaowei.base.surnames import COMPOUND, SINGLE

MOST_ROWS, MOST_COLUMNS, LONGEST = 500, 10, 100
NAME, TEXT = "name", "text"
ENOUGH = 0.6  # of the filled cells: then a column is of names, or of numbers, whatever is written above it
EVEN = re.compile(r"\t|[|｜]|[,，](?=\S)|\s{2,}|　+")
RULE = re.compile(r"^[\s|:：-]+$")  # of a Markdown table


@dataclass(frozen=True)
class Column:
    """One column: what stands above it, and whether it names people."""

    name: str
    holds: str


@dataclass(frozen=True)
class Listed:
    """A list as it is kept. `dropped` are columns of numbers that belong to people: never published, so never kept."""

    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    dropped: tuple[str, ...] = ()


def read(text: str) -> Listed:
    """The list in pasted lines; fields by tab, bar, comma or wide blanks. Raises Invalid, naming the limit."""
    lines = [_cells(line) for line in text.split("\n") if line.strip() and not RULE.fullmatch(line)]
    if not lines:
        return Listed()
    wide = max(len(line) for line in lines)
    if wide > MOST_COLUMNS:
        raise Invalid(_("名单有 %(n)d 列，最多 %(most)d 列。请只留要公开的列。"), n=wide, most=MOST_COLUMNS)
    rows = [[*line, *[""] * (wide - len(line))] for line in lines]
    heads = rows.pop(0) if _is_head(rows[0]) else [_("第 %(n)d 列") % {"n": n} for n in range(1, wide + 1)]
    if len(rows) > MOST_ROWS:
        raise Invalid(_("名单有 %(n)d 行，最多 %(most)d 行。更长的名单请做成表格上传。"), n=len(rows), most=MOST_ROWS)
    long = next((n for n, row in enumerate(rows, start=1) if any(len(cell) > LONGEST for cell in row)), 0)
    if long:
        raise Invalid(_("名单第 %(n)d 行有一格超过 %(most)d 个字。请改短。"), n=long, most=LONGEST)
    return _sorted_out(heads, rows)


def spelt(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The list as it can be typed again, with tabs."""
    return "\n".join("\t".join(row) for row in [columns, *rows]) if columns else ""


def _sorted_out(heads: list[str], rows: list[list[str]]) -> Listed:
    filled = {at: [row[at] for row in rows if row[at]] for at in range(len(heads))}
    numbers = [at for at, head in enumerate(heads) if _told(head, _heads("number")) or _mostly(filled[at], _is_number)]
    kept = [at for at in range(len(heads)) if at not in numbers]
    named = {at for at in kept if _told(heads[at], _heads("name")) or _mostly(filled[at], _is_name)}
    columns = tuple(Column(heads[at], NAME if at in named else TEXT) for at in kept)
    return Listed(columns, tuple(tuple(row[at] for at in kept) for row in rows), tuple(heads[at] for at in numbers))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in EVEN.split(line.strip().strip("|｜"))]


def _is_head(cells: list[str]) -> bool:
    return any(_told(cell, _heads("name", "number", "other")) for cell in cells)


def _told(head: str, words: Sequence[str]) -> bool:
    bare = plain(head)
    return len(bare) <= 12 and any(word in bare for word in words)


def _mostly(cells: list[str], is_one: object) -> bool:
    return bool(cells) and sum(map(is_one, cells)) >= ENOUGH * len(cells)  # type: ignore[call-overload]


def _is_name(cell: str) -> bool:
    bare = plain(cell)
    return 2 <= len(bare) <= 4 and (bare[0] in SINGLE or bare[:2] in COMPOUND) and not is_organisation(bare)


def _is_number(cell: str) -> bool:
    return any(finding.kind != "name" for finding in findings(cell))


@cache
def _heads(*kinds: str) -> tuple[str, ...]:
    shipped = json.loads(files("xiaowei.disclosure").joinpath("data/text_lists.json").read_text("utf-8"))
    return tuple(word for kind in kinds for word in shipped[kind])
