"""Logging in, the session's end, and the form that was being filled when it came."""

import re
from typing import Any

import pytest
from django.test import Client

from xiaowei.doors.workbench.tests.county import PASSWORD, County, hidden, sheet, token
from xiaowei.ops.routes import every_route


def test_a_wrong_password_keeps_the_name(county: County) -> None:
    answer = Client().post("/desk/login/", {"username": "clerk", "password": "wrong"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="clerk"' in page and "wrong" not in page
    unknown = Client().post("/desk/login/", {"username": "nobody", "password": "wrong"})
    assert unknown.content.decode().count("用户名或口令不对") == page.count("用户名或口令不对") == 1


def test_guessing_must_wait(county: County) -> None:
    client = Client()
    for _ in range(4):
        client.post("/desk/login/", {"username": "clerk", "password": "wrong"})
    answer = client.post("/desk/login/", {"username": "clerk", "password": PASSWORD})
    assert answer.status_code == 429 and int(answer["Retry-After"]) >= 1


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "/v/", "/desk\\..//evil", "about:blank"]
)
def test_after_logging_in_one_stays_here(county: County, wanted: str) -> None:
    form = {"username": "clerk", "password": PASSWORD}
    assert Client().post("/desk/login/", form | {"next": wanted})["Location"] == "/desk/"
    assert Client().post("/desk/login/", form | {"next": "/desk/cases/?all"})["Location"] == "/desk/cases/?all"


def test_the_session_gets_a_new_key(county: County) -> None:
    client = Client()
    session = client.session
    session["x"] = 1
    session.save()
    before = client.cookies["desk"].value
    client.post("/desk/login/", {"username": "clerk", "password": PASSWORD})
    assert client.cookies["desk"].value != before


def test_thirty_minutes_idle_or_twelve_hours(county: County, later: Any) -> None:
    client = county.browser("clerk")
    for minutes in range(29, 12 * 60, 29):  # busy all day
        later(minutes=minutes)
        assert client.get("/desk/").status_code == 200
    later(hours=12, minutes=1)
    assert client.get("/desk/")["Location"].startswith("/desk/login/?next=")
    client = county.browser("clerk")
    later(hours=12, minutes=32)
    assert client.get("/desk/").status_code == 302


def test_logging_out_ends_it(county: County) -> None:
    client = county.browser("clerk")
    assert client.get("/desk/logout/").status_code == 405
    client.post("/desk/logout/")
    assert client.get("/desk/").status_code == 302


def test_a_session_lost_in_the_middle_of_a_form_loses_no_word(county: County, later: Any) -> None:
    case = county.doubt("路灯坏了半个月，什么时候修？")
    client = county.browser("head", strict=True)
    form = {"csrfmiddlewaretoken": token(client, f"/desk/cases/{case}/"), "words": "收到，明天去看路灯。"}
    later(minutes=31)
    answer = client.post(f"/desk/cases/{case}/reply/", form)
    assert answer.status_code == 403 and "您填的都还在" in answer.content.decode()
    login = {"username": "head", "password": PASSWORD, "next": hidden(answer.content.decode(), "next")}
    login["csrfmiddlewaretoken"] = hidden(answer.content.decode(), "csrfmiddlewaretoken")
    assert client.post("/desk/login/", login)["Location"] == "/desk/resume/"
    page = client.get("/desk/resume/").content.decode()
    assert "收到，明天去看路灯。" in page and f'action="/desk/cases/{case}/reply/"' in page
    again = {"words": "收到，明天去看路灯。", "_parked": hidden(page, "_parked")}
    again["csrfmiddlewaretoken"] = hidden(page, "csrfmiddlewaretoken")
    assert client.post(f"/desk/cases/{case}/reply/", again).status_code == 302
    assert "收到，明天去看路灯。" in client.get(f"/desk/cases/{case}/").content.decode()
    assert client.get("/desk/resume/").status_code == 302  # nothing waits any more


def test_nor_does_it_lose_a_file(county: County, later: Any) -> None:
    client = county.browser("clerk")
    later(minutes=31)
    form = {"village": county.village, "form_key": "c" * 32, "file": sheet()}
    assert client.post("/desk/upload/", form).status_code == 403
    client.post("/desk/login/", {"username": "clerk", "password": PASSWORD})
    page = client.get("/desk/resume/").content.decode()
    assert "5月收支.xlsx" in page
    again = {"village": county.village, "form_key": "c" * 32, "_parked": hidden(page, "_parked")}
    answer = client.post("/desk/upload/", again)
    assert answer.status_code == 302 and answer["Location"].startswith("/desk/sheet/")
    # another browser, even of the same person, gets nothing by the reference
    assert county.browser("clerk").post("/desk/upload/", again).status_code == 422


def test_a_stale_page_is_sent_on_with_one_tap(county: County) -> None:
    case = county.doubt("路灯坏了半个月，什么时候修？")
    client = county.browser("head", strict=True)
    old = {"csrfmiddlewaretoken": "x" * 64, "words": "收到。"}
    answer = client.post(f"/desk/cases/{case}/reply/", old)
    assert answer.status_code == 403 and "收到。" in answer.content.decode()
    assert "收到。" not in client.get(f"/desk/cases/{case}/").content.decode()  # nothing was done by it


def test_what_another_site_sends_is_not_kept(county: County) -> None:
    case = county.doubt("路灯坏了半个月，什么时候修？")
    for client in (Client(), county.browser("head", strict=True)):
        answer = client.post(f"/desk/cases/{case}/reply/", {"words": "伪造"}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403 and "伪造" not in answer.content.decode()
        assert "parked" not in client.session


def test_a_page_is_kept_by_nobody(county: County) -> None:
    client = county.browser("clerk")
    assert client.get("/desk/")["Cache-Control"] == "no-store"
    assert client.get("/desk/login/").status_code == 302  # already in


POSTS = [route.path for route in every_route() if route.path.startswith("/desk/") and "POST" in route.methods]


@pytest.mark.parametrize("path", POSTS)
def test_no_form_is_taken_without_the_token_of_our_own_page(county: County, path: str) -> None:
    client = county.browser("clerk", strict=True)
    path = re.sub(r"<slug:\w+>", "reply", re.sub(r"<ref:\w+>", "a" * 26, re.sub(r"<number:\w+>", "1", path)))
    assert client.post(path, {"words": "x"}).status_code == 403
    assert client.post(path, {"words": "x"}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert client.post(path).status_code == 403


def test_pages_carry_nothing_inline(county: County) -> None:
    case = county.doubt("路灯坏了半个月，什么时候修？", photo=True)
    clerk, head = county.browser("clerk"), county.browser("head")
    sheet_page = county.upload(clerk)
    pages = [clerk.get(path) for path in ("/desk/", "/desk/upload/", "/desk/sheets/", "/desk/more/", sheet_page)]
    pages += [
        head.get(path) for path in ("/desk/cases/", f"/desk/cases/{case}/", sheet_page.replace("sheet", "review"))
    ]
    for page in pages:
        html = page.content.decode()
        assert page.status_code == 200
        assert " style=" not in html and "<style" not in html and " onclick=" not in html
        assert html.count("<script") == html.count("<script src=")
