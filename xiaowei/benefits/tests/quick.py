"""Workbooks made and read within the test's own process, for tables of many lists: only their meaning is at stake."""

import json
from typing import Any

from xiaowei.base.sheets.grid import Grid
from xiaowei.base.sheets.reader import read
from xiaowei.base.sheets.tests.made import Rows, workbook
from xiaowei.base.sheets.wire import load_grid


def made(rows: Rows, **kinds: Any) -> Grid:
    """The grid of such a file, as `sheets.tests.made.made` gives it."""
    return load_grid(json.dumps(read(workbook(rows, **kinds)), ensure_ascii=False).encode())
