"""What of a table's cells the public may read: decided by what a column holds, once, when the table is entered."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xiaowei.base import people
from xiaowei.base.masking import FULL_WIDTH, NUMBERS, scrub
from xiaowei.base.money import yuan_grouped
from xiaowei.base.people import Known
from xiaowei.base.sheets.tables import understanding as words
from xiaowei.base.sheets.tables.understanding import Column, Row, Understanding, Value
from xiaowei.benefits.notes import private_words

NEVER = frozenset({words.HOLDS_ID, words.HOLDS_ACCOUNT, words.HOLDS_PHONE})
FIGURES = frozenset({words.HOLDS_MONEY, words.HOLDS_MONTH, words.HOLDS_NUMBER})
WAN = "万元"
TOO_LONG = 10**10  # no figure of a village has eleven digits before the point: a phone or a card in the wrong column
# a header that says people although the reader took the column for plain words
PERSONAL_HEADER = re.compile(
    r"姓名|户主|(?:负责|保管|使用|承包|承租|经手|经办|联系|管护|受益|领取|收款|缴费|责任|代领|证明|享受|法人|法定代表)[人者]|党员|社员|成员$|乙方|对方$"
)
SECRET_HEADER = re.compile(r"身份证|证件号|(?:卡|账|帐)号|电话|手机|联系方式|一卡通|社保卡|存折")


@dataclass(frozen=True)
class Policy:
    """What is known of a table before its cells are read: names, and whether it is about children throughout."""

    known: Known
    children: bool
    day: dt.date
    nameless: bool = False  # the item is published as sums only: nobody is listed


@dataclass(frozen=True)
class Masked:
    """One row as the public reads it, aligned with its columns; `child` when it names somebody under age."""

    group: str
    values: tuple[str, ...]
    child: bool


def holds(column: Column) -> str:
    """What the column holds, the careful way: a header about people or their numbers outweighs what was read."""
    header = "".join(column.header.split())
    if column.holds in NEVER or SECRET_HEADER.search(header):
        return column.holds if column.holds in NEVER else words.HOLDS_ID
    if column.holds == words.HOLDS_TEXT and PERSONAL_HEADER.search(header):
        return words.HOLDS_NAME
    return column.holds


def shown(column: Column, *, nameless: bool = False) -> bool:
    """Whether the public sees the column at all."""
    return holds(column) not in NEVER and not (nameless and holds(column) == words.HOLDS_NAME)


def policy(understanding: Understanding, *, villagers: Iterable[str], day: dt.date, nameless: bool = False) -> Policy:
    """The policy of one table. `villagers` are names of the roster; `day` is the one on which age is counted.

    A villager's name of two characters may be a word of the place (石桥), so it counts only where the table lists it.
    """
    children_all = people.speaks_of_children(understanding.title + understanding.subsidy)
    adults: set[str] = {name for name in villagers if len(name) > 2}
    children: set[str] = set()
    for row in understanding.rows:
        columns = understanding.columns_of(row)
        named = names_of(row, columns)
        (children if children_all or names_a_child(row, columns, day=day) else adults).update(named)
    return Policy(Known(frozenset(adults - children), frozenset(children)), children_all, day, nameless)


def names_of(row: Row, columns: Sequence[Column]) -> frozenset[str]:
    """Everybody a row names in its columns of names."""
    cells = [value.text for column, value in zip(columns, row.values, strict=False) if holds(column) == "name"]
    return frozenset().union(*(people.people_in(text) for text in cells)) if cells else frozenset()


def names_a_child(row: Row, columns: Sequence[Column], *, day: dt.date) -> bool:
    """Whether the row is somebody's under age: by an identity number anywhere in it, or by its own words."""
    if not any(holds(column) == words.HOLDS_NAME for column in columns):
        return False
    texts = [value.text for value in row.values]
    numbers = (found.group() for text in texts for found in NUMBERS.finditer(text.translate(FULL_WIDTH)))
    if any(people.child_on(number, day) for number in numbers):
        return True
    headers = "".join(column.header for column in columns if holds(column) == words.HOLDS_NAME)
    return people.speaks_of_children("".join([row.group, headers, *texts]))


def masked(row: Row, columns: Sequence[Column], *, by: Policy) -> Masked:
    """The row as the public reads it."""
    child = by.children or names_a_child(row, columns, day=by.day)
    personal = bool(names_of(row, columns)) or _runs_a_business(row, columns)
    values = tuple(
        _cell(value, column, by=by, child=child, personal=personal)
        for column, value in zip(columns, row.values, strict=False)
    )
    return Masked(people.free_text(row.group, known=by.known), values, child)


def own_village(values: Sequence[str], columns: Sequence[str], public: Sequence[str], *, child: bool) -> list[str]:
    """The row as the village's own bound households read it where a 公示 asks for names: `columns` say what each holds.

    Numbers stay out, and so does whoever is under age.
    """
    return [
        scrub(text) if kind == words.HOLDS_NAME and not child else seen
        for text, kind, seen in zip(values, columns, public, strict=False)
    ]


def header(column: Column, *, by: Policy) -> str:
    """The heading of a column as the public reads it."""
    return people.free_text(re.sub(r"\s+(?=[（(])", "", " ".join(column.header.split())), known=by.known)[:80]


def money(fen: int, unit: str | None) -> str:
    """An amount in its column's own unit: `12,300.00`, or `34.2` where it counts in 万元."""
    if unit != WAN:
        return yuan_grouped(fen)
    wan = (Decimal(fen) / 1_000_000).normalize()
    return f"{wan:,f}".replace("-", "−")


def _cell(value: Value, column: Column, *, by: Policy, child: bool, personal: bool) -> str:
    kind, text = holds(column), value.text.strip()
    if not text or not shown(column, nameless=by.nameless):
        return ""
    if kind in FIGURES:
        return _figure(value, column, by=by)
    if kind == words.HOLDS_NAME:
        # the surname of a name that a longer word hides is enough: names of the table are masked first
        return people.free_text(people.name_cell(text, child=child), known=by.known)[:200]
    if any(word in text for word in private_words()) and (personal or by.known.spans(text)):
        return ""
    return people.free_text(text, known=by.known)[:1000]


def _runs_a_business(row: Row, columns: Sequence[Column]) -> bool:
    # 李丁卯农场 is called by its name, and what is said beside it is said of 李丁卯 all the same
    cells = (value.text for column, value in zip(columns, row.values, strict=False) if holds(column) == "name")
    return any(people.begins_with_surname(people.plain(text)) for text in cells)


def _figure(value: Value, column: Column, *, by: Policy) -> str:
    if value.fen is not None:
        return money(value.fen, column.unit) if abs(value.fen) < TOO_LONG * 100 else ""
    if value.number is not None and abs(value.number) >= TOO_LONG:
        return ""
    return people.free_text(value.text.strip(), known=by.known)[:60]
