"""Importing into the roster: identity, paths and history through renaming, moving and merging."""

import datetime as dt
from collections.abc import Callable

import pytest

from xiaowei.base.refs import Ref
from xiaowei.roster import actions, queries, standing, witness
from xiaowei.roster.arealist import AreaRow, BadRows, read
from xiaowei.roster.models import Area, AreaChange, AreaImport
from xiaowei.roster.tests.county import code, vouched
from xiaowei.trail import queries as trail

DRAFT = "disclosure:publication:draft"
TRIAGE = "cases:case:triage"


def bring(text: str, at: dt.datetime) -> actions.Imported:
    return actions.import_areas(read(("code,name,parent,level,replaces,since,note\n" + text).encode()), by=None, at=at)


def test_a_second_run_changes_nothing_and_says_so(county: Ref, county_rows: list[AreaRow], at: dt.datetime) -> None:
    before = trail.head().size
    again = actions.import_areas(county_rows, by=None, at=at)
    assert str(again) == "没有变化：9 行都与名册一致。"
    assert (AreaImport.objects.count(), AreaChange.objects.count()) == (1, 9)
    assert trail.head().size == before


def test_bad_rows_leave_nothing_behind(county: Ref, at: dt.datetime) -> None:
    with pytest.raises(BadRows):
        bring("990101100204,石桥村村民委员会,990101100,village\n990101100205,,990101100,village", at)
    assert queries.area_by_code("990101100204") is None


def test_two_villages_of_one_name_stay_two(county: Ref) -> None:
    assert [v.code for v in queries.villages_named("下宫村")] == ["990101100201", "990101101204"]
    assert queries.villages_named(" 下宫村村委会 ") == queries.villages_named("下宫")
    assert queries.villages_named("没有村") == []


def test_a_renamed_village_keeps_reference_and_history(county: Ref, at: dt.datetime) -> None:
    village = code("990101100203")
    said = str(bring("990101100203,柳湾村村民委员会,990101100,village,,2023-05-20", at))
    assert "改名 1" in said and "另有 6 个地区不在文件里" in said
    assert queries.area(village).short_name == "柳湾村"
    assert [(s.since.isoformat(), s.what, s.name) for s in queries.history(village)] == [
        ("1949-10-01", ("opened",), "柳沟村村民委员会"),
        ("2023-05-20", ("name",), "柳湾村村民委员会"),
    ]


def test_a_moved_township_takes_its_villages_and_rights_along(
    county: Ref, at: dt.datetime, appoint: Callable[..., Ref]
) -> None:
    chief = appoint("周庚午", "township_discipline", "990101100")
    village = code("990101100201")
    bring("990102,邻县,9901,county\n990101100,青石镇,990102,township", at)
    moved = queries.area(village)
    assert moved.county == code("990102")
    assert [a.name for a in queries.ancestors(village)] == ["示例省", "示范市", "邻县", "青石镇"]
    assert standing.may(chief, TRIAGE, village, at=at)
    assert next(v.ref for v in queries.villages_under(code("990102"))) == village
    assert [v.code for v in queries.villages_under(county)] == ["990101101204"]


def test_a_village_moved_to_a_new_township_of_the_same_list(county: Ref, at: dt.datetime) -> None:
    village = code("990101100203")
    bring("990101102,新镇,990101,township\n990101100203,柳沟村村民委员会,990101102,village", at)
    assert [a.name for a in queries.ancestors(village)][-1] == "新镇"
    assert queries.area(village).path.startswith(queries.area(code("990101102")).path[:-1])


def test_a_recoded_village_answers_to_either_code_on_its_day(county: Ref, at: dt.datetime) -> None:
    village = code("990101100203")
    bring("990101100299,柳沟村村民委员会,990101100,village,990101100203,2023-05-01", at)
    assert code("990101100299") == village
    assert queries.area_by_code("990101100203") is None
    then = queries.area_by_code("990101100203", on=dt.date(2023, 4, 30))
    assert then is not None and then.ref == village
    assert queries.area_by_code("990101100203", on=dt.date(2023, 5, 1)) is None


def test_rights_over_an_absorbed_village_pass_to_the_one_that_continues_it(
    county: Ref, at: dt.datetime, appoint: Callable[..., Ref]
) -> None:
    upper, lower = appoint("赵丁卯", "clerk", "990101100202"), appoint("钱戊辰", "clerk", "990101100203")
    kept, gone = code("990101100202"), code("990101100203")
    assert not standing.may(upper, DRAFT, gone, at=at)
    bring("990101100300,双宫村村民委员会,990101100,village,990101100202;990101100203", at)
    assert code("990101100300") == kept
    assert queries.area(gone).merged_into == kept
    assert standing.may(upper, DRAFT, gone, at=at)
    assert not standing.may(lower, DRAFT, gone, at=at)
    assert {*queries.refs_in(standing.areas_for(upper, DRAFT, at=at))} == {kept, gone}
    assert gone not in [v.ref for v in queries.all_villages()]


def test_an_heir_absorbed_in_its_turn_hands_everything_on(county: Ref, at: dt.datetime) -> None:
    first, second, third = code("990101100203"), code("990101100202"), code("990101100201")
    bring("990101100202,上宫村村民委员会,990101100,village,990101100203", at)
    bring("990101100201,下宫村村民委员会,990101100,village,990101100202", at)
    assert queries.area(first).merged_into == third == queries.area(second).merged_into
    assert _honest()


def test_the_trail_vouches_for_an_import_and_notices_an_altered_area(county: Ref, at: dt.datetime) -> None:
    bring("990101100,青石镇,990101,township,990101101", at)
    assert _honest()
    Area.objects.filter(ref=code("990101100203")).update(path=queries.area(county).path[:-1] + "/aaaaaaaaaa.")
    assert not _honest()


def _honest() -> bool:
    return all(vouched(ref) for _did, ref in witness.refs())
