"""The checks of a list of households: sums, standard times area, identity numbers, payments that must not be."""

import re
from collections.abc import Iterable
from decimal import Decimal

from xiaowei.base import idnumbers
from xiaowei.base.sheets.cells import Cells
from xiaowei.base.sheets.doubts import check_personal
from xiaowei.base.sheets.grid import NUMBER
from xiaowei.base.sheets.issues import ERROR, WARNING
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.benefits.intake.understanding import Row

NO_AMOUNT = _("%(cell)s 没有写金额。请补上，或写明为什么不发。")
NO_NAME = _("%(cell)s 没有写户主姓名。请补上。")
NEGATIVE = _("%(cell)s 是负数 %(written)s。如果是扣回，请在备注里写明。")
ZERO = _("%(cell)s 是 0。没有发放的户请写明原因，或从表里去掉。")
WRONG_PRODUCT = _("%(cell)s 写 %(written)s，按%(what)s应是 %(right)s。请核对这一行的面积和金额。")
AREA_BY = _("面积 %(factor)s 乘标准 %(standard)s ")
OTHER_BY = _("数量 %(factor)s 乘标准 %(standard)s ")
BAD_LENGTH = _("%(cell)s 的身份证号是 %(count)d 位，应是 18 位。请核对。")
DAMAGED = _("%(cell)s 的身份证号被表格当成了数字，末几位已经丢失。请把这一列改成文本，重新填写。")
BAD_CHECKSUM = _("%(cell)s 的身份证号校验位不对，有一位写错了。请核对。")
TWO_PEOPLE = _("%(cell)s 的身份证号与第 %(row)d 行相同，姓名却不同。请核对是谁的证件。")
PAID_TWICE = _("%(cell)s 与第 %(row)d 行是同一个人。请核对是不是重复发放。")
DECEASED = _("%(cell)s 写明%(word)s，却仍有金额。请核对是否该停发，或写明由谁代领。")
GONE = re.compile(r"已故|死亡|去世|亡故|病故|身故|已死|销户|户口注销|迁出|户口迁走")
TAKEN_OVER = re.compile(r"代领|继承|由其|其子|其女|其妻|其夫|配偶|子女|遗属|过户|变更|接续|次月|下月|停发")
ENOUGH = 0.6


def check_rows(reading: Cells, rows: Iterable[Row], *, repeats: bool) -> None:
    """Each row by itself, then identity numbers against each other. `repeats`: one person on several rows is usual."""
    seen: dict[str, Row] = {}
    read = {(issue.row, issue.col) for issue in reading.issues}
    for row in rows:
        _check_amount(reading, row, read)
        _check_identity(reading, row)
        _check_words(reading, row)
        if not row.name:
            reading.doubt("blank_value", ERROR, NO_NAME, row.row, reading.col("name"))
        if idnumbers.is_whole(row.id_number):
            _check_twice(reading, row, seen, repeats=repeats)


def _check_amount(reading: Cells, row: Row, read: set[tuple[int | None, int | None]]) -> None:
    col = reading.col("amount")
    if not col:
        return
    if row.amount is None and (row.row, col) not in read:
        reading.doubt("blank_value", ERROR, NO_AMOUNT, row.row, col)
    elif row.amount == 0:
        reading.doubt("zero_amount", WARNING, ZERO, row.row, col)
    elif row.amount is not None and row.amount < 0:
        reading.doubt("negative_amount", WARNING, NEGATIVE, row.row, col, written=reading.as_written(row.amount))


def _check_identity(reading: Cells, row: Row) -> None:
    number, col = row.id_number, reading.col("id_number")
    if not number or not col:
        return
    if reading.sheet.at(row.row, col).kind == NUMBER or re.search(r"E\+\d", number):
        if not idnumbers.is_valid(number):
            reading.doubt("bad_checksum", ERROR, DAMAGED, row.row, col)
    elif re.fullmatch(r"[\dX]+", number) and len(number) not in (15, 18):
        reading.doubt("bad_length", ERROR, BAD_LENGTH, row.row, col, count=len(number))
    elif idnumbers.is_whole(number) and not idnumbers.is_valid(number):
        reading.doubt("bad_checksum", ERROR, BAD_CHECKSUM, row.row, col)


def _check_twice(reading: Cells, row: Row, seen: dict[str, Row], *, repeats: bool) -> None:
    other = seen.setdefault(row.id_number, row)
    if other is row:
        return
    if _bare(other.name) != _bare(row.name):
        reading.doubt("duplicate_id", ERROR, TWO_PEOPLE, row.row, reading.col("id_number"), row=other.row)
    elif not repeats:
        reading.doubt("duplicate_id", WARNING, PAID_TWICE, row.row, reading.col("name"), row=other.row)


def _bare(name: str) -> str:
    return re.sub(r"[\s·•.]", "", name)


def _check_words(reading: Cells, row: Row) -> None:
    found = GONE.search(row.note)
    if found and row.amount and not TAKEN_OVER.search(row.note):
        reading.doubt("deceased_still_paid", ERROR, DECEASED, row.row, reading.col("note"), word=found[0])
    check_personal(reading, row.row, "note", row.note)


def check_products(reading: Cells, rows: list[Row], rate: Decimal | None) -> None:
    """Amount against area (or number, or persons) times the standard, where nearly all rows hold to it.

    Where they do not, the standard is one of several, or for something else, and nothing is said.
    """
    for factor_of, words in (
        (lambda row: row.area, AREA_BY),
        (lambda row: row.quantity, OTHER_BY),
        (lambda row: None if row.persons is None else Decimal(row.persons), OTHER_BY),
    ):  # type: tuple[Callable[[Row], Decimal | None], str]
        told = [
            (row, factor, standard)
            for row in rows
            if row.amount is not None and (factor := factor_of(row)) and (standard := _standard(row, rate))
        ]
        wrong = [(row, factor, standard) for row, factor, standard in told if not _fits(row, factor, standard, rows)]
        if len(told) < 2 or len(wrong) > (1 - ENOUGH) * len(told):
            continue
        for row, factor, standard in wrong:
            reading.doubt(
                "amount_mismatch", ERROR, WRONG_PRODUCT, row.row, reading.col("amount"),
                written=reading.as_written(row.amount or 0), right=reading.as_written(round(factor * standard)),
                what=words % {"factor": f"{factor:f}", "standard": f"{standard / 100:f}"},
            )  # fmt: skip
        return


def _standard(row: Row, rate: Decimal | None) -> Decimal | None:
    """The standard in fen."""
    return Decimal(row.standard) if row.standard is not None else None if rate is None else rate * 100


def _fits(row: Row, factor: Decimal, standard: Decimal, rows: list[Row]) -> bool:
    """Whether the amount is the product, rounded or cut to the fen, or to the yuan where all are whole yuan."""
    step = 100 if all((other.amount or 0) % 100 == 0 for other in rows) else 1
    return abs((row.amount or 0) - factor * standard) < step
