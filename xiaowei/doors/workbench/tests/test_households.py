"""The clerk prints invitations group by group, and sees which household is bound, never who of it."""

import re
from typing import Any

import pytest

from xiaowei.accounts import binding, invitations
from xiaowei.accounts.models import Invitation
from xiaowei.base.refs import Ref
from xiaowei.doors.workbench.tests.county import AT, County, hidden
from xiaowei.roster import actions as roster
from xiaowei.roster import queries
from xiaowei.roster.actions import HouseholdRow

ROWS = (HouseholdRow(1, 1, "郑乙巳"), HouseholdRow(2, 31, "吴乙亥"), HouseholdRow(2, 32, "郑丙子"))
CODE = re.compile(r'class="say-code">([2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5})<')


@pytest.fixture
def homes(county: County) -> dict[int, Ref]:
    roster.add_households(county.village, rows=ROWS, by=None, at=AT)
    return {one.number: one.ref for one in queries.households(county.village)}


def group_path(county: County, number: int = 2) -> str:
    return f"/desk/households/{county.village}/{number}/"


def printing(clerk: Any, county: County, *homes: Ref) -> Any:
    seen = hidden(clerk.get(group_path(county)).content.decode(), "seen")
    return clerk.post(group_path(county) + "print/", {"seen": seen, "household": list(homes)})


def test_a_group_is_printed_and_its_codes_are_shown_this_once(county: County, homes: dict[int, Ref]) -> None:
    clerk = county.browser("clerk")
    page = clerk.get("/desk/households/").content.decode()
    assert "1 组" in page and "2 组" in page and 'href="/desk/households/"' in page
    answer = printing(clerk, county, homes[31], homes[32])
    page = answer.content.decode()
    codes = CODE.findall(page)
    assert answer.status_code == 200 and len(codes) == page.count("<svg") - page.count('class="i"') == 2
    assert "no-store" in answer["Cache-Control"] and "吴*" in page and "吴乙亥" not in page
    assert "testserver/me/join/" in page and "2023年7月8日" in page
    again = clerk.get(group_path(county)).content.decode()
    assert not CODE.search(again) and again.count("等着用") == 2
    for code in codes:
        found = invitations.find(code, source="", at=AT, tried_at=AT)
        binding.join_new(found, name=f"15400{code}", password="liu-shu-xia-8", at=AT)
    again = clerk.get(group_path(county)).content.decode()
    assert again.count("已加入</span>") == 2 and "15400" not in again


def test_a_reload_prints_nothing_and_keeps_the_ticks(county: County, homes: dict[int, Ref]) -> None:
    clerk = county.browser("clerk")
    form = {"seen": "", "household": [homes[31]]}
    first = clerk.post(group_path(county) + "print/", form)
    assert first.status_code == 200
    again = clerk.post(group_path(county) + "print/", form)
    page = again.content.decode()
    assert again.status_code == 409 and "刚刚打印过" in page and not CODE.search(page)
    assert f'value="{homes[31]}" checked' in page and f'value="{homes[32]}" checked' not in page
    assert Invitation.objects.filter(state="open").count() == 1
    assert clerk.post(group_path(county) + "print/", {"seen": hidden(page, "seen")}).status_code == 422


def test_only_the_clerk_of_the_village_finds_it(county: County, homes: dict[int, Ref]) -> None:
    for name in ("head", "secretary", "supervisor", "agency", "discipline", "admin", "neighbour"):
        browser = county.browser(name)
        assert browser.get(group_path(county)).status_code == 404
        assert browser.post(group_path(county) + "print/", {"household": [homes[31]]}).status_code == 404
        if name != "neighbour":
            assert browser.get("/desk/households/").status_code == 404
            assert "/desk/households/" not in browser.get("/desk/more/").content.decode()
    page = county.browser("neighbour").get("/desk/households/").content.decode()
    assert "石桥村" in page and "下宫村" not in page and "还没有这个村的住户" in page
    assert county.browser("clerk").get(group_path(county, 9)).status_code == 404
    assert not Invitation.objects.exists()


def test_a_household_of_another_village_is_not_printed_along(county: County, homes: dict[int, Ref]) -> None:
    roster.add_households(county.other_village, rows=[HouseholdRow(2, 1, "李癸酉")], by=None, at=AT)
    [stranger] = queries.households(county.other_village)
    clerk = county.browser("clerk")
    assert printing(clerk, county, homes[31], stranger.ref).status_code == 404
    assert printing(clerk, county, homes[1]).status_code == 404
    assert not Invitation.objects.exists()


def test_the_pages_ask_as_often_for_many_households_as_for_few(
    county: County, homes: dict[int, Ref], django_assert_max_num_queries: Any
) -> None:
    clerk = county.browser("clerk")
    rows = [HouseholdRow(2, number, "赵甲子") for number in range(100, 160)]
    for path in ("/desk/households/", group_path(county)):
        with django_assert_max_num_queries(16):
            clerk.get(path)
    roster.add_households(county.village, rows=rows, by=None, at=AT)
    for path in ("/desk/households/", group_path(county)):
        with django_assert_max_num_queries(16):
            clerk.get(path)
