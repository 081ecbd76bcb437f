"""The smallest .xls there is, for tests: nothing we may use at run time writes one."""

import struct
from typing import Any


def xls(rows: list[list[Any]]) -> bytes:
    """A BIFF2 workbook of texts and numbers, in the code page of a Chinese office."""
    out = _record(0x0009, struct.pack("<HH", 2, 0x10)) + _record(0x0042, struct.pack("<H", 936))
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            at = struct.pack("<HH3s", r, c, b"\0\0\0")
            if isinstance(value, str):
                raw = value.encode("gbk")
                out += _record(0x0004, at + bytes([len(raw)]) + raw)
            elif value is not None:
                out += _record(0x0003, at + struct.pack("<d", value))
    return out + _record(0x000A, b"")


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body
