"""The doubt about a published line, from form to receipt: nothing typed is lost, a double tap makes one case."""

import re
from typing import Any

import pytest
from django.test import Client

from xiaowei.cases.models import Case, Photo
from xiaowei.doors.villager.tests.village import Village, photo
from xiaowei.doors.villager.tests.walk import form_key, opened, receipt, report, send, step, upload
from xiaowei.vault.limits import MAX_BYTES

pytestmark = pytest.mark.django_db

WORDS = "挖机才来了一上午，三个小时怎么是 900 块？有没有单子？"


@pytest.fixture
def line_form(village: Village) -> str:
    return f"/ask/{village.ref}/{village.publication}/{village.lines[1]}/"


def test_a_line_starts_at_the_words_and_before_sending_she_reads_who_will_read(client: Client, line_form: str) -> None:
    answer = client.get(line_form)
    page = answer.content.decode()
    assert step(answer) == "words" and "付村内下水道清淤" in page and "900.00" in page
    assert form_key(answer.content) != form_key(client.get(line_form).content)
    told = send(client, line_form, answer, words=WORDS)
    page = told.content.decode()
    assert step(told) == "who" and not Case.objects.exists()
    for word in ("韩丙辰", "姜丙寅", "谁会看到", "6月6日 10:24", "6月8日", "不留名", "保密", "实名"):
        assert word in page
    assert told["Cache-Control"] == "no-store"


def test_a_doubt_with_a_photo_becomes_a_case_and_a_receipt(client: Client, line_form: str) -> None:
    answer = report(client, line_form, WORDS, photo=upload(photo()))
    assert answer.status_code == 200
    assert re.fullmatch(r"\d{16}", receipt(answer.content))
    page = answer.content.decode()
    assert WORDS not in page and "清淤" not in page and "<title>下宫村</title>" in page
    case = Case.objects.get()
    assert (case.kind, case.about_kind) == ("doubt", "line") and Photo.objects.count() == 1


def test_a_double_tap_shows_the_same_code_and_makes_no_second_case(client: Client, line_form: str) -> None:
    told = send(client, line_form, opened(client, line_form), words=WORDS, photo=upload(photo()))
    codes = [receipt(send(client, line_form, told).content) for _tap in range(2)]
    assert codes[0] == codes[1]
    assert Case.objects.count() == 1 and Photo.objects.count() == 1


def test_going_back_after_sending_and_sending_again_is_the_same_case(client: Client, line_form: str) -> None:
    first = opened(client, line_form)
    codes = [receipt(send(client, line_form, send(client, line_form, first, words=WORDS)).content) for _go in range(2)]
    assert codes[0] == codes[1] and Case.objects.count() == 1


def test_a_page_without_a_word_on_it_keeps_its_key_for_the_way_back(client: Client, village: Village) -> None:
    path = f"/ask/{village.ref}/"
    kinds = client.get(path)
    words = send(client, path, kinds, kind="appeal")
    assert kinds["Cache-Control"] == words["Cache-Control"] == "private, no-cache"
    assert form_key(kinds.content) == form_key(words.content)
    told = send(client, path, words, words="老井旁边的路灯不亮")
    back = send(client, path, told, go="back")
    assert step(back) == "words" and "老井旁边的路灯不亮</textarea>" in back.content.decode()
    assert told["Cache-Control"] == back["Cache-Control"] == "no-store"


def test_other_words_under_the_same_form_are_refused_and_can_be_sent_as_another_matter(
    client: Client, line_form: str
) -> None:
    first = opened(client, line_form)
    send(client, line_form, send(client, line_form, first, words=WORDS))
    told = send(client, line_form, first, words="另一件事：路灯坏了")
    refused = send(client, line_form, told)
    assert refused.status_code == 409
    assert "另一件事：路灯坏了" in refused.content.decode() and Case.objects.count() == 1
    anew = send(client, line_form, refused, go="anew")
    assert step(anew) == "words" and form_key(anew.content) != form_key(refused.content)
    assert "另一件事：路灯坏了</textarea>" in anew.content.decode()
    assert receipt(send(client, line_form, send(client, line_form, anew)).content) and Case.objects.count() == 2


def test_a_photo_over_20_mb_is_refused_alone(client: Client, line_form: str) -> None:
    first = opened(client, line_form)
    big = upload(photo() + b"\0" * MAX_BYTES)
    answer = send(client, line_form, first, words=WORDS, photo=[big, upload(photo("red"))])
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "第 1 张照片有 20 MB" in page and WORDS in page and "照片 1 已收到" in page
    assert form_key(answer.content) == form_key(first.content)
    send(client, line_form, send(client, line_form, answer))
    assert Photo.objects.count() == 1


def test_what_is_no_photo_is_said_so_and_nothing_is_lost(client: Client, line_form: str) -> None:
    answer = send(client, line_form, opened(client, line_form), words=WORDS, photo=upload(b"MZ not a picture"))
    assert answer.status_code == 422
    assert "不是照片" in answer.content.decode() and WORDS in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"form_key": "short"}, {"form_key": "z" * 32}])
@pytest.mark.parametrize("at", ["words", "who"])
def test_a_form_without_a_good_key_keeps_its_words(
    client: Client, line_form: str, sent: dict[str, Any], at: str
) -> None:
    answer = client.post(line_form, sent | {"words": WORDS, "step": at, "kind": "doubt"})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode() and form_key(answer.content)
    assert not Case.objects.exists()


def test_a_line_that_is_not_public_has_no_form(client: Client, village: Village) -> None:
    assert client.get(f"/ask/{village.ref}/{village.publication}/{'a' * 26}/").status_code == 404
    assert client.get(f"/ask/{village.neighbour}/{village.publication}/").status_code == 404
    assert client.get(f"/ask/{village.ref}/power/{'a' * 26}/").status_code == 404


def test_the_kind_of_a_doubt_can_be_changed_and_it_still_hangs_on_the_line(client: Client, line_form: str) -> None:
    kinds = send(client, line_form, opened(client, line_form), words=WORDS, go="back")
    assert step(kinds) == "kind"
    words = send(client, line_form, kinds, kind="suggestion")
    assert step(words) == "words" and WORDS in words.content.decode()
    send(client, line_form, send(client, line_form, words))
    case = Case.objects.get()
    assert (case.kind, case.about_kind) == ("suggestion", "line")


@pytest.mark.parametrize(("words", "sentence"), [("水渠" * 5_000, "写了 10000 个字"), ("😡😡😡", "看不出是什么事")])
def test_too_much_or_a_face_alone_stays_in_the_field_with_what_to_do(
    client: Client, line_form: str, words: str, sentence: str
) -> None:
    refused = send(client, line_form, opened(client, line_form), words=words)
    page = refused.content.decode()
    assert refused.status_code == 422 and words in page and sentence in page and not Case.objects.exists()
