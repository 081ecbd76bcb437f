"""Who may be read by name: organisations whole, people by surname and star, children not at all."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.base import people
from xiaowei.base.idnumbers import check_character
from xiaowei.base.people import Known
from xiaowei.base.surnames import SINGLE

STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
names = st.builds(
    lambda s, a, b: s + a + b, st.sampled_from(sorted(SINGLE)), st.sampled_from(STEMS), st.sampled_from(BRANCHES)
)
words = st.text(st.sampled_from("付修路款第一组的，。 12元（）村委会及清淤"), max_size=12)


@pytest.mark.parametrize(
    ("written", "public"),
    [
        ("赵甲子", "赵*"),
        ("欧阳乙丑", "欧阳*"),
        ("赵甲子、钱乙丑", "赵*、钱*"),
        ("赵甲子等3户", "赵*等3户"),
        ("赵 甲 子", "赵*"),
        ("赵和平", "赵*"),
        ("赵和平和钱乙丑", "赵*和钱*"),
        ("欧阳和平", "欧阳*"),
        ("赵建社", "赵*"),
        ("钱乙丑养殖", "钱*"),
        ("诚信建筑", "诚信建筑"),
        ("赵甲子（户主）", "赵*（户主）"),
        ("赵甲子（钱乙丑代领）", "赵*（钱*）"),
        ("承包人：赵甲子", "承*：赵*"),
        ("阿卜杜拉·买买提", "阿*"),
        ("石桥村", "石桥村"),
        ("下宫村集体", "下宫村集体"),
        ("青石镇诚信建筑有限公司", "青石镇诚信建筑有限公司"),
        ("第三村民小组", "第三村民小组"),
        ("自营", "自营"),
        ("—", "—"),
        ("赵甲子 15400000001", "赵*"),
    ],
)
def test_a_cell_of_names(written: str, public: str) -> None:
    assert people.name_cell(written) == public


def test_a_child_is_not_named_but_counted() -> None:
    assert people.name_cell("赵甲子", child=True) == people.CHILD
    known = Known(frozenset({"钱乙丑"}), frozenset({"赵甲子"}))
    assert people.free_text("由钱 乙丑代赵甲子领", known=known) == "由钱*代未成年人领"
    assert people.free_text("学生李丙寅 154 0000 0001", known=Known()) == "学生未成年人"
    assert people.free_text("李丙寅同学的助学金", known=Known()) == "未成年人同学的助学金"


def test_age_is_counted_to_the_day() -> None:
    number = "99010120050601123"
    number += check_character(number)
    assert people.child_on(number, dt.date(2023, 5, 31)) and not people.child_on(number, dt.date(2023, 6, 1))
    assert people.child_on(number[:6] + " " + number[6:14] + " " + number[14:], dt.date(2023, 5, 31))
    assert not people.child_on("99010120050601", dt.date(2023, 5, 31))


@given(before=words, name=names, gap=st.sampled_from(["", " ", "·", "　"]), after=words)
def test_a_known_name_is_never_read_whole(before: str, name: str, gap: str, after: str) -> None:
    written = before + name[0] + gap + name[1:] + after
    for known in (Known(frozenset({name})), Known(frozenset(), frozenset({name}))):
        assert name not in people.plain(people.free_text(written, known=known))


@given(names, words)
def test_no_person_stands_whole_in_a_column_of_names(name: str, around: str) -> None:
    for written in (name, f"{name}、{around}", f"{around}，{name}"):
        assert name not in people.name_cell(written)


@pytest.mark.parametrize(
    ("written", "public"),
    [
        ("资助王丙同学500元", "资助未成年人同学500元"),
        ("困难学生：王丙、李戊己", "困难学生：未成年人、未成年人"),
        ("学生名单：王丙丁 李戊己", "学生名单：未成年人、未成年人"),
        ("之子吴小庚（10岁）读小学", "之子未成年人（10岁）读小学"),
        ("吴小庚，男，今年7岁", "未成年人，男，今年7岁"),
        ("王丙丁，65岁", "王丙丁，65岁"),
        ("学生食堂、路灯维修", "学生食堂、路灯维修"),
    ],
)
def test_children_are_told_by_what_stands_around_them(written: str, public: str) -> None:
    assert people.free_text(written, known=Known()) == public
