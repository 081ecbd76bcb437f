"""A check walked through the pages: made from the published item, answered by the village, looked at again."""

import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tests import county as house
from xiaowei.accounts import actions as accounts
from xiaowei.base.refs import new_ref
from xiaowei.courier.deliver import deliver_due
from xiaowei.disclosure.models import Check
from xiaowei.disclosure.tests import way
from xiaowei.doors.workbench.tests.county import PASSWORD, hidden

AT = house.AT
WORDS = "第3笔清淤没有派工单"


@pytest.fixture
def county(db: None, settings: Any) -> house.County:
    settings.XIAOWEI = replace(settings.XIAOWEI, now=AT)
    return house.build()


@pytest.fixture
def browser(county: house.County) -> Callable[[str], Client]:
    def log_in(part: str) -> Client:
        username = f"{part}.{secrets.token_hex(2)}"
        if part not in seen:
            accounts.create_login(county[part], username=username, password=PASSWORD, at=AT)
            seen[part] = Client()
            assert seen[part].post("/desk/login/", {"username": username, "password": PASSWORD}).status_code == 302
        return seen[part]

    seen: dict[str, Client] = {}
    return log_in


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def form(client: Client, publication: str, **what: str) -> dict[str, str]:
    page = text(client, f"/desk/published/{publication}/")
    return {"form_key": hidden(page, "form_key"), "number": hidden(page, "number"), **what}


def test_from_the_published_item_to_the_second_look(county: house.County, browser: Callable[[str], Client]) -> None:
    publication = way.published(county).publication_id
    inspector, clerk = browser("discipline"), browser("clerk")
    assert "还没查，去查" in text(inspector, f"/desk/board/{county.village}/")
    new = form(inspector, publication, found="wrong", words=WORDS)
    first = inspector.post(f"/desk/published/{publication}/check/", new)
    assert first.status_code == 302
    again = inspector.post(f"/desk/published/{publication}/check/", new)
    assert again["Location"] == first["Location"] and Check.objects.count() == 1  # a second tap
    path = first["Location"]
    ref = path.split("/")[3]
    assert "等您办的检查" in text(clerk, "/desk/") and WORDS in text(clerk, "/desk/checks/")
    deliver_due(at=AT)
    assert f"/desk/r/{ref}/" in text(clerk, "/desk/notices/")
    assert clerk.get(f"/desk/r/{ref}/")["Location"] == path
    assert clerk.post(f"{path}answer/", {"words": "派工单在工头处"}).status_code == 302
    assert clerk.post(f"{path}rectify/", {"words": "已补"}).status_code == 302
    assert "等您办的检查" in text(inspector, "/desk/")
    seen = hidden(text(inspector, path), "seen")
    assert inspector.post(f"{path}close/", {"seen": seen, "words": ""}).status_code == 302
    assert "复查通过" in text(clerk, "/desk/checks/?over") and "等您办的检查" not in text(inspector, "/desk/")
    # the public page and its data say nothing of it
    public = f"/v/{county.village}/p/{publication}/"
    assert WORDS not in text(Client(), public) and "检查" not in text(Client(), public)


def test_what_is_refused_keeps_the_words(county: house.County, browser: Callable[[str], Client]) -> None:
    publication = way.published(county).publication_id
    inspector, clerk = browser("discipline"), browser("clerk")
    action = f"/desk/published/{publication}/check/"
    undecided = inspector.post(action, form(inspector, publication, words=WORDS))
    assert undecided.status_code == 422 and WORDS in undecided.content.decode()
    empty = inspector.post(action, form(inspector, publication, found="wrong", words=" "))
    assert empty.status_code == 422 and 'value="wrong" checked' in empty.content.decode()
    assert inspector.post(action, {"found": "sound"}).status_code == 422
    path = inspector.post(action, form(inspector, publication, found="wrong", words=WORDS))["Location"]
    twice = inspector.post(action, form(inspector, publication, found="wrong", words="再查一次"))
    assert twice.status_code == 409 and "再查一次" in twice.content.decode()
    browser("secretary").post(f"{path}answer/", {"words": "先答的"})
    late = clerk.post(f"{path}answer/", {"words": "后答的，写了很久"})
    assert late.status_code == 409 and "后答的，写了很久" in late.content.decode()
    for move, what in (("close", {"seen": "x"}), ("close", {"seen": "1"}), ("give_back", {"seen": "2", "words": " "})):
        assert inspector.post(f"{path}{move}/", what).status_code in (409, 422)
    for nonsense in ("make", "pass", "find", "overdue"):
        assert inspector.post(f"{path}{nonsense}/", {"words": "x"}).status_code == 404


def test_absent_and_forbidden_look_the_same(county: house.County, browser: Callable[[str], Client]) -> None:
    publication = way.published(county).publication_id
    inspector = browser("discipline")
    path = inspector.post(
        f"/desk/published/{publication}/check/", form(inspector, publication, found="wrong", words=WORDS)
    )["Location"]
    for part in ("mayor", "baita_secretary", "both", "admin"):
        client = browser(part)
        absent = client.get(f"/desk/checks/{new_ref()}/")
        assert absent.status_code == 404
        answer = client.get(path)
        assert (answer.status_code, bare(answer)) == (404, bare(absent))
        assert client.post(f"{path}answer/", {"words": "x"}).status_code == 404
    for part, code in (("mayor", 200), ("supervisor", 200), ("baita_secretary", 404), ("admin", 404)):
        assert browser(part).get(f"/desk/published/{publication}/").status_code == code
        refused = browser(part).post(f"/desk/published/{publication}/check/", {"found": "sound", "number": "1",
                                                                              "form_key": new_ref()})  # fmt: skip
        assert refused.status_code == 404
    assert "记一次检查" not in text(browser("mayor"), f"/desk/published/{publication}/")
    assert WORDS not in text(browser("mayor"), f"/desk/board/{county.village}/")


def bare(answer: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
