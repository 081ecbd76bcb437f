"""Reading the old .xls, which most county offices still send."""

import io
from typing import Any

import xlrd
from xlrd.compdoc import CompDocError

from xiaowei.base.sheets import detect, limits
from xiaowei.base.sheets.grid import Spot
from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.base.sheets.styles import RED_FORMAT, reddish
from xiaowei.base.sheets.wire import dump_sheet, number


def read(data: bytes) -> list[dict[str, Any]]:
    """Every worksheet as wire sheets. Raises NotAWorkbook when it cannot be opened or is beyond a bound."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        red = _red_styles(book)
        return [_sheet(book, sheet, red) for sheet in book.sheets()]
    except NotAWorkbook:
        raise
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise NotAWorkbook(limits.ENCRYPTED) from None
        raise NotAWorkbook(_no_workbook(data)) from None
    except (CompDocError, AssertionError, IndexError, KeyError, ValueError, TypeError, AttributeError, OverflowError):
        raise NotAWorkbook(_no_workbook(data)) from None
    except Exception:  # struct.error and whatever else a damaged file provokes in a reader of 2005
        raise NotAWorkbook(limits.BROKEN) from None


def _no_workbook(data: bytes) -> str:
    sentence = detect.document_in_ole(data)
    holds_one = any(name.encode("utf-16-le") in data for name in ("Workbook", "Book"))
    return limits.BROKEN if sentence == detect.UNKNOWN and holds_one else sentence


def _red_styles(book: Any) -> frozenset[int]:
    """The numbers of the styles that show a positive number in red (styles.red_styles)."""
    fonts = {number for number, font in enumerate(book.font_list) if _is_red(book, font.colour_index)}
    formats = {
        key for key, told in book.format_map.items() if RED_FORMAT.search((told.format_str or "").partition(";")[0])
    }
    return frozenset(
        number for number, style in enumerate(book.xf_list) if style.font_index in fonts or style.format_key in formats
    )


def _is_red(book: Any, index: int) -> bool:
    colour = book.colour_map.get(index)
    return bool(colour) and reddish(*colour)


def _sheet(book: Any, sheet: Any, red: frozenset[int]) -> dict[str, Any]:
    limits.check_size(sheet.nrows, sheet.ncols)
    if len(sheet.merged_cells) > limits.MAX_MERGES:
        raise NotAWorkbook(limits.TOO_MANY_MERGES)
    rows = [
        [_wire(book, kind, value) for kind, value in zip(sheet.row_types(r), sheet.row_values(r), strict=True)]
        for r in range(sheet.nrows)
    ]
    limits.check_rows(rows)
    return dump_sheet(
        sheet.name,
        rows,
        hidden=sheet.visibility != 0,
        merges=[(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells],
        hidden_rows=sorted(r + 1 for r, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0),
        hidden_cols=sorted(
            c + 1 for c, info in sheet.colinfo_map.items() if (info.hidden or info.width == 0) and c < sheet.ncols
        ),
        red=_red_cells(sheet, red),
    )


def _red_cells(sheet: Any, red: frozenset[int]) -> set[Spot]:
    if not red:
        return set()
    numbers = (
        (r, c) for r in range(sheet.nrows) for c, kind in enumerate(sheet.row_types(r)) if kind == xlrd.XL_CELL_NUMBER
    )
    return {(r + 1, c + 1) for r, c in numbers if sheet.cell_xf_index(r, c) in red}


def _wire(book: Any, kind: int, value: Any) -> Any:
    if kind == xlrd.XL_CELL_NUMBER:
        return number(value)
    if kind == xlrd.XL_CELL_DATE:
        try:
            return {"d": xlrd.xldate_as_datetime(value, book.datemode).date().isoformat()}
        except (ValueError, OverflowError):
            return number(value)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if kind == xlrd.XL_CELL_ERROR:
        return {"e": xlrd.error_text_from_code.get(value, "#ERR")}
    return value if kind == xlrd.XL_CELL_TEXT and value != "" else None
