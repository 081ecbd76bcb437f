"""A subsidy as the world, the village and one household read it."""

import datetime as dt
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tests.county import AT
from xiaowei.accounts import invitations
from xiaowei.base.refs import Ref
from xiaowei.benefits.models import Row
from xiaowei.disclosure import sweep
from xiaowei.disclosure.tests import township
from xiaowei.disclosure.tests.township import LAND, Township, a_list, take
from xiaowei.doors.shared.pages import forget_pages
from xiaowei.roster import queries


class Story:
    """The land subsidy of 下宫村, published."""

    def __init__(self) -> None:
        self.town: Township = township.build()
        taken = take(self.town["clerk"], township.sample(LAND), chosen=self.town.village)
        assert taken.version
        self.publication = township.publish(self.town, taken.version)
        self.path = f"/v/{self.town.village}/p/{self.publication}/"

    def phone(self, number: int, *, village: str = township.XIAGONG) -> Client:
        """The phone of somebody who has joined this household."""
        place = self.town.villages[village]
        home = next(one for one in queries.households(place) if one.number == number)
        code = invitations.invite([home], group=home.group, by=None, at=AT).slips[0].code
        client = Client()
        client.post("/me/join/", {"code": code})
        name = f"154{home.group:03d}{number:05d}"
        done = client.post("/me/join/as/", {"name": name, "password": "liu-shu-xia-8"})
        assert done["Location"] == "/me/?done=joined", done.content.decode()
        return client


@pytest.fixture
def story(db: None, settings: Any, django_capture_on_commit_callbacks: Any) -> Any:
    settings.XIAOWEI = replace(settings.XIAOWEI, now=AT)
    forget_pages()
    with django_capture_on_commit_callbacks(execute=True):
        made = Story()
    yield made
    forget_pages()


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_no_public_byte_names_a_person(story: Story) -> None:
    """Every name, number and card of the file is searched for in every public page of the publication."""
    anybody = Client()
    paths = [story.path, f"{story.path}1/", f"{story.path}public.json", f"{story.path}1/public.json"]
    paths += [f"/v/{story.town.village}/", f"/v/{story.town.village}/benefits/", f"{story.path}proof/"]
    paths += [f"/en{path}" for path in paths]
    rows = list(Row.objects.all())
    officers = {"赵丁卯", "姜丙寅", "陶乙丑", "金己卯"}
    for path in paths:
        page = text(anybody.get(path))
        for row in rows:
            for secret in {row.name, row.id_number, row.id_number[-8:], row.account, row.account[-8:]} - officers:
                assert secret not in page, (path, secret)
        assert "已故" not in page
    page = text(anybody.get(story.path))
    assert (
        page.count(">郑*<") == sum(row.public_name == "郑*" for row in rows)
        and "55,637.95" in page
        and "一组 18 户" in page
    )
    assert "<form" not in page and "csrf" not in page and "Set-Cookie" not in anybody.get(story.path).headers
    data = json.loads(anybody.get(f"{story.path}public.json").content)
    assert len(data["batch"]["rows"]) == 62 and data["batch"]["rows"][0]["name"] == "郑*"


def test_the_short_link_of_a_row_leads_to_it_on_the_public_page(story: Story) -> None:
    row = Row.objects.get(number=17, batch__village=story.town.village)
    answer = Client().get(f"/r/{row.ref}")
    assert answer.status_code == 302 and answer["Location"] == f"{story.path}l/{row.ref}/"
    assert f'href="{story.path}"' in text(Client().get(answer["Location"]))
    assert text(Client().get(story.path)).count('id="r17"') == 1
    title = "青石镇2023年重度残疾人护理补贴发放表"
    people = [[n, "下宫村", "一组", f"郑{one}", "", "", "100.00", ""] for n, one in enumerate("甲乙丙丁戊己", start=1)]
    hidden = take(story.town["clerk"], a_list(people, title=title), chosen=story.town.village)
    assert hidden.version
    published = township.publish(story.town, hidden.version)
    kept_back = Row.objects.exclude(batch=row.batch).first()
    assert kept_back and text(Client().get(f"/v/{story.town.village}/p/{published}/"))
    assert Client().get(f"/r/{kept_back.ref}")["Location"] == f"/desk/r/{kept_back.ref}/"  # it is on no public page


