"""Reading a list of households: CSV bytes into households of each village, every row with its line number.

Columns `village` (statutory code), `group`, `number` (of the household within the village), `name`, `relation`
(户主 for the head); optional `id` (identity number, of which only keyed digests are kept). A household is one
block of rows with one 户主: its number anywhere else in the file is used twice.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from xiaowei.base import idnumbers
from xiaowei.base.refusals import Invalid
from xiaowei.base.words import decoded
from xiaowei.roster.actions import HouseholdRow
from xiaowei.roster.arealist import BadRow, BadRows
from xiaowei.roster.matching import plain_number

NEEDED = ("village", "group", "number", "name", "relation")
OPTIONAL = ("id",)
HEAD = "户主"


@dataclass(frozen=True)
class Line:
    """One person of the list."""

    line: int
    village: str
    group: str
    number: str
    name: str
    relation: str
    ident: str


def read(data: bytes) -> dict[str, list[HouseholdRow]]:
    """Households by the code of their village. Raises Invalid when it is no such list, BadRows for its bad rows."""
    lines = list(_lines(data))
    if not lines:
        raise Invalid(_("文件里只有表头，没有人。请检查文件后再导入。"))
    blocks = _blocks(lines)
    bad = [*_bad_lines(lines), *_repeated_people(lines), *_repeated_households(blocks), *_headless(blocks)]
    if bad:
        raise BadRows(bad)
    found: dict[str, list[HouseholdRow]] = {}
    for block in blocks:
        found.setdefault(block[0].village, []).append(_household(block))
    return found


def _lines(data: bytes) -> Iterable[Line]:
    text = decoded(data)
    if text is None:
        raise Invalid(_("文件既不是 UTF-8 也不是 GB18030 文本。请另存为 CSV 后再导入。"))
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        missing = [name for name in NEEDED if name not in header]
        if missing:
            names = "、".join(missing)
            raise Invalid(_("第 1 行要写列名 village,group,number,name,relation，缺少：%(names)s。"), names=names)
        for cells in reader:
            row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
            if any(row.values()):
                village, group, number, name, relation = (row.get(column, "") for column in NEEDED)
                ident = plain_number(row.get("id", ""))
                yield Line(reader.line_num, village, group, number, name, relation, ident)
    except csv.Error:
        raise Invalid(_("第 %(line)d 行读不出来。请另存为 CSV 后再导入。"), line=reader.line_num) from None


def _blocks(lines: list[Line]) -> list[list[Line]]:
    """Rows that belong together: a new household begins with another number or with a 户主."""
    blocks: list[list[Line]] = []
    for line in lines:
        last = blocks[-1][-1] if blocks else None
        same = last is not None and (last.village, last.number) == (line.village, line.number)
        if same and line.relation != HEAD:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _bad_lines(lines: list[Line]) -> Iterable[BadRow]:
    for line in lines:
        if not (line.group.isdecimal() and line.number.isdecimal()):
            yield BadRow(line.line, _("组号和户号要写数字。"))
        elif not line.name or len(line.name) > 40 or not line.relation or len(line.relation) > 10:
            yield BadRow(line.line, _("要写姓名（40 字以内）和与户主关系（10 字以内）。"))
        elif line.ident and not idnumbers.is_valid(line.ident):
            yield BadRow(line.line, _("身份证号不对（18 位，最后一位是校验码）。请核对；没有就留空。"))


def _repeated_people(lines: list[Line]) -> Iterable[BadRow]:
    first: dict[str, int] = {}
    for line in lines:
        other = first.setdefault(line.ident, line.line)
        if line.ident and other != line.line:
            yield BadRow(line.line, _("身份证号与第 %(other)d 行重复。一个人只能在一户。"), {"other": other})


def _repeated_households(blocks: list[list[Line]]) -> Iterable[BadRow]:
    first: dict[tuple[str, str], Line] = {}
    for block in blocks:
        head = block[0]
        other = first.setdefault((head.village, head.number), head)
        if other is not head:
            why = _("户号 %(number)s 与第 %(other)d 行重复。同一个村每户一个号，请改好后再导入。")
            yield BadRow(head.line, why, {"number": head.number, "other": other.line})


def _headless(blocks: list[list[Line]]) -> Iterable[BadRow]:
    for block in blocks:
        if block[0].relation != HEAD:
            yield BadRow(block[0].line, _("这一户的第一行要写户主。"))
        elif len({line.group for line in block}) > 1:
            yield BadRow(block[0].line, _("这一户写了两个组。请改好后再导入。"))


def _household(block: list[Line]) -> HouseholdRow:
    head, *others = block
    return HouseholdRow(
        group=int(head.group),
        number=int(head.number),
        head=head.name,
        members=tuple((one.name, one.relation) for one in others),
        ids=tuple(one.ident for one in block),
    )
