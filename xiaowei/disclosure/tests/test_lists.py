"""A list of subsidies: split to villages, every row with its place, one household's row for that household alone."""

import datetime as dt
import json
from collections.abc import Iterable

import pytest
from django.db import connection

from tests.county import AT, appoint
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.benefits import actions as benefits
from xiaowei.benefits import queries as batches
from xiaowei.benefits import readings
from xiaowei.benefits import witness as benefits_witness
from xiaowei.benefits.models import Batch, Row, Settlement
from xiaowei.benefits.places import OUT, Choice, Unplaced
from xiaowei.benefits.staffrows import staff_rows
from xiaowei.courier.models import Outbox
from xiaowei.disclosure import actions, noticeperiod, ownrows, queries, sweep, upload, witness
from xiaowei.disclosure.items import item
from xiaowei.disclosure.models import Version
from xiaowei.disclosure.tests import township
from xiaowei.disclosure.tests.township import BAITA_XIAGONG, LAND, LOW, SHANGGONG, XIAGONG, Township, a_list, take
from xiaowei.finance import witness as finance_witness
from xiaowei.ops.verify import verify
from xiaowei.roster import queries as roster
from xiaowei.roster import witness as roster_witness
from xiaowei.roster.actions import HouseholdRow, add_households

WITNESSES = [witness, benefits_witness, finance_witness, roster_witness]


@pytest.fixture
def town(db: None) -> Township:
    return township.build()


def land(town: Township) -> Ref:
    """The land subsidy of 下宫村 as a draft of its clerk."""
    taken = take(town["clerk"], township.sample(LAND), chosen=town.village, name=LAND)
    assert taken.version
    return taken.version


def rows(*villages: str) -> list[list[object]]:
    names = ("郑乙巳", "王丙午", "冯丁未", "陈戊申", "褚己酉")
    return [[n, v, "一组", names[n - 1], "", "1.00", "131.42", ""] for n, v in enumerate(villages, start=1)]


def test_a_township_file_becomes_one_draft_for_every_village(town: Township) -> None:
    key = "k" * 32
    taken = take(town["office"], township.sample(LOW), name=LOW, key=key)
    assert taken.version is None and taken.listing
    again = take(town["office"], township.sample(LOW), name=LOW, key=key)
    assert again == taken and Version.objects.count() == 9
    read = readings.reading(taken.listing)
    assert (len(read.batches), sum(b.households for b in read.batches)) == (9, 811)
    assert sum(b.amount for b in read.batches) == 20_762_600
    assert {v.state for v in Version.objects.all()} == {"draft"}
    # each draft waits for its own village's clerk, and nobody else's clerk can reach it
    [own] = queries.drafts_of(town["clerk"], at=AT)
    assert own.title == "2020年12月 农村最低生活保障" and own.village == town.village
    for part in ("neighbour", "baita_clerk", "office", "county_office"):
        with pytest.raises(NotFound):
            queries.desk_version(town[part], own.ref, at=AT)
        with pytest.raises(NotFound):
            actions.submit(own.ref, excuses={}, reason="", by=town[part], at=AT)
    told = set(Outbox.objects.filter(kind="disclosure.to_submit").values_list("person", flat=True))
    assert told == {town["clerk"], town["neighbour"]}
    with pytest.raises(NotFound):
        upload.again(taken.listing, by=town["clerk"], at=AT)
    township.publish(town, own.ref)
    assert verify(WITNESSES).ok


def test_a_village_that_fits_nowhere_loses_nothing(town: Township) -> None:
    data = a_list(rows("下宫村", "下宫村", "无此村", "上宫", "青石镇下宫村"))
    taken = take(town["office"], data)
    assert taken.listing and not taken.version and Version.objects.count() == 0 == Batch.objects.count()
    [lost] = upload.again(taken.listing, by=town["office"], at=AT).open
    assert (lost.village, [row.row for row in lost.rows], lost.fits) == ("无此村", [6], ())
    for choice in (
        {},
        {lost.key: Choice()},
        {lost.key: Choice(None, " ")},
        {lost.key: Choice(town.villages[BAITA_XIAGONG])},
    ):
        with pytest.raises(Unplaced, match="1 处"):
            upload.place(taken.listing, choices=choice, by=town["office"], at=AT)
    assert Version.objects.count() == 0
    with pytest.raises(NotFound):
        upload.place(taken.listing, choices={}, by=town["clerk"], at=AT)
    choices = {lost.key: Choice(town.villages[SHANGGONG])}
    drafts = upload.place(taken.listing, choices=choices, by=town["office"], at=AT)
    assert len(drafts) == 2 and upload.place(taken.listing, choices=choices, by=town["office"], at=AT) == drafts
    counts = {b.village: b.households for b in readings.reading(taken.listing).batches}
    assert counts == {town.village: 3, town.villages[SHANGGONG]: 2}
    assert verify(WITNESSES).ok


