"""The tables of one sheet: below each other, or side by side, each seen in a window of its own."""

from dataclasses import replace
from itertools import pairwise

from xiaowei.base.sheets.grid import NOTHING, TEXT, Cell, Sheet
from xiaowei.base.sheets.headers import dictionary, plain, squeezed, texts_of
from xiaowei.base.sheets.ledgerheads import MONEY, Header, find_ledger_header
from xiaowei.base.sheets.panels import find_two_sided
from xiaowei.base.sheets.sumwords import NOTE_WORDS, SIGNATURE_WORDS

Block = tuple[Sheet, Header]


def find_header(sheet: Sheet) -> Header | None:
    """The header of a ledger of either kind."""
    return find_two_sided(sheet) or find_ledger_header(sheet)


def find_tables(sheet: Sheet) -> list[Block]:
    """Every ledger on the sheet, top to bottom and left to right, each with its header.

    A window has the sheet's own row and column numbers; what is not of its table is blank there.
    """
    header = find_header(sheet)
    if header is None:
        return beside(sheet)
    starts = [1, *_further(sheet, header)]
    parts = [window(sheet, top=top, bottom=end - 1) for top, end in pairwise([*starts, len(sheet.rows) + 1])]
    owned = [(part, find_header(part)) for part in parts]
    if header.sections and any(own is None for _part, own in owned):
        return [(sheet, header)]
    found: list[Block] = []
    for top, (part, own) in zip(starts, owned, strict=True):
        if own is None and found:  # no table of its own after all: it belongs to the one above
            above = starts[starts.index(top) - 1]
            found[-1] = (window(sheet, top=above, bottom=len(part.rows)), found[-1][1])
        elif own is not None:
            found += [(part, own)] if own.panels else beside(part) or [(part, own)]
    return found


def window(sheet: Sheet, *, top: int = 1, bottom: int | None = None, left: int = 1, right: int | None = None) -> Sheet:
    """The sheet with everything outside these rows and columns left blank."""
    bottom, right = bottom or len(sheet.rows), right or sheet.width
    if (top, left) == (1, 1) and bottom >= len(sheet.rows) and right >= sheet.width:
        return sheet
    rows = [_cut(cells, left, right) if row >= top else [] for row, cells in enumerate(sheet.rows[:bottom], 1)]
    merges = [merge for merge in sheet.merges if top <= merge.top <= bottom and left <= merge.left <= right]
    merges = [replace(merge, bottom=min(merge.bottom, bottom), right=min(merge.right, right)) for merge in merges]
    hidden = frozenset(row for row in sheet.hidden_rows if top <= row <= bottom)
    columns = frozenset(col for col in sheet.hidden_cols if left <= col <= right)
    return replace(sheet, rows=rows, merges=merges, hidden_rows=hidden, hidden_cols=columns)


def _cut(cells: list[Cell], left: int, right: int) -> list[Cell]:
    return [cell if left <= col <= right else NOTHING for col, cell in enumerate(cells, 1)]


def _further(sheet: Sheet, header: Header) -> list[int]:
    """The rows at which a table with another header begins: its titles, then its header.

    A header repeated on the next page begins nothing.
    """
    known = [text for text in header.texts if text]
    words = {plain(text) for text in known}
    starts = []
    for row in range(header.rows[-1] + 2, len(sheet.rows) + 1):
        texts = [text for text in texts_of(sheet, row) if text]
        if len(texts) < 2 or not _is_header(sheet, row, texts):
            continue
        if all(plain(text) in words for text in texts) and _same_places(sheet, row, header):
            continue
        starts.append(_with_titles(sheet, row, header.rows[-1]))
        words = {plain(text) for text in texts}
    return sorted(set(starts))


def _is_header(sheet: Sheet, row: int, texts: list[str]) -> bool:
    cells = [cell for cell in sheet.rows[row - 1] if not cell.blank]
    if any(cell.kind != TEXT for cell in cells) or any(len(squeezed(text)) > 14 for text in texts):
        return False
    fields = {dictionary(name).field_of(text) for name in ("ledger", "two_sided") for text in texts} - {None}
    return len(fields) >= 2 and bool(fields & set(MONEY))


def _same_places(sheet: Sheet, row: int, header: Header) -> bool:
    texts = texts_of(sheet, row)
    return all(not text or plain(text) == plain(header.texts[place]) for place, text in enumerate(texts))


def _with_titles(sheet: Sheet, row: int, above: int) -> int:
    """The first row of the titles right above a header: single cells of words that close nothing."""
    first = row
    while first - 1 > above:
        cells = [cell for cell in sheet.rows[first - 2] if not cell.blank]
        texts = [squeezed(cell.text) for cell in cells]
        if len(cells) > 3 or any(cell.kind != TEXT for cell in cells):
            break
        if any(SIGNATURE_WORDS.search(text) or NOTE_WORDS.match(text) or "计" in text for text in texts):
            break
        if any(text[:1].isdigit() and len(cells) > 1 for text in texts):
            break
        first -= 1
    return first


def beside(sheet: Sheet) -> list[Block]:
    """Two ledgers side by side under one title: the header's words come twice."""
    for row in range(1, min(len(sheet.rows), 60) + 1):
        texts = texts_of(sheet, row)
        split = _split(texts)
        if not split:
            continue
        parts = [window(sheet, right=split), window(sheet, left=split + 1)]
        found = [(part, header) for part in parts if (header := find_ledger_header(_titled(part, sheet, row)))]
        if len(found) == 2:
            return [(_titled(part, sheet, row), header) for part, header in found]
    return []


def _split(texts: list[str]) -> int:
    """The column after which the words of a header begin anew; 0 when they do not."""
    places = [(col, plain(text)) for col, text in enumerate(texts, 1) if text]
    half = len(places) // 2
    if half < 3 or len(places) % 2:
        return 0
    left, right = places[:half], places[half:]
    return right[0][0] - 1 if [word for _col, word in left] == [word for _col, word in right] else 0


def _titled(part: Sheet, whole: Sheet, header: int) -> Sheet:
    """The right half has its titles from the left one, where they stand over both."""
    rows = [
        list(whole.rows[row - 1]) if row < header and all(cell.blank for cell in cells) else cells
        for row, cells in enumerate(part.rows, 1)
    ]
    return replace(part, rows=rows)
