"""The header of a two-sided table: 收入 on one half of the sheet, 支出 on the other, each with its own columns."""

import re

from xiaowei.base.sheets.grid import Sheet
from xiaowei.base.sheets.headers import dictionary, plain, spread, squeezed, texts_of, unit_of
from xiaowei.base.sheets.ledgerheads import Header, holds_amounts, walk_rows
from xiaowei.base.sheets.ledgersides import SIDES, half_of

ITEM_WORD = re.compile(r"(?:项目|事项|内容|来源|用途|名称|摘要|科目|明细|事由|项)$")
PLANNED = re.compile(r"预算|计划")  # what is yet to come in or go out is no account
MONEY_WORD = re.compile(r"(?:金额|数额|款额|额|数|款)$")


def find_two_sided(sheet: Sheet) -> Header | None:
    """The header of a two-sided table, or None when this is no such sheet."""
    for row in walk_rows(sheet):
        for header in (_two_rows(sheet, row), _one_row(sheet, row)):
            if header and _confirmed(sheet, header):
                return header
    return None


def _two_rows(sheet: Sheet, row: int) -> Header | None:
    if row >= len(sheet.rows):
        return None
    halves = [half_of(text) for text in spread(sheet, row)]
    if set(SIDES) - set(halves):
        return None
    lower = texts_of(sheet, row + 1)
    panels: dict[str, dict[str, int]] = {}
    for side in SIDES:
        cols = [col for col, half in enumerate(halves, 1) if half == side]
        panels[side] = _panel(lower, range(cols[0], cols[-1] + 1), side)
    _share_remark(panels, lower, texts_of(sheet, row))
    uppers = spread(sheet, row)
    texts = [low or up for up, low in zip(uppers, lower, strict=True)]
    return _header((row, row + 1), panels, texts, uppers)


def _share_remark(panels: dict[str, dict[str, int]], lower: list[str], upper: list[str]) -> None:
    """A column of remarks beside both halves speaks of the expenses: whether there is a bill."""
    words = dictionary("two_sided")
    inside = {col for panel in panels.values() for col in panel.values()}
    for col, text in enumerate(upper, 1):
        if col not in inside and not lower[col - 1] and words.field_of(text) == "remark":
            panels["expense"].setdefault("remark", col)


def _one_row(sheet: Sheet, row: int) -> Header | None:
    """收入项目 | 金额 | 支出项目 | 金额, or 项目 | 收入 | 项目 | 支出, with other columns between."""
    texts = texts_of(sheet, row)
    items, moneys = _items_and_moneys(texts)
    if len(items) != 2 or len(moneys) != 2 or not items[0] < moneys[0] < items[1] < moneys[1]:
        return None
    told = [_told(texts, item, money) for item, money in zip(items, moneys, strict=True)]
    if set(told) != set(SIDES):
        return None
    # a serial number may stand before its item; what lies between belongs to the half it follows
    first = items[1] - 1 if dictionary("two_sided").field_of(texts[items[1] - 2]) == "number" else items[1]
    spans = [range(1, first), range(first, len(texts) + 1)]
    panels = {}
    for side, span, item, money in zip(told, spans, items, moneys, strict=True):
        panels[str(side)] = _panel(texts, span, str(side)) | {"summary": item, "amount": money}
    return _header((row,), panels, texts, texts)


def _items_and_moneys(texts: list[str]) -> tuple[list[int], list[int]]:
    words = dictionary("two_sided")
    items: list[int] = []
    moneys: list[int] = []
    for col, text in enumerate(texts, 1):
        word, half = plain(text), half_of(text)
        field = words.field_of(text)
        if half and MONEY_WORD.search(word):
            moneys.append(col)
        elif half and (ITEM_WORD.search(word) or len(items) == len(moneys)):
            items.append(col)  # 收入 | 金额: the bare word stands over the items
        elif half or field == "amount":
            moneys.append(col)
        elif field == "summary":
            items.append(col)
    return items, moneys


def _told(texts: list[str], item: int, money: int) -> str | None:
    sides = {half_of(texts[item - 1]), half_of(texts[money - 1])} - {None}
    return sides.pop() if len(sides) == 1 else None


def _panel(texts: list[str], cols: range, side: str) -> dict[str, int]:
    words = dictionary("two_sided")
    panel: dict[str, int] = {}
    for col in cols:
        text = texts[col - 1]
        word, half = plain(text), half_of(text)
        name = words.field_of(text)
        if name is None and half == side:
            name = "summary" if ITEM_WORD.search(word) else "amount"
        if name is None:
            continue
        if name not in panel or (words.field_of(text) and words.rank(text) < _rank(texts, panel[name])):
            panel[name] = col
    return panel


def _rank(texts: list[str], col: int) -> int:
    words = dictionary("two_sided")
    text = texts[col - 1]
    return words.rank(text) if words.field_of(text) else 99


def _header(
    rows: tuple[int, ...], panels: dict[str, dict[str, int]], texts: list[str], uppers: list[str]
) -> Header | None:
    if any({"summary", "amount"} - panel.keys() for panel in panels.values()):
        return None
    columns = {side: panel["amount"] for side, panel in panels.items()}
    units = {
        side: unit for side, col in columns.items() if (unit := unit_of(texts[col - 1]) or unit_of(uppers[col - 1]))
    }
    return Header(rows, columns, units, tuple(texts), panels=panels)


def _confirmed(sheet: Sheet, header: Header) -> bool:
    above = squeezed("|".join(cell.text for row in sheet.rows[: header.rows[0] - 1] for cell in row if not cell.blank))
    if PLANNED.search(above):
        return False
    words = {plain(text) for text in header.texts if text}
    return all(holds_amounts(sheet, header.rows[-1], col, words) for col in header.columns.values())
