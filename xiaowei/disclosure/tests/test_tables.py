"""A register becomes a publication: kept, placed by rule, masked once, signed, public, corrected."""

import datetime as dt
import json

import pytest

from tests.county import AT
from xiaowei.base.refs import Ref
from xiaowei.base.sheets.issues import ERROR, Issue
from xiaowei.base.sheets.periods import Period
from xiaowei.disclosure import actions, lines, queries, whereabouts, witness
from xiaowei.disclosure.contents import KINDS, TABLE
from xiaowei.disclosure.differences import public_difference
from xiaowei.disclosure.items import item
from xiaowei.disclosure.models import Table, TableReading, TableRow, Version
from xiaowei.disclosure.tables import queries as tables
from xiaowei.disclosure.tables import rules
from xiaowei.disclosure.tables.entry import Said
from xiaowei.disclosure.tests import tables as made
from xiaowei.disclosure.tests import township
from xiaowei.disclosure.tests.tables import ASSET_ROWS, understood
from xiaowei.disclosure.tests.township import Township
from xiaowei.finance import witness as finance_witness
from xiaowei.ops.verify import verify
from xiaowei.roster import witness as roster_witness

WITNESSES = [witness, finance_witness, roster_witness]


@pytest.fixture
def town(db: None) -> Township:
    return township.build(households=False)


def test_a_register_becomes_public(town: Township) -> None:
    publication = made.publish(town)
    page = queries.public_page(publication)
    assert (page.kind, page.publication.item.code) == (TABLE, "CF04")
    assert page.publication.title == "2023年第一季度 固定资产"
    table = page.content
    [part] = table.parts
    assert [column.label for column in part.columns] == [
        "序号",
        "资产名称",
        "坐落",
        "原值",
        "净值",
        "保管人",
        "备注",
    ]
    assert part.rows[0].cells == ("1", "光伏电站", "村西坡地", "250,000.00", "230,000.00", "赵*", "")
    assert part.rows[1].cells[-1] == "由赵*代管" and part.rows[2].cells[5] == "下宫村集体"
    assert part.foot == ("", "", "", "395,000.00", "320,000.00", "", "")
    said = json.loads(queries.public_json(publication))["table"]
    assert said["parts"][0]["rows"][0]["cells"][3] == "250,000.00" and said["as_of"] == "2023-03-31"
    assert verify(WITNESSES).ok


def test_the_same_form_gives_the_same_reading(town: Township) -> None:
    meaning, grid = understood()
    first = made.enter(town, meaning, grid, key="k" * 32)
    assert made.enter(town, meaning, grid, key="k" * 32) == first
    assert (TableReading.objects.count(), Table.objects.count()) == (1, 1)
    [table] = tables.tables_of_reading(first)
    version = actions.draft_content(TABLE, table, by=town["clerk"], at=AT)
    assert actions.draft_content(TABLE, table, by=town["clerk"], at=AT) == version


def test_every_line_has_an_address(town: Township) -> None:
    publication = made.publish(town)
    parts = list(KINDS[TABLE].parts(queries.public_page(publication).content.ref))
    assert [part.summary for part in parts][:1] == ["光伏电站 村西坡地"]
    found = lines.line_page(publication, parts[1].ref)
    assert (found.part.number, found.before, found.after, found.current) == (2, parts[0].ref, parts[2].ref, True)
    assert ("保管人", "钱*") in found.part.cells
    assert whereabouts.line(parts[1].ref).publication == publication
    assert item(publication).line(parts[1].ref).summary == "监控平台 村委会"
    opened = actions.doubt(publication, line=parts[1].ref, words="净值怎么算的？", form_key="f" * 32, at=AT)
    assert opened.case


def test_errors_stop_it_until_they_are_explained(town: Township) -> None:
    issue = Issue("date_after_as_of", ERROR, "购建时间晚于登记时间", sheet="Sheet1", row=4, col=2)
    meaning, grid = understood(issues=(issue,))
    version = made.draft(town, meaning, grid)
    with pytest.raises(actions.NotReady, match="1 处"):
        actions.submit(version, excuses={}, reason="", by=town["clerk"], at=AT)
    actions.submit(version, excuses={"date_after_as_of@4.2": "年份写错，已核实"}, reason="", by=town["clerk"], at=AT)
    [doubt] = queries.doubts_of(version)
    assert doubt.excuse == "年份写错，已核实"


