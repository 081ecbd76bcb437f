"""A notice typed into a spreadsheet: every bad line is named, none is taken."""

import datetime as dt

import pytest

from xiaowei.almanac import csvfile
from xiaowei.base.refusals import Invalid

GOOD = """date,working,name
2026-12-27,1,元旦调休
2027-01-01,0,元旦
2027/5/1,0,劳动节
2027年10月1日,0,国庆节
2027-10-02,0,国庆节

2027-10-03,0,国庆节
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_whole_notice_is_read_whatever_program_saved_it(encoding: str) -> None:
    year, days = csvfile.read(GOOD.replace("\n", "\r\n").encode(encoding))
    assert year == 2027 and len(days) == 6
    assert days[dt.date(2026, 12, 27)] == (True, "元旦调休")
    assert days[dt.date(2027, 5, 1)] == (False, "劳动节")


def test_all_bad_lines_are_named_together() -> None:
    broken = (
        GOOD
        + "2027-02-30,0,春节\n2027-02-08,放,春节\n2027-02-09,0\n2027-02-10,0,\n2072-02-11,0,春节\n2027-01-01,1,元旦\n"
    )
    with pytest.raises(Invalid) as refusal:
        csvfile.read(broken.encode())
    said = str(refusal.value)
    assert "有 6 处要改，一行也没有录入" in said
    for words in (
        "第 9 行，日期“2027-02-30”",
        "第 10 行，working",
        "第 11 行，应有 3 列",
        "第 12 行，name",
        "第 13 行，2072-02-11 不属于 2027 年",
        "第 14 行，2027-01-01 和第 3 行重复",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "第一行要写成"),
        ("日期,上班,名称\n".encode(), "第一行要写成"),
        (b"date,working,name\n", "没有一行可用"),
        (b'date,working,name\n"2027-01-01,0,x\n', "引号不成对"),
        (b"PK\x03\x04\xff\xff\x00", "编码"),
        (b"date,working,name\n2027-01-01,0,x\n", "5 月 1 日应当放假"),
    ],
)
def test_what_is_no_notice_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        csvfile.read(data)
