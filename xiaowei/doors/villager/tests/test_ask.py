"""The doubt, from the form to the receipt: nothing typed is lost, and a double tap makes no second case."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from xiaowei.cases.models import Case, Photo
from xiaowei.doors.villager.tests.village import Village, photo
from xiaowei.vault.limits import MAX_BYTES

pytestmark = pytest.mark.django_db

WORDS = "挖机才来了一上午，三个小时怎么是 900 块？有没有单子？"


def form_key(page: bytes) -> str:
    found = re.search(r'name="form_key" value="([0-9a-f]{32})"', page.decode())
    assert found
    return found[1]


def receipt(page: bytes) -> str:
    found = re.search(r'id="receipt">(.*?)</p>', page.decode(), re.S)
    assert found
    return re.sub(r"<[^>]+>|\s", "", found[1])


def upload(data: bytes, name: str = "IMG.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


@pytest.fixture
def line_form(village: Village) -> str:
    return f"/ask/{village.ref}/{village.publication}/{village.lines[1]}/"


def test_before_sending_she_reads_who_will_read_and_by_when(client: Client, line_form: str) -> None:
    answer = client.get(line_form)
    page = answer.content.decode()
    for word in ("付村内下水道清淤", "900.00", "韩丙辰", "姜丙寅", "谁会看到", "6月6日 10:24", "6月8日"):
        assert word in page
    assert answer["Cache-Control"] == "no-store"
    assert form_key(answer.content) != form_key(client.get(line_form).content)


def test_a_doubt_with_a_photo_becomes_a_case_and_a_receipt(client: Client, line_form: str) -> None:
    key = form_key(client.get(line_form).content)
    answer = client.post(line_form, {"form_key": key, "words": WORDS, "photo": upload(photo())})
    assert answer.status_code == 200
    assert re.fullmatch(r"\d{16}", receipt(answer.content))
    page = answer.content.decode()
    assert WORDS not in page and "清淤" not in page and "<title>下宫村</title>" in page
    case = Case.objects.get()
    assert case.about_kind == "line" and Photo.objects.count() == 1


def test_a_double_tap_shows_the_same_code_and_makes_no_second_case(client: Client, line_form: str) -> None:
    key = form_key(client.get(line_form).content)
    codes = [
        receipt(client.post(line_form, {"form_key": key, "words": WORDS, "photo": upload(photo())}).content)
        for _tap in range(2)
    ]
    assert codes[0] == codes[1]
    assert Case.objects.count() == 1 and Photo.objects.count() == 1


def test_other_words_under_the_same_form_are_refused_and_kept(client: Client, line_form: str) -> None:
    key = form_key(client.get(line_form).content)
    client.post(line_form, {"form_key": key, "words": WORDS})
    answer = client.post(line_form, {"form_key": key, "words": "另一件事：路灯坏了"})
    assert answer.status_code == 409
    assert "另一件事：路灯坏了" in answer.content.decode() and Case.objects.count() == 1


def test_nothing_written_is_said_so(client: Client, line_form: str) -> None:
    key = form_key(client.get(line_form).content)
    answer = client.post(line_form, {"form_key": key, "words": "  "})
    assert answer.status_code == 422
    assert "还没有写是什么事" in answer.content.decode() and key in answer.content.decode()


def test_a_photo_over_20_mb_is_refused_alone(client: Client, line_form: str) -> None:
    key = form_key(client.get(line_form).content)
    big = upload(photo() + b"\0" * MAX_BYTES)
    sent = {"form_key": key, "words": WORDS, "photo": [big, upload(photo("red"))]}
    answer = client.post(line_form, sent)
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "第 1 张照片有 20 MB" in page and WORDS in page and "照片 1 已收到" in page
    assert form_key(answer.content) == key
    client.post(line_form, {"form_key": key, "words": WORDS})
    assert Photo.objects.count() == 1


def test_what_is_no_photo_is_said_so_and_nothing_is_lost(client: Client, line_form: str) -> None:
    key = form_key(client.get(line_form).content)
    answer = client.post(line_form, {"form_key": key, "words": WORDS, "photo": upload(b"MZ not a picture")})
    assert answer.status_code == 422
    assert "不是照片" in answer.content.decode() and WORDS in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"form_key": "short"}, {"form_key": "z" * 32}])
def test_a_form_without_a_good_key_keeps_its_words(client: Client, line_form: str, sent: dict[str, Any]) -> None:
    answer = client.post(line_form, sent | {"words": WORDS})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode() and form_key(answer.content)
    assert not Case.objects.exists()


def test_a_line_that_is_not_public_has_no_form(client: Client, village: Village) -> None:
    assert client.get(f"/ask/{village.ref}/{village.publication}/{'a' * 26}/").status_code == 404
    assert client.get(f"/ask/{village.neighbour}/{village.publication}/").status_code == 404


def test_anything_else_can_be_reported_too(client: Client, village: Village) -> None:
    path = f"/ask/{village.ref}/"
    answer = client.post(path, {"form_key": form_key(client.get(path).content), "words": "老井旁边的路灯不亮"})
    assert answer.status_code == 200 and Case.objects.get().kind == "appeal"


def test_a_report_about_a_cadre_shows_nothing_of_it(client: Client, village: Village) -> None:
    path = f"/ask/{village.ref}/"
    answer = client.post(path, {"form_key": form_key(client.get(path).content), "words": "村主任韩丙辰收了钱"})
    assert answer.status_code == 200 and Case.objects.get().lane == "discipline"
    assert "纪" not in answer.content.decode()
