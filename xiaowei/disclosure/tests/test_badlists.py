"""Lists that must not slip through: of another county, of several villages, of nobody, sent twice, too large."""

import pytest

from tests.county import AT
from xiaowei.base.idnumbers import check_character
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid
from xiaowei.benefits import queries as batches
from xiaowei.benefits import readings
from xiaowei.benefits.models import Batch, Row
from xiaowei.benefits.places import Choice, OtherCounty, Unplaced
from xiaowei.disclosure import upload
from xiaowei.disclosure.models import Version
from xiaowei.disclosure.tests import township
from xiaowei.disclosure.tests.township import LAND, SHANGGONG, Township, a_list, take

NAMES = ("郑乙巳", "王丙午", "冯丁未", "陈戊申", "褚己酉", "卫庚戌", "蒋辛亥", "沈壬子")


@pytest.fixture
def town(db: None) -> Township:
    return township.build()


def rows(*villages: str, amount: object = "131.42", number: str = "") -> list[list[object]]:
    return [[n, v, "一组", NAMES[n - 1], number, "1.00", amount, ""] for n, v in enumerate(villages, start=1)]


def listing(taken: upload.Taken) -> Ref:
    assert taken.listing and not taken.version
    return taken.listing


def test_rows_that_fit_nowhere_are_named_by_their_numbers(town: Township) -> None:
    taken = listing(take(town["office"], a_list(rows("下宫村", "无此村", *["别处村"] * 6))))
    with pytest.raises(Unplaced) as refused:
        upload.place(taken, choices={}, by=town["office"], at=AT)
    said = str(refused.value)
    assert "2 处" in said and "“青石镇无此村”（第 5 行）" in said
    assert "“青石镇别处村”（第 6、7、8、9、10 行等 6 行）" in said
    assert not any(name in said for name in NAMES)
    assert Version.objects.count() == Batch.objects.filter(entered=True).count() == 0


@pytest.mark.parametrize(
    ("title", "village"),
    [
        ("郏县青石镇2023年耕地地力保护补贴发放公示表", "下宫村"),
        ("2023年耕地地力保护补贴发放公示表", "郏县青石镇下宫村"),
        ("郏县2023年耕地地力保护补贴发放公示表", "下宫村"),
    ],
)
def test_a_list_of_another_county_is_nobodys_here(town: Township, title: str, village: str) -> None:
    taken = listing(take(town["office"], a_list(rows(village), title=title)))
    [place] = upload.again(taken, by=town["office"], at=AT).open
    assert (place.elsewhere, place.fits) == ("郏县", ())
    with pytest.raises(OtherCounty, match="郏县"):
        upload.place(taken, choices={place.key: Choice(town.village)}, by=town["office"], at=AT)
    with pytest.raises(Invalid, match="所有行"):
        upload.place(taken, choices={place.key: Choice(None, "传错了")}, by=town["office"], at=AT)
    assert Version.objects.count() == 0
    own = take(town["office"], a_list(rows(village.replace("郏县", "示范县")), title=title.replace("郏县", "示范县")))
    assert own.version


def test_a_clerk_takes_only_his_own_village_out_of_a_mixed_list(town: Township) -> None:
    taken = listing(take(town["clerk"], a_list(rows("下宫村", "上宫村", "下宫村")), chosen=town.village))
    with pytest.raises(Unplaced, match="第 5 行"):
        upload.place(taken, choices={}, by=town["clerk"], at=AT)
    [other] = upload.again(taken, by=town["clerk"], at=AT).open
    with pytest.raises(Unplaced):
        upload.place(taken, choices={other.key: Choice(town.villages[SHANGGONG])}, by=town["clerk"], at=AT)
    assert Version.objects.count() == 0


def test_a_list_of_nobody_is_kept_and_not_entered(town: Township) -> None:
    taken = listing(take(town["clerk"], a_list([["", "", "", "", "", "", "", ""]]), chosen=town.village))
    read = readings.reading(taken)
    assert read.understood["rows"] == 0 and "没有读出" in read.understood["why_not"]
    assert [issue["code"] for issue in read.understood["issues"]] == ["empty_template"]
    with pytest.raises(Invalid):
        upload.place(taken, choices={}, by=town["clerk"], at=AT)


def test_the_same_file_twice_is_one_draft(town: Township) -> None:
    data = township.sample(LAND)
    first = take(town["clerk"], data, chosen=town.village, key="k" * 32)
    assert take(town["clerk"], data, chosen=town.village, key="k" * 32) == first
    assert Version.objects.count() == 1 and Row.objects.count() == 62
    again = take(town["clerk"], data, chosen=town.village, key="l" * 32)  # chosen anew in the form
    assert [v.pk for v in Version.objects.filter(state="draft")] == [again.version]


def test_one_person_twice_is_said_at_the_draft(town: Township) -> None:
    number = "99010119500101001"
    number += check_character(number)
    listed = rows("下宫村", "下宫村", number=number)
    taken = take(town["clerk"], a_list(listed), chosen=town.village)
    assert taken.version
    content = Ref(Version.objects.get(pk=taken.version).content)
    assert [issue["code"] for issue in readings.issues_of(content)] == ["duplicate_id"]
    assert not any(name in str(readings.issues_of(content)) for name in NAMES)
    assert batches.batch(content).households == 2


@pytest.mark.parametrize("amount", ["9" * 24, "12345678901234567890.12", "1e30"])
def test_an_amount_beyond_all_bounds_is_told(town: Township, amount: str) -> None:
    taken = listing(take(town["clerk"], a_list(rows("下宫村", "下宫村", amount=amount)), chosen=town.village))
    assert "没有姓名或金额" in readings.reading(taken).understood["why_not"]
    codes = {issue["code"] for issue in readings.reading(taken).understood["issues"]}
    assert codes & {"ambiguous_amount", "incomplete"}
    assert Version.objects.count() == 0
