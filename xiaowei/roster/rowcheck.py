"""What one row of a list of areas must be by itself, before anybody asks which area it means."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from xiaowei.roster.arealist import AreaRow, BadRow
from xiaowei.roster.vocab import CODE_WIDTH, LEVEL_LABELS, Level

LONGEST_NAME = 60


def repeated(rows: Sequence[AreaRow]) -> list[BadRow]:
    """Every row whose code an earlier row has."""
    first: dict[str, int] = {}
    bad = []
    for row in rows:
        line = first.setdefault(row.code, row.line)
        if row.code and line != row.line:
            why = _("代码 %(code)s 与第 %(other)d 行重复。请只留一行。")
            bad.append(BadRow(row.line, why, {"code": row.code, "other": line}))
    return bad


def check_row(row: AreaRow, *, today: dt.date) -> BadRow | None:
    """The first thing that is wrong with the row itself; None when it is sound."""
    for check in (_level, _code, _name, _parent, _since):
        found = check(row, today)
        if found:
            why, params = found
            return BadRow(row.line, why, params)
    return None


Found = tuple[Any, dict[str, Any]] | None


def _level(row: AreaRow, today: dt.date) -> Found:
    if row.level in set(Level):
        return None
    return _("级别“%(level)s”不认识。只能写 %(known)s。"), {"level": row.level, "known": "、".join(Level)}


def _code(row: AreaRow, today: dt.date) -> Found:
    level = Level(row.level)
    if row.code.isascii() and row.code.isdigit() and len(row.code) == CODE_WIDTH[level]:
        return None
    params = {"code": row.code, "level": LEVEL_LABELS[level], "width": CODE_WIDTH[level]}
    return _("代码“%(code)s”不对。%(level)s级代码应为 %(width)d 位数字。"), params


def _name(row: AreaRow, today: dt.date) -> Found:
    if not row.name:
        return _("没有写名称。请补上。"), {}
    if len(row.name) > LONGEST_NAME or not row.name.isprintable():
        return _("名称太长或含有看不见的字符。请写 %(most)d 字以内的名称。"), {"most": LONGEST_NAME}
    return None


def _parent(row: AreaRow, today: dt.date) -> Found:
    top = Level(row.level) is Level.PROVINCE
    if row.parent and top:
        return _("省级没有上级。请把 parent 留空。"), {}
    if not row.parent and not top:
        return _("没有写上级代码。请在 parent 列补上。"), {}
    return None


def _since(row: AreaRow, today: dt.date) -> Found:
    try:
        day = row.since_day
    except ValueError:
        return _("since“%(since)s”不是日期。请写成 2024-01-01 这样。"), {"since": row.since}
    if day and day > today:
        return _("since %(day)s 还没到。请到那天再导入。"), {"day": day}
    return None
