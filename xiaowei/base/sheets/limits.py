"""Bounds on what is opened at all: a file beyond them is refused before it costs anything."""

import io
import re
import zipfile
import zlib

from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.base.sheets.refused import chinese as _

MAX_BYTES = 50 * 1024 * 1024
MAX_PARTS = 200
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100
SMALL = 1024 * 1024  # below this no ratio can hurt: a nearly empty sheet packs extremely well
MAX_ROWS = 100_000
MAX_COLUMNS = 500

TOO_LARGE = _("文件太大，超过了50 MB。请只留要公开的工作表，另存为 .xlsx 后再上传。")
TOO_MANY_ROWS = _("表格超过100000行。请删去多余的行，或者分成几个文件后再上传。")
TOO_MANY_COLUMNS = _("表格超过500列。请删去右边多余的列，另存后再上传。")
BOMB = _("这个文件解开后大得不正常，没有打开。请用表格软件重新另存为 .xlsx 后再上传。")
BROKEN = _("文件已经损坏，打不开。请在原来的电脑上重新打开并另存为 .xlsx，再上传。")
ENCRYPTED = _("这个表格设了打开密码。请去掉密码，另存为 .xlsx 后再上传。")
MACRO = _("表格里带有宏。请另存为不带宏的 .xlsx 后再上传。")
TAMPERED = _("文件的内部结构不正常，没有打开。请用表格软件重新另存为 .xlsx 后再上传。")

DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def parts_of(data: bytes) -> dict[str, bytes]:
    """The XML parts of a zipped workbook, unpacked and checked. Raises NotAWorkbook beyond a bound."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_entries(entries)
            return {e.filename: _unpacked(package, e) for e in entries if e.filename.endswith((".xml", ".rels"))}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise NotAWorkbook(BROKEN) from None
    except RuntimeError:  # what zipfile says about a password
        raise NotAWorkbook(ENCRYPTED) from None


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) != len(names):
        raise NotAWorkbook(TAMPERED)  # two parts of one name: reader and reviewer could see different tables
    if any(name.endswith("vbaproject.bin") for name in names):
        raise NotAWorkbook(MACRO)
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if len(entries) > MAX_PARTS or unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked / packed > MAX_RATIO):
        raise NotAWorkbook(BOMB)


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    raw = package.read(entry)  # never more than file_size, and the check sum must fit
    if DTD.search(raw) or (b"\0" in raw and DTD.search(raw.replace(b"\0", b""))):
        raise NotAWorkbook(TAMPERED)
    return raw


def check_size(rows: int, columns: int) -> None:
    """Raise NotAWorkbook when a sheet has more rows or columns than anybody reads."""
    if rows > MAX_ROWS:
        raise NotAWorkbook(TOO_MANY_ROWS)
    if columns > MAX_COLUMNS:
        raise NotAWorkbook(TOO_MANY_COLUMNS)