def test_own_village_sees_whole_names_and_own_row_on_top(story: Story) -> None:
    mine = f"/me/v/{story.town.village}/p/{story.publication}/"
    asked = Client().get(mine)
    assert asked.status_code == 302 and asked["Location"].startswith("/me/login/")
    phone = story.phone(31)
    answer = phone.get(mine)
    page = text(answer)
    assert "no-store" in answer["Cache-Control"]
    assert page.index("1,268.20") < page.index("一组 18 户") and "郑乙巳" in page and "我家" in page
    for row in Row.objects.all():
        assert row.id_number not in page and row.account not in page  # not even her own, on a list one shows around
    stranger = story.phone(1, village=township.SHANGGONG)
    absent = stranger.get(f"/me/v/{story.town.village}/p/{'a' * 26}/")
    denied = stranger.get(mine)
    assert denied.status_code == absent.status_code == 404 and denied.content == absent.content
    assert stranger.get(f"/me/v/{story.town.villages[township.SHANGGONG]}/p/{story.publication}/").status_code == 404


def test_a_household_reads_its_own_row_whole_and_not_its_neighbours(story: Story) -> None:
    hers, neighbour, unsettled = story.phone(31), story.phone(32), story.phone(9)
    page = text(hers.get("/me/benefits/"))
    assert "吴乙亥" in page and "990101********4036" in page and "1,268.20" in page and "流转给合作社" in page
    assert "script" not in page
    other = text(neighbour.get("/me/benefits/"))
    assert "郑丙子" in other and "吴乙亥" not in other and "4036" not in other
    assert "还没有" in text(unsettled.get("/me/benefits/"))  # in the list by name, but nobody has said that it is she
    assert "这份名单里没有您家" in text(unsettled.get(f"/me/v/{story.town.village}/p/{story.publication}/"))


def test_her_rows_cost_the_same_however_many(story: Story, django_assert_max_num_queries: Any) -> None:
    phone = story.phone(1)
    with django_assert_max_num_queries(12) as first:
        phone.get("/me/benefits/")
    for year in (2020, 2021, 2022):
        row = [1, "下宫村", "一组", "郑乙巳", "990101********0135", "7.26", "954.11", ""]
        title = f"青石镇{year}年耕地地力保护补贴发放公示表"
        taken = take(story.town["clerk"], a_list([row], title=title), chosen=story.town.village)
        assert taken.version
        township.publish(story.town, taken.version)
    with django_assert_max_num_queries(len(first.captured_queries)):
        page = text(phone.get("/me/benefits/"))
    assert "共 4 笔" in page


def test_the_days_left_change_with_the_revision_and_never_within_one(
    story: Story, django_capture_on_commit_callbacks: Any
) -> None:
    anybody = Client()

    def page_on(day: int) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            sweep.sweep(at=AT + dt.timedelta(days=day))
        first = anybody.get(story.path).content
        assert anybody.get(story.path).content == first
        return str(first.decode())

    assert "还剩 7 天" in page_on(0) and "还剩 3 天" in page_on(4)
    over = page_on(7)
    assert "公示已结束，已归档" in over and "还剩" not in over
    assert re.search(r'datetime="2023-06-11"', over)


def test_where_no_names_are_asked_for_the_village_sees_none(story: Story) -> None:
    rows = [[n, "下宫村", "一组", name, "", "", "100.00", ""] for n, name in enumerate(("郑乙巳", "王丙午"), start=1)]
    header = ("序号", "村", "村民小组", "姓名", "身份证号码", "类别", "补贴金额（元）", "备注")
    data = a_list(rows, title="青石镇2023年5月城乡居民基本养老金发放表", header=header)
    taken = take(story.town["clerk"], data, chosen=story.town.village)
    assert taken.version
    publication: Ref = township.publish(story.town, taken.version)
    page = text(story.phone(31).get(f"/me/v/{story.town.village}/p/{publication}/"))
    assert "郑乙巳" not in page and "王丙午" not in page and "郑*" in page and "不要求公示全名" in page
