"""Header rows: one or two, merged or not, and which column means what. The words are data (data/*.json)."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from xiaowei.base.sheets.grid import TEXT, Sheet

DATA = Path(__file__).resolve().parent / "data"
DEEPEST_HEADER = 60  # rows looked at: nobody writes more above a table
UNIT_IN_HEADER = re.compile(r"[(/:]?(万元|元)\)?$")
BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Header words by canonical field: whole words in order of preference, words inside a longer header."""

    ranks: Mapping[str, tuple[str, int]]  # plain word -> field, place in the field's list
    inside: Mapping[str, tuple[str, ...]]
    never_inside: tuple[str, ...]
    extra: Mapping[str, tuple[str, ...]]

    def field_of(self, text: str) -> str | None:
        """The canonical field that a header surely names."""
        found = self.ranks.get(plain(text)) if text else None
        return found[0] if found else None

    def rank(self, text: str) -> int:
        """How good a word this is for its field: smaller is better."""
        return self.ranks[plain(text)][1]

    def field_inside(self, text: str, longest: int = 10) -> str | None:
        """The field that a longer header speaks of (`村集体收入金额数`); to be confirmed by what the column holds."""
        word = plain(text)
        if len(word) > longest or any(no in word for no in self.never_inside):
            return None
        found = [name for name, inner in self.inside.items() if any(part in word for part in inner)]
        return found[0] if len(found) == 1 else None


@cache
def dictionary(name: str) -> Dictionary:
    """The words in data/<name>.json."""
    loaded = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    ranks: dict[str, tuple[str, int]] = {}
    for name_, words in loaded["fields"].items():
        for place, word in enumerate(words):
            ranks.setdefault(plain(word), (name_, place))
    known = {"about", "fields", "inside", "never_inside"}
    return Dictionary(
        ranks,
        {name_: tuple(words) for name_, words in loaded.get("inside", {}).items()},
        tuple(loaded.get("never_inside", ())),
        {name_: tuple(words) for name_, words in loaded.items() if name_ not in known},
    )


def squeezed(text: str) -> str:
    """The text without any blank, in half width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=2048)  # headers come again and again; cells asked for by the way, names among them, must not stay
def plain(text: str) -> str:
    """A header without blanks, brackets and unit: `收 入（元）` as `收入`."""
    word = squeezed(text).upper()
    bare = BRACKETS.sub("", word)
    return UNIT_IN_HEADER.sub("", bare).strip(":、,/") or word


def unit_of(text: str) -> str | None:
    """The unit a header names: `支出(万元)`."""
    word = squeezed(text)
    found = re.search(r"[(/:\[【](?:单位:?)?(?:人民币)?(万元|元)[)\]】]?$", word) or UNIT_IN_HEADER.search(word)
    return found[1] if found else None


def text_at(sheet: Sheet, row: int, col: int) -> str:
    """The words in a cell; nothing for a number or a day, which is no header."""
    cell = sheet.at(row, col)
    return cell.text if cell.kind == TEXT else ""


def texts_of(sheet: Sheet, row: int) -> list[str]:
    """The words of a row, one place for each column."""
    return [text_at(sheet, row, col) for col in range(1, sheet.width + 1)]


def candidates(sheet: Sheet, row: int) -> Iterator[tuple[tuple[int, ...], list[str]]]:
    """What could be a header beginning in this row: the row alone, then with the row below it."""
    upper = texts_of(sheet, row)
    yield (row,), upper
    if sum(1 for text in upper if text) < 2 or row >= len(sheet.rows):
        return
    lower = texts_of(sheet, row + 1)
    # two rows: what stands below is nearer to the column; 收入 over 金额 is still 收入
    yield (row, row + 1), [low or up for up, low in zip(upper, lower, strict=True)]


def spread(sheet: Sheet, row: int) -> list[str]:
    """The words of an upper header row, each over all the columns it stands above.

    Merged cells say how far; without them (a text file knows none) a word reaches to the next one.
    """
    texts = texts_of(sheet, row)
    merged = [merge for merge in sheet.merges if merge.top <= row <= merge.bottom]
    if any(merge.right > merge.left for merge in merged):
        for merge in merged:
            word = text_at(sheet, merge.top, merge.left)
            for col in range(merge.left, min(merge.right, len(texts)) + 1):
                texts[col - 1] = word
        return texts
    last = ""
    for place, text in enumerate(texts):
        last = text or last
        texts[place] = last
    return texts


def is_counting_row(sheet: Sheet, row: int) -> bool:
    """Whether the row only numbers the columns (1, 2, 3 … or 甲, 乙, 1, 2 …), as forms do below their header."""
    written = [(col, cell.text) for col, cell in enumerate(sheet.rows[row - 1], 1) if not cell.blank]
    if len(written) < 3:
        return False
    numbers = [squeezed(text) for _col, text in written]
    letters = [text for text in numbers if text in "甲乙丙丁戊己"]
    counted = [text for text in numbers if text not in letters]
    return counted == [str(n) for n in range(1, len(counted) + 1)] and len(counted) + len(letters) == len(numbers)


def several(sheet: Sheet, row: int) -> bool:
    """Whether more than one cell of the row is written."""
    return sum(1 for cell in sheet.rows[row - 1] if not cell.blank) > 1


def plain_headers(sheet: Sheet) -> tuple[int, tuple[str, ...]] | None:
    """For a table of another kind: the first row that is surely a header (short words above figures)."""
    for row in range(1, min(len(sheet.rows) - 1, DEEPEST_HEADER) + 1):
        cells = [cell for cell in sheet.rows[row - 1] if not cell.blank]
        words = [cell.text for cell in cells if cell.kind == TEXT and len(cell.text) <= 20]
        if len(words) >= 3 and len(words) == len(cells) and len(words) * 2 > sheet.width:
            return row, tuple(cell.text for cell in sheet.rows[row - 1])
    return None
