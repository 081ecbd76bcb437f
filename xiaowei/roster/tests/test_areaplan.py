"""What a list changes, without a database: renaming, moving, recoding, merging; and everything that is refused."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.base.refs import Ref
from xiaowei.roster.arealist import AreaRow, BadRows, read
from xiaowei.roster.areamatch import Known, Standing
from xiaowei.roster.areaplan import Change, plan
from xiaowei.roster.tests.county import COUNTY

TODAY = dt.date(2023, 6, 1)
HEADER = "code,name,parent,level,replaces,since,note\n"


def rows(text: str) -> list[AreaRow]:
    return read((HEADER + text).encode())


def after(changes: list[Change], known: Known) -> Known:
    """The roster as it stands once these changes are made."""
    standing = {one.ref: one for one in known.standing.values()}
    former = dict(known.former)
    for change in changes:
        before = standing.pop(change.ref, None)
        if change.merged_into is None:
            standing[change.ref] = Standing(
                change.ref, change.level, change.code, change.name, change.parent, change.since
            )
        heir = next((c.code for c in changes if c.ref == change.merged_into), None)
        heir = heir or next((s.code for s in standing.values() if s.ref == change.merged_into), change.code)
        if before and before.code != heir:
            former[before.code] = heir
    children: dict[Ref, list[Standing]] = {}
    for one in standing.values():
        if one.parent:
            children.setdefault(one.parent, []).append(one)
    return Known({one.code: one for one in standing.values()}, former, children)


@pytest.fixture
def known() -> Known:
    nothing = Known({})
    return after(plan(read(COUNTY.encode()), nothing, today=TODAY), nothing)


def planned(text: str, known: Known) -> list[Change]:
    return plan(rows(text), known, today=TODAY)


def refused(text: str, known: Known) -> list[str]:
    with pytest.raises(BadRows) as refusal:
        planned(text, known)
    return str(refusal.value).splitlines()


def test_the_same_list_changes_nothing(known: Known) -> None:
    assert plan(read(COUNTY.encode()), known, today=TODAY) == []


def test_a_new_name_and_a_new_parent_keep_the_area(known: Known) -> None:
    village = known.standing["990101100203"]
    (change,) = planned("990101100203,柳湾村村民委员会,990101101,village", known)
    assert change.ref == village.ref
    assert change.what == ("name", "parent")
    assert change.since == TODAY


def test_one_former_code_is_a_recoding(known: Known) -> None:
    (change,) = planned("990101100299,柳沟村村民委员会,990101100,village,990101100203,2023-05-01", known)
    assert change.ref == known.standing["990101100203"].ref
    assert (change.what, change.since) == (("code",), dt.date(2023, 5, 1))


def test_the_row_whose_own_code_stands_absorbs_the_others(known: Known) -> None:
    (change,) = planned("990101100202,上宫村村民委员会,990101100,village,990101100203", known)
    assert change.ref == known.standing["990101100203"].ref
    assert change.merged_into == known.standing["990101100202"].ref


def test_a_merger_under_a_new_code_is_continued_by_the_first(known: Known) -> None:
    kept, gone = planned("990101100300,双宫村村民委员会,990101100,village,990101100202;990101100203", known)
    assert kept.ref == known.standing["990101100202"].ref
    assert kept.what == ("name", "code")
    assert gone.ref == known.standing["990101100203"].ref
    assert gone.merged_into == kept.ref


def test_villages_of_an_absorbed_township_follow_it(known: Known) -> None:
    changes = planned("990101100,青石镇,990101,township,990101101", known)
    followed = [change for change in changes if change.what == ("parent",)]
    assert [change.ref for change in followed] == [known.standing["990101101204"].ref]
    assert followed[0].parent == known.standing["990101100"].ref


MERGERS = [
    "990101100299,柳沟村村民委员会,990101100,village,990101100203",
    "990101100202,上宫村村民委员会,990101100,village,990101100203",
    "990101100300,双宫村村民委员会,990101100,village,990101100202;990101100203",
    "990101100,青石镇,990101,township,990101101",
]


@pytest.mark.parametrize("text", MERGERS)
def test_a_merger_imported_twice_changes_nothing_the_second_time(text: str, known: Known) -> None:
    assert planned(text, after(planned(text, known), known)) == []


def test_a_former_code_does_not_come_back_as_a_new_village(known: Known) -> None:
    later = after(planned(MERGERS[0], known), known)
    (said,) = refused("990101100203,柳沟村村民委员会,990101100,village", later)
    assert "第 2 行" in said and "990101100299" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("990101100204,,990101100,village", "没有写名称"),
        ("990101100204,石桥村,990101109,village", "上级 990101109 不在文件里"),
        ("990101100204,石桥村,990101100,hamlet", "级别“hamlet”不认识"),
        ("99010110020,石桥村,990101100,village", "应为 12 位数字"),
        ("99010110020X,石桥村,990101100,village", "应为 12 位数字"),
        ("990101100204,石桥村,990101,village", "不能直接管这一级"),
        ("990101100204,石桥村,,village", "没有写上级代码"),
        ("98,他省,99,province", "省级没有上级"),
        ("990101101299,石桥村,990101100,village", "不以上级代码"),
        ("990101100204,石桥村,990101100,village,,2023/5/1", "不是日期"),
        ("990101100204,石桥村,990101100,village,,2023-06-02", "还没到"),
        ("990101100204,石桥村,990101100,village,990101100999", "不在名册里"),
        ("990101100201,下宫村,990101100,village,990101101", "级别与名册里的不同"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(text: str, said: str, known: Known) -> None:
    (sentence,) = refused(text, known)
    assert sentence.startswith("第 2 行：") and said in sentence


def test_every_bad_row_is_named_and_the_good_ones_are_not(known: Known) -> None:
    sentences = refused(
        "990101100204,石桥村村民委员会,990101100,village\n"
        "990101100205,,990101100,village\n"
        "990101100204,河东村村民委员会,990101100,village\n",
        known,
    )
    assert [sentence[:6] for sentence in sentences] == ["第 3 行：", "第 4 行："]
    assert "与第 2 行重复" in sentences[1]


def test_a_bad_township_is_named_once_and_not_again_by_each_village(known: Known) -> None:
    assert len(refused("990101105,,990101,township\n990101105201,新村,990101105,village", known)) == 1


def test_a_village_under_another_code_is_taken_when_a_note_declares_it(known: Known) -> None:
    text = "990101101299,飞地村村民委员会,990101100,village,,,由青石镇代管"
    assert [change.what for change in planned(text, known)] == [("opened",)]


def test_a_parent_that_the_list_replaces_is_no_parent(known: Known) -> None:
    (said,) = refused(
        "990101100,青石镇,990101,township,990101101\n990101101204,下宫村村民委员会,990101101,village", known
    )
    assert "由 990101100 接替" in said


@given(moves=st.lists(st.tuples(st.sampled_from(["201", "202", "203"]), st.booleans(), st.text("甲乙丙", min_size=1))))
def test_whatever_is_renamed_or_moved_keeps_its_identity_and_settles_at_once(
    moves: list[tuple[str, bool, str]],
) -> None:
    nothing = Known({})
    known = after(plan(read(COUNTY.encode()), nothing, today=TODAY), nothing)
    identity = {code: one.ref for code, one in known.standing.items()}
    for number, away, name in moves:
        text = f"990101100{number},{name},{'990101101' if away else '990101100'},village"
        known = after(planned(text, known), known)
        assert planned(text, known) == []
    assert {code: one.ref for code, one in known.standing.items()} == identity
