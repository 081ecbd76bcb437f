"""A text as the world and the village read it; doubts and answers beside it; the same queries however long."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import county as base
from tests.county import AT, County
from xiaowei.accounts import invitations
from xiaowei.base.refs import Ref, new_ref
from xiaowei.cases import handling
from xiaowei.cases.models import Case
from xiaowei.cases.tests import village as words
from xiaowei.disclosure import abouts, actions, sweep
from xiaowei.disclosure.tests.test_decision import decided
from xiaowei.disclosure.tests.test_texts import ROSTER, TYPED, publish, written
from xiaowei.doors.shared.pages import forget_pages
from xiaowei.roster import actions as roster
from xiaowei.roster import queries


@pytest.fixture
def county(db: None, settings: Any, django_capture_on_commit_callbacks: Any) -> Any:
    settings.XIAOWEI = replace(settings.XIAOWEI, now=AT)
    forget_pages()
    with django_capture_on_commit_callbacks(execute=True):
        yield base.build()


def public(county: County, **changes: str) -> Ref:
    """A notice with a list, on the public page."""
    typed = {**TYPED, "item": "DW03", "title": "发展党员公示", "list": ROSTER, **changes}
    return Ref(publish(county, written(county, typed)).publication_id)


def neighbour(county: County) -> Client:
    """The phone of a household of the village."""
    roster.add_households(county.village, rows=[roster.HouseholdRow(1, 1, "郑乙巳")], by=None, at=AT)
    homes = queries.households(county.village)
    code = invitations.invite(homes, group=1, by=None, at=AT).slips[0].code
    client = Client()
    client.post("/me/join/", {"code": code})
    done = client.post("/me/join/as/", {"name": "15400100001", "password": "liu-shu-xia-8"})
    assert done["Location"] == "/me/?done=joined", done.content.decode()
    return client


def test_the_world_reads_surnames_and_the_village_whole_names(county: County) -> None:
    publication = public(county)
    path = f"{county.village}/p/{publication}/"
    page = Client().get(f"/v/{path}").content.decode()
    assert "赵*" in page and "赵甲子" not in page and "本村户登录看全名" in page and "红事新办" in page
    data = json.loads(Client().get(f"/v/{path}public.json").content)
    assert data["text"]["list"]["rows"][0] == ["1", "赵*", "钱*"]
    for bytes_ in (page, json.dumps(data, ensure_ascii=False), Client().get(f"/en/v/{path}").content.decode()):
        assert "0307" not in bytes_ and "1390000" not in bytes_ and "甲子" not in bytes_
    assert Client().get(f"/me/v/{path}").status_code == 302
    own = neighbour(county).get(f"/me/v/{path}").content.decode()
    assert "赵甲子" in own and "钱乙丑" in own and "1390000" not in own


def test_a_doubt_and_its_answer_stay_beside_the_paragraph(county: County) -> None:
    publication = public(county)
    path = f"/v/{county.village}/p/{publication}/"
    line = abouts.parts_of(publication)[1].ref
    assert "有人提过" not in Client().get(path).content.decode()
    case = actions.doubt(publication, line=line, words=words.DOUBT, form_key=new_ref(), at=AT).case
    handling.answer(case, words="上次会上定的，会议记录在村部。", by=county["head"], at=AT)
    handling.release_answer(case, seen=Case.objects.get(pk=case).version, by=county["supervisor"], at=AT)
    sweep.sweep(at=AT)  # begins to follow
    sweep.sweep(at=AT)
    for where in (path, f"{path}l/{line}/"):
        page = Client().get(where).content.decode()
        assert "有人提过 1 次疑问" in page and "会议记录在村部" in page and "10 天" in page and "20 天" in page, where
        assert words.DOUBT not in page
    other = abouts.parts_of(publication)[0].ref
    assert "有人提过" not in Client().get(f"{path}l/{other}/").content.decode()


def test_a_decision_is_read_step_by_step(county: County) -> None:
    publication = Ref(publish(county, decided(county)).publication_id)
    page = Client().get(f"/v/{county.village}/p/{publication}/").content.decode()
    for said in ("党支部提议", "村民代表会议", "三分之二以上", "还没有公开实施结果", "监督意见"):
        assert said in page, said
    assert "<form" not in page and "<script" not in page and "csrf" not in page
    step = abouts.parts_of(publication)[3].ref
    ask = Client().get(f"/ask/{county.village}/{publication}/{step}/").content.decode()
    assert "第 3 步" in ask and "党员大会审议" in ask


def test_a_longer_list_costs_no_more_queries(county: County) -> None:
    def cost(title: str, rows: int) -> int:
        listed = "姓名\t组\n" + "\n".join(f"赵甲子\t{n}" for n in range(rows))
        publication = public(county, title=title, list=listed)
        with CaptureQueriesContext(connection) as caught:
            assert Client().get(f"/v/{county.village}/p/{publication}/").status_code == 200
        return len(caught)

    cost("预热", 1)
    assert cost("短名单", 2) == cost("长名单", 60)
