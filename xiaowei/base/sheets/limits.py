"""Bounds on what is opened at all: a file beyond them is refused before it costs anything."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.base.sheets.refused import chinese as _

MAX_BYTES = 50 * 1024 * 1024
MAX_PARTS = 200
# 100,000 rows of ten columns, as offices save them, unpack to 60-120 MB; parts are read piece by piece, never whole
MAX_UNPACKED = 256 * 1024 * 1024
MAX_RATIO = 100
SMALL = 1024 * 1024  # below this no ratio can hurt: a nearly empty sheet packs extremely well
MAX_ROWS = 100_000  # of figures; the title, the header and the sums around them come on top
ROWS_AROUND = 50
MAX_COLUMNS = 500
MAX_MERGES = 50_000
MAX_ANSWER = 96 * 1024 * 1024  # bytes the reading program may say of one file
MAX_ASIDE = 16 * 1024 * 1024  # a part that is read whole: names, relations, styles
PIECE = 1024 * 1024

TOO_LARGE = _("文件太大，超过了50 MB。请只留要公开的工作表，另存为 .xlsx 后再上传。")
TOO_MANY_ROWS = _("表格超过100000行。请删去多余的行，或者分成几个文件后再上传。")
TOO_MANY_COLUMNS = _("表格超过500列。请删去右边多余的列，另存后再上传。")
TOO_MANY_MERGES = _("表格里合并的单元格太多，没有打开。请取消多余的合并，另存为 .xlsx 后再上传。")
TOO_MANY_SHEETS = _("文件里的工作表太多，超过了200个。请只留要公开的工作表，另存后再上传。")
BOMB = _("这个文件解开后大得不正常，没有打开。请用表格软件重新另存为 .xlsx 后再上传。")
BROKEN = _("文件已经损坏，打不开。请在原来的电脑上重新打开并另存为 .xlsx，再上传。")
ENCRYPTED = _("这个表格设了打开密码。请去掉密码，另存为 .xlsx 后再上传。")
MACRO = _("表格里带有宏。请另存为不带宏的 .xlsx 后再上传。")
LINKED = _("表格里的公式引用了别的文件。请把这些公式改成数值，另存为 .xlsx 后再上传。")
TAMPERED = _("文件的内部结构不正常，没有打开。请用表格软件重新另存为 .xlsx 后再上传。")

DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
OVERLAP = 64  # bytes of the piece before that are looked at again: a word may be cut in two
EVIL = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError,
    IndexError,
)  # fmt: skip


class Package:
    """A zipped workbook whose parts are within the bounds. Raises NotAWorkbook for any that is not."""

    def __init__(self, data: bytes) -> None:
        with _telling():
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._entries = {entry.filename.lower(): entry for entry in _checked(self._zip.infolist())}

    def names(self) -> list[str]:
        """Every part of XML, in lower case: software differs in how it spells them."""
        return [name for name in self._entries if name.endswith((".xml", ".rels", ".vml"))]

    def whole(self, name: str) -> bytes:
        """A small part as a whole; nothing where there is none."""
        if name.lower() not in self._entries:
            return b""
        if self._entries[name.lower()].file_size > MAX_ASIDE:
            raise NotAWorkbook(BOMB)
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, piece by piece; its length and check sum must be what the package says."""
        entry = self._entries[name.lower()]
        read = 0
        with _telling(), self._zip.open(entry) as part:
            while piece := part.read(PIECE):
                read += len(piece)
                if read > entry.file_size:
                    raise NotAWorkbook(TAMPERED)
                yield piece

    def looked_through(self, name: str) -> Iterator[bytes]:
        """The pieces of a part with the end of the one before, none of which declares a document type."""
        before = b""
        for piece in self.pieces(name):
            window = before + piece
            if b"\0" in window:  # UTF-16
                window = window.replace(b"\0", b"")
            if b"<!" in window and DTD.search(window):
                raise NotAWorkbook(TAMPERED)
            yield window
            before = window[-OVERLAP:]


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except EVIL:
        raise NotAWorkbook(BROKEN) from None
    except RuntimeError:  # what zipfile says about a password
        raise NotAWorkbook(ENCRYPTED) from None


def _checked(entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) != len(names):
        raise NotAWorkbook(TAMPERED)  # two parts of one name: reader and reviewer could see different tables
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in names):
        raise NotAWorkbook(MACRO)
    if any("/externallinks/" in name and name.endswith(".xml") for name in names):
        raise NotAWorkbook(LINKED)
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if len(entries) > MAX_PARTS or unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked / packed > MAX_RATIO):
        raise NotAWorkbook(BOMB)
    return entries


def check_size(rows: int, columns: int) -> None:
    """Raise NotAWorkbook when a sheet has more rows or columns than anybody reads."""
    if rows > MAX_ROWS + ROWS_AROUND:
        raise NotAWorkbook(TOO_MANY_ROWS)
    if columns > MAX_COLUMNS:
        raise NotAWorkbook(TOO_MANY_COLUMNS)


def check_rows(rows: Sequence[Sequence[Any]]) -> None:
    """Raise NotAWorkbook for a sheet of more than 100,000 rows of figures: a list of just as many is still taken.

    A title and a sum fill few cells, and nothing above the first figure is a row of them. `rows` are wire values.
    """
    if len(rows) <= MAX_ROWS:
        return
    filled = [sum(value not in (None, "") for value in row) for row in rows]
    enough = max(filled) / 2
    first = next((place for place, row in enumerate(rows) if any(map(_is_figure, row))), 0)
    if sum(n >= enough for n in filled[first:]) > MAX_ROWS:
        raise NotAWorkbook(TOO_MANY_ROWS)


def _is_figure(value: Any) -> bool:
    return type(value) in (int, float) or (isinstance(value, str) and value[:1].isdigit())
