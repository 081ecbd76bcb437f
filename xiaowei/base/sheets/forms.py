"""Empty forms (模板) for every kind of sheet, made by the product: what it makes, it reads.

The total stands directly below the header and adds up whatever is typed beneath, so a clerk never has to make room
for it. How to fill the columns in stands on a second sheet and beside every header.
"""

import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter

DATA = Path(__file__).resolve().parent / "data" / "templates.json"
LAST_ROW = 5_000  # as far as totals reach and cells are prepared
NUMBERS = {"money": "#,##0.00", "number": "#,##0.###", "count": "0", "date": "yyyy-mm-dd"}
AS_TEXT = {"id", "account", "phone"}  # a number of 16 digits and more is damaged in a number cell
Typed = str | int | Decimal | dt.date | None


@dataclass(frozen=True)
class Column:
    """One column of a form. `holds` is text, date, money, number, count, id, account, phone or choice."""

    key: str
    header: str
    holds: str
    width: float
    help: str
    must: bool = False
    sum: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """The form of one kind. `period` is month, year, `this_year` for a plan, `as_of` for a register on one day."""

    kind: str
    name: str
    title: str
    unit: str
    period: str
    columns: tuple[Column, ...]
    bands: tuple[tuple[str, int, int], ...] = ()  # upper header row: word, first and last column, from 1
    opening: str = ""  # words of the row for what was carried forward
    subject: str = ""  # the usual one, where the title names one
    as_of: str = ""


@dataclass(frozen=True)
class Heading:
    """What stands above the table: the place as people write it, the period or day, and what it is about."""

    place: str = ""
    period: str = ""
    day: str = ""
    subject: str = ""


@cache
def forms() -> Mapping[str, Form]:
    """Every form by the kind of sheet that it is read as."""
    shipped = json.loads(DATA.read_text(encoding="utf-8"))["forms"]
    return {kind: _form(kind, row) for kind, row in shipped.items()}


def make(kind: str, heading: Heading = Heading(), rows: Sequence[Mapping[str, Typed]] = ()) -> bytes:
    """The form as .xlsx, with its heading and whatever rows are known already (values by column key).

    Money is Decimal in the unit of the form. Raises KeyError for a kind without a form.
    """
    form = forms()[kind]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": form.name})
        sheet = _Sheet(book, form)
        sheet.head(heading)
        sheet.total(rows)
        sheet.body(rows)
        _explain(book, form)
    return out.getvalue()


def file_name(kind: str, heading: Heading = Heading()) -> str:
    """How the file is called: `下宫村2023年5月财务收支明细表.xlsx`."""
    form = forms()[kind]
    return f"{_title(form, heading)}.xlsx"


