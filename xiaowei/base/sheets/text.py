"""Reading .csv and .tsv in the encodings that offices produce: UTF-8, UTF-16, GB18030."""

import csv
import io
import re
from collections import Counter
from typing import Any

from xiaowei.base.sheets import detect, limits
from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.base.sheets.wire import dump_sheet

CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
DELIMITERS = ",\t;|"
SAMPLE = 200  # lines looked at to find the delimiter


def read(data: bytes) -> list[dict[str, Any]]:
    """The one sheet of a text file. Raises NotAWorkbook when it is no text, or no table."""
    text = decode(data)
    csv.field_size_limit(1_000_000)
    try:
        raw = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error:
        raise NotAWorkbook(detect.UNKNOWN) from None
    limits.check_size(len(raw), max(map(len, raw), default=0))
    return [dump_sheet("", [[value if value.strip() else None for value in row] for row in raw])]


def decode(data: bytes) -> str:
    """The text, whatever its encoding. Raises NotAWorkbook for bytes that are no text."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROL.search(text):
            return text.removeprefix("\ufeff")
    raise NotAWorkbook(detect.UNKNOWN)


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    if data[1:200:2].count(0) > len(data[1:200:2]) // 4:
        return ("utf-16-le",)
    if data[0:200:2].count(0) > len(data[0:200:2]) // 4:
        return ("utf-16-be",)
    return ("utf-8", "gb18030")


def _delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of fields; text that none cuts is no table."""
    lines = [line for line in text.splitlines()[: SAMPLE * 2] if line.strip()][:SAMPLE]
    best, most = "", 0
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            continue
        agreeing = max(widths.values(), default=0)
        if agreeing > most:
            best, most = delimiter, agreeing
    if most < 2:
        raise NotAWorkbook(detect.UNKNOWN)
    return best