def test_rows_left_out_are_kept_with_their_reason(town: Township) -> None:
    taken = take(town["clerk"], a_list(rows("下宫村", "上宫村", "上宫村")), chosen=town.village)
    assert taken.listing
    [other] = upload.again(taken.listing, by=town["clerk"], at=AT).open
    assert other.village == "上宫村"  # the clerk may not enter his neighbours' rows
    with pytest.raises(Unplaced):
        upload.place(taken.listing, choices={other.key: Choice(town.villages[SHANGGONG])}, by=town["clerk"], at=AT)
    choices = {other.key: Choice(None, "上宫村的，已退给镇里")}
    [draft] = upload.place(taken.listing, choices=choices, by=town["clerk"], at=AT)
    [out] = [one for one in readings.reading(taken.listing).placed if not one["to"]]
    assert (out["rows"], out["reason"]) == (2, "上宫村的，已退给镇里") and "郑" not in json.dumps(out)
    assert queries.desk_version(town["clerk"], draft, at=AT).state == "draft"


def test_a_file_of_another_village_is_refused_whole(town: Township) -> None:
    taken = take(town["neighbour"], township.sample(LAND), chosen=town.villages[SHANGGONG])
    assert taken.listing and not taken.version
    [place] = upload.again(taken.listing, by=town["neighbour"], at=AT).open
    with pytest.raises(Invalid, match="所有行"):
        upload.place(taken.listing, choices={place.key: Choice(None, "传错了")}, by=town["neighbour"], at=AT)
    assert OUT == "out" and Version.objects.count() == 0


def test_two_villages_of_one_name_are_a_question(town: Township) -> None:
    title = "示范县2023年耕地地力保护补贴发放公示表"
    taken = take(town["county_office"], a_list(rows("下宫村", "白塔镇下宫村", "东岭村"), title=title))
    assert taken.listing
    meant = upload.again(taken.listing, by=town["county_office"], at=AT)
    [twice] = meant.open
    assert {v.ref for v in twice.fits} == {town.villages[XIAGONG], town.villages[BAITA_XIAGONG]}
    choices = {twice.key: Choice(town.villages[XIAGONG])}
    assert len(upload.place(taken.listing, choices=choices, by=town["county_office"], at=AT)) == 3
    # with its township in the title, it is none
    alone = take(town["county_office"], a_list(rows("下宫村"), title="白塔镇2022年耕地地力保护补贴发放公示表"))
    assert alone.version in {one.ref for one in queries.recent(town["baita_clerk"], at=AT)}


def test_what_cannot_be_entered_says_why(town: Township) -> None:
    for title, why in (("青石镇种粮补贴发放表", "哪一年"), ("青石镇2023年发放公示表", "什么补贴")):
        taken = take(town["office"], a_list(rows("下宫村"), title=title))
        if taken.listing:  # a heading without any subsidy may not even be a list
            assert why in readings.reading(taken.listing).understood["why_not"]
            with pytest.raises(Invalid):
                upload.place(taken.listing, choices={}, by=town["office"], at=AT)
    assert Version.objects.count() == 0


