"""Reading the list: whatever Excel and the statistics office save, and a clear word about the rest."""

import pytest

from xiaowei.base.refusals import Invalid
from xiaowei.roster.arealist import BadRows, canonical_code, read

LIST = "code,name,parent,level\r\n99,示例省,,province\r\n9901,示范市,99,city\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_list_reads_alike_in_every_encoding(encoding: str) -> None:
    rows = read(LIST.encode(encoding))
    assert [(row.line, row.code, row.name, row.parent, row.level) for row in rows] == [
        (2, "99", "示例省", "", "province"),
        (3, "9901", "示范市", "99", "city"),
    ]


def test_padded_codes_and_blank_lines_and_spaces_are_what_they_mean() -> None:
    rows = read("level,code,name,parent,\n\n county , 990101000000 , 示范县 , 990100000000 ,\n".encode())
    assert (rows[0].line, rows[0].code, rows[0].parent, rows[0].level) == (3, "990101", "9901", "county")


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("990000000000", "99"),
        ("990100000000", "9901"),
        ("990101000000", "990101"),
        ("990101100000", "990101100"),
        ("990101100201", "990101100201"),
        ("990101100", "990101100"),
    ],
)
def test_a_twelve_digit_code_of_a_higher_level_loses_its_zeros(code: str, meant: str) -> None:
    assert canonical_code(code) == meant


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "第 1 行"),
        ("编码,名称\n1,2\n".encode(), "缺少"),
        (b"code,name,parent,level,replace\n", "不认识的列：replace"),
        (b"code,name,parent,level,name\n", "重复的列名"),
        (b"code,name,parent,level\n", "只有表头"),
        (b"PK\x03\x04\x00\x00\xff\xff\xff", "不是 UTF-8"),
    ],
)
def test_what_is_no_such_list_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        read(data)


def test_a_row_with_too_many_cells_is_named() -> None:
    with pytest.raises(BadRows, match="第 2 行：比表头多出内容"):
        read("code,name,parent,level\n99,示例省,,province,多\n".encode())
