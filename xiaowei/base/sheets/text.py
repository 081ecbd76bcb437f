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
TOLD = re.compile(r"sep=([,\t;|])\r?\n", re.IGNORECASE)
LONG_LINE = 1_000_000  # characters: no row of a table
SAMPLE = 200  # lines looked at to find the delimiter


def read(data: bytes) -> list[dict[str, Any]]:
    """The one sheet of a text file. Raises NotAWorkbook when it is no text, or no table."""
    text = decode(data)
    csv.field_size_limit(1_000_000)
    told = TOLD.match(text)  # what some programs write in front to say how they cut
    delimiter = told[1] if told else _delimiter(text)
    if told:
        text = "\n" + text[told.end() :]  # rows keep their numbers
    if len(text) > LONG_LINE and max(map(len, text.splitlines())) > LONG_LINE:
        raise NotAWorkbook(detect.UNKNOWN)
    if text.count("\n") + text.count("\r") > 8 * limits.MAX_ROWS:
        raise NotAWorkbook(limits.TOO_MANY_ROWS)
    try:
        raw = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise NotAWorkbook(detect.UNKNOWN) from None
    limits.check_size(len(raw), max(map(len, raw), default=0))
    limits.check_rows(raw)
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
    head = data[:65536]
    if b"\0" in head:  # neither UTF-8 nor GB18030 text has one: every comma and line end of UTF-16 brings one
        return tuple(sorted(("utf-16-le", "utf-16-be"), key=lambda encoding: -_cuts(head.decode(encoding, "ignore"))))
    return ("utf-8", "gb18030")


def _cuts(text: str) -> int:
    """How many commas, line ends and digits a text has: read the wrong way round it has other characters instead."""
    return sum(map(text.count, f"{DELIMITERS}\r\n0123456789"))


def _delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of fields; text that none cuts is no table."""
    lines = [line for line in text.splitlines()[: SAMPLE * 2] if line.strip()][:SAMPLE]
    best, most = "", (0, 0)
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            continue
        # as many lines cut alike: the one that cuts finer, for 3,000.00 in each line cuts them all in two
        agreeing = max(((count, width) for width, count in widths.items()), default=(0, 0))
        if agreeing > most:
            best, most = delimiter, agreeing
    if most[0] < 2:
        raise NotAWorkbook(detect.UNKNOWN)
    return best