def test_a_household_sees_its_own_row_and_no_other(town: Township) -> None:
    publication = township.publish(town, land(town))
    page = queries.public_page(publication)
    assert (page.content.households, page.content.amount) == (62, 5_563_795)
    assert queries.publication(publication).title == "2023年 耕地地力保护补贴"
    households = {one.number: one for one in roster.households(town.village)}
    own = ownrows.own_rows(households[1].ref)
    assert [(row.name, row.amount, row.area, row.group) for row in own] == [("郑乙巳", 95_411, own[0].area, "一组")]
    assert own[0].id_number == "990101********0135" and own[0].rate == "131.42"
    assert [row.name for row in ownrows.own_rows(households[2].ref)] == ["王丙午"]
    # five heads have no number in the roster: nobody sees their rows until the clerk says whose they are
    asking = [row for row in staff_rows(page.content.ref, candidates=True) if row.asks]
    assert sorted(row.public.number for row in asking) == [9, 21, 33, 47, 58]
    assert ownrows.own_rows(households[9].ref) == ()
    assert asking[0].candidates == (households[9].ref,)
    for part in ("neighbour", "office", "supervisor"):
        with pytest.raises(NotFound):
            benefits.settle(asking[0].ref, household=households[9].ref, seen=0, by=town[part], at=AT)
    foreign = roster.households(town.villages[SHANGGONG])[0].ref
    with pytest.raises(Invalid):
        benefits.settle(asking[0].ref, household=foreign, seen=0, by=town["clerk"], at=AT)
    benefits.settle(asking[0].ref, household=households[9].ref, seen=0, by=town["clerk"], at=AT)
    with pytest.raises(benefits.AlreadySettled):
        benefits.settle(asking[0].ref, household=None, seen=0, by=town["clerk"], at=AT)
    assert [row.note for row in ownrows.own_rows(households[9].ref)] == ["户主已故，由其子代领"]
    # a correction asks again, and offers what the clerk said last time
    again = Ref(Version.objects.get(pk=land(town)).content)
    asked = next(row for row in staff_rows(again, candidates=True) if row.public.number == 9)
    assert asked.asks and asked.candidates == (households[9].ref,)
    benefits.settle(asking[0].ref, household=None, seen=1, by=town["clerk"], at=AT)
    assert ownrows.own_rows(households[9].ref) == ()
    assert verify(WITNESSES).ok


def test_what_is_public_names_nobody(town: Township) -> None:
    publication = township.publish(town, land(town))
    said = queries.public_json(publication).decode() + repr(queries.public_page(publication))
    said += repr(item(publication).lines)
    stored = list(Row.objects.all())
    for row in stored:
        for secret in (row.name, row.id_number, row.account, row.id_number[-4:] + '"', "已故"):
            assert secret not in said, secret
    assert '"name":"郑*"' in said and len(stored) == 62


def test_a_correction_keeps_both_versions_and_a_new_upload_withdraws_a_draft(town: Township) -> None:
    first = land(town)
    second = land(town)
    assert [Version.objects.get(pk=one).state for one in (first, second)] == ["superseded", "draft"]
    publication = township.publish(town, second)
    third = land(town)
    with pytest.raises(Invalid, match="更正"):
        township.publish(town, third)
    assert queries.public_page(publication).number == 2
    township.publish(town, third, reason="更正陈戊申面积")
    page = queries.public_page(publication)
    assert (page.number, [v.number for v in page.versions]) == (3, [3, 2])
    assert len(ownrows.own_rows(town.household(1))) == 1  # the present version's row only
    assert queries.public_page(publication, number=2).content.ref != page.content.ref


def test_several_subsidies_of_one_item_and_year_stand_side_by_side(town: Township) -> None:
    township.publish(town, land(town))
    data = a_list(rows("下宫村"), title="青石镇2023年退耕还林补助发放公示表")
    taken = take(town["clerk"], data, chosen=town.village)
    assert taken.version
    township.publish(town, taken.version)
    titles = {one.title for one in queries.published_in(town.village, section="benefits")}
    assert titles == {"2023年 耕地地力保护补贴", "2023年 退耕还林补助"}
    assert queries.latest_ledger(town.village) is None
    assert len(ownrows.own_rows(town.household(1))) == 1  # without a number the second row is a question


def test_protected_people_are_summed_and_never_listed(town: Township) -> None:
    names = ("郑乙巳", "王丙午", "冯丁未", "陈戊申", "褚己酉", "卫庚戌")
    header = ("序号", "村", "户主姓名", "类别", "补贴金额（元）")
    listed: Iterable[list[object]] = [[n, "下宫村", one, "一级残疾", "120.00"] for n, one in enumerate(names, start=1)]
    title = "青石镇2023年5月困难残疾人生活补贴和重度残疾人护理补贴发放表"
    taken = take(town["clerk"], a_list(listed, title=title, header=header), chosen=town.village)
    assert taken.version
    publication = township.publish(town, taken.version)
    content = queries.public_page(publication).content
    assert (content.rows, content.groups, content.households, content.amount) == ((), (), 6, 72_000)
    assert batches.full_names(content.ref) == {} and item(publication).lines == {}
    few = take(
        town["clerk"], a_list(list(listed)[:4], title=title.replace("5月", "6月"), header=header), chosen=town.village
    )
    assert few.version
    assert queries.public_page(township.publish(town, few.version)).content.amount is None


