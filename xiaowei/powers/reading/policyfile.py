"""The file of policies, JSON or CSV: title, number, issuer, dates and status of each basis."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from xiaowei.base.words import decoded
from xiaowei.powers.content import Policy
from xiaowei.powers.reading import cells, jsonfile, table
from xiaowei.powers.reading.problems import Found
from xiaowei.powers.validity import first_date

DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?)?[月年]?")
COLUMNS = {
    "id": "id", "编号": "id", "title": "title", "名称": "title", "标题": "title", "issuer": "issuer",
    "发文机关": "issuer", "number": "number", "文号": "number", "date": "date", "发布日期": "date",
    "effective": "effective", "施行日期": "effective", "status": "status", "状态": "status",
    "key_points": "key_points", "要点": "key_points", "source": "source", "来源": "source", "note": "note",
    "备注": "note",
}  # fmt: skip
TEXTS = {"title": 200, "number": 120, "issuer": 200, "status": 200, "note": 500}

Entry = tuple[str, int | None, Mapping[str, Any]]  # id, line of a table, values


def read(data: bytes, found: Found) -> tuple[Policy, ...]:
    """The policies in the order of the file; those with a problem are left out."""
    made: dict[str, Policy] = {}
    for code, row, values in _entries(data, found):
        if not code or len(code) > 20:
            found.bad(_("没有写编号，或编号超过 20 个字。请补上。"), row=row, column="id")
            continue
        if code in made:
            found.bad(_("这个编号出现了两次。请只留一个。"), row=row, code=code)
            continue
        made[code] = _policy(code, row, values, found)
    return tuple(made.values())


def _entries(data: bytes, found: Found) -> Iterator[Entry]:
    if (decoded(data) or "").lstrip()[:1] in ("[", "{"):
        value = jsonfile.load(data, found)
        if value is not None:
            for code, entry in jsonfile.entries(value, found, key="id").items():
                yield code, None, entry
        return
    read = table.read(data, found, needed=("id", "title"), known=COLUMNS)
    for line in read.rows if read else ():
        yield line.get("id"), line.line, line.cells


def _policy(code: str, row: int | None, values: Mapping[str, Any], found: Found) -> Policy:
    def take(reader: Any, column: str, **limits: Any) -> Any:
        try:
            return reader(values.get(column), **limits)
        except (cells.Unfit, ValueError) as unfit:
            found.bad(str(unfit), row=row, code=code, column=column)
            return None

    texts = {column: take(cells.text, column, most=most) or "" for column, most in TEXTS.items()}
    if not texts["title"] and not any(p.column == "title" and p.code == code for p in found.problems):
        found.bad(_("没有写文件名称。请补上。"), row=row, code=code, column="title")
    take(_sound_status, "status")
    return Policy(
        code=code,
        **texts,
        issued=take(_date, "date") or "",
        effective=take(_date, "effective") or "",
        points=take(_points, "key_points") or (),
        source=take(cells.listed, "source", most=200, separators=";；") or (),
    )


def _points(value: Any) -> tuple[str, ...]:
    # one spelling for both kinds of file: in a cell the points stand behind each other, parted by `；`
    whole = "；".join(cells.listed(value, most=1000, separators="\n")) if isinstance(value, list) else value
    return cells.listed(whole, most=1000, separators="；")


def _date(value: Any) -> str:
    """`2010-10-28`, `2021-09` or `2020`, as exact as it was given. Raises Unfit."""
    words = cells.text(value, most=20)
    if not words:
        return ""
    found = DATE.fullmatch(words)
    if found:
        year, month, day = (int(part) if part else None for part in found.groups())
        try:
            dt.date(year or 0, month or 1, day or 1)
        except ValueError:
            found = None
        else:
            return "-".join(f"{part:02d}" for part in (year, month, day) if part)
    raise cells.Unfit(_("“%(value)s”不是日期。请写成 2024-01-01，只知道年份就写 2024。") % {"value": words})


def _sound_status(value: Any) -> None:
    words = cells.text(value, most=200)
    try:
        first_date(words)
    except ValueError:
        raise cells.Unfit(_("“%(value)s”里的日期不存在。请核对。") % {"value": words}) from None