def test_a_correction_says_what_it_changed(town: Township) -> None:
    publication = made.publish(town)
    again = [list(row) for row in ASSET_ROWS]
    again[1][4] = "80000.00"
    again[2] = ["3", "健身器材", "广场", "9000.00", "9000.00", "下宫村集体", "", ""]
    made.publish(town, rows=again, reason="监控平台净值写错")
    page = queries.public_page(publication)
    found = public_difference(publication, number=page.number)
    assert found is not None and public_difference(publication, number=1) is None
    [changed] = found.changed
    assert [(c.label, c.before, c.after) for c in changed.cells] == [("净值", "90,000.00", "80,000.00")]
    assert [part.summary for part in found.added] == ["健身器材 广场"]
    assert [part.summary for part in found.removed] == ["太阳能路灯 主街"] and found.same == 1
    sums = {one.label: (one.before, one.after) for one in found.sums}
    assert sums["原值"] == ("395,000.00", "369,000.00") and sums["行数"] == ("3", "3")
    older = next(row for row in TableRow.objects.filter(number=3) if row.public[1] == "太阳能路灯")
    assert not lines.line_page(publication, Ref(older.ref)).current


@pytest.mark.parametrize(
    ("kind", "title", "item_code"),
    [
        ("asset_register", "下宫村固定资产登记表", "CF04"),
        ("asset_register", "下宫村资源台账", "CF05"),
        ("contract_register", "集体资源合同台账", "CF06"),
        ("contract_register", "下宫村土地流转合同", "CW07"),
        ("project_list", "2023年项目计划", "CW16"),
        ("party_dues", "党费收缴", "DW04"),
        ("allocation_table", "运转经费分配表", "CF08"),
        ("income_distribution", "2023年分红", "CF13"),
        ("subsidy_summary", "耕地地力保护补贴分村汇总", "CW12"),
        ("unknown", "x", ""),
    ],
)
def test_the_item_follows_from_kind_and_title(kind: str, title: str, item_code: str) -> None:
    assert rules.item_of(kind, title) == item_code


def test_the_period_follows_from_the_day_by_the_rule_of_the_item() -> None:
    day = dt.date(2022, 12, 31)
    assert rules.period_of(None, day, item="CF04") == (dt.date(2022, 10, 1), dt.date(2023, 1, 1))
    assert rules.period_of(None, day, item="CW16") == (dt.date(2022, 12, 1), dt.date(2023, 1, 1))
    assert rules.period_of(None, day, item="CF13") == (dt.date(2022, 1, 1), dt.date(2023, 1, 1))
    year = Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31), "2023年")
    assert rules.period_of(year, day, item="CF04") == (dt.date(2023, 1, 1), dt.date(2024, 1, 1))
    assert rules.period_of(None, None, item="CF04") is None


def test_without_a_day_the_clerk_is_asked_and_may_pick_another_item(town: Township) -> None:
    meaning, grid = understood(as_of=None)
    reading = made.enter(town, meaning, grid)
    assert tables.tables_of_reading(reading) == () and not tables.reading(reading).understood["placed"]
    assert tables.reading(reading).understood["why_not"] == ""
    said = Said(item="CF05", topic="山林", period=(dt.date(2023, 4, 1), dt.date(2023, 7, 1)))
    version = made.draft(town, meaning, grid, said=said)
    row = Version.objects.select_related("publication").get(pk=version)
    assert (row.publication.item, row.publication.topic) == ("CF05", "山林")


def test_what_cannot_be_an_amount_is_not_entered(town: Township) -> None:
    rows = [list(ASSET_ROWS[0])]
    rows[0][3] = "15400000001"
    meaning, grid = understood(rows=rows)
    reading = made.enter(town, meaning, grid)
    assert "第 3 行" in tables.reading(reading).understood["why_not"]
    assert tables.tables_of_reading(reading) == ()


CHANGES = [
    (TableRow, {"public": ["x"]}),
    (TableRow, {"values": []}),
    (TableRow, {"secret": "x"}),
    (TableRow, {"child": True}),
    (Table, {"notice": True}),
    (Table, {"parts": []}),
    (TableReading, {"file_name": "x"}),
    (TableReading, {"grid": "x"}),
]


def test_a_cell_changed_by_hand_is_named(town: Township) -> None:
    made.publish(town)
    assert verify(WITNESSES).ok
    for model, columns in CHANGES:
        row = model.objects.order_by("pk").first()
        model.objects.filter(pk=row.pk).update(**columns)
        assert not verify(WITNESSES).ok, columns
        model.objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in columns})
    assert verify(WITNESSES).ok