def test_the_notice_period_is_counted_by_the_day_of_the_pages(town: Township) -> None:
    publication = township.publish(town, land(town))
    facts = queries.publication(publication)
    assert noticeperiod.of(facts, today=noticeperiod.day()).left is None  # no sweep yet: the days only
    sweep.sweep(at=AT)
    before = queries.revision(town.village)
    assert noticeperiod.of(facts, today=noticeperiod.day()).left == 7
    sweep.sweep(at=AT + dt.timedelta(days=6))
    assert noticeperiod.of(facts, today=noticeperiod.day()).left == 1 and queries.revision(town.village) == before + 1
    sweep.sweep(at=AT + dt.timedelta(days=7))
    period = noticeperiod.of(facts, today=noticeperiod.day())
    assert period.over and queries.revision(town.village) == before + 2


CHANGES = [
    (Row, {"name": "王二"}),
    (Row, {"amount": 1}),
    (Row, {"id_number": "990101********9999"}),
    (Row, {"public_note": "x"}),
    (Row, {"household": "a" * 26}),
    (Row, {"settled": True}),
    (Row, {"found": "a" * 26}),
    (Batch, {"subsidy": "x"}),
    (Batch, {"notice": False}),
    (Settlement, {"household": "a" * 26}),
]


def test_a_row_changed_by_hand_is_named(town: Township) -> None:
    version = land(town)
    township.publish(town, version)
    content = Ref(Version.objects.get(pk=version).content)
    asking = next(row for row in staff_rows(content) if row.asks)
    benefits.settle(asking.ref, household=town.household(9), seen=0, by=town["clerk"], at=AT)
    assert verify(WITNESSES).ok
    for model, columns in CHANGES:
        row = model.objects.order_by("pk").first()
        model.objects.filter(pk=row.pk).update(**columns)
        assert not verify(WITNESSES).ok, columns
        model.objects.filter(pk=row.pk).update(**{name: getattr(row, name) for name in columns})
    assert verify(WITNESSES).ok


def test_numbers_rest_sealed(town: Township) -> None:
    land(town)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, account, id_key, tail_key FROM benefits_row")
        stored = str(cursor.fetchall())
        cursor.execute("SELECT understood FROM benefits_reading")
        understood = str(cursor.fetchall())
    for row in Row.objects.all():
        assert row.id_number and row.id_number not in stored and row.account not in stored
        assert row.name not in understood and row.id_number not in understood


def test_two_households_that_fit_are_shown_to_neither(db: None) -> None:
    town = township.build(households=False)
    pair = [HouseholdRow(1, n, "王丙午", (), (f"9901011952060{n}026X",)) for n in (1, 2)]
    add_households(town.village, rows=pair, by=None, at=AT)
    version = land(town)
    publication = township.publish(town, version)
    row = next(
        r for r in staff_rows(queries.public_page(publication).content.ref, candidates=True) if r.name == "王丙午"
    )
    assert row.asks and set(row.candidates) == {town.household(1), town.household(2)}
    assert ownrows.own_rows(town.household(1)) == () == ownrows.own_rows(town.household(2))
    benefits.settle(row.ref, household=town.household(2), seen=0, by=town["clerk"], at=AT)
    assert ownrows.own_rows(town.household(1)) == () and len(ownrows.own_rows(town.household(2))) == 1


def test_who_may_list_for_whom(town: Township) -> None:
    for part in ("supervisor", "secretary", "agency"):
        with pytest.raises(Invalid):
            take(town[part], a_list(rows("下宫村")), chosen=town.village)
            raise Invalid("nothing was entered")
    assert Version.objects.count() == 0
    appoint(town["agency"], "township_office", "990101100")
    assert take(town["agency"], a_list(rows("下宫村"))).version
