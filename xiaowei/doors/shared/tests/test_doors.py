"""What every answer has in common: headers, language, large type, refusals."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client, RequestFactory

from xiaowei.base.refusals import Conflict, NotFound, Throttled, TooLarge
from xiaowei.doors.shared import refusals

pytestmark = pytest.mark.django_db


def test_every_answer_carries_the_headers(client: Client) -> None:
    for path in ("/", "/nowhere", "/mode.css", "/leave"):
        answer = client.get(path)
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY" and answer["X-Content-Type-Options"] == "nosniff"
        assert "Cache-Control" in answer


def test_language_follows_the_path_alone(client: Client) -> None:
    german = {"accept-language": "en-GB,en;q=0.9"}
    assert 'lang="zh-CN"' in client.get("/", headers=german).content.decode()
    assert 'lang="en"' in client.get("/en/").content.decode()
    assert 'lang="zh-CN"' in client.get("/").content.decode()


def test_large_type_switches_at_once_and_goes_back_to_the_page(client: Client) -> None:
    assert client.get("/mode.css").content == b""
    answer = client.get("/mode/care", headers={"referer": "http://testserver/v/x/?a=1"})
    assert answer["Location"] == "/v/x/?a=1"
    cookie = answer.cookies["look"]
    assert (cookie["max-age"], cookie["samesite"]) == (30 * 86400, "Lax")
    style = client.get("/mode.css")
    assert b"--t-body" in style.content and style["Vary"] == "Cookie" and "no-cache" in style["Cache-Control"]
    assert client.get("/mode.css", headers={"if-none-match": style["ETag"]}).status_code == 304
    client.get("/mode/normal")
    assert client.get("/mode.css", headers={"if-none-match": style["ETag"]}).content == b""


@pytest.mark.parametrize(
    "referer", ["", "http://elsewhere.example/", "http://testserver//elsewhere.example/", "javascript:1"]
)
def test_the_way_back_stays_on_the_site(client: Client, referer: str) -> None:
    assert client.get("/mode/care", headers={"referer": referer})["Location"] == "/"


def test_absent_and_forbidden_answer_the_same_bytes(rf: RequestFactory) -> None:
    middleware = refusals.Refusals(lambda request: None)  # type: ignore[arg-type,return-value]
    answers = [
        middleware.process_exception(rf.get("/a"), error) for error in (NotFound(), Http404(), PermissionDenied())
    ]
    answers.append(refusals.not_found(rf.get("/b")))
    assert {answer.status_code for answer in answers} == {404}  # type: ignore[union-attr]
    assert len({answer.content for answer in answers}) == 1  # type: ignore[union-attr]


def test_a_refusal_keeps_its_status_and_sentence(rf: RequestFactory) -> None:
    for refusal, status in ((Conflict("变了"), 409), (TooLarge("太大"), 413), (Throttled(7), 429)):
        answer = refusals.refuse(rf.get("/x"), refusal)
        assert answer.status_code == status and str(refusal) in answer.content.decode()
    assert answer["Retry-After"] == "7"


def test_htmx_gets_a_fragment(rf: RequestFactory) -> None:
    request: Any = rf.get("/x")
    request.htmx = True
    answer = refusals.refuse(request, Conflict("变了"))
    assert answer.status_code == 409 and b"<html" not in answer.content and "变了" in answer.content.decode()


def test_a_forged_form_is_refused_and_repeats_nothing(rf: RequestFactory) -> None:
    answer = refusals.csrf_failure(rf.post("/desk/x/", {"words": "写了半天"}))
    assert answer.status_code == 403
    assert "没有收" in answer.content.decode() and "写了半天" not in answer.content.decode()


def test_a_broken_page_says_so_without_a_database(rf: RequestFactory, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = refusals.server_error(rf.get("/x"))
    assert answer.status_code == 500 and "暂时打不开" in answer.content.decode()


def test_other_methods_are_not_allowed(client: Client) -> None:
    assert client.post("/leave").status_code == 405
