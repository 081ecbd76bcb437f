"""Importing a power list: identity and old versions stay, the nearest list wins, and no hand changes it unseen."""

import datetime as dt
import json
from typing import Any

import pytest
from django.db import IntegrityError

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.ops import verify
from xiaowei.powers import actions, queries, witness
from xiaowei.powers.models import Import, Item, ItemVersion, Node, PolicyVersion, PowerList
from xiaowei.powers.reading.problems import BadList
from xiaowei.powers.tests.lists import RELIEF, TABLE, flows, read
from xiaowei.roster import actions as roster
from xiaowei.roster import queries as areas
from xiaowei.roster.arealist import read as read_areas
from xiaowei.trail import queries as trail

AT = dt.datetime(2023, 6, 1, 9, 0, tzinfo=dt.UTC)
AREAS = """code,name,parent,level
99,示例省,,province
9901,示范市,99,city
990101,示范县,9901,county
990101100,青石镇,990101,township
990101100201,下宫村村民委员会,990101100,village
990101101,白塔镇,990101,township
990101101204,下宫村村民委员会,990101101,village
"""


@pytest.fixture
def county(db: None) -> None:
    roster.import_areas(read_areas(AREAS.encode()), by=None, at=AT)


def area(code: str) -> Ref:
    found = areas.area_by_code(code)
    assert found is not None
    return found.ref


def bring(*args: Any, place: Ref | None = None, **options: Any) -> actions.Imported:
    return actions.import_list(read(*args, **options), area=place, by=None, at=AT)


def names(place: Ref) -> list[str]:
    return [item.name for item in queries.items(place)]


def test_a_list_comes_once_and_again_changes_nothing(county: None) -> None:
    done = bring()
    assert str(done) == "权力清单现有 2 项、5 步：新增 2，改了 0，停用 0；政策依据更新 3 条。"
    assert trail.index_of(Ref(str(done.batch))) == done.index
    size = trail.head().size
    again = bring()
    assert str(again) == "没有变化：2 项都与现在的清单一致。"
    assert (again.batch, trail.head().size, Import.objects.count()) == (None, size, 1)
    assert names(area("990101100201")) == ["财务收支审批", "最低生活保障申请"]


def test_a_changed_item_gets_a_version_and_the_old_one_stays(county: None) -> None:
    bring()
    village = area("990101100201")
    before = queries.items(village)[1]
    done = bring(
        flows=flows(NH24={"steps": [{"actor": "村民", "action": "向村里申请"}]}),
        table=TABLE.replace(",2,是,7", ",1,否,"),
    )
    assert (done.added, done.changed, done.retired, done.steps) == (0, 1, 0, 4)
    now = queries.item(before.ref)
    assert (now.number, [step.action for step in now.steps]) == (2, ["向村里申请"])
    old = queries.item(before.ref, number=1)
    assert [step.action for step in old.steps] == ["向乡镇申请", "审核并公示"] and old.publish_days == 7
    assert [version.number for version in queries.versions(before.ref)] == [2, 1]
    with pytest.raises(NotFound):
        queries.item(before.ref, number=3)
    assert verify.verify().ok


def test_an_item_the_list_drops_is_retired_and_may_come_back(county: None) -> None:
    bring()
    village = area("990101100201")
    relief = queries.items(village)[1].ref
    done = bring(TABLE.replace(RELIEF + "\n", ""), flows(NH24=None))
    assert done.retired == 1 and names(village) == ["财务收支审批"] and queries.count(village) == 1
    found, listed = queries.item_for(village, relief)
    assert found.retired and not listed
    assert bring(TABLE.replace(RELIEF + "\n", ""), flows(NH24=None)).batch is None
    assert bring().added == 1
    found, listed = queries.item_for(village, relief)
    assert (found.number, listed) == (3, True)
    assert verify.verify().ok


