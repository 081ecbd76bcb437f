"""The village's own group, the short links that lead into it, and one tap of praise or blame."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from xiaowei.base.refs import Ref, new_ref
from xiaowei.cases import actions as cases
from xiaowei.courier import groups
from xiaowei.disclosure import digest, flood, opens, queries
from xiaowei.disclosure.tests.test_ratings import give
from xiaowei.doors.villager.tests.village import AT, Village
from xiaowei.roster import queries as roster

MAY = dt.date(2023, 5, 1)


@pytest.fixture(autouse=True)
def fresh() -> None:
    flood.forget()
    opens._counted.clear()


@pytest.fixture
def told(village: Village, django_capture_on_commit_callbacks: Any) -> Ref:
    clerk = village.people["clerk"]
    groups.open_group(village.ref, name="下宫村村群", publisher=clerk, by=None, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        return digest.make(village.ref, MAY, by=clerk, at=AT)


def page(village: Village, client: Client | None = None) -> str:
    answer = (client or Client()).get(f"/v/{village.ref}/group/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_before_anything_was_told_it_says_what_will_stand_here(village: Village) -> None:
    assert "每月 11 日" in page(village)
    assert f'href="/v/{village.ref}/group/"' in Client().get(f"/v/{village.ref}/").content.decode()


def test_the_card_shows_the_three_numbers_and_leads_on_by_short_links(village: Village, told: Ref) -> None:
    html = page(village)
    for words in ("下宫村<", "2023年5月", "3,000.00", "3,300.00", "已公开 1 项", "财务收支明细", "发布人 赵丁卯"):
        assert words in html
    assert f'href="/r/{village.publication}"' in html and f'id="{told}"' in html
    assert "不要发在群里" in html and f'href="/ask/{village.ref}/"' in html
    assert "<form" not in html and "<script" not in html and "户在群" not in html


def test_the_bytes_are_the_same_for_everybody_whatever_is_reported(village: Village, told: Ref) -> None:
    first = page(village)
    curious = Client(headers={"cookie": "look=care; case=x"})
    for n, words in enumerate(("村主任韩丙辰把地包给了弟弟", "书记收了红包")):
        new = cases.NewCase(village.ref, "appeal", words)
        cases.open_case(new, form_key=f"{n:032x}", at=AT)
    give(village.publication, 3)
    opens.count(village.publication)
    opens.flush()
    assert page(village, curious) == first


def test_how_many_households_are_in_it_shows_from_five_on(
    village: Village, told: Ref, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xiaowei.accounts import queries as accounts

    monkeypatch.setattr(accounts, "coverage", lambda _village: (4, 62))
    assert "户在群" not in page(village)
    monkeypatch.setattr(accounts, "coverage", lambda _village: (58, 62))
    from xiaowei.doors.shared.pages import forget_pages

    forget_pages()
    assert "58 户在群，共 62 户" in page(village)


def test_every_reference_answers_and_opens_are_counted(village: Village, told: Ref) -> None:
    home, publication = f"/v/{village.ref}/", f"/v/{village.ref}/p/{village.publication}/"
    line = village.lines[0]
    township = roster.area(village.ref).parent
    case = cases.open_case(cases.NewCase(village.ref, "appeal", "路灯"), form_key="0" * 32, at=AT).case
    leads = {
        village.ref: home,
        village.publication: publication,
        line: f"{publication}l/{line}/",
        told: f"{home}group/#{told}",
        township: f"/?in={township}",
        case: f"/desk/r/{case}/",
        new_ref(): None,
    }
    for ref, path in leads.items():
        answer = Client().get(f"/r/{ref}")
        assert answer.status_code == 302 and answer["Location"] == (path or f"/desk/r/{ref}/")
        assert not answer.cookies and answer["Cache-Control"] == "no-store"
    assert f'id="{line}"' in Client().get(publication).content.decode()
    Client().head(f"/r/{told}")  # a preview looks without opening
    opens.flush()
    assert queries.opens(village.publication) == 2 and queries.opens(told) == 1  # by its own link, and by a line's
    assert queries.opens(case) == queries.opens(village.ref) == 0


def test_a_line_of_a_corrected_account_says_that_it_was_corrected(village: Village) -> None:
    line = village.lines[0]
    village.publish(reason="更正", opening=4_821_538)
    answer = Client().get(f"/r/{line}")
    assert answer["Location"] == f"/v/{village.ref}/p/{village.publication}/l/{line}/"
    assert "第 1 版里的一行" in Client().get(answer["Location"]).content.decode()


def test_one_tap_is_a_rating_and_a_second_of_the_same_form_is_none(village: Village) -> None:
    path = f"/rate/{village.ref}/{village.publication}/"
    publication = Client().get(f"/v/{village.ref}/p/{village.publication}/").content.decode()
    assert f'href="{path}"' in publication
    form = Client().get(path)
    assert form["Cache-Control"] == "no-store" and "textarea" not in form.content.decode()
    key = form.content.decode().split('name="form_key" value="')[1].split('"')[0]
    for grade in ("3", "3", "1"):  # the answer was lost on the way; then another button of the same page
        answer = Client().post(path, {"form_key": key, "grade": grade})
        html = answer.content.decode()
        assert answer.status_code == 200 and "<b>有疑问</b>" in html and not answer.cookies
        assert f"/ask/{village.ref}/{village.publication}/" in html and "约" not in html
    assert queries.ratings(village.publication).anonymous == (0, 0, 1)
    for _ in range(4):
        html = Client().post(path, {"form_key": new_key(), "grade": "1"}).content.decode()
    assert "约 80%" in html and "约 20%" in html and "说说哪里不明白" not in html
    assert Client().get(f"/v/{village.ref}/p/{village.publication}/").content.decode() == publication


def test_what_is_no_rating_is_refused(village: Village) -> None:
    path = f"/rate/{village.ref}/{village.publication}/"
    for form in (
        {"grade": "1"},
        {"form_key": "x", "grade": "1"},
        {"form_key": new_key()},
        {"form_key": new_key(), "grade": "²"},
    ):
        answer = Client().post(path, form)
        assert answer.status_code == 422 and "再点一次" in answer.content.decode()
    assert Client().post(path, {"form_key": new_key(), "grade": "9"}).status_code == 422
    assert queries.ratings(village.publication).anonymous == (0, 0, 0)
    for area, pub in ((village.neighbour, village.publication), (village.ref, new_ref())):
        for answer in (Client().get(f"/rate/{area}/{pub}/"), Client().post(f"/rate/{area}/{pub}/", {"grade": "1"})):
            assert answer.status_code == 404
    for _ in range(flood.TRIES):
        give(village.publication, source="127.0.0.1")
    assert Client().post(path, {"form_key": new_key(), "grade": "1"}).status_code in (200, 429)


def new_key() -> str:
    import secrets

    return secrets.token_hex(16)
