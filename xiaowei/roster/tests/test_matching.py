"""Whose household a row means: exactly one by the whole number, or by name, group and tail; else nobody yet."""

import datetime as dt

import pytest

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict
from xiaowei.roster import actions, householdlist, queries
from xiaowei.roster.actions import HouseholdRow
from xiaowei.roster.arealist import BadRows
from xiaowei.roster.matching import group_number, id_key, index, tail_key
from xiaowei.roster.models import HouseholdList, HouseholdMember
from xiaowei.roster.tests.county import code

VILLAGE = "990101100201"

ZHENG, WANG, OTHER_WANG = "990101196004050135", "99010119520605026X", "99010119700905026X"


@pytest.fixture
def village(county: Ref, at: dt.datetime) -> Ref:
    rows = [
        HouseholdRow(1, 1, "郑乙巳", (("陈壬戌", "配偶"),), (ZHENG, "")),
        HouseholdRow(1, 2, "王丙午", (), (WANG,)),
        HouseholdRow(1, 3, "王丙午", (), (OTHER_WANG,)),
        HouseholdRow(2, 4, "冯丁未"),
    ]
    actions.add_households(code(VILLAGE), rows=rows, by=None, at=at)
    return code(VILLAGE)


def test_one_household_or_a_question(village: Ref) -> None:
    numbers = {h.ref: h.number for h in queries.households(village)}

    def found(name: str, ident: str, group: str = "一组") -> tuple[str, list[int]]:
        match = index([village]).find(village, group=group, name=name, id_number=ident)
        fits = [match.household] if match.household else list(match.candidates)
        return match.state, sorted(numbers[one] for one in fits)

    assert found("郑乙巳", "990101********0135") == ("matched", [1])
    assert found("郑 乙巳", "９９０１０１********０１３５", "第1村民小组") == ("matched", [1])
    assert found("郑乙巳", "990101********0135", "二组") == ("unsure", [1])  # another group: the clerk says
    assert found("郑乙巳", "990101********0136") == ("unsure", [1])
    assert found("郑乙巳", "") == ("unsure", [1])
    assert found("王丙午", "990101********026X") == ("unsure", [2, 3])  # two fit: shown to nobody until confirmed
    assert found("王丙午", WANG) == ("matched", [2])
    assert found("王丙午", OTHER_WANG, "") == ("matched", [3])
    assert found("王丙午", "99010119850305026X") == ("unsure", [2, 3])  # a third man with their tail
    assert found("冯丁未", "990101********0390", "二组") == ("unsure", [4])
    assert found("无此人", "990101********0135") == ("nobody", [])


def test_numbers_are_not_kept(village: Ref) -> None:
    member = HouseholdMember.objects.get(name="郑乙巳")
    assert (member.id_key, member.tail_key) == (id_key(ZHENG), tail_key("990101********0135"))
    assert ZHENG not in str(list(HouseholdMember.objects.values()))
    assert "keys" in HouseholdList.objects.get().facts() and id_key("990101********0135") == ""


def test_a_number_known_already_is_refused(village: Ref, at: dt.datetime) -> None:
    rows = [HouseholdRow(3, 9, "郑乙巳", (), (ZHENG,))]
    with pytest.raises(Conflict, match="0135"):
        actions.add_households(village, rows=rows, by=None, at=at)
    with pytest.raises(Conflict, match="026X"):
        rows = [HouseholdRow(3, n, "甲", (), ("99010119850305026X",)) for n in (9, 10)]
        actions.add_households(village, rows=rows, by=None, at=at)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("990101100201,1,1,孔丁酉,户主,", "第 4 行：户号 1 与第 2 行重复"),
        ("990101100201,2,2,孔丁酉,子,", "第 4 行：这一户的第一行要写户主"),
        (f"990101100201,1,3,孔丁酉,户主,{ZHENG}", "第 4 行：身份证号与第 2 行重复"),
        ("990101100201,1,3,孔丁酉,户主,990101196004050134", "第 4 行：身份证号不对"),
        ("990101100201,一,3,孔丁酉,户主,", "第 4 行：组号和户号要写数字"),
        ("990101100201,1,3,,户主,", "第 4 行：要写姓名"),
    ],
)
def test_a_wrong_list_names_its_rows(line: str, why: str) -> None:
    good = "village,group,number,name,relation,id\n"
    good += f"990101100201,1,1,郑乙巳,户主,{ZHENG}\n990101100201,1,1,陈壬戌,配偶,\n"
    [household] = householdlist.read(good.encode())["990101100201"]
    assert household == HouseholdRow(1, 1, "郑乙巳", (("陈壬戌", "配偶"),), (ZHENG, ""))
    with pytest.raises(BadRows) as refusal:
        householdlist.read((good + line + "\n").encode("gb18030"))
    assert str(refusal.value).startswith(why)


def test_groups_as_clerks_write_them() -> None:
    written = {"一组": 1, "第3村民小组": 3, "12": 12, "十二组": 12, "二十一小组": 21, "４组": 4, "东头": None, "": None}
    assert {text: group_number(text) for text in written} == written
