"""The case by its receipt: steps, more words, the rating; a wrong code; a session that ran out; leaving."""

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from xiaowei.cases import handling
from xiaowei.cases.models import Case, Event
from xiaowei.doors.villager.tests.test_ask import WORDS
from xiaowei.doors.villager.tests.village import AT, Village, photo
from xiaowei.doors.villager.tests.walk import form_key, receipt, report, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(village: Village) -> str:
    path = f"/ask/{village.ref}/{village.publication}/"
    return receipt(report(Client(), path, WORDS, photo=upload(photo())).content)


@pytest.fixture
def reporter(client: Client, code: str) -> Client:
    answer = client.post("/case/", {"code": code})
    assert answer.status_code == 302 and answer["Location"] == "/case/view/"
    return client


def answered(village: Village) -> None:
    case = Case.objects.get()
    at = AT + dt.timedelta(hours=2)
    handling.accept(case.ref, by=village.people["village_head"], at=at)
    handling.answer(case.ref, words="挖机每小时 300 元，共 3 小时。", by=village.people["village_head"], at=at)
    case.refresh_from_db()
    handling.release_answer(case.ref, seen=case.version, by=village.people["supervision_head"], at=at)


@pytest.mark.parametrize("shape", ["{}{}{}{}", "{} {} {} {}", "回执号：{}-{}-{}-{}。"])
def test_the_code_opens_the_case_however_it_is_typed(client: Client, code: str, shape: str) -> None:
    answer = client.post("/case/", {"code": shape.format(code[:4], code[4:8], code[8:12], code[12:])}, follow=True)
    page = answer.content.decode()
    assert "您送出" in page and WORDS in page and "剩 24 小时" in page
    assert answer["Cache-Control"] == "no-store"


def test_full_width_digits_are_digits(client: Client, code: str) -> None:
    wide = code.translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert client.post("/case/", {"code": wide}).status_code == 302


def test_every_wrong_code_gets_the_same_answer_and_then_must_wait(client: Client, code: str) -> None:
    wrong = [str((int(code) + 1) % 10**16).zfill(16), "123", ""]
    answers = [client.post("/case/", {"code": typed}) for typed in wrong]
    assert {answer.status_code for answer in answers} == {422}
    assert len({answer.content for answer in answers}) == 1
    client.post("/case/", {"code": "4"})
    waiting = client.post("/case/", {"code": code})
    assert waiting.status_code == 429 and int(waiting["Retry-After"]) >= 1
    assert "秒" in waiting.content.decode()


def test_the_session_is_one_sealed_cookie_for_the_case_pages_only(client: Client, code: str) -> None:
    cookie = client.post("/case/", {"code": code}).cookies["case"]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"], cookie["max-age"]) == ("/case", "Strict", True, 900)
    assert Case.objects.get().ref not in cookie.value


def test_after_fifteen_minutes_the_code_is_asked_again_and_words_are_kept(
    reporter: Client, code: str, settings: Any
) -> None:
    key = form_key(reporter.get("/case/view/").content)
    settings.XIAOWEI = replace(settings.XIAOWEI, now=AT + dt.timedelta(minutes=16))
    late = reporter.post("/case/add/", {"form_key": key, "words": "完工照片也想看看"})
    assert late.status_code == 403
    assert "完工照片也想看看" in late.content.decode() and WORDS not in late.content.decode()
    again = reporter.post("/case/", {"code": code, "form_key": key, "words": "完工照片也想看看"})
    assert again.status_code == 200
    assert "完工照片也想看看</textarea>" in again.content.decode()
    assert Event.objects.filter(move="add").count() == 0
    reporter.post("/case/add/", {"form_key": key, "words": "完工照片也想看看"})
    assert Event.objects.filter(move="add").count() == 1


def test_a_forged_cookie_opens_nothing(client: Client, code: str) -> None:
    for value in ("", "AAAA", "not base64!", "é"):
        client.cookies["case"] = value
        answer = client.get("/case/view/")
        assert answer.status_code == 403 and WORDS not in answer.content.decode()


def test_more_words_arrive_once(reporter: Client) -> None:
    key = form_key(reporter.get("/case/view/").content)
    for _tap in range(2):
        reporter.post("/case/add/", {"form_key": key, "words": "补一句：有照片", "photo": upload(photo("blue"))})
    assert Event.objects.filter(move="add").count() == 1
    assert "补一句：有照片" in reporter.get("/case/view/").content.decode()


def test_she_reads_the_answer_and_rates_it(reporter: Client, village: Village) -> None:
    assert "satisfied" not in reporter.get("/case/view/").content.decode()
    answered(village)
    page = reporter.get("/case/view/").content.decode()
    assert "挖机每小时 300 元" in page and "您满意吗" in page
    nothing = reporter.post("/case/rate/", {"reason": "想了想"})
    assert nothing.status_code == 422 and "想了想</textarea>" in nothing.content.decode()
    done = reporter.post("/case/rate/", {"grade": "1"}, follow=True)
    assert "已办结" in done.content.decode() and "打分已经交上" in done.content.decode()
    assert reporter.post("/case/rate/", {"grade": "1"}).status_code == 409


def test_only_the_holder_sees_the_photo(reporter: Client) -> None:
    found = re.search(r"/case/photo/[a-z2-7]{26}", reporter.get("/case/view/").content.decode())
    assert found
    shown = reporter.get(found[0])
    assert shown["Content-Type"] == "image/jpeg" and shown["Cache-Control"] == "no-store"
    assert reporter.get("/case/photo/" + "a" * 26).status_code == 404
    assert Client().get(found[0]).status_code == 403


def test_she_takes_it_back(reporter: Client) -> None:
    assert "已撤回" in reporter.post("/case/withdraw/", follow=True).content.decode()


def test_leaving_clears_what_it_can_and_says_nothing(reporter: Client) -> None:
    answer = reporter.get("/leave")
    assert '"cache"' in answer["Clear-Site-Data"]
    assert answer.cookies["case"]["max-age"] == 0
    assert "回执" not in answer.content.decode() and "下宫" not in answer.content.decode()
    assert reporter.get("/case/view/").status_code == 403
