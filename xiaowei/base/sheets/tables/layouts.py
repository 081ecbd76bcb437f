"""The columns of a table: what each holds, told by its field, else by what is written in it; and in which unit."""

import re
import unicodedata
from collections.abc import Callable

from xiaowei.base.sheets.amounts import WAN, YUAN, parse_amount
from xiaowei.base.sheets.grid import NUMBER, TEXT, Cell, Sheet
from xiaowei.base.sheets.tables.headfields import Holdings
from xiaowei.base.sheets.tables.heads import Head, unit_of
from xiaowei.base.sheets.tables.understanding import (
    HOLDS_ACCOUNT,
    HOLDS_ID,
    HOLDS_MARK,
    HOLDS_MONEY,
    HOLDS_MONTH,
    HOLDS_NAME,
    HOLDS_NUMBER,
    HOLDS_PHONE,
    HOLDS_TEXT,
    Column,
)
from xiaowei.base.sheets.tables.words import squeezed

PERSONAL = (
    (HOLDS_ID, re.compile(r"[\d*X]{17}[\dX*]|\d{6}\*+\d{0,3}[\dX]")),
    (HOLDS_PHONE, re.compile(r"1[\d*]{10}")),
    (HOLDS_ACCOUNT, re.compile(r"\d[\d*]{14,18}")),
)
NAME = re.compile(r"[一-鿿·•*＊○〇某]{2,4}")
NO_NAME = re.compile(
    r"(?:村|镇|乡|县|组|社区|计|项目|工程|[是否有无]|[一二三四五]类|.级|地|田|塘|房|路|站|厂|场|用|租|置|好|成|过)$"
)
MARKS = frozenset("√✓✔☑○●×✕是否有无") | {"已", "未"}
LOOKED_AT = 200
SHARE = 0.6
AREA_UNIT = re.compile(r"单位\s*[:：]?[^|]*?(万亩|亩|公顷|平方米)")


def columns_of(sheet: Sheet, head: Head, *, unit: str | None, area_unit: str | None) -> tuple[Column, ...]:
    """The columns of a table that have a header or hold something; of lists side by side, those of the first."""
    holdings = Holdings(sheet, head.rows[-1])
    width = head.width
    columns = []
    for col, (path, name) in enumerate(zip(head.paths[:width], head.fields[:width], strict=True), 1):
        figures, words, _none = holdings.of(col)
        if not path and not figures and not words:
            continue
        holds = _holds(sheet, head, col, name, figures, words)
        header = " ".join(dict.fromkeys(path))
        usual = unit or (_written_unit(sheet, head, col) if holds in (HOLDS_MONEY, HOLDS_MONTH) else None)
        columns.append(Column(col, header, name, holds, _unit(path, name, holds, usual, area_unit)))
    return tuple(columns)


def _holds(sheet: Sheet, head: Head, col: int, name: str, figures: int, words: int) -> str:
    known = head.kind.holds.get(name)
    if known:
        return known
    written = [squeezed(cell.text) for cell in _below(sheet, head, col)]
    for what, pattern in PERSONAL:
        if _most(written, pattern.fullmatch):
            return what
    if not name and figures > words:
        return HOLDS_NUMBER
    if _most(written, lambda text: text in MARKS):
        return HOLDS_MARK
    if not name and _most(
        written, lambda text: bool(NAME.fullmatch(text)) and not NO_NAME.search(text) and len(text) < 4
    ):
        return HOLDS_NAME
    return HOLDS_TEXT


def _written_unit(sheet: Sheet, head: Head, col: int) -> str | None:
    """万元 where nothing above the column names a unit and nearly all of its cells do."""
    amounts = [amount for cell in _below(sheet, head, col) if (amount := parse_amount(cell))]
    wan = [amount for amount in amounts if amount.unit == WAN]
    return WAN if wan and len(wan) >= 0.9 * len(amounts) else None


def _below(sheet: Sheet, head: Head, col: int) -> list[Cell]:
    rows = range(head.rows[-1] + 1, min(len(sheet.rows), head.rows[-1] + LOOKED_AT) + 1)
    return [cell for row in rows if (cell := sheet.at(row, col)).kind in (TEXT, NUMBER) and not cell.blank]


def _most(written: list[str], fits: Callable[[str], object]) -> bool:
    good = sum(1 for text in written if fits(text))
    return good >= 2 and good >= SHARE * len(written)


def _unit(path: tuple[str, ...], name: str, holds: str, unit: str | None, area_unit: str | None) -> str | None:
    told = unit_of(path)
    if holds in (HOLDS_MONEY, HOLDS_MONTH):
        if name in ("standard", "price", "base"):
            return told or YUAN
        return (WAN if told.startswith(WAN) else YUAN) if told and told.startswith((WAN, YUAN)) else unit or YUAN
    if name == "area":
        return told if told in ("万亩", "亩", "公顷", "平方米", "㎡") else area_unit or "亩"
    if name == "km":
        return told or ("公里" if not re.search(r"[(:]m\)?|米", squeezed("".join(path))) else "米")
    return told


def area_unit_in(texts: list[str]) -> str | None:
    """The unit of areas that a line above the table names: 单位：万亩、元."""
    for text in texts:
        if found := AREA_UNIT.search(unicodedata.normalize("NFKC", text)):
            return found[1]
    return None