def test_the_nearest_list_wins(county: None) -> None:
    bring()
    mine, other = area("990101100201"), area("990101101204")
    for_all = queries.items(mine)[0].ref
    town = area("990101100")
    known = queries.policy_codes(town)
    done = bring(TABLE.replace("财务收支审批", "本镇财务审批"), policies=None, known=known, place=town)
    assert names(mine)[0] == "本镇财务审批" and names(other)[0] == "财务收支审批"
    assert queries.item_for(mine, for_all)[1] is False and queries.item_for(other, for_all)[1] is True
    with pytest.raises(NotFound):
        queries.item_for(other, queries.items(mine)[0].ref)
    # the town's list names policies of the list for all
    assert queries.basis(town, ["P10"], on=dt.date(2023, 6, 1))["P10"].policy
    assert done.batch and queries.touched("powers:list:import", done.batch) == town


def test_a_wrong_list_leaves_nothing_behind(county: None) -> None:
    with pytest.raises(BadList):
        bring(TABLE.replace("P19", "P99"))
    assert not PowerList.objects.exists() and trail.head().size == 1  # the areas


def test_two_imports_at_one_moment(county: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def clash(*args: Any, **options: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr(actions, "_import", clash)
    with pytest.raises(actions.Busy, match="再导入一次"):
        bring()


def alter_name() -> None:
    ItemVersion.objects.filter(item__code="NH08").update(name="财务收支")


def alter_publish() -> None:
    Node.objects.filter(n=3).update(publish=False)


def drop_node() -> None:
    Node.objects.filter(n=2)[0].delete()


def add_node() -> None:
    version = ItemVersion.objects.get(item__code="NH24")
    Node.objects.create(version=version, n=3, actor="村委会", action="盖章")


def alter_status() -> None:
    PolicyVersion.objects.filter(policy__code="P10").update(status="有效")


def alter_code() -> None:
    Item.objects.filter(code="NH08").update(code="NH80")


def add_version() -> None:
    old = ItemVersion.objects.get(item__code="NH08")
    ItemVersion.objects.create(item=old.item, number=2, batch=old.batch, name="改过的", category="别的")


def move_list() -> None:
    PowerList.objects.update(area="a" * 26)


@pytest.mark.parametrize(
    "alter",
    [alter_name, alter_publish, drop_node, add_node, alter_status, alter_code, add_version, move_list],
)
def test_verification_names_what_a_hand_changed(county: None, alter: Any) -> None:
    done = bring()
    assert verify.verify().ok
    alter()
    assert [fault.index for fault in verify.verify().bad] == [done.index]


def test_an_import_without_a_trace_is_named(county: None) -> None:
    bring()
    Import.objects.create(list=PowerList.objects.get(), at=AT)
    (fault,) = verify.verify().bad
    assert "没有留痕" in fault.why
    assert {did for did, _ref in witness.refs()} == {"powers:list:import"}


def test_reading_the_list_costs_the_same_however_long_it_is(county: None, django_assert_num_queries: Any) -> None:
    bring()
    village = area("990101100201")
    table, drawn = TABLE, flows()
    with django_assert_num_queries(5):
        queries.items(village, whole=True)
    for n in range(30):
        table += f"ZZ{n},事项{n},其他,,,,,,,\n"
        drawn[f"ZZ{n}"] = {"steps": [{"actor": "甲", "action": "乙"}] * 5}
    bring(table, json.loads(json.dumps(drawn)))
    with django_assert_num_queries(5):
        assert len(queries.items(village, whole=True)) == 32


def test_codes_are_ordered_as_people_count_and_categories_stay_together(county: None) -> None:
    head = "code,name,category,group\n"
    rows = "NH10,十,甲类,大\nNH2,二,甲类,大\nNH3,三,乙类,大\nNH1,一,丙类,小\nNH4,四,甲类,大\n甲1,末,乙类,大\n"
    drawn = {code: {"steps": [{"actor": "甲", "action": "乙"}]} for code in ("NH1", "NH2", "NH3", "NH4", "NH10", "甲1")}
    bring(head + rows, drawn, None)
    assert "".join(names(area("990101100201"))) == "一二四十三末"
