"""Which row is the header and which column means what; the words are data (data/headers.json)."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from xiaowei.base.sheets.amounts import parse_amount, says_none
from xiaowei.base.sheets.grid import ERROR, FORMULA, TEXT, Sheet

WORDS = Path(__file__).resolve().parents[1] / "data" / "headers.json"
DEEPEST_HEADER = 60  # rows looked at: nobody writes more above a table
UNIT_IN_HEADER = re.compile(r"[(/:]?(万元|元)\)?$")
BRACKETS = re.compile(r"\([^()]*\)")
AMOUNTS = ("income", "expense", "balance")
NUMERIC_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a one-sided ledger: its rows, the column of each field, the unit a column names."""

    rows: tuple[int, ...]
    columns: dict[str, int]
    units: dict[str, str]
    texts: tuple[str, ...]
    unconfirmed: bool = False  # 借方/贷方: the balances must bear out which is which


@cache
def _words() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(WORDS.read_text(encoding="utf-8"))
    return loaded


@cache
def _field_of_word() -> dict[str, str]:
    return {plain(word): name for name, words in _words()["fields"].items() for word in words}


def plain(text: str) -> str:
    """A header without blanks, brackets and unit: `收 入（元）` as `收入`."""
    squeezed = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()
    bare = BRACKETS.sub("", squeezed)
    return UNIT_IN_HEADER.sub("", bare).strip(":、,/") or squeezed


def unit_of(text: str) -> str | None:
    """The unit a header names: `支出(万元)`."""
    squeezed = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    found = re.search(r"[(/:](?:单位:?)?(?:人民币)?(万元|元)\)?$", squeezed) or UNIT_IN_HEADER.search(squeezed)
    return found[1] if found else None


def field_of(text: str) -> str | None:
    """The canonical field that a header surely names."""
    return _field_of_word().get(plain(text)) if text else None


def _field_inside(text: str) -> str | None:
    """The field that a longer header speaks of (`村集体收入金额数`); to be confirmed by what the column holds."""
    word = plain(text)
    if len(word) > 10 or any(no in word for no in _words()["never_inside"]):
        return None
    found = [name for name, inner in _words()["inside"].items() if any(part in word for part in inner)]
    return found[0] if len(found) == 1 else None


def find_ledger_header(sheet: Sheet) -> Header | None:
    """The header of a one-sided ledger (date, summary, income, expense), or None when this is no such sheet."""
    for row in range(1, min(len(sheet.rows), DEEPEST_HEADER) + 1):
        for rows, texts in _candidates(sheet, row):
            header = _header(sheet, rows, texts)
            if header and _confirmed(sheet, header):
                return _without_words_above(sheet, header)
    return None


def _without_words_above(sheet: Sheet, header: Header) -> Header:
    """Of two rows the lower alone, when it says everything: above it stands 单位 or the month, spread over cells."""
    lower = header.rows[-1]
    texts = [_text(sheet, lower, col) for col in range(1, sheet.width + 1)]
    alone = _header(sheet, (lower,), texts) if len(header.rows) > 1 else None
    return alone if alone and alone.columns == header.columns else header


def _candidates(sheet: Sheet, row: int) -> Iterator[tuple[tuple[int, ...], list[str]]]:
    upper = [_text(sheet, row, col) for col in range(1, sheet.width + 1)]
    yield (row,), upper
    if sum(1 for text in upper if text) < 2 or row >= len(sheet.rows):
        return
    lower = [_text(sheet, row + 1, col) for col in range(1, sheet.width + 1)]
    # two rows: what stands below is nearer to the column; 收入 over 金额 is still 收入
    yield (row, row + 1), [low or up for up, low in zip(upper, lower, strict=True)]


def _text(sheet: Sheet, row: int, col: int) -> str:
    cell = sheet.at(row, col)
    return cell.text if cell.kind == TEXT else ""


def _header(sheet: Sheet, rows: tuple[int, ...], texts: list[str]) -> Header | None:
    columns = _named_columns(texts)
    if columns is None:
        return None
    for col, text in enumerate(texts, 1):
        name = _field_inside(text) if text and field_of(text) is None else None
        if name and name not in columns:
            columns[name] = col
    dated = "date" in columns or {"month", "day"} <= columns.keys()
    if not dated or not {"summary", "income", "expense"} <= columns.keys():
        return None
    units = {name: unit for name in AMOUNTS if name in columns and (unit := unit_of(texts[columns[name] - 1]))}
    doubtful = {plain(word) for word in _words()["needs_balance"]}
    unconfirmed = any(plain(texts[columns[name] - 1]) in doubtful for name in ("income", "expense"))
    return Header(rows, columns, units, tuple(texts), unconfirmed)


def _named_columns(texts: list[str]) -> dict[str, int] | None:
    """The column of each field; None when two columns claim one meaning, as in a two-sided table.

    Beside 摘要 a column 项目 may stand: the word that comes first in the data wins, except for amounts.
    """
    columns: dict[str, int] = {}
    for col, text in enumerate(texts, 1):
        name = field_of(text)
        if name is None:
            continue
        other = columns.get(name)
        if other and (name in AMOUNTS or plain(texts[other - 1]) == plain(text)):
            return None
        if other is None or _rank(name, text) < _rank(name, texts[other - 1]):
            columns[name] = col
    return columns


def _rank(name: str, text: str) -> int:
    return [plain(word) for word in _words()["fields"][name]].index(plain(text))


def _confirmed(sheet: Sheet, header: Header) -> bool:
    """Whether the amount columns hold amounts: a header that says 收入 over names is another table's."""
    if header.unconfirmed and "balance" not in header.columns:
        return False
    words = {plain(text) for text in header.texts if text}  # a header repeated on the next page is no content
    # a cell alone in its row is a note below the table, in whichever column that happens to be
    below = [row for row in range(header.rows[-1] + 1, len(sheet.rows) + 1) if _several(sheet, row)]
    for name in AMOUNTS:
        if name in header.columns:
            cells = [sheet.at(row, header.columns[name]) for row in below]
            written = [cell for cell in cells if not says_none(cell) and plain(cell.text) not in words]
            amounts = [cell for cell in written if parse_amount(cell) or cell.kind in (FORMULA, ERROR)]
            if len(amounts) < NUMERIC_SHARE * len(written):
                return False
    return True


def _several(sheet: Sheet, row: int) -> bool:
    return sum(1 for cell in sheet.rows[row - 1] if not cell.blank) > 1


def plain_headers(sheet: Sheet) -> tuple[int, tuple[str, ...]] | None:
    """For a table of another kind: the first row that is surely a header (short words above figures)."""
    for row in range(1, min(len(sheet.rows) - 1, DEEPEST_HEADER) + 1):
        cells = [cell for cell in sheet.rows[row - 1] if not cell.blank]
        words = [cell.text for cell in cells if cell.kind == TEXT and len(cell.text) <= 20]
        if len(words) >= 3 and len(words) == len(cells) and len(words) * 2 > sheet.width:
            return row, tuple(cell.text for cell in sheet.rows[row - 1])
    return None
