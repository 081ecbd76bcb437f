"""Files a clerk might bring: her sheet with something else in it, and what is no sheet at all."""

from pathlib import Path

from openpyxl import load_workbook

from tests.e2e.people import MAY

WEB_PAGE = (
    "<html><head><title>收支明细</title></head><body><table><tr><td>记-7</td><td>900</td></tr></table></body></html>"
)


def altered(target: Path, **changes: str) -> Path:
    """The sheet of May with these cells written anew (`D11="…"`)."""
    book = load_workbook(MAY)
    for cell, value in changes.items():
        book.active[cell] = value  # type: ignore[index]
    book.save(target)
    return target


def web_page(target: Path) -> Path:
    """A web page that somebody saved under the name of a spreadsheet."""
    target.write_text(WEB_PAGE, encoding="utf-8")
    return target