class _Sheet:
    """The sheet that is filled in."""

    def __init__(self, book: Any, form: Form) -> None:
        self.form, self.book = form, book
        self.sheet = book.add_worksheet(form.name[:31])
        self.last = len(form.columns) - 1
        self.header_row = 3 if form.bands else 2  # counted from 0, like everything here
        line = {"border": 1, "valign": "vcenter"}
        self.head_format = book.add_format({**line, "bold": True, "align": "center", "bg_color": "#E8F1EC"})
        self.formats = {
            holds: book.add_format({**line, "num_format": NUMBERS.get(holds, "@")})
            for holds in {column.holds for column in form.columns}
        }
        self.sums = {
            holds: book.add_format({**line, "bold": True, "num_format": NUMBERS[holds]})
            for holds in ("money", "number", "count")
        }

    def head(self, heading: Heading) -> None:
        """Title, unit line, header rows; what each column wants to know, beside it."""
        title = self.book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.sheet.merge_range(0, 0, 0, self.last, _title(self.form, heading), title)
        day = self.form.as_of.format(day=heading.day) if self.form.as_of else ""
        place = f"填报单位：{heading.place}" if heading.place else ""
        self.sheet.write(1, 0, "      ".join(filter(None, (day, place, f"单位：{self.form.unit}"))))
        for word, first, last in self.form.bands:
            self.sheet.merge_range(2, first - 1, 2, last - 1, word, self.head_format)
        for col, column in enumerate(self.form.columns):
            must = "必填。" if column.must else "没有就空着。"
            self.sheet.write(self.header_row, col, column.header, self.head_format)
            self.sheet.write_comment(self.header_row, col, must + column.help, {"x_scale": 1.4})
            self.sheet.set_column(col, col, column.width)
            self._guard(col, column)
        self.sheet.freeze_panes(self.header_row + 2, 0)

    def total(self, rows: Sequence[Mapping[str, Typed]]) -> None:
        """合计, below the header; its results are stored, for readers that do not calculate."""
        row, first = self.header_row + 1, self.header_row + 2
        # where every column is summed, as on two sides, the word has to stand somewhere
        self.sheet.write(row, 0, "合计", self.sums["money"])
        for col, column in enumerate(self.form.columns):
            if column.sum:
                span = xlsxwriter.utility.xl_range(first, col, LAST_ROW, col)
                values = [value for one in rows if isinstance(value := one.get(column.key), int | Decimal)]
                self.sheet.write_formula(row, col, f"=SUM({span})", self.sums[column.holds], float(sum(values)))
            elif col:
                self.sheet.write_blank(row, col, None, self.sums["money"])

    def body(self, rows: Sequence[Mapping[str, Typed]]) -> None:
        """What is known already, and cells of the right kind for the rest."""
        first = self.header_row + 2
        for col, column in enumerate(self.form.columns):
            self.sheet.set_column(col, col, column.width, self.formats[column.holds])
        if self.form.opening:
            self.sheet.write(first, self._col("summary"), self.form.opening, self.formats["text"])
            first += 1
        for row, values in enumerate(rows, start=first):
            for col, column in enumerate(self.form.columns):
                self._write(row, col, column, values.get(column.key))

    def _write(self, row: int, col: int, column: Column, value: Typed) -> None:
        style = self.formats[column.holds]
        if value is None:
            return
        if isinstance(value, dt.date):
            self.sheet.write_datetime(row, col, dt.datetime(value.year, value.month, value.day), style)
        elif isinstance(value, str):
            self.sheet.write_string(row, col, value, style)
        else:
            self.sheet.write_number(row, col, float(value), style)

    def _col(self, key: str) -> int:
        return next(col for col, column in enumerate(self.form.columns) if column.key == key)

    def _guard(self, col: int, column: Column) -> None:
        """What the cells of a column take; anything else is asked about while typing."""
        rule: dict[str, Any] = {}
        if column.choices:
            rule = {"validate": "list", "source": list(column.choices)}
        elif column.holds in ("money", "number", "count"):
            kind = "integer" if column.holds == "count" else "decimal"
            rule = {"validate": kind, "criteria": "between", "minimum": -(10**12), "maximum": 10**12}
        elif column.holds == "date":
            rule = {"validate": "date", "criteria": ">=", "value": dt.date(1980, 1, 1)}
        if rule:
            told = {"error_title": column.header, "error_message": column.help, "error_type": "warning"}
            self.sheet.data_validation(self.header_row + 2, col, LAST_ROW, col, {**rule, **told})


def _explain(book: Any, form: Form) -> None:
    """The second sheet: what belongs where."""
    sheet = book.add_worksheet("填表说明")
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 18, wrap)
    sheet.set_column(1, 1, 8, wrap)
    sheet.set_column(2, 2, 70, wrap)
    sheet.write(0, 0, f"怎么填《{form.name}》", bold)
    sheet.write(
        1, 0, "从合计下面一行开始填，一行一笔，不用留空行；合计会自己算。填好后在平台上传，公开前还会请您核对。"
    )
    for col, word in enumerate(("这一列", "必填", "填什么")):
        sheet.write(3, col, word, bold)
    for row, column in enumerate(form.columns, start=4):
        for col, word in enumerate((column.header, "是" if column.must else "", column.help)):
            sheet.write_string(row, col, word, wrap)


def _title(form: Form, heading: Heading) -> str:
    subject = heading.subject or form.subject
    return form.title.format(place=heading.place, period=heading.period, subject=subject)


def _form(kind: str, row: Mapping[str, Any]) -> Form:
    columns = [column for one in row["columns"] for column in _columns(one)]
    bands = tuple((word, first, last) for word, first, last in row.get("bands", ()))
    plain = {key: row[key] for key in ("opening", "subject", "as_of") if key in row}
    return Form(kind, row["name"], row["title"], row["unit"], row["period"], tuple(columns), bands, **plain)


def _columns(row: Mapping[str, Any]) -> list[Column]:
    plain = {key: value for key, value in row.items() if key != "repeat"} | {"choices": tuple(row.get("choices", ()))}
    if "repeat" not in row:
        return [Column(**plain)]
    return [
        Column(**{**plain, "key": f"{row['key']}{n}", "header": row["header"].format(n=n)})
        for n in range(1, row["repeat"] + 1)
    ]
