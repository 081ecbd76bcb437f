"""Boards: everybody sees exactly his part of the tree, and numbers only of what he may open; a line in four taps."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import county as house
from xiaowei.accounts import actions as accounts
from xiaowei.base.refs import Ref, new_ref
from xiaowei.cases import actions as cases
from xiaowei.cases import counting
from xiaowei.cases.access import Eyes
from xiaowei.cases.models import Case
from xiaowei.disclosure.tests import way
from xiaowei.roster import actions as roster
from xiaowei.roster import queries as areas

PASSWORD = "three-geese-fly-south-9"
AT = house.AT
LAMP = "路灯坏了半个月，什么时候修？"


@pytest.fixture
def county(db: None, settings: Any) -> house.County:
    from dataclasses import replace

    settings.XIAOWEI = replace(settings.XIAOWEI, now=AT)
    return house.build()


@pytest.fixture
def browser(county: house.County) -> Callable[[str], Client]:
    def log_in(part: str) -> Client:
        accounts.create_login(county[part], username=part, password=PASSWORD, at=AT)
        client = Client()
        assert client.post("/desk/login/", {"username": part, "password": PASSWORD}).status_code == 302
        return client

    return log_in


def ask(village: Ref, words: str = LAMP) -> Ref:
    return cases.open_case(cases.NewCase(village, "appeal", words), form_key=new_ref(), at=AT).case


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def links(html: str, pattern: str) -> list[str]:
    return re.findall(rf'href="({pattern})"', html)


def test_from_the_county_to_one_line_in_four_taps(county: house.County, browser: Callable[[str], Client]) -> None:
    published = way.published(county).publication_id
    client = browser("county_conduct")
    page = text(client, "/desk/board/")
    assert "示范县看板" in page and "青石镇" in page and "白塔镇" in page and "下宫村" not in page
    page = text(client, links(page, rf"/desk/board/{county.township}/[^\"]*")[0])
    assert "下宫村" in page and "柳沟村" in page and "白塔镇" not in page
    page = text(client, links(page, rf"/desk/board/{county.village}/[^\"]*")[0])
    assert "按时" in page and "快到期" in page and "暂不能" not in page
    page = text(client, links(page, rf"/desk/published/{published}/")[0])
    (line,) = [path for path in links(page, r"/v/[^\"]+#[^\"]+") if "清淤" in page.split(path)[1][:80]]
    path, anchor = line.split("#")
    assert f'id="{anchor}"' in text(client, path)


def test_everybody_reads_exactly_his_part_of_the_tree(county: house.County, browser: Callable[[str], Client]) -> None:
    baita = areas.area(county.baita_village).parent
    assert baita is not None
    every = {"city": county.city, "county": county.county, "qingshi": county.township, "baita": baita,
             "xiagong": county.village, "liugou": county.liugou, "baita_xiagong": county.baita_village}  # fmt: skip
    of_qingshi = {"qingshi", "xiagong", "liugou"}
    for part, mine in {
        "city": set(every),
        "county_conduct": set(every) - {"city"},
        "discipline": of_qingshi,
        "mayor": of_qingshi,
        "secretary": set(),
        "clerk": set(),
        "admin": set(),
    }.items():
        client = browser(part)
        absent = client.get(f"/desk/board/{new_ref()}/")
        for name, ref in every.items():
            answer = client.get(f"/desk/board/{ref}/")
            assert answer.status_code == (200 if name in mine else 404), (part, name)
            if name not in mine:
                assert bare(answer) == bare(absent)
        assert client.get("/desk/board/").status_code == (200 if mine else 404)
        page = text(client, "/desk/")
        assert ("/desk/board/" in page) == bool(mine)


def bare(answer: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())


def numbers(client: Client, path: str, name: str) -> list[str]:
    """The words of a row's cells."""
    row = text(client, path).split(f">{name}</a>", 1)[1].split("</tr>", 1)[0]
    return re.sub(r"<[^>]+>", " ", row).split()


def test_numbers_only_of_what_one_may_open(county: house.County, browser: Callable[[str], Client]) -> None:
    for n in range(7):
        ask(county.village, f"第 {n} 盏路灯坏了，什么时候修？")
    sealed = ask(county.village, "韩丙辰 多报了工钱，自己拿了。")
    assert Case.objects.get(pk=sealed).lane == "discipline"
    board = f"/desk/board/{county.township}/"
    everything = "未结 8 件"
    assert everything in text(browser("discipline"), f"/desk/board/{county.village}/")
    # her husband is complained of: she does not see that there is one more
    assert "未结 7 件" in text(browser("discipline_kin"), f"/desk/board/{county.village}/")
    assert "未结 7 件" in text(browser("county_conduct"), f"/desk/board/{county.village}/")
    mayor = browser("mayor")
    page = text(mayor, board)
    assert "未结诉求" in page and "满意率" not in page and "红" not in page
    assert numbers(mayor, board, "下宫村")[-3] == "不显示" == numbers(mayor, board, "柳沟村")[-3]
    for n in range(5):
        ask(county.liugou, f"第 {n} 段水渠漏水，谁来修？")
    assert (numbers(mayor, board, "下宫村")[-3], numbers(mayor, board, "柳沟村")[-3]) == ("7", "5")
    assert "未结" not in text(mayor, f"/desk/board/{county.village}/")
    assert mayor.get("/desk/watch/").status_code == 404 == browser("secretary").get("/desk/watch/").status_code


