"""A villager joins with the slip from her door, sees what is hers, and leaves; a stranger learns nothing."""

import dataclasses
import datetime as dt
import logging
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from xiaowei.accounts import invitations
from xiaowei.accounts.models import Binding, MemberSession
from xiaowei.base.refs import Ref
from xiaowei.doors.villager.tests.village import AT, Village
from xiaowei.roster import actions as roster
from xiaowei.roster import queries
from xiaowei.roster.actions import HouseholdRow

PASSWORD = "liu-shu-xia-8"
PHONE = "15400000031"
ROWS = (HouseholdRow(2, 31, "吴乙亥", (("何庚戌", "配偶"),)), HouseholdRow(2, 32, "郑丙子"))


@pytest.fixture
def homes(village: Village) -> dict[int, Ref]:
    roster.add_households(village.ref, rows=ROWS, by=None, at=AT)
    return {one.number: one.ref for one in queries.households(village.ref)}


def code_for(village: Village, number: int) -> str:
    home = next(one for one in queries.households(village.ref) if one.number == number)
    return invitations.invite([home], group=home.group, by=None, at=AT).slips[0].code


def hidden(page: str, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def joined(village: Village, number: int = 31, name: str = PHONE, **fields: str) -> Client:
    """A phone whose owner has just joined this household."""
    phone = Client()
    assert phone.post("/me/join/", {"code": code_for(village, number)})["Location"] == "/me/join/as/"
    done = phone.post("/me/join/as/", {"name": name, "password": PASSWORD, **fields})
    assert done["Location"] == "/me/?done=joined", done.content.decode()
    return phone


def page_of(phone: Client, path: str = "/me/") -> str:
    answer = phone.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def send(phone: Client, path: str, **fields: str) -> Any:
    return phone.post(path, {"form": hidden(page_of(phone), "form"), **fields})


def test_from_the_slip_to_her_page_in_three_taps(village: Village, homes: dict[int, Ref]) -> None:
    code = code_for(village, 31)
    phone = Client()
    assert phone.get("/j", {"c": code.replace("-", "")})["Location"] == "/me/join/"
    page = page_of(phone, "/me/join/")
    typed = re.search(r'id="code" name="code" value="([^"]*)"', page)
    assert typed and typed[1] == code.replace("-", "")
    assert phone.post("/me/join/", {"code": typed[1]}).status_code == 302
    page = page_of(phone, "/me/join/as/")
    assert "下宫村 2 组" in page and "吴*" in page and "吴乙亥" not in page
    answer = phone.post("/me/join/as/", {"name": PHONE, "password": PASSWORD})
    assert answer.status_code == 302 and answer.cookies["me"]["httponly"] and not answer.cookies["me"]["max-age"]
    page = page_of(phone)
    assert "吴乙亥" in page and "154****0031" in page and PHONE not in page and "郑丙子" not in page
    assert "no-store" in phone.get("/me/")["Cache-Control"]


def test_opening_the_link_uses_nothing_and_leaves_no_line(
    village: Village, homes: dict[int, Ref], caplog: pytest.LogCaptureFixture
) -> None:
    code = code_for(village, 31)
    caplog.set_level(logging.DEBUG)
    for method in ("get", "post", "put", "head"):
        getattr(Client(), method)(f"/j?c={quote(code)}")
    Client().get(f"/j?c={quote(code)}%00&from=groupmessage")
    Client().get("/j")
    stranger = Client()
    stranger.post("/me/join/", {"code": code + "2"})
    phone = Client()
    phone.post("/me/join/", {"code": code})
    assert phone.post("/me/join/as/", {"name": PHONE, "password": PASSWORD})["Location"] == "/me/?done=joined"
    written = caplog.text + "".join(map(repr, caplog.records))
    assert code not in written and code.replace("-", "") not in written and PHONE not in written


def test_a_wrong_code_stays_in_its_field_and_says_what_to_do(village: Village, homes: dict[int, Ref]) -> None:
    phone = Client()
    answer = phone.post("/me/join/", {"code": "k7m4p-9xw2t"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "k7m4p-9xw2t" in page and "重新打印" in page
    for _ in range(3):
        phone.post("/me/join/", {"code": "k7m4p-9xw2t"})
    answer = phone.post("/me/join/", {"code": code_for(village, 31)})
    assert answer.status_code == 429 and answer["Retry-After"] and "秒再试" in answer.content.decode()


def test_what_was_typed_survives_a_refusal_but_the_password(village: Village, homes: dict[int, Ref]) -> None:
    phone = Client()
    phone.post("/me/join/", {"code": code_for(village, 31)})
    answer = phone.post("/me/join/as/", {"name": "吴家老大", "password": "11111111", "kept": "on"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "吴家老大" in page and "11111111" not in page and "口令太简单" in page
    assert 'name="kept" checked' in page
    assert phone.post("/me/join/as/", {"name": "吴家老大", "password": PASSWORD}).status_code == 302


def test_somebody_else_was_first(village: Village, homes: dict[int, Ref]) -> None:
    code = code_for(village, 31)
    first, second = Client(), Client()
    for phone in (first, second):
        phone.post("/me/join/", {"code": code})
        assert phone.get("/me/join/as/").status_code == 200
    assert first.post("/me/join/as/", {"name": PHONE, "password": PASSWORD}).status_code == 302
    late = second.post("/me/join/as/", {"name": "15400000099", "password": PASSWORD})
    assert late.status_code == 422 and "用过" in late.content.decode()
    assert second.get("/me/").status_code == 302 and Binding.objects.count() == 1


def test_a_member_adds_a_second_household_with_one_tap(village: Village, homes: dict[int, Ref]) -> None:
    phone = joined(village)
    code = code_for(village, 32)
    phone.post("/me/join/", {"code": code})
    page = page_of(phone, "/me/join/as/")
    assert 'name="password"' not in page
    forged = phone.post("/me/join/as/", {"form": "0" * 64})
    assert forged.status_code == 403 and Binding.objects.count() == 1
    assert phone.post("/me/join/as/", {"form": hidden(page, "form")}).status_code == 302
    page = page_of(phone)
    assert "吴乙亥" in page and "郑丙子" in page


def test_logging_in_on_the_way_to_a_second_household(village: Village, homes: dict[int, Ref]) -> None:
    joined(village)
    phone = Client()
    phone.post("/me/join/", {"code": code_for(village, 32)})
    form = {"name": PHONE, "password": PASSWORD, "back": "/me/join/as/"}
    assert phone.post("/me/login/", form)["Location"] == "/me/join/as/"
    assert "加入这一户" in page_of(phone, "/me/join/as/")


def test_leaving_is_one_tap_and_ends_sight_at_once(village: Village, homes: dict[int, Ref]) -> None:
    phone, neighbour = joined(village), joined(village, 32, "15400000032")
    denied = send(neighbour, f"/me/leave/{homes[31]}/")
    assert denied.status_code == 404 and "吴乙亥" in page_of(phone)
    assert send(phone, f"/me/leave/{homes[31]}/")["Location"] == "/me/?done=left"
    page = page_of(phone)
    assert "吴乙亥" not in page and "还没有加入" in page and "郑丙子" in page_of(neighbour)


def test_a_household_off_the_roster_is_gone_from_her_page(village: Village, homes: dict[int, Ref]) -> None:
    phone = joined(village)
    roster.close_household(village.ref, number=31, by=None, at=AT)
    assert "吴乙亥" not in page_of(phone)


def test_another_login_of_the_household_does_not_go_unnoticed(village: Village, homes: dict[int, Ref]) -> None:
    phone = joined(village)
    assert "1 个登录" in page_of(phone)
    joined(village, 31, "15400000099")
    assert "2 个登录" in page_of(phone)


def test_a_stranger_is_sent_to_log_in_and_comes_back_only_to_us(village: Village, homes: dict[int, Ref]) -> None:
    joined(village)
    for path in ("/me/", "/me/password/", "/me/resume/"):
        assert Client().get(path)["Location"] == f"/me/login/?back={quote(path, safe='')}"
    assert Client().get("/en/me/password/")["Location"] == "/en/me/login/?back=%2Fen%2Fme%2Fpassword%2F"
    wanted = {
        "/me/password/": "/me/password/",
        "/en/me/": "/en/me/",
        "//evil.example/me/": "/me/",
        "https://evil.example/me/": "/me/",
        "/me/\\evil": "/me/",
        "/desk/": "/me/",
        "/me/../desk/": "/me/",
        "/en/desk/": "/me/",
        "/en//evil.example/": "/me/",
        "/me/benefits/?year=2023": "/me/benefits/?year=2023",
    }
    for back, there in wanted.items():
        answer = Client().post("/me/login/", {"name": PHONE, "password": PASSWORD, "back": back})
        assert answer["Location"] == there, back


def test_a_wrong_log_in_keeps_the_name_and_the_way_back(village: Village, homes: dict[int, Ref]) -> None:
    joined(village)
    phone = Client()
    answer = phone.post("/me/login/", {"name": PHONE, "password": "wrong-one", "back": "/me/password/", "kept": "on"})
    page = answer.content.decode()
    assert answer.status_code == 422 and PHONE in page and "wrong-one" not in page and 'name="kept" checked' in page
    assert hidden(page, "back") == "/me/password/"
    answer = phone.post("/me/login/", {"name": PHONE, "password": PASSWORD, "kept": "on"})
    assert answer.status_code == 302 and answer.cookies["me"]["max-age"] == 30 * 86400


def test_log_out_ends_the_session_also_for_whoever_copied_the_cookie(village: Village, homes: dict[int, Ref]) -> None:
    phone, thief = joined(village), Client()
    thief.cookies["me"] = phone.cookies["me"].value
    assert "吴乙亥" in page_of(thief)
    assert send(phone, "/me/logout/")["Location"] == "/me/login/?out=1"
    assert phone.get("/me/").status_code == thief.get("/me/").status_code == 302
    assert not MemberSession.objects.exists()


def test_a_password_is_changed_on_this_phone_and_asked_for_on_the_others(
    village: Village, homes: dict[int, Ref]
) -> None:
    phone = joined(village)
    other = Client()
    other.post("/me/login/", {"name": PHONE, "password": PASSWORD})
    new = "xin-kou-ling-9"
    assert send(phone, "/me/password/", old=PASSWORD, password=new, again="xin-kou-ling-8").status_code == 422
    assert send(phone, "/me/password/", old="wrong", password=new, again=new).status_code == 422
    assert send(phone, "/me/password/", old=PASSWORD, password=new, again=new).status_code == 302
    assert phone.get("/me/").status_code == 200 and other.get("/me/").status_code == 302


def test_nobody_else_can_send_a_form_in_her_name(village: Village, homes: dict[int, Ref]) -> None:
    phone = joined(village)
    token = hidden(page_of(phone), "form")
    leave = f"/me/leave/{homes[31]}/"
    for fields in (
        {},
        {"form": "0" * 64},
        {"form": "好"},
        {"form": hidden(page_of(joined(village, 32, "x2")), "form")},
    ):
        assert phone.post(leave, fields).status_code == 403
    assert "吴乙亥" in page_of(phone)
    for door in ("/me/login/", "/me/join/"):
        assert Client().post(door, {}, headers={"Origin": "https://evil.example"}).status_code == 403
        assert Client().post(door, {}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert phone.post(leave, {"form": token}).status_code == 302


def test_staff_and_members_are_two_doors(village: Village, homes: dict[int, Ref]) -> None:
    phone = joined(village)
    assert phone.get("/desk/")["Location"].startswith("/desk/login/")
    phone.cookies["desk"] = phone.cookies["me"].value
    assert phone.get("/desk/").status_code == 302
    clerk = Client()
    clerk.cookies["me"] = "forged"
    assert clerk.get("/me/").status_code == 302


def test_a_form_that_comes_after_the_session_is_sent_on_once_she_is_back(
    village: Village, homes: dict[int, Ref], settings: Any
) -> None:
    phone, neighbour = joined(village), joined(village, 32, "15400000032")
    form = {"form": hidden(page_of(phone), "form"), "note": "家里三口人 <b>"}
    settings.XIAOWEI = dataclasses.replace(settings.XIAOWEI, now=AT + dt.timedelta(hours=13))
    late = phone.post(f"/me/leave/{homes[31]}/", form)
    assert late.status_code == 403 and "您填的都还在" in late.content.decode()
    neighbour.cookies["late"] = phone.cookies["late"].value  # the same phone, another of the family
    answer = neighbour.post("/me/login/", {"name": "15400000032", "password": PASSWORD})
    assert answer["Location"] == "/me/"
    answer = phone.post("/me/login/", {"name": PHONE, "password": PASSWORD, "back": "/me/resume/"})
    assert answer["Location"] == "/me/resume/"
    page = page_of(phone, "/me/resume/")
    assert "家里三口人 &lt;b&gt;" in page and hidden(page, "_late")
    sent = phone.post(f"/me/leave/{homes[31]}/", {"form": hidden(page, "form"), "_late": hidden(page, "_late")})
    assert sent.status_code == 302 and phone.get("/me/resume/")["Location"] == "/me/"


def test_her_page_asks_as_often_for_many_households_as_for_one(
    village: Village, homes: dict[int, Ref], django_assert_max_num_queries: Any
) -> None:
    phone = joined(village)
    with django_assert_max_num_queries(9):
        page_of(phone)
    rows = [HouseholdRow(3, number, "赵甲子") for number in range(50, 60)]
    roster.add_households(village.ref, rows=rows, by=None, at=AT)
    for number in range(50, 60):
        phone.post("/me/join/", {"code": code_for(village, number)})
        phone.post("/me/join/as/", {"form": hidden(page_of(phone), "form")})
    with django_assert_max_num_queries(9):
        assert page_of(phone).count("离开这一户") == 11


def test_public_pages_know_nothing_of_a_member(village: Village, homes: dict[int, Ref]) -> None:
    phone = joined(village)
    assert phone.get(f"/v/{village.ref}/").content == Client().get(f"/v/{village.ref}/").content


def test_the_way_out_is_on_every_page_of_hers(village: Village, homes: dict[int, Ref]) -> None:
    phone = joined(village)
    phone.post("/me/join/", {"code": code_for(village, 32)})
    for path in ("/me/", "/me/password/", "/me/benefits/", "/me/join/", "/me/join/as/"):
        page = page_of(phone, path)
        assert page.count('action="/me/logout/"') == 1 and len(hidden(page, "form")) == 64, path
    for path in ("/me/login/", "/me/join/"):
        assert "/me/logout/" not in page_of(Client(), path)


def test_every_page_speaks_english_too(village: Village, homes: dict[int, Ref]) -> None:
    phone = joined(village)
    for path in ("/en/me/", "/en/me/password/", "/en/me/join/"):
        page = page_of(phone, path)
        assert '<html lang="en">' in page and 'action="/en/me/' in page
