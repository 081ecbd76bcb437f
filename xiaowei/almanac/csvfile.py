"""A year's notice as a CSV file: `date,working,name`, one line for each day that is no ordinary day. Pure."""

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from xiaowei.almanac.notice import Days, belongs, check
from xiaowei.base.refusals import Invalid
from xiaowei.base.words import decoded

COLUMNS = ["date", "working", "name"]
# spreadsheet programs rewrite 2027-01-01 as 2027/1/1 when they save
DATE = re.compile(r"(\d{4})(?:-|/|年)(\d{1,2})(?:-|/|月)(\d{1,2})日?")
NAME_LENGTH = 40

Row = tuple[int, dt.date, bool, str]


def read(data: bytes) -> tuple[int, Days]:
    """The year and its days. Raises Invalid that names every bad line at once."""
    rows, bad = [], []
    for number, fields in _lines(data):
        try:
            rows.append(_row(number, fields))
        except Invalid as refusal:
            bad.append(_at(number, str(refusal)))
    year = _year(rows)
    bad += [
        _at(n, _("%(day)s 不属于 %(year)d 年") % {"day": day, "year": year})
        for n, day, *_rest in rows
        if not belongs(day, year)
    ]
    bad += _repeated(rows)
    if bad:
        raise Invalid(
            _("文件里有 %(count)d 处要改，一行也没有录入：%(bad)s。改好后再录一次。"),
            count=len(bad),
            bad="；".join(bad),
        )
    days = {day: (working, name) for _number, day, working, name in rows}
    check(year, days)
    return year, days


def _lines(data: bytes) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(_text(data)), strict=True)
    try:
        header = [field.strip().lower() for field in next(reader, [])]
        if header != COLUMNS:
            raise Invalid(_("第一行要写成 date,working,name。请改好后再录一次。"))
        for fields in reader:
            if any(field.strip() for field in fields):
                yield reader.line_num, [field.strip() for field in fields]
    except csv.Error:
        raise Invalid(_("第 %(n)d 行的引号不成对。请改好后再录一次。"), n=reader.line_num) from None


def _text(data: bytes) -> str:
    text = decoded(data)
    if text is None:
        raise Invalid(_("文件不是 UTF-8 或 GB18030 编码的文字。请另存为 CSV 后再录一次。"))
    return text


def _row(number: int, fields: list[str]) -> Row:
    if len(fields) != len(COLUMNS):
        raise Invalid(_("应有 3 列，实有 %(n)d 列"), n=len(fields))
    day, working, name = fields
    if working not in ("0", "1"):
        raise Invalid(_("working 只能写 0（放假）或 1（上班），现在是“%(text)s”"), text=working)
    if not 0 < len(name) <= NAME_LENGTH:
        raise Invalid(_("name 要写节日名称，最多 40 个字"))
    return number, _date(day), working == "1", name


def _date(text: str) -> dt.date:
    found = DATE.fullmatch(text)
    try:
        if found:
            return dt.date(*(int(part) for part in found.groups()))
    except ValueError:
        pass  # the 31st of a short month: the same refusal
    raise Invalid(_("日期“%(text)s”不是 2027-01-01 这样的日期"), text=text)


def _year(rows: list[Row]) -> int:
    # the commonest, not the latest: one mistyped year must not make all other lines wrong
    if not rows:
        raise Invalid(_("文件里没有一行可用的日期。请按 date,working,name 填好后再录一次。"))
    return Counter(day.year for _number, day, *_rest in rows).most_common(1)[0][0]


def _repeated(rows: list[Row]) -> Iterator[str]:
    first: dict[dt.date, int] = {}
    for number, day, *_rest in rows:
        if day in first:
            yield _at(number, _("%(day)s 和第 %(n)d 行重复") % {"day": day, "n": first[day]})
        first.setdefault(day, number)


def _at(number: int, what: str) -> str:
    return _("第 %(n)d 行，%(what)s") % {"n": number, "what": what}
