"""Hostile files: each is refused with a sentence, or read as the harmless thing it is; none takes the house with it."""

import random
import struct

import pytest

from xiaowei.base.sheets import limits
from xiaowei.base.sheets.formulas import evaluate
from xiaowei.base.sheets.reader import read
from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.base.sheets.run import read_apart
from xiaowei.base.sheets.tests.packed import MAIN, SHEET, number, packed, parts, text
from xiaowei.base.sheets.wire import load

ONE = f'<row r="1">{number("A1", 1)}</row>'
DTD = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


def merges(count: int) -> str:
    return (
        f'<mergeCells count="{count}">'
        + "".join(f'<mergeCell ref="A{2 * n + 1}:A{2 * n + 2}"/>' for n in range(count))
        + "</mergeCells>"
    )


REFUSED = {
    "blanks without end": (parts(ONE, after=" " * 20_000_000), limits.BOMB),
    "a bomb beside the sheet": (parts(ONE, more={"xl/media/x.bin": bytes(50_000_000)}), limits.BOMB),
    "entities in the sheet": (parts(ONE, more={SHEET: f"<?xml version='1.0'?>{DTD}<worksheet/>"}), limits.TAMPERED),
    "entities in the styles": (parts(ONE, more={"xl/styles.xml": f"{DTD}<styleSheet/>"}), limits.TAMPERED),
    "entities in UTF-16": (
        parts(ONE, more={SHEET: f'<?xml version="1.0" encoding="utf-16"?>{DTD}<worksheet/>'.encode("utf-16")}),
        limits.TAMPERED,
    ),
    "entities in the list of sheets": (parts(ONE, more={"xl/workbook.xml": f"{DTD}<workbook/>"}), limits.TAMPERED),
    "a row far away": (parts(ONE + f'<row r="1048576">{number("XFD1048576", 1)}</row>'), limits.TOO_MANY_ROWS),
    "a row without an address": (parts(f'<row r="999999999">{number("A999999999", 1)}</row>'), limits.TOO_MANY_ROWS),
    "too many columns": (parts(f'<row r="1">{number("ZZ1", 1)}</row>'), limits.TOO_MANY_COLUMNS),
    "merges without end": (parts(ONE, after=merges(60_000)), limits.TOO_MANY_MERGES),
    "macros": (parts(ONE, more={"xl/vbaProject.bin": b"x"}), limits.MACRO),
    "old macros": (parts(ONE, more={"xl/macrosheets/sheet1.xml": b"<x/>"}), limits.MACRO),
    "links to other files": (parts(ONE, more={"xl/externalLinks/externalLink1.xml": b"<x/>"}), limits.LINKED),
    "two parts of one name": (parts(ONE, more={SHEET.upper(): b"<x/>"}), limits.TAMPERED),
    "too many parts": (parts(ONE, more={f"xl/x{n}.xml": b"<x/>" for n in range(200)}), limits.BOMB),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_workbook_is_refused(what: str) -> None:
    made, sentence = REFUSED[what]
    with pytest.raises(NotAWorkbook) as refused:
        read(packed(made))
    assert refused.value.sentence == sentence


@pytest.mark.parametrize(
    "made",
    [
        parts(f'<row r="1048576">{number("XFD1048576", 1)}</row>{ONE}'),
        parts(ONE, more={"xl/workbook.xml": "<workbook>" + "<x>" * 100_000}),
    ],
    ids=["far away, out of order", "deep in the workbook"],
)
def test_what_ends_the_reading_program_ends_nothing_else(made: dict[str, bytes | str]) -> None:
    with pytest.raises(NotAWorkbook):
        read_apart(packed(made))


def test_a_size_that_lies_is_seen() -> None:
    data = bytearray(packed(parts(ONE, after=" " * 200_000)))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        if SHEET.encode() in data[place : place + 46 + len(SHEET)]:
            data[place + 24 : place + 28] = struct.pack("<I", 1000)
        place = data.find(b"PK\x01\x02", place + 4)
    with pytest.raises(NotAWorkbook):
        read(bytes(data))


def test_harmless_things_that_look_hostile_are_read() -> None:
    wide = packed(parts(ONE, more={SHEET: f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD999999999"/>'
                                          f"<sheetData>{ONE}</sheetData></worksheet>"}))  # fmt: skip
    deep = packed(parts(f'<row r="1"><c r="A1"><f>{"(" * 4000}1{")" * 4000}</f></c></row>'))
    assert load(read(wide)).sheets[0].at(1, 1).text == "1"
    assert evaluate(load(read(deep)).sheets[0], 1, 1) is None


def test_just_as_many_rows_as_a_list_may_have() -> None:
    def listing(rows: int) -> bytes:
        return ("补贴名册,,\n序号,姓名,金额\n" + "1,赵甲子,300\n" * rows + "合计,,\n").encode()

    assert len(load(read(listing(limits.MAX_ROWS))).sheets[0].rows) == limits.MAX_ROWS + 3
    with pytest.raises(NotAWorkbook) as refused:
        read(listing(limits.MAX_ROWS + 1))
    assert refused.value.sentence == limits.TOO_MANY_ROWS


def test_any_damage_is_a_refusal_or_a_grid() -> None:
    good, chance = packed(parts(ONE + f'<row r="2">{text("A2", "收入")}</row>')), random.Random(4)
    for _ in range(300):
        bad = bytearray(good)
        for _ in range(chance.randint(1, 20)):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        try:
            load(read(bytes(bad)))
        except NotAWorkbook:
            continue
