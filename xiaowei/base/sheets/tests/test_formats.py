"""What other programs write is read alike, whatever its spelling; what is no workbook is told what it is."""

import struct

import pytest

from xiaowei.base.sheets.reader import read
from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.base.sheets.tests.packed import number, packed, parts, text
from xiaowei.base.sheets.wire import load

ROWS = (
    f'<row r="1" hidden="1">{text("A1", "摘要")}{text("B1", "收入")}</row>'
    f'<row r="2">{text("A2", "收租金")}{number("B2", 300)}<c r="C2"><f>B2*2</f></c></row>'
)
PREFIXED = ROWS.replace("<", "<x:").replace("<x:/", "</x:")


@pytest.mark.parametrize(
    "data",
    [
        packed(parts(ROWS)),
        packed(parts(ROWS, strict=True)),
        packed(parts(ROWS, absolute=True)),
        packed(parts(PREFIXED, prefix="x")),
        packed(parts(ROWS, path="xl/Worksheets/Sheet1.xml")),
        packed(parts(ROWS.replace(' r="A1"', "").replace(' r="B1"', "").replace(' r="1"', ""))),
        packed(parts(ROWS, more={"docProps/app.xml": "<Properties/>", "xl/theme/theme1.xml": "<theme/>"})),
    ],
    ids=["plain", "strict", "absolute paths", "prefix", "other case", "no addresses", "more parts"],
)
def test_every_spelling_of_a_workbook_is_the_same_grid(data: bytes) -> None:
    [sheet] = load(read(data)).sheets
    assert [[cell.text for cell in row if not cell.blank] for row in sheet.rows] == [
        ["摘要", "收入"], ["收租金", "300", "=B2*2"],
    ]  # fmt: skip
    assert sheet.hidden_rows == {1}


def test_a_cell_may_be_written_in_many_ways() -> None:
    cells = (
        '<c r="A1" t="inlineStr"><is><r><t>收</t></r><r><t>入</t></r></is></c><c r="B1" t="b"><v>1</v></c>'
        '<c r="C1" t="e"><v>#N/A</v></c><c r="D1" t="d"><v>2023-05-04</v></c><c r="E1" t="str"><f>A1</f><v>收入</v></c>'
    )
    [sheet] = load(read(packed(parts(f'<row r="1">{cells}</row>')))).sheets
    assert [(cell.kind, cell.text) for cell in sheet.rows[0]] == [
        ("text", "收入"), ("flag", "True"), ("error", "#N/A"), ("date", "2023年5月4日"), ("text", "收入"),
    ]  # fmt: skip


TABLE = "摘要{0}收入\r\n收租金{0}“三”\r\n修灯{0}-300.50\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_a_text_file_in_every_encoding_and_cut(encoding: str, delimiter: str) -> None:
    [sheet] = load(read(TABLE.format(delimiter).encode(encoding))).sheets
    assert [cell.text for cell in sheet.rows[2]] == ["修灯", "-300.50"]


def test_a_semicolon_cuts_finer_than_the_comma_of_thousands() -> None:
    [sheet] = load(read("甲;1,000;备注\n乙;2,000;备注\n".encode())).sheets
    assert [cell.text for cell in sheet.rows[0]] == ["甲", "1,000", "备注"]


def test_a_line_may_break_within_quotes_and_a_file_may_say_how_it_is_cut() -> None:
    [sheet] = load(read('sep=;\r\n"收租金\n（二季度）";300\r\n修灯;"1;2"\r\n'.encode("gb18030"))).sheets
    assert [cell.text for cell in sheet.rows[1]] == ["收租金\n（二季度）", "300"]
    assert [cell.text for cell in sheet.rows[2]] == ["修灯", "1;2"]


def test_many_chinese_words_before_the_first_comma_are_utf_16_all_the_same() -> None:
    title = "一" * 300  # whose low bytes are zeros on the other side
    for encoding in ("utf-16-le", "utf-16-be"):
        [sheet] = load(read(f"{title}\r\n甲,1\r\n乙,2\r\n".encode(encoding))).sheets
        assert sheet.rows[1][0].text == "甲"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NO_WORKBOOKS = {
    "网页": b"\xef\xbb\xbf<!DOCTYPE HTML PUBLIC><HTML><BODY><TABLE></TABLE></BODY></HTML>",
    "网页 ": b"<style>td{color:red}</style><table><tr><td>1</td></tr></table>",
    "网页  ": b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n<html>",
    "网页   ": "<html><body><table><tr><td>收入</td></tr></table></body></html>".encode("utf-16"),
    "Excel 2003 XML": b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Table/></Workbook>',
    "PDF": b"%PDF-1.7\n",
    "Word": packed({"word/document.xml": "<d/>"}),
    "Word ": OLE + bytes(600) + "WordDocument".encode("utf-16-le"),
    "图片": b"RIFF\0\0\0\0WEBPVP8 ",
    "图片 ": b"\xff\xd8\xff\xe0",
    "压缩包": b"Rar!\x1a\x07",
    "压缩包 ": packed({"名册.xlsx": b"PK"}),
    "OpenDocument": packed({"content.xml": "<d/>", "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    "xlsb": packed({"xl/workbook.bin": b"\0"}),
    "OFD": packed({"OFD.xml": "<d/>"}),
    "打开密码": OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    "演示文稿": packed({"ppt/presentation.xml": "<d/>"}),
    "空文件": b" \r\n\0",
    "认不出": b"MZ\x90\0" + struct.pack("<64I", *range(64)),
}


@pytest.mark.parametrize("says", NO_WORKBOOKS)
def test_what_is_none_is_told_what_it_is_and_how_to_save_it(says: str) -> None:
    with pytest.raises(NotAWorkbook) as refused:
        read(NO_WORKBOOKS[says])
    assert says.strip() in refused.value.sentence
    assert "请" in refused.value.sentence
