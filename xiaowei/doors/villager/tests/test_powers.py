"""The power list at the door: grouped, each item with its flow, its basis as it stands, and who holds the post now."""

import dataclasses
import datetime as dt
import json
import re
from typing import Any

import pytest
from django.test import Client

from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref
from xiaowei.base.revisions import pages_folder
from xiaowei.disclosure.sweep import sweep
from xiaowei.doors.shared.pagebytes import PageBytes
from xiaowei.doors.villager.tests.village import AT, Village
from xiaowei.powers import actions, queries
from xiaowei.powers.tests.lists import POLICIES, RELIEF, TABLE, flows, read
from xiaowei.roster import actions as roster
from xiaowei.roster.vocab import BodyKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(village: Village) -> Village:
    bring()
    return village


def bring(*args: Any, area: Ref | None = None, **options: Any) -> actions.Imported:
    return actions.import_list(read(*args, **options), area=area, by=None, at=AT)


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def plain(html: str) -> str:
    """The words of the page, without marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def item_path(village: Village, number: int = 0) -> str:
    return f"/v/{village.ref}/powers/{queries.items(village.ref)[number].ref}/"


def test_home_leads_to_the_list_and_the_list_to_each_item(client: Client, listed: Village) -> None:
    home = text(client, f"/v/{listed.ref}/")
    assert f"/v/{listed.ref}/powers/" in home and "权力清单" in home
    page = text(client, f"/v/{listed.ref}/powers/")
    for words in ("一共 2 项", "管集体的事 1 项", "给村民办的事 1 项", "3 步 · 要公示", "2 步 · 要公示 7 天"):
        assert words in plain(page)
    assert all(item_path(listed, number) in page for number in (0, 1))
    assert "<form" not in page and "style=" not in page


def test_before_a_list_is_there(client: Client, village: Village) -> None:
    assert "还没有录入" in text(client, f"/v/{village.ref}/powers/")
    assert json.loads(client.get(f"/v/{village.ref}/powers/public.json").content)["items"] == []


def test_an_item_shows_its_flow_basis_risks_and_holders(client: Client, listed: Village) -> None:
    page = text(client, item_path(listed))
    for words in (
        "财务收支审批",
        "第 2 步，村务监督委员会：集体审核盖章，不合规的，退回第 1 步",  # the drawing's own text
        "必须公开",
        "白条入账",
        "2023年4月16日 已失效",
        "有效",
        "没按这个走，我要反映",
        "已留痕",
    ):
        assert words in plain(page), words
    assert page.count('<svg class="v-svg v-flow') == 2 and "style=" not in page and "<form" not in page
    assert f"/ask/{listed.ref}/power/{queries.items(listed.ref)[0].ref}/" in page
    duties = plain(page[page.index("谁负责") :])
    for actor, holder in (("村报账员", "赵丁卯"), ("村务监督委员会", "姜丙寅"), ("村委会", "韩丙辰")):
        assert re.search(f"{actor} 第 . 步 *现在是 {holder}", duties), actor
    relief = plain(text(client, item_path(listed, 1)))
    assert "被代替" in relief
    # people are nobody's post, and nobody has been entered for the township's government
    assert "村民 第 1 步 乡镇 第 2 步 现在由谁担任，还没有登记" in relief


def test_a_basis_nobody_knows_stands_as_its_number(client: Client, village: Village) -> None:
    bring(policies=None)
    assert "依据 P10，文件内容还没有录入" in text(client, item_path(village))


def test_old_versions_stay_readable_and_say_so(client: Client, listed: Village) -> None:
    path = item_path(listed)
    bring(TABLE.replace("财务收支审批", "财务开支审批"))
    page = text(client, path)
    assert "财务开支审批" in page and "改过几次" in page and path + "1/" in page
    old = text(client, path + "1/")
    assert "财务收支审批" in old and "这是第 1 版，后来改过" in old
    relief = item_path(listed, 1)
    bring(TABLE.replace(RELIEF + "\n", ""), flows(NH24=None))
    assert "已经不在本村现在的权力清单里" in text(client, relief)
    assert relief not in text(client, f"/v/{listed.ref}/powers/")


def test_what_is_not_there_is_not_found(client: Client, listed: Village) -> None:
    path = item_path(listed)
    bring(area=listed.neighbour)
    foreign = queries.items(listed.neighbour)[0].ref
    for wrong in (
        f"{path}2/",
        f"{path}0/",
        f"/v/{listed.ref}/powers/{foreign}/",
        f"/v/{listed.ref}/powers/{'a' * 26}/",
    ):
        assert client.get(wrong).status_code == 404, wrong
    assert client.get(f"/v/{'a' * 26}/powers/").status_code == 404
    assert client.post(path).status_code == 405
    assert client.get(f"/v/{listed.neighbour}/powers/{foreign}/").status_code == 200


@pytest.mark.parametrize("path", ["/v/{v}/powers/", "/v/{v}/powers/{i}/", "/v/{v}/powers/public.json"])
def test_pages_are_the_same_bytes_for_everybody(client: Client, listed: Village, path: str) -> None:
    path = path.format(v=listed.ref, i=queries.items(listed.ref)[0].ref)
    first = client.get(path)
    assert not first.cookies and first["Vary"] == "Accept-Encoding" and first["ETag"]
    client.get("/mode/care")
    assert client.get(path + "?from=group").content == first.content


def kept(path: str) -> str:
    """What a reader gets without Django; empty when the page must be rendered."""
    page = PageBytes(lambda environ, start: [], pages_folder(), fresh=0).page(path, "")
    return page.body.decode() if page else ""


def test_an_import_reaches_the_pages_of_its_villages(
    client: Client, listed: Village, django_capture_on_commit_callbacks: Any
) -> None:
    home, path = f"/v/{listed.ref}/", item_path(listed)

    def swept() -> bool:
        for one in (home, path):
            text(client, one)
        with django_capture_on_commit_callbacks(execute=True):
            sweep(at=AT)
        return not kept(home) and not kept(path)

    swept()
    assert not swept() and "财务收支审批" in kept(path)
    bring(TABLE.replace("财务收支审批", "财务开支审批"))
    assert "财务收支审批" in kept(path)  # until the clock comes round
    assert swept() and "财务开支审批" in text(client, path)
    bring(area=listed.neighbour)  # another village's own list
    assert not swept()
    bring(TABLE.replace(RELIEF + "\n", ""), flows(NH24=None), area=listed.ref)
    assert swept() and re.search('权力清单</b><span class="meta">1 项', text(client, home))


def test_a_policy_that_runs_out_shows_from_that_day_on(
    client: Client, village: Village, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    def sweep_on(day: int, hour: int) -> None:
        at = dt.datetime(2023, 6, day, hour, tzinfo=CHINA)
        settings.XIAOWEI = dataclasses.replace(settings.XIAOWEI, now=at)
        with django_capture_on_commit_callbacks(execute=True):
            sweep(at=at)

    bring(policies=[POLICIES[0] | {"status": "失效：2023-06-08"}, *POLICIES[1:]])
    path = item_path(village)
    sweep_on(7, 22)
    assert "已失效" not in text(client, path)
    sweep_on(7, 23)
    assert kept(path)
    sweep_on(8, 0)
    assert not kept(path)
    assert "2023年6月8日 已失效" in plain(text(client, path))


def test_whoever_holds_the_post_today(
    client: Client, listed: Village, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    assert "现在是 赵丁卯" in text(client, item_path(listed))
    held = next(post for post in roster_posts(listed, "clerk"))
    with django_capture_on_commit_callbacks(execute=True):
        roster.end_post(held, until=AT.date(), by=None, at=AT)
        heir = roster.add_person("钱戊辰", by=None, at=AT)
        body = roster.open_body(listed.ref, kind=BodyKind.VILLAGERS_COMMITTEE, by=None, at=AT)
        roster.appoint(heir, body=body, role="clerk", since=AT.date(), by=None, at=AT)
        sweep(at=AT)
        sweep(at=AT)
    page = text(client, item_path(listed))
    assert "现在是 钱戊辰" in page and "赵丁卯" not in page


def roster_posts(village: Village, role: str) -> list[Ref]:
    from xiaowei.roster import queries as posts

    return [one.post for one in posts.officers_of(village.ref, at=AT) if one.role == role]


def test_the_list_is_open_data_without_a_name(client: Client, listed: Village) -> None:
    answer = client.get(f"/v/{listed.ref}/powers/public.json")
    assert answer["Content-Type"] == "application/json"
    data = json.loads(answer.content)
    assert [item["code"] for item in data["items"]] == ["NH08", "NH24"]
    assert data["items"][0]["steps"][1]["back"] == 1
    states = {policy["id"]: (policy["state"], policy["state_since"]) for policy in data["policies"]}
    assert states == {"P10": ("expired", "2023-04-16"), "P15": ("valid", None), "P19": ("superseded", None)}
    assert "赵丁卯" not in answer.content.decode()


def test_pages_cost_the_same_however_long_the_list_is(
    client: Client, village: Village, django_assert_max_num_queries: Any
) -> None:
    table, drawn = TABLE, flows()
    for n in range(40):
        table += f"ZZ{n},事项{n},类别{n % 5},大类,,,,,P10,\n"
        drawn[f"ZZ{n}"] = {"steps": [{"actor": f"单位{k}", "action": "办理"} for k in range(12)]}
    bring(table, drawn)
    for path in (f"/v/{village.ref}/powers/", f"/v/{village.ref}/powers/public.json", item_path(village, 20)):
        with django_assert_max_num_queries(16):
            client.get(path)
