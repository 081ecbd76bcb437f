"""A CSV table as offices save it: header by name in English or Chinese, every row with its line number."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from xiaowei.base.words import decoded
from xiaowei.powers.reading.problems import Found

MOST_ROWS = 2000


@dataclass(frozen=True)
class Row:
    """One row; `cells` are by column, empty ones included."""

    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Table:
    """The rows, and the columns that are there."""

    columns: frozenset[str]
    rows: tuple[Row, ...]


def read(data: bytes, found: Found, *, needed: Sequence[str], known: Mapping[str, str]) -> Table | None:
    """The table, None when it is none. `known` maps every spelling of a header to the column's name."""
    words = decoded(data)
    if words is None:
        found.bad(_("既不是 UTF-8 也不是 GB18030 文本。请另存为 CSV 后再导入。"))
        return None
    reader = csv.reader(io.StringIO(words, newline=""))
    try:
        header = _header(next(reader, []), found, needed=needed, known=known)
        if header is None:
            return None
        return Table(frozenset(filter(None, header)), _rows(reader, header, found, whole=words.endswith(("\n", "\r"))))
    except csv.Error:
        found.bad(_("读不出来，多半是引号不成对。请另存为 CSV 后再导入。"), row=reader.line_num)
        return None


def _header(cells: list[str], found: Found, *, needed: Sequence[str], known: Mapping[str, str]) -> list[str] | None:
    written = [cell.strip() for cell in cells]
    header = [known.get(cell.lower(), "") for cell in written]
    missing = [name for name in needed if name not in header]
    if missing:
        found.bad(_("表头缺少这些列：%(names)s。请补上后再导入。") % {"names": "、".join(missing)}, row=1)
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        found.bad(_("表头里 %(names)s 写了不止一次。请只留一个。") % {"names": "、".join(twice)}, row=1)
    unread = [cell for cell, name in zip(written, header, strict=True) if cell and not name]
    if unread:
        found.note(_("不认识的列没有读：%(names)s。") % {"names": "、".join(unread)})
    return None if missing or twice else header


def _rows(reader: Any, header: list[str], found: Found, *, whole: bool) -> tuple[Row, ...]:
    rows: list[Row] = []
    cells: list[str] = []
    for cells in reader:
        values = [cell.strip() for cell in cells]
        if not any(values):
            continue
        line = reader.line_num
        if any(values[len(header) :]):
            found.bad(_("比表头多出内容。请检查是否多了逗号。"), row=line)
        rows.append(Row(line, {name: value for name, value in zip(header, values, strict=False) if name}))
        if len(rows) > MOST_ROWS:
            found.bad(_("超过 %(n)d 行，不像权力清单。请检查是不是选错了文件。") % {"n": MOST_ROWS})
            break
    if not whole and 0 < len(cells) < len(header):  # a copy that broke off would end every item behind it
        found.bad(_("最后一行没写完，文件多半没有传全。请重新取一份再导入。"), row=reader.line_num)
    if not rows:
        found.bad(_("只有表头，没有内容。请检查文件后再导入。"))
    return tuple(rows)
