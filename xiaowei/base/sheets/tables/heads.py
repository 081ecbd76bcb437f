"""Where the tables of a sheet begin, of which kind each is, and what its columns mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xiaowei.base.sheets.amounts import parse_amount
from xiaowei.base.sheets.grid import TEXT, Sheet
from xiaowei.base.sheets.headers import is_counting_row
from xiaowei.base.sheets.tables.headfields import PLACES, Holdings, confirmed, field_of, settle
from xiaowei.base.sheets.tables.kinddata import Kind, kinds
from xiaowei.base.sheets.tables.words import bare, squeezed, unit_in

DEEPEST = 60  # rows looked at for the first table: nobody writes more above it
FARTHEST = 3000  # rows looked at for further tables on the same sheet
LONGEST_WORD = 30
ENOUGH = 6


@dataclass(frozen=True, slots=True)
class Head:
    """A table's header: its rows, its kind, and for each column the words above it and the field they name.

    `panels` are the offsets of further lists of the same columns side by side; (0,) for a single list.
    """

    kind: Kind
    rows: tuple[int, ...]
    paths: tuple[tuple[str, ...], ...]
    fields: tuple[str, ...]  # one for each column; "" where it has none
    score: float
    title: str
    panels: tuple[int, ...] = (0,)
    width: int = 0  # the last column of the first list

    def cols(self, name: str) -> tuple[int, ...]:
        """The columns of a field."""
        return tuple(col for col, field in enumerate(self.fields, 1) if field == name)

    def col(self, name: str) -> int:
        """The first column of a field; 0 when there is none."""
        return next(iter(self.cols(name)), 0)

    @property
    def key(self) -> str:
        """The field that says what a row is about."""
        return next((name for name in self.kind.keys if name in self.fields), "")


def find_heads(sheet: Sheet) -> list[Head]:
    """The headers of the tables on a sheet from top to bottom, each of a kind that it surely is."""
    found: list[Head] = []
    words: list[str] = [sheet.name]
    row, last = 1, min(len(sheet.rows), DEEPEST)
    while row <= last:
        head = head_at(sheet, row, squeezed("|".join(words)))
        if head:
            found.append(head)
            row, last = head.rows[-1] + 1, min(len(sheet.rows), FARTHEST)
            words = [sheet.name]
            continue
        texts = [cell.text for cell in sheet.rows[row - 1] if cell.kind == TEXT and not cell.blank]
        if len(texts) <= 3 or not found:
            words += texts
        else:
            words = [sheet.name]
        row += 1
    return found


def head_at(sheet: Sheet, row: int, title: str) -> Head | None:
    """The best header that begins in this row, of whichever kind; None when none is sure."""
    if not _may_be_header(sheet, row):
        return None
    for rows in reversed(list(_spans(sheet, row))):  # where the next row goes on with the header, it belongs to it
        paths = paths_of(sheet, rows)
        holds = Holdings(sheet, rows[-1])
        heads = [head for kind in kinds() if (head := _head(kind, rows, paths, title, holds))]
        if heads:
            return max(heads, key=lambda head: head.score)
    return None


def _may_be_header(sheet: Sheet, row: int) -> bool:
    cells = [cell for cell in sheet.rows[row - 1] if not cell.blank]
    if len(cells) < 2 or any(cell.kind != TEXT for cell in cells):
        return False
    texts = [squeezed(cell.text) for cell in cells]
    if any(len(text) > LONGEST_WORD or parse_amount(cell) for text, cell in zip(texts, cells, strict=True)):
        return False
    return len(set(texts)) >= 2


def _spans(sheet: Sheet, row: int) -> Iterator[tuple[int, ...]]:
    """The rows a header beginning here may have: one, and more where the next row goes on with it."""
    yield (row,)
    rows = [row]
    while len(rows) < 3 and _goes_on(sheet, rows[-1]):
        rows.append(rows[-1] + 1)
        yield tuple(rows)


def _goes_on(sheet: Sheet, row: int) -> bool:
    """Whether the row below still belongs to the header: words alone, under what spans columns or is empty."""
    if row >= len(sheet.rows) or is_counting_row(sheet, row + 1):
        return False
    below = [(col, cell) for col, cell in enumerate(sheet.rows[row], 1) if not cell.blank]
    if not below or any(cell.kind != TEXT or parse_amount(cell) for _col, cell in below):
        return False
    upper = sheet.rows[row - 1]
    first = next((col for col, cell in enumerate(upper, 1) if not cell.blank), 0)
    if below[0][0] == first and not _in_brackets(below[0][1].text) and not _merged_over(sheet, row, first):
        return False  # the first column of a header is not written twice: this is a row of the table
    under_wide = any(_merged_over(sheet, row, col) for col, _cell in below)
    under_blank = any(col > len(upper) or upper[col - 1].blank for col, _cell in below)
    return under_wide or under_blank or all(_in_brackets(cell.text) for _col, cell in below)


def _in_brackets(text: str) -> bool:
    return squeezed(text)[:1] == "("


def _merged_over(sheet: Sheet, row: int, col: int) -> bool:
    return any(m.top <= row <= m.bottom and m.left <= col <= m.right and m.right > m.left for m in sheet.merges)


def paths_of(sheet: Sheet, rows: tuple[int, ...]) -> tuple[tuple[str, ...], ...]:
    """For each column the words above it from the top down, a word over several columns above each of them."""
    lines = [_spread(sheet, row, last=row == rows[-1]) for row in rows]
    paths = []
    for col in range(sheet.width):
        path: list[str] = []
        for line in lines:
            word = line[col]
            if word and word not in path:
                path.append(word)
        paths.append(tuple(path))
    return tuple(paths)


def _spread(sheet: Sheet, row: int, *, last: bool) -> list[str]:
    texts = [" ".join(sheet.at(row, col).text.split()) for col in range(1, sheet.width + 1)]
    for merge in sheet.merges:
        if merge.top <= row <= merge.bottom:
            word = " ".join(sheet.at(merge.top, merge.left).text.split())
            for col in range(merge.left, min(merge.right, len(texts)) + 1):
                texts[col - 1] = word if merge.top == row else texts[col - 1]
    if last or any(m.top <= row <= m.bottom and m.right > m.left for m in sheet.merges):
        return texts
    reach = ""  # a text file knows no merged cells: a word reaches over the blanks that have a word below
    for place, text in enumerate(texts):
        reach = text or (reach if not sheet.at(row + 1, place + 1).blank else "")
        texts[place] = text or reach
    return texts


def _head(
    kind: Kind, rows: tuple[int, ...], paths: tuple[tuple[str, ...], ...], title: str, holds: Holdings
) -> Head | None:
    heads = squeezed("|".join(word for path in paths for word in path))
    if kind.never.search(title) or kind.never_headers.search(heads):
        return None
    panels, width = _panels(paths)
    named = [field_of(kind, path) if col < width else ("", 999) for col, path in enumerate(paths)]
    judged = [
        confirmed(kind, holds, col, found, bare(path[-1]) if path else "")
        for col, (found, path) in enumerate(zip(named, paths, strict=True), 1)
    ]
    fields = settle(kind, paths, judged, holds)
    score = _score(kind, fields, title, heads)
    if score < ENOUGH:
        return None
    unknown = sum(1 for field, path in zip(fields, paths, strict=True) if path and not field)
    return Head(kind, rows, paths, tuple(fields), score - 0.4 * unknown - 0.01 * len(rows), title, panels, width)


def _panels(paths: tuple[tuple[str, ...], ...]) -> tuple[tuple[int, ...], int]:
    """Offsets of equal lists side by side, and where the first ends: 序号 村 金额 | 序号 村 金额."""
    words = [bare(path[-1]) if path else "" for path in paths]
    first = next((place for place, word in enumerate(words) if word), len(words))
    last = max((place + 1 for place, word in enumerate(words) if word), default=0)
    listed = words[first:last]
    width = next((place for place in range(2, len(listed)) if listed[place] == listed[0]), 0)
    if width and len(listed) % width == 0 and all(word == listed[place % width] for place, word in enumerate(listed)):
        return tuple(range(0, len(listed), width)), first + width
    return (0,), len(paths)


def _score(kind: Kind, fields: list[str], title: str, heads: str) -> float:
    have = {field for field in fields if field}
    if have & set(PLACES):
        have.add("place_key")
    if fields.count("part") >= 2 or have & {"month", "quarter", "half"}:
        have.add("parts")
    titled = bool(kind.title.search(title)) or (
        kind.name == "subsidy_summary" and bool(re.search("补贴|补助|补偿|低保", heads))
    )
    if kind.options.get("needs_title") and not titled:
        return 0
    sure = max((len(need) for need in kind.sure if need <= have), default=0)
    enough = max((len(need) for need in kind.titled if need <= have), default=0) if titled else 0
    if not sure and not enough:
        return 0
    own = sum(1 for field in have if field in kind.options["fields"])
    return (6 if sure else 0) + (5 if titled else 0) + (4 if kind.strong.search(title) else 0) + own + max(sure, enough)


def unit_of(path: tuple[str, ...]) -> str | None:
    """The unit named by the words above a column, the lowest first."""
    return next((unit for word in reversed(path) if (unit := unit_in(word))), None)
