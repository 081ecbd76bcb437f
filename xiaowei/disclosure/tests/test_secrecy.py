"""What people write beside the tables names no neighbour, no child and no illness to the world either."""

from typing import Any

import pytest

from tests.county import AT, County, appoint
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid
from xiaowei.courier import groups
from xiaowei.courier.models import Outbox
from xiaowei.courier.vocab import State
from xiaowei.disclosure import declaring, digest, objections, queries, textfiles, voicereads, voices, withdrawal
from xiaowei.disclosure.models import TextFile, Version
from xiaowei.disclosure.tests import papers, tables, way
from xiaowei.disclosure.tests.test_dutynothing import APRIL, NOW
from xiaowei.disclosure.tests.test_texts import ROSTER, TYPED, kept, publish, written
from xiaowei.disclosure.texts.queries import STAFF, VILLAGE, text
from xiaowei.roster import actions as roster

HELP = "姓名\t监护人\t事由\n王小宝\t王丙丁\t学生助学\n李戊己\t—\t因患肺癌住院\n周庚辛\t—\t房屋漏雨"


@pytest.fixture
def county(county: County) -> County:
    row = roster.HouseholdRow(1, 1, "郑乙巳", (("郑小满", "之女"),))
    roster.add_households(county.village, rows=[row], by=None, at=AT)
    leader = roster.add_person("孙丙子", by=None, at=AT)
    appoint(leader, "township_leader", "990101100")
    county.people["leader"] = leader  # type: ignore[index]
    return county


def test_a_list_names_no_child_and_no_illness_even_at_home(county: County) -> None:
    typed = TYPED | {"item": "CW09", "title": "临时救助", "list": HELP, "body": "王小宝、李戊己、周庚辛三户。"}
    done = publish(county, written(county, typed))
    everybody, own = text(Ref(done.content)), text(Ref(done.content), eyes=VILLAGE)
    assert [row.cells for row in everybody.rows][1:] == [("李*", "—", ""), ("周*", "—", "房屋漏雨")]
    assert [row.cells for row in own.rows][1:] == [("李戊己", "—", ""), ("周庚辛", "—", "房屋漏雨")]
    for eyes in (everybody, own):
        assert "小宝" not in repr(eyes) and "癌" not in repr(eyes)
    assert "肺癌" in repr(text(Ref(done.content), eyes=STAFF))
    shown = queries.public_json(Ref(done.publication_id)).decode()
    assert not any(word in shown for word in ("小宝", "癌", "李戊己", "周庚辛"))


def test_a_paper_is_not_called_by_a_name_on_the_list(county: County) -> None:
    key = new_ref()
    file = kept(county, key, papers.pdf("plan"), name="赵甲子入党材料.pdf")
    typed: dict[str, Any] = TYPED | {"item": "DW03", "title": "发展党员公示", "list": ROSTER, f"place.{file}": ""}
    done = publish(county, written(county, typed | {"looked": "yes"}, key=key))
    row = TextFile.objects.get(text=done.content)
    assert textfiles.public(Ref(done.publication_id), Ref(row.ref)).name == "赵*入党材料.pdf"


def test_the_reason_of_a_withdrawal_names_nobody(county: County) -> None:
    done = way.published(county)
    for reason in ("公开了郑乙巳家的低保信息", "里面写了郑小满的病"):
        with pytest.raises(Invalid, match="姓名"):
            take_back(county, Ref(done.ref), reason=reason)
    assert take_back(county, Ref(done.ref))


def test_a_declaration_names_nobody(county: County) -> None:
    said = {"statement": "郑乙巳申请过，没有批", "form_key": new_ref(), "by": county["clerk"], "at": NOW}
    with pytest.raises(Invalid, match="姓名"):
        declaring.declare(county.village, "CW06", APRIL, **said)


def test_a_neighbours_daughter_is_not_named_by_readers_nor_by_answers(county: County) -> None:
    publication = Ref(way.published(county).publication_id)
    how: dict[str, Any] = {"form_key": new_ref(), "source": "10.0.0.9", "at": AT, "wall": AT}
    words = "这一笔是给郑小满的吗，看不懂"
    voices.rate_aloud(publication, line=None, grade=2, words=words, household=new_ref(), **how)
    [voice] = voicereads.public_voices(publication, village=county.village)
    assert voice.words == "这一笔是给郑*的吗，看不懂"
    assert objections.of(publication).answers == ()


def test_what_waits_for_a_group_is_taken_from_hands_at_once(county: County) -> None:
    first = groups.open_group(county.village, name="村群", publisher=county["clerk"], by=None, at=AT)
    done = way.published(county)
    digest.make(county.village, AT.date().replace(month=5, day=1), by=county["clerk"], at=AT)
    assert Outbox.objects.get(group=first).state == State.WAITING
    withdrawal.approve_withdrawal(take_back(county, Ref(done.ref)), by=county["leader"], at=AT)
    assert Outbox.objects.get(group=first).state == State.WITHDRAWN


def test_a_farm_called_by_its_farmer_does_not_tell_his_illness(county: County) -> None:
    from xiaowei.disclosure.tables import masks

    rows = [list(row) for row in tables.ASSET_ROWS]
    rows[0][5], rows[0][-1] = "李丁卯农场", "李丁卯患肺癌"
    rows[1][-1] = "郑小满残疾，免租"
    rows[2][-1] = "残疾人坡道旁"
    meaning, _grid = tables.understood(rows=rows)
    by = masks.policy(meaning, villagers=["郑小满"], day=AT.date())
    notes = [masks.masked(row, meaning.columns_of(row), by=by).values[-1] for row in meaning.rows]
    assert notes == ["", "", "残疾人坡道旁"]


def take_back(county: County, version: Ref, *, reason: str = "备注里写了别人家的病情") -> Ref:
    assert Version.objects.filter(pk=version).exists()
    return withdrawal.ask_withdrawal(version, reason=reason, ground="privacy", by=county["clerk"], at=AT)
