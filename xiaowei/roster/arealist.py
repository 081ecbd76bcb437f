"""Reading a list of areas: CSV bytes into typed rows, every row with its line number.

Columns `code,name,parent,level`; optional `replaces` (former codes, `;` between them: this area continues or
absorbs those), `since` (the day of the change, 2024-01-01) and `note` (a reason, which also declares that a
new code does not begin with its parent's on purpose).
"""

import csv
import datetime as dt
import io
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from xiaowei.base.refusals import Invalid
from xiaowei.base.words import decoded
from xiaowei.roster.vocab import CODE_WIDTH, Level

NEEDED = ("code", "name", "parent", "level")
OPTIONAL = ("replaces", "since", "note")


@dataclass(frozen=True)
class AreaRow:
    """One row of the list; codes have their level's own width."""

    line: int
    code: str
    name: str
    parent: str
    level: str
    replaces: tuple[str, ...] = ()
    since: str = ""
    note: str = ""

    @property
    def since_day(self) -> dt.date | None:
        """The day of the change, None when not given. Raises ValueError when it is no date."""
        return dt.date.fromisoformat(self.since) if self.since else None


@dataclass(frozen=True)
class BadRow:
    """Why one row cannot be taken."""

    line: int
    why: Any
    params: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(_("第 %(line)d 行：")) % {"line": self.line} + str(self.why) % self.params


class BadRows(Invalid):
    """Rows that cannot be taken; nothing was written. One sentence a line."""

    def __init__(self, rows: list[BadRow]) -> None:
        super().__init__()
        self.rows = sorted(rows, key=lambda row: row.line)

    def __str__(self) -> str:
        return "\n".join(str(row) for row in self.rows)


def read(data: bytes) -> list[AreaRow]:
    """The rows of the file. Raises Invalid when it is no such list, BadRows when a row has too many cells."""
    reader = csv.reader(io.StringIO(_text(data), newline=""))
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        _check_header(header)
        rows, bad = [], []
        for cells in reader:
            values = [cell.strip() for cell in cells]
            if not any(values):
                continue
            if any(values[len(header) :]):
                bad.append(BadRow(reader.line_num, _("比表头多出内容。请检查是否多了逗号。")))
                continue
            rows.append(_row(reader.line_num, dict(zip(header, values, strict=False))))
    except csv.Error:
        raise Invalid(_("第 %(line)d 行读不出来。请另存为 CSV 后再导入。"), line=reader.line_num) from None
    if bad:
        raise BadRows(bad)
    if not rows:
        raise Invalid(_("文件里只有表头，没有地区。请检查文件后再导入。"))
    return rows


def canonical_code(code: str) -> str:
    """The code at its level's own width: 990101000000 is the county 990101."""
    if len(code) != CODE_WIDTH[Level.VILLAGE] or not code.endswith("000"):
        return code
    for width in (2, 4, 6, 9):
        if not code[width:].strip("0"):
            return code[:width]
    return code


def _text(data: bytes) -> str:
    text = decoded(data)
    if text is None:
        raise Invalid(_("文件既不是 UTF-8 也不是 GB18030 文本。请另存为 CSV 后再导入。"))
    return text


def _check_header(header: list[str]) -> None:
    missing = [name for name in NEEDED if name not in header]
    if missing:
        raise Invalid(
            _("第 1 行要写列名 code,name,parent,level，缺少：%(names)s。请补上后再导入。"), names="、".join(missing)
        )
    unknown = [name for name in header if name and name not in NEEDED + OPTIONAL]
    if unknown:  # a misspelt `replaces` that is silently ignored makes two villages out of one
        raise Invalid(
            _("第 1 行有不认识的列：%(names)s。可用的列：code,name,parent,level,replaces,since,note。"),
            names="、".join(unknown),
        )
    if len(set(header)) != len(header):
        raise Invalid(_("第 1 行有重复的列名。请改好后再导入。"))


def _row(line: int, cells: dict[str, str]) -> AreaRow:
    return AreaRow(
        line=line,
        code=canonical_code(cells.get("code", "")),
        name=cells.get("name", ""),
        parent=canonical_code(cells.get("parent", "")),
        level=cells.get("level", ""),
        replaces=tuple(canonical_code(c.strip()) for c in cells.get("replaces", "").split(";") if c.strip()),
        since=cells.get("since", ""),
        note=cells.get("note", ""),
    )
