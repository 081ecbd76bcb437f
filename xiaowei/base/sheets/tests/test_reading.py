"""Workbooks of every kind become one grid; what is none is refused with what it is."""

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from xiaowei.base.sheets import limits
from xiaowei.base.sheets.formulas import evaluate
from xiaowei.base.sheets.grid import ERROR, FORMULA, Merge, cell_name
from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.base.sheets.run import read_apart
from xiaowei.base.sheets.tests.biff import xls

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def a_book(fill: Callable[[openpyxl.worksheet.worksheet.Worksheet], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["摘要", "收入"])
    book.active.append(["收租金", 0.1 + 0.2])
    if fill:
        fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(edit: Callable[[str, bytes], bytes] = lambda _n, b: b, *, more: dict[str, bytes] | None = None) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(a_book()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            package.writestr(name, edit(name, source.read(name)))
        for name, body in (more or {}).items():
            package.writestr(name, body)
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(name.replace("__", "/").replace("_", "."), body)
    return out.getvalue()


def test_numbers_are_what_people_typed() -> None:
    assert read_apart(a_book()).sheets[0].at(2, 2).value == Decimal("0.3")


def test_what_values_alone_do_not_tell_is_seen() -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["B3"] = "=SUM(B1:B2)*2-(1+1)/4"
        sheet["C3"] = "#REF!"
        sheet["C3"].data_type = "e"
        sheet["D3"] = "=VLOOKUP(A1,B1:C3,2)"
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.merge_cells("A5:B6")

    [sheet] = read_apart(a_book(fill)).sheets
    assert sheet.at(3, 2).kind == FORMULA
    assert sheet.at(3, 3).kind == ERROR
    assert (sheet.hidden_rows, sheet.hidden_cols) == ({2}, {2})
    assert sheet.merges == [Merge(5, 1, 6, 2)]
    assert evaluate(sheet, 3, 2) == Decimal("0.1")
    assert evaluate(sheet, 3, 4) is None


def test_a_formula_that_names_itself_has_no_result() -> None:
    [sheet] = read_apart(a_book(lambda sheet: sheet.__setitem__("B3", "=B3+1"))).sheets
    assert evaluate(sheet, 3, 2) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_text_in_every_encoding(encoding: str, delimiter: str) -> None:
    text = f'摘要{delimiter}收入\r\n收租金{delimiter}"3,000.00"\r\n'
    [sheet] = read_apart(text.encode(encoding)).sheets
    assert [cell.text for cell in sheet.rows[1]] == ["收租金", "3,000.00"]


def test_the_old_format() -> None:
    [sheet] = read_apart(xls([["摘要", "收入"], ["收租金", 3000]])).sheets
    assert [cell.text for cell in sheet.rows[1]] == ["收租金", "3000"]


def test_the_name_says_nothing(tmp_path: Path) -> None:
    disguised = tmp_path / "公开表.csv"
    disguised.write_bytes(a_book())
    assert read_apart(disguised).source == "xlsx"
    with pytest.raises(FileNotFoundError):
        read_apart(tmp_path / "没有.xlsx")


PLAIN_REFUSALS = {
    "空文件": b"",
    "网页": "\r\n<html><table><tr><td>收入</td></tr></table></html>".encode("gbk"),
    "PDF": b"%PDF-1.4\n%\xe2\xe3",
    "RTF": b"{\\rtf1 }",
    "图片": b"\x89PNG\r\n\x1a\n\0\0",
    "XML": b'<?xml version="1.0"?><Workbook/>',
    "认不出": bytes(range(256)) * 9,
    "不是表格": "今天开会，讨论了修路的事。\n没有表格。".encode(),
    "压缩包": zipped(a_txt=b"hi"),
    "Word": zipped(word__document_xml=b"<d/>"),
    "Word 文档": OLE + bytes(2000) + "WordDocument".encode("utf-16-le"),
    "打开密码": OLE + bytes(2000) + "EncryptedPackage".encode("utf-16-le"),
    "大得不正常": zipped(xl__workbook_xml=b"<w/>", xl__a_xml=bytes(60_000_000)),
}


@pytest.mark.parametrize("says", PLAIN_REFUSALS)
def test_what_is_no_workbook_is_told_what_it_is(says: str) -> None:
    with pytest.raises(NotAWorkbook) as refused:
        read_apart(PLAIN_REFUSALS[says])
    assert says.split()[0] in refused.value.sentence
    assert "请" in refused.value.sentence


def with_doctype(name: str, body: bytes) -> bytes:
    return b'<!DOCTYPE x [<!ENTITY a "b">]>' + body if "sheet1" in name else body


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (repacked(with_doctype), limits.TAMPERED),
        (repacked(more={"xl/Workbook.xml": b"<w/>"}), limits.TAMPERED),
        (repacked(more={"xl/vbaProject.bin": b"x"}), limits.MACRO),
        (repacked(more={f"xl/{i}.xml": b"<x/>" for i in range(201)}), limits.BOMB),
        (repacked(lambda n, b: b[: len(b) // 2] if "sheet1" in n else b), limits.BROKEN),
        (a_book()[:3000], limits.BROKEN),
        (a_book(lambda sheet: sheet.__setitem__("A100051", "x")), limits.TOO_MANY_ROWS),
        (a_book(lambda sheet: sheet.__setitem__("ZZ9", "x")), limits.TOO_MANY_COLUMNS),
    ],
)
def test_a_workbook_beyond_the_bounds_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(NotAWorkbook) as refused:
        read_apart(data)
    assert refused.value.sentence == sentence


def test_the_reading_program_sees_nothing_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    # a path of ours in its environment would let a hostile file's reader find keys and database
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    assert read_apart(a_book()).source == "xlsx"


def test_cell_names() -> None:
    assert (cell_name(23, 6), cell_name(1, 28)) == ("F23", "AB1")
