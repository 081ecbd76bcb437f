"""A household writes beside the accounts; the clerk answers from his list, the township decides what is hidden."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tests import county as house
from xiaowei.accounts import actions as accounts
from xiaowei.base.refs import Ref, new_ref
from xiaowei.disclosure import flood, voices
from xiaowei.disclosure.tests import way
from xiaowei.doors.workbench.tests.county import PASSWORD, hidden

AT = house.AT
WORDS = "沙袋这一笔看不懂"


@pytest.fixture
def county(db: None, settings: Any) -> house.County:
    settings.XIAOWEI = replace(settings.XIAOWEI, now=AT)
    flood.forget()
    return house.build()


@pytest.fixture
def browser(county: house.County) -> Callable[[str], Client]:
    def log_in(part: str) -> Client:
        username = f"{part}.{secrets.token_hex(2)}"
        accounts.create_login(county[part], username=username, password=PASSWORD, at=AT)
        client = Client()
        assert client.post("/desk/login/", {"username": username, "password": PASSWORD}).status_code == 302
        return client

    return log_in


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_from_the_clerks_day_to_the_townships_word(county: house.County, browser: Callable[[str], Client]) -> None:
    publication = Ref(way.published(county).publication_id)
    said = {"line": None, "grade": 2, "words": WORDS, "household": new_ref(), "form_key": new_ref()}
    ref = voices.rate_aloud(publication, **said, source="10.0.0.9", at=AT, wall=AT).rated.ref
    clerk, township = browser("clerk"), browser("discipline")
    path = f"/desk/voices/{ref}/"
    assert WORDS in text(clerk, "/desk/") and path in text(clerk, "/desk/voices/")
    assert clerk.get(f"/desk/r/{ref}/")["Location"] == path
    page = text(clerk, path)
    assert "乡镇隐去" not in page.replace("请乡镇隐去", "")
    empty = clerk.post(f"{path}answer/", {"seen": hidden(page, "seen"), "words": " "})
    assert empty.status_code == 422
    late = clerk.post(f"{path}answer/", {"seen": "7", "words": "沙袋用在东沟"})
    assert late.status_code == 409 and "沙袋用在东沟" in late.content.decode()
    assert clerk.post(f"{path}answer/", {"seen": "0", "words": "沙袋用在东沟"}).status_code == 302
    assert WORDS not in text(clerk, "/desk/")
    public = text(Client(), f"/v/{county.village}/p/{publication}/")
    assert WORDS in public and "沙袋用在东沟" in public and "本村一户" in public
    assert clerk.post(f"{path}hide/", {"seen": "1", "words": "不好看"}).status_code == 404
    assert clerk.post(f"{path}ask/", {"seen": "1", "words": "有邻居的病情"}).status_code == 302
    assert WORDS in text(township, "/desk/")
    assert township.post(f"{path}hide/", {"seen": "2", "words": "写了别人的病情"}).status_code == 302
    public = text(Client(), f"/v/{county.village}/p/{publication}/")
    assert WORDS not in public and "写了别人的病情" in public
    for part in ("head", "both", "baita_clerk", "mayor"):
        assert browser(part).get(path).status_code == 404


def test_the_clerk_takes_an_empty_form(county: house.County, browser: Callable[[str], Client]) -> None:
    clerk = browser("clerk")
    page = text(clerk, "/desk/forms/")
    assert "财务收支明细表" in page and f"village={county.village}" in page
    answer = clerk.get("/desk/forms/finance_ledger/", {"village": county.village})
    assert answer.status_code == 200 and answer.content.startswith(b"PK")
    assert "attachment" in answer["Content-Disposition"]
    assert clerk.get("/desk/forms/nonsense/").status_code == 404
    assert browser("head").get("/desk/forms/").status_code == 404
