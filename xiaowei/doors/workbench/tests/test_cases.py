"""A doubt on the workbench: found by who answers it, answered, released by second eyes; hidden from whom it names."""

import datetime as dt
import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from xiaowei.cases import actions, queries, worklist
from xiaowei.courier.deliver import deliver_due
from xiaowei.doors.workbench.tests.county import AT, County, hidden, picture
from xiaowei.trail import queries as trail

LAMP = "路灯坏了半个月，什么时候修？"


def test_the_answer_goes_through_second_eyes(county: County) -> None:
    case = county.doubt(LAMP, photo=True)
    head, supervisor = county.browser("head"), county.browser("supervisor")
    assert LAMP in head.get("/desk/").content.decode()
    assert LAMP in head.get("/desk/cases/").content.decode()
    assert head.post(f"/desk/cases/{case}/answer/", {"words": "6月10日前修好。"}).status_code == 302
    page = supervisor.get(f"/desk/cases/{case}/").content.decode()
    assert "6月10日前修好。" in page and LAMP in page
    back = {"words": "谁来修？写清楚", "seen": hidden(page, "seen")}
    assert supervisor.post(f"/desk/cases/{case}/return_answer/", back).status_code == 302
    page = head.get(f"/desk/cases/{case}/").content.decode()
    assert "上一稿被退回：谁来修？写清楚" in page and ">6月10日前修好。</textarea>" in page
    head.post(f"/desk/cases/{case}/answer/", {"words": "电工孙癸酉6月10日前修好。"})
    stale = supervisor.post(f"/desk/cases/{case}/release_answer/", {"seen": back["seen"]})
    assert stale.status_code == 409
    seen = hidden(supervisor.get(f"/desk/cases/{case}/").content.decode(), "seen")
    assert supervisor.post(f"/desk/cases/{case}/release_answer/", {"seen": seen}).status_code == 302
    answer = queries.reporter_view(case, at=AT).answer
    assert answer is not None and answer.words == "电工孙癸酉6月10日前修好。"


def test_a_collision_keeps_the_words(county: County) -> None:
    case = county.doubt(LAMP)
    head = county.browser("head")
    head.post(f"/desk/cases/{case}/answer/", {"words": "第一份"})
    refused = head.post(f"/desk/cases/{case}/answer/", {"words": "第二份，写了很久"})
    assert refused.status_code == 409 and "第二份，写了很久" in refused.content.decode()
    empty = county.doubt("水管漏水，谁来修？")
    refused = head.post(f"/desk/cases/{empty}/decline/", {"words": " "})
    assert refused.status_code == 422 and "details open" in refused.content.decode()


def test_photos_are_shown_to_those_who_may_see_the_case(county: County) -> None:
    case = county.doubt(LAMP, photo=True)
    page = county.browser("head").get(f"/desk/cases/{case}/").content.decode()
    path = page.split('<img src="', 1)[1].split('"', 1)[0]
    shown = county.browser("head").get(path)
    assert shown["Content-Type"] == "image/jpeg" and shown.content != picture()
    for name in ("clerk", "neighbour_supervisor"):
        assert county.browser(name).get(path).status_code == 404


def test_nobody_of_the_village_learns_of_a_discipline_case(county: County) -> None:
    case = county.doubt("韩丙辰 多报了工钱，自己拿了。")
    absent = county.browser("head").get("/desk/cases/" + "a" * 26 + "/")
    for name in ("head", "supervisor", "secretary", "clerk"):
        client = county.browser(name)
        answer = client.get(f"/desk/cases/{case}/")
        assert answer.status_code == absent.status_code == 404
        assert plain(answer) == plain(client.get("/desk/cases/" + "a" * 26 + "/"))
        assert client.post(f"/desk/cases/{case}/reply/", {"words": "x"}).status_code == 404
        assert client.get(f"/desk/r/{case}/").status_code == 404
        assert "多报了工钱" not in client.get("/desk/").content.decode()
    page = county.browser("discipline").get(f"/desk/cases/{case}/").content.decode()
    assert "纪检办理" in page and "多报了工钱" in page
    assert "纪检办理" in county.browser("discipline").get("/desk/cases/").content.decode()


