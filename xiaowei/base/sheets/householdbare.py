"""A list of households without any header: where it begins, and which column is which by what they hold."""

import re

from xiaowei.base.sheets.amounts import parse_amount
from xiaowei.base.sheets.dates import parse_date
from xiaowei.base.sheets.grid import DATE, FORMULA, NUMBER, TEXT, Cell, Sheet
from xiaowei.base.sheets.headers import squeezed
from xiaowei.base.sheets.householdcolumns import ID, LONG_NUMBER, SURE, held, is_surely_name, multiplies, sample_rows

PHONE = re.compile(r"1\d{2}[\d*＊]{8}")
VILLAGE, GROUP = re.compile(r".*(?:村|社区)"), re.compile(r".*\d*[组社队屯]")
HIGHEST = 8  # rows of titles above the first household
# the first of these that most cells of a column are is what the column holds
SHAPES = (("id_number", ID), ("phone", PHONE), ("account", LONG_NUMBER), ("village", VILLAGE), ("group", GROUP))


def first_household(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The first row of such a list, and its columns by what they hold; None when in doubt."""
    for row in range(1, min(len(sheet.rows), HIGHEST) + 1):
        cells = sheet.rows[row - 1]
        figures = any(cell.kind in (NUMBER, FORMULA) or parse_amount(cell) for cell in cells)
        words = {cell.text for cell in cells if cell.kind == TEXT and not cell.blank}
        if len(words) == len(cells) > 2 and not figures:
            return None  # a header after all, though not one of such a list
        names = [col for col, cell in enumerate(cells, 1) if cell.kind == TEXT and is_surely_name(cell.text)]
        if not names or not figures:
            continue
        rows = sample_rows(sheet, row)
        for col in names:
            what = held(sheet, rows, col)
            if what.names >= SURE and what.distinct >= 0.5 and len(rows) > 1:
                return row, _told_columns(sheet, rows, col)
        return None
    return None


def _told_columns(sheet: Sheet, rows: list[int], name: int) -> dict[str, int]:
    columns = {"name": name}
    figures = []
    for col in range(1, sheet.width + 1):
        cells = [cell for row in rows if not (cell := sheet.at(row, col)).blank]
        if col == name or not cells:
            continue
        if what := _shape(cells):
            columns.setdefault(what, col)
        elif held(sheet, rows, col).money >= 0.8:
            figures.append(col)
    if len(figures) == 1:
        return columns | {"amount": figures[0]}
    for place, one in enumerate(figures):
        for other in figures[place + 1 :]:
            for product in figures:
                if product not in (one, other) and multiplies(sheet, rows, one, other, product):
                    return columns | {"area": one, "standard": other, "amount": product}
    return columns


def _shape(cells: list[Cell]) -> str:
    texts = [squeezed(cell.text) for cell in cells]
    most = SURE * len(texts)
    if [text for text in texts if text.isdigit()][:4] == ["1", "2", "3", "4"][: min(4, len(texts))]:
        return "number"
    for name, shape in SHAPES:
        if sum(1 for text in texts if shape.fullmatch(text)) >= most:
            return name
    days = sum(1 for cell in cells if cell.kind == DATE or (cell.kind == TEXT and parse_date(cell)))
    return "date" if days >= most else ""
