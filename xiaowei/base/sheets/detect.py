"""What a file is, told from its bytes and never from its name."""

import re
import zipfile
from io import BytesIO

from xiaowei.base.sheets import limits
from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.base.sheets.refused import chinese as _

XLSX, XLS, PLAIN = "xlsx", "xls", "text"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BIFF = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")

EMPTY = _("这是一个空文件，里面什么也没有。请重新导出表格后再上传。")
HTML = _("这是一个网页，只是名字改成了表格。请用表格软件打开它，另存为 .xlsx 后再上传。")
UNKNOWN = _("这个文件不是表格，认不出是什么。请用表格软件打开原表，另存为 .xlsx 后再上传。")
ARCHIVE = _("这是一个压缩包。请先解压，再上传里面的表格。")
SPREADSHEET_XML = _("这是 XML 格式的表格（Excel 2003 XML），暂时读不了。请用表格软件打开它，另存为 .xlsx 后再上传。")
PAGES = _("这是一份 OFD 版式文件，不是表格。请上传原来的表格，格式为 .xlsx、.xls 或 .csv。")
PICTURE = _("这是一张图片，不是表格。请上传原来的表格，格式为 .xlsx、.xls 或 .csv。")
XML = _("这是一个 XML 文件。请用表格软件打开它，另存为 .xlsx 后再上传。")

BEGINNINGS = (
    (b"%PDF", _("这是一个 PDF 文件，不是表格。请上传原来的表格；没有的话，请把内容录入表格，另存为 .xlsx 后再上传。")),
    (b"{\\rtf", _("这是一份 Word 文档（RTF），不是表格。请把里面的表复制到表格软件，另存为 .xlsx 后再上传。")),
    *((beginning, PICTURE) for beginning in (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*")),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf", ARCHIVE),
    *((beginning, ARCHIVE) for beginning in (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"PK\x05\x06")),
)
WORD = _("这是一份 Word 文档，不是表格。请把里面的表复制到表格软件，另存为 .xlsx 后再上传。")
SLIDES = _("这是一份演示文稿，不是表格。请把里面的表复制到表格软件，另存为 .xlsx 后再上传。")
OPEN_DOCUMENT = _("这是 OpenDocument 文件，暂时读不了。请用表格软件打开它，另存为 .xlsx 后再上传。")
BINARY = _("这是二进制工作簿（.xlsb），暂时读不了。请用表格软件打开它，另存为 .xlsx 后再上传。")

MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|meta|body|table|title|style|script|div|center|font|tr|td|p|br|form|link)\b",
    re.IGNORECASE,
)
MAIL = re.compile(rb"(?:MIME-Version:|From: ?<?Saved by|Content-Type: ?multipart/related)", re.IGNORECASE)
MARKS = b"\xef\xbb\xbf\xff\xfe \r\n\t"  # byte order marks and blanks


def kind_of(data: bytes) -> str:
    """`xlsx`, `xls` or `text`. Raises NotAWorkbook with what it is instead."""
    if not data[:65536].strip(MARKS + b"\0") and not data.strip(MARKS + b"\0"):
        raise NotAWorkbook(EMPTY)
    if len(data) > limits.MAX_BYTES:
        raise NotAWorkbook(limits.TOO_LARGE)
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith((OLE, *BIFF)):
        return XLS
    for beginning, sentence in BEGINNINGS:
        if data.startswith(beginning):
            raise NotAWorkbook(sentence)
    if (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:12] in (b"ftypheic", b"ftypmif1", b"ftypheix"):
        raise NotAWorkbook(PICTURE)
    if data[257:262] == b"ustar":
        raise NotAWorkbook(ARCHIVE)
    return _written(data)


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            names = {name.lower().replace("\\", "/") for name in package.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise NotAWorkbook(limits.BROKEN) from None
    if "xl/workbook.xml" in names:
        return XLSX
    for part, sentence in (
        ("word/document.xml", WORD),
        ("ppt/presentation.xml", SLIDES),
        ("xl/workbook.bin", BINARY),
        ("content.xml", OPEN_DOCUMENT),
        ("ofd.xml", PAGES),
    ):
        if part in names:
            raise NotAWorkbook(sentence)
    raise NotAWorkbook(ARCHIVE)


def _written(data: bytes) -> str:
    head = data[:4096].replace(b"\0", b"").lstrip(MARKS)
    if MAIL.match(head):
        raise NotAWorkbook(HTML)
    if b"schemas-microsoft-com:office:spreadsheet" in head or b"Excel.Sheet" in head:
        raise NotAWorkbook(SPREADSHEET_XML)
    if MARKUP.match(head) or (head.startswith((b"<?xml", b"<!--")) and MARKUP.search(head)):
        raise NotAWorkbook(HTML)
    if head.startswith((b"<?xml", b"<")):
        raise NotAWorkbook(XML)
    return PLAIN


def document_in_ole(data: bytes) -> str:
    """The sentence for an old-style document that holds no workbook."""
    for stream, sentence in (
        ("EncryptedPackage", limits.ENCRYPTED),
        ("WordDocument", WORD),
        ("PowerPoint Document", SLIDES),
    ):
        if stream.encode("utf-16-le") in data:
            return sentence
    return UNKNOWN