def test_a_board_asks_as_often_for_many_as_for_one(county: house.County, browser: Callable[[str], Client]) -> None:
    way.published(county)
    ask(county.village)
    client = browser("county_conduct")
    paths = ["/desk/board/", f"/desk/board/{county.township}/", f"/desk/board/{county.village}/", "/desk/watch/"]
    before = [queries(client, path) for path in paths]
    rows = "\n".join(f"9901011002{n:02},第{n}村村民委员会,990101100,village" for n in range(10, 40))
    roster.import_areas(house.arealist.read((house.AREAS + rows).encode()), by=None, at=AT)
    for village in areas.villages_under(county.township)[:9]:
        ask(village.ref)
    for month in (3, 4):
        way.published(county, ledger=house.book(month=month))
    assert [queries(client, path) for path in paths] == before
    assert max(before) < 50


def queries(client: Client, path: str) -> int:
    text(client, path)
    with CaptureQueriesContext(connection) as asked:
        text(client, path)
    return len(asked)


def test_the_list_below_goes_on_by_cursor_and_by_lamp(county: house.County, browser: Callable[[str], Client]) -> None:
    refs = {
        ask(village, f"第 {n} 盏路灯坏了？") for n in range(30) for village in (county.village, county.baita_village)
    }
    refs.add(ask(county.liugou))
    sealed = ask(county.village, "韩丙辰 多报了工钱，自己拿了。")
    client = browser("county_conduct")
    found: list[str] = []
    path = "/desk/watch/"
    while path:
        page = text(client, path)
        assert "路灯坏了" not in page  # a list to watch over is no reading
        found += links(page, r"/desk/cases/[a-z2-7]{26}/")
        path = next(iter(links(page, r"/desk/watch/\?after=[^\"]+")), "").replace("&amp;", "&")
    shown = [ref.split("/")[3] for ref in found]
    assert len(shown) == 61 and set(shown) == refs and sealed not in shown
    late = AT + dt.timedelta(hours=30)
    eyes = Eyes(county["county_conduct"], at=late)
    counts = counting.lamp_counts(eyes, areas.refs_in(_all(county)))
    assert sum(counts.values()) == 61 and counts.get("green", 0) == 0
    page = text(client, f"/desk/watch/?area={county.township}&lamp=green")
    assert "未结 31 件" in page
    assert client.get(f"/desk/watch/?area={new_ref()}").status_code == 404
    assert text(client, "/desk/watch/?after=nonsense&lamp=purple").count("data-row") == 50


def _all(county: house.County) -> list[str]:
    from xiaowei.roster import paths

    return [paths.below(areas.area(county.county).path)]


def test_lamps_counted_are_lamps_shown(county: house.County) -> None:
    from xiaowei.cases import deadlines
    from xiaowei.cases.models import Clock

    case = ask(county.village)
    clock = Clock.objects.filter(case=case).order_by("due_at")[0]
    turns = deadlines.turns(clock.due_at, started=clock.started_at)
    second = dt.timedelta(seconds=1)
    for moment in (clock.started_at, turns.blue, turns.yellow, clock.due_at, turns.red):
        for at in (moment - second, moment, moment + second):
            counts = counting.lamp_counts(Eyes(county["discipline"], at=at), areas.refs_in(_all(county)))
            assert counts == {deadlines.lamp(clock.due_at, started=clock.started_at, at=at): 1}


def test_a_fresh_county_says_what_will_appear(county: house.County, browser: Callable[[str], Client]) -> None:
    client = browser("county_conduct")
    page = text(client, "/desk/board/?month=2023-05")
    assert "还没有到期的公开事项" in page and "就能记一次检查" in page
    page = text(client, f"/desk/board/{county.village}/?month=2023-05")
    assert "没有到期的公开事项" in page and "还没有公开过什么" in page
    assert "没有未结的件" in text(client, "/desk/watch/")
    for nonsense in ("0000-01", "2023-13", "x", "2099-01"):
        assert "2023年6月" in text(client, f"/desk/board/?month={nonsense}")


def test_a_city_with_counties_has_a_board(county: house.County, browser: Callable[[str], Client]) -> None:
    rows = (
        "990102,邻县,9901,county\n990102100,南山镇,990102,township\n990102100201,山下村村民委员会,990102100,village\n"
    )
    roster.import_areas(house.arealist.read((house.AREAS + rows).encode()), by=None, at=AT)
    page = text(browser("city"), "/desk/board/")
    assert "示范市看板" in page and "示范县" in page and "邻县" in page and "青石镇" not in page
    assert "2 个县（市、区），4 个村" in page


def test_twelve_months_are_drawn_for_a_county_and_left_out_for_a_large_city(
    county: house.County, browser: Callable[[str], Client], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from xiaowei.insight import boards

    settings.XIAOWEI = replace(settings.XIAOWEI, now=house.AT, duties_since=dt.date(2023, 3, 1))
    way.published(county)
    client = browser("county_conduct")
    page = text(client, "/desk/board/")
    assert "近 12 个月" in page and "逾期没公开" in page
    cells = numbers(client, "/desk/board/", "青石镇")
    monkeypatch.setattr(boards, "TREND_UP_TO", 2)
    assert "近 12 个月" not in text(client, "/desk/board/")
    assert numbers(client, "/desk/board/", "青石镇") == cells
