"""Reading the old .xls, which most county offices still send."""

import io
from typing import Any

import xlrd
from xlrd.compdoc import CompDocError

from xiaowei.base.sheets import detect, limits
from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.base.sheets.wire import dump_sheet, number


def read(data: bytes) -> list[dict[str, Any]]:
    """Every worksheet as wire sheets. Raises NotAWorkbook when it cannot be opened or is beyond a bound."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        return [_sheet(book, sheet) for sheet in book.sheets()]
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


def _sheet(book: Any, sheet: Any) -> dict[str, Any]:
    limits.check_size(sheet.nrows, sheet.ncols)
    rows = [
        [_wire(book, kind, value) for kind, value in zip(sheet.row_types(r), sheet.row_values(r), strict=True)]
        for r in range(sheet.nrows)
    ]
    return dump_sheet(
        sheet.name,
        rows,
        hidden=sheet.visibility != 0,
        merges=[(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells],
        hidden_rows=sorted(r + 1 for r, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_cols=sorted(c + 1 for c, info in sheet.colinfo_map.items() if info.hidden and c < sheet.ncols),
    )


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
