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
from xiaowei.doors.villager.tests.walk import Form, form_key, receipt, report, upload

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


def test_after_fifteen_minutes_photos_and_the_grade_are_kept_too(
    reporter: Client, code: str, village: Village, settings: Any
) -> None:
    key = form_key(reporter.get("/case/view/").content)
    answered(village)
    settings.XIAOWEI = replace(settings.XIAOWEI, now=AT + dt.timedelta(hours=3))
    late = reporter.post("/case/add/", {"form_key": key, "words": "", "photo": upload(photo("blue"))})
    assert late.status_code == 403 and "照片 1 已收到" in late.content.decode()
    wrong = reporter.post("/case/", Form(late.content).fields | {"code": ["1" * 16]})
    assert wrong.status_code == 422 and "照片 1 已收到" in wrong.content.decode()
    again = reporter.post("/case/", Form(wrong.content).fields | {"code": [code]})
    assert again.status_code == 200 and "照片 1 已收到" in again.content.decode()
    reporter.post("/case/add/", {"form_key": key, "words": "有照片"})
    assert Event.objects.get(move="add").photos.count() == 1
    settings.XIAOWEI = replace(settings.XIAOWEI, now=AT + dt.timedelta(hours=6))
    late = reporter.post("/case/rate/", {"grade": "2", "reason": "回得慢了点"})
    assert late.status_code == 403 and "回得慢了点" in late.content.decode()
    again = reporter.post("/case/", Form(late.content).fields | {"code": [code]})
    page = again.content.decode()
    assert 'value="2" checked' in page and "回得慢了点</textarea>" in page
    assert not Event.objects.filter(move="rate_good").exists()


def test_a_bad_photo_is_told_of_even_when_the_time_ran_out(client: Client, code: str) -> None:
    key = "0" * 32
    late = client.post("/case/add/", {"form_key": key, "words": "看照片", "photo": upload(b"MZ")})
    assert late.status_code == 403 and "不是照片" in late.content.decode() and "看照片" in late.content.decode()


def test_only_the_first_reply_is_called_the_first(reporter: Client, village: Village) -> None:
    case = Case.objects.get()
    for hour, words in ((1, "收到了，明天去看。"), (2, "看过了，在修。")):
        handling.reply(case.ref, words=words, by=village.people["village_head"], at=AT + dt.timedelta(hours=hour))
    steps = reporter.get("/case/view/").content.decode().partition("走到哪一步")[2]
    assert steps.index("又回了话") < steps.index("看过了") < steps.index("第一次回话") < steps.index("明天去看")
    assert steps.count("第一次回话") == 1


def test_in_the_discipline_lane_she_reads_of_offices_and_never_of_names(client: Client, village: Village) -> None:
    path, officer = f"/ask/{village.ref}/", village.people["township_discipline_head"]
    said = receipt(report(Client(), path, "村主任韩丙辰收了钱").content)
    at = AT + dt.timedelta(minutes=30)
    handling.reply(Case.objects.get().ref, words="已收到，正在核实。", by=officer, at=at)
    handling.accept(Case.objects.get().ref, words="", by=officer, at=at)
    client.post("/case/", {"code": said})
    page = client.get("/case/view/").content.decode()
    assert "青石镇纪委 经办人" in page and "钟丁酉" not in page and "再补充几句" in page
    client.post("/case/add/", {"form_key": form_key(page.encode()), "words": "还有一笔"})
    assert "还有一笔" in client.get("/case/view/").content.decode()
    assert "已撤回" in client.post("/case/withdraw/", follow=True).content.decode()


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