def plain(answer: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())


def test_a_list_asks_as_often_for_many_as_for_one(county: County) -> None:
    head = county.browser("head")
    county.doubt(LAMP)
    head.get("/desk/cases/")
    with CaptureQueriesContext(connection) as one:
        head.get("/desk/cases/")
    for n in range(5):
        county.doubt(f"第 {n} 盏路灯坏了，什么时候修？")
    with CaptureQueriesContext(connection) as many:
        head.get("/desk/cases/")
    assert len(many) == len(one)


def test_a_notice_leads_to_what_it_is_about(county: County) -> None:
    case = county.doubt(LAMP)
    deliver_due(at=AT)
    head = county.browser("head")
    page = head.get("/desk/notices/").content.decode()
    assert f"/desk/r/{case}/" in page and "1 条未读" in page
    assert head.get(f"/desk/r/{case}/")["Location"] == f"/desk/cases/{case}/"
    assert "都看过了" in head.get("/desk/notices/").content.decode()


def test_strangers_are_sent_to_the_log_in(county: County) -> None:
    case = county.doubt(LAMP)
    answer = Client().get(f"/desk/cases/{case}/")
    assert answer.status_code == 302 and answer["Location"] == f"/desk/login/?next=%2Fdesk%2Fcases%2F{case}%2F"


def test_two_at_once_one_wins_and_the_other_keeps_his_words(county: County) -> None:
    case = county.doubt(LAMP)
    second = county.deputy_of("head")
    one, other = county.browser("head"), second
    assert LAMP in one.get(f"/desk/cases/{case}/").content.decode()
    assert LAMP in other.get(f"/desk/cases/{case}/").content.decode()
    assert one.post(f"/desk/cases/{case}/answer/", {"words": "6月10日前修好。"}).status_code == 302
    late = other.post(f"/desk/cases/{case}/answer/", {"words": "我也写了很久的一份"})
    assert late.status_code == 409 and "我也写了很久的一份" in late.content.decode()
    answers = [step.words for step in worklist.staff_view(county.people["head"], case, at=AT).steps if step.words]
    assert "6月10日前修好。" in answers and "我也写了很久的一份" not in answers


def test_opening_a_case_is_recorded_and_a_list_is_not(county: County) -> None:
    case = county.doubt(LAMP)
    head = county.browser("head")
    before = trail.head().size
    for path in ("/desk/", "/desk/cases/", f"/desk/cases/{'a' * 26}/"):
        head.get(path)
    assert trail.head().size == before
    for _again in range(3):
        head.get(f"/desk/cases/{case}/")
    assert trail.head().size == before + 1


def test_a_notice_that_was_delivered_hides_once_the_case_is_taken_away(county: County) -> None:
    case = county.doubt(LAMP)
    deliver_due(at=AT)
    head = county.browser("head")
    shown = head.get("/desk/notices/").content.decode()
    assert f"/desk/r/{case}/" in shown and "有一件新的反映" in head.get("/desk/").content.decode()
    actions.add_words(case, words="是韩丙辰不让修", form_key="more", at=AT)
    for path in ("/desk/", "/desk/notices/"):
        page = head.get(path).content.decode()
        assert case not in page and "有一件新的反映" not in page
    assert county.desk("head").unread == 0


def test_older_notices_take_the_place_of_one_that_hides(county: County) -> None:
    older = {county.doubt(LAMP) for _each in range(5)}
    case, later = county.doubt(LAMP), AT + dt.timedelta(minutes=1)
    deliver_due(at=later)
    desk = county.desk("head")
    assert len(desk.news(4)) == 4
    actions.add_words(case, words="是韩丙辰不让修", form_key="more", at=later)
    left = {notice.about for notice in desk.news(4)}
    assert len(left) == 4 and left <= older, "a list that is one short would tell"
