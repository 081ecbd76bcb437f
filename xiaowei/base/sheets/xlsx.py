"""Reading .xlsx (and what WPS writes): values by calamine; one streaming pass for what it does not tell.

Calamine gives '' for a formula without a stored result and for an error value, and knows no hidden rows:
a total that is not there must not look like a total that was never written.
"""

import datetime as dt
import io
import posixpath
import re
from typing import Any

import python_calamine as calamine
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from xiaowei.base.sheets import limits
from xiaowei.base.sheets.limits import Package
from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.base.sheets.styles import red_styles
from xiaowei.base.sheets.untold import Untold
from xiaowei.base.sheets.wire import dump_sheet, number

# plain substrings, few of them, none beginning with a letter that is frequent there: each is sought in up to 100 MB.
# `f>` ends every formula, whatever its element is called in full
UNTOLD = (b"f>", b"f/>", b"hidden=", b't="e"', b"t='e'", b' width="0"', b' ht="0"')
LAST_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]{0,200}?\br=["\'](\d{1,9})["\']')
WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"


def read(data: bytes) -> list[dict[str, Any]]:
    """Every worksheet as wire sheets. Raises NotAWorkbook when it cannot be opened or is beyond a bound."""
    package = Package(data)
    try:
        paths = _paths(package)
        red = _red(package)
        asking = {path: _looked_through(package, path, red) for path in package.names()}
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        told = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
        return [_sheet(book, meta, _untold(package, paths.get(meta.name, ""), asking, red)) for meta in told]
    except DefusedXmlException:
        raise NotAWorkbook(limits.TAMPERED) from None
    except (calamine.CalamineError, calamine.ZipError, ParseError, KeyError, ValueError, OSError):
        raise NotAWorkbook(limits.BROKEN) from None


def _red(package: Package) -> frozenset[int]:
    styles = package.whole(STYLES)
    return red_styles(fromstring(styles, forbid_dtd=True)) if styles else frozenset()


def _paths(package: Package) -> dict[str, str]:
    """Which part, in lower case, holds the sheet of each name."""
    relations = fromstring(package.whole(RELATIONS), forbid_dtd=True)
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    found = {}
    for element in fromstring(package.whole(WORKBOOK), forbid_dtd=True).iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        # the relation's name lies in one of two namespaces, by which edition of the standard was written
        own = next((value for name, value in element.items() if name.endswith("}id")), None)
        target = targets.get(own, "").replace("\\", "/")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        found[element.get("name", "")] = path.lower()
    if len(found) > limits.MAX_PARTS:
        raise NotAWorkbook(limits.TOO_MANY_SHEETS)
    return found


def _looked_through(package: Package, path: str, red: frozenset[int]) -> bool:
    """Whether a part needs the slow pass. Every part is looked at, so that none declares a document type."""
    signs = (*UNTOLD, *(b's="%d"' % style for style in red))
    asks = False
    sheet = path.startswith("xl/worksheets/") and path.endswith(".xml")
    merges = 0
    for window in package.looked_through(path):
        if not sheet:
            continue
        merges += window.count(b"mergeCell ")
        if merges > limits.MAX_MERGES:
            raise NotAWorkbook(limits.TOO_MANY_MERGES)
        last = window.rfind(b"row ")
        found = LAST_ROW.match(window, window.rfind(b"<", 0, last + 1)) if last > 0 else None
        if found and int(found[1]) > limits.MAX_ROWS + limits.ROWS_AROUND:
            raise NotAWorkbook(limits.TOO_MANY_ROWS)
        asks = asks or any(sign in window for sign in signs)
    return asks


def _untold(package: Package, path: str, asking: dict[str, bool], red: frozenset[int]) -> Untold:
    untold = Untold(red)
    if asking.get(path):
        untold.read(package.pieces(path))
    return untold


def _sheet(book: Any, meta: Any, untold: Untold) -> dict[str, Any]:
    sheet = book.get_sheet_by_name(meta.name)
    last_row, last_col = sheet.end or (-1, -1)  # counted from 0; before any row is made
    limits.check_size(last_row + 1, last_col + 1)
    merges = sheet.merged_cell_ranges or []
    if len(merges) > limits.MAX_MERGES:
        raise NotAWorkbook(limits.TOO_MANY_MERGES)
    plain = str
    rows = [
        [value if type(value) is plain else _wire(value) for value in row]
        for row in sheet.to_python(skip_empty_area=False)
    ]
    for (row, col), value in untold.cells.items():
        _put(rows, row, col, value)
    limits.check_rows(rows)
    return dump_sheet(
        meta.name,
        rows,
        hidden=meta.visible != calamine.SheetVisibleEnum.Visible,
        merges=[(a[0] + 1, a[1] + 1, b[0] + 1, b[1] + 1) for a, b in merges],
        hidden_rows=sorted(untold.rows),
        hidden_cols=sorted(untold.cols),
        formulas=untold.formulas,
        red=untold.red,
    )


def _wire(value: Any) -> Any:
    if type(value) is float:
        return number(value)
    if isinstance(value, dt.datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, dt.date):
        return {"d": value.isoformat()}
    return value if isinstance(value, bool | int) else str(value)


def _put(rows: list[list[Any]], row: int, col: int, value: Any) -> None:
    limits.check_size(row, col)
    while len(rows) < row:
        rows.append([])
    line = rows[row - 1]
    line.extend([None] * (col - len(line)))
    if line[col - 1] in (None, ""):
        line[col - 1] = value
