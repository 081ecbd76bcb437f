"""The publisher carries the month into the group; others of the village look on, and strangers find nothing."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xiaowei.base.refs import Ref, new_ref
from xiaowei.courier import groups, queries
from xiaowei.courier.models import Outbox
from xiaowei.disclosure import actions as disclosure
from xiaowei.disclosure import digest
from xiaowei.disclosure import queries as published
from xiaowei.doors.workbench.tests.county import AT, County

MAY = dt.date(2023, 5, 1)


@pytest.fixture
def told(county: County) -> Ref:
    """The accounts of May are public, and their digest waits for the clerk."""
    clerk = county.people["clerk"]
    groups.open_group(county.village, name="下宫村村群", publisher=clerk, by=None, at=AT)
    path = county.upload(county.browser("clerk"))
    version = Ref(path.strip("/").split("/")[-1])
    found = published.doubts_of(version)
    disclosure.submit(version, excuses={one.key: "已核对" for one in found}, reason="", by=clerk, at=AT)
    for part in ("supervisor", "secretary", "agency"):
        seen = published.desk_version(county.people[part], version, at=AT).seen
        disclosure.sign(version, seen=seen, by=county.people[part], at=AT)
    return digest.make(county.village, MAY, by=clerk, at=AT)


def message() -> Ref:
    return Ref(Outbox.objects.exclude(group="").latest("created_at").ref)


def page(county: County, who: str) -> str:
    answer = county.browser(who).get("/desk/group/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_publisher_copies_the_words_and_says_that_he_sent_them(county: County, told: Ref) -> None:
    clerk = county.browser("clerk")
    assert "去转发" in clerk.get("/desk/").content.decode()
    html = page(county, "clerk")
    words = re.search(r"<textarea[^>]*readonly>([^<]*)</textarea>", html)
    assert words and "下宫村 2023年5月 公开" in words[1] and f"http://testserver/r/{told}" in words[1]
    assert len(words[1]) <= 300
    answer = clerk.post(f"/desk/group/message/{message()}/forward/")
    assert answer.status_code == 302
    assert "记上了：已转发" in clerk.get(answer["Location"]).content.decode()
    assert queries.reached_a_group([told])
    again = clerk.post(f"/desk/group/message/{message()}/forward/")
    assert again.status_code == 409 and "已转发" in again.content.decode()


def test_others_look_on_or_find_nothing(county: County, told: Ref) -> None:
    assert "由发布人转发" in page(county, "secretary") and "由发布人转发" not in page(county, "clerk")
    for who in ("supervisor", "head", "agency", "discipline", "admin"):
        assert county.browser(who).get("/desk/group/").status_code == 404
    assert "下宫村" not in page(county, "neighbour").split("<main")[1]
    for who in ("secretary", "supervisor", "neighbour", "admin"):
        for move in ("forward", "fail", "withdraw", "again"):
            answer = county.browser(who).post(f"/desk/group/message/{message()}/{move}/", {"reason": "x"})
            assert answer.status_code == 404
    for who in ("supervisor", "neighbour"):
        answer = county.browser(who).post("/desk/group/make/", {"village": county.village})
        assert answer.status_code == 404
    assert county.browser("clerk").post(f"/desk/group/message/{message()}/burn/").status_code == 404
    assert county.browser("clerk").post(f"/desk/group/message/{new_ref()}/forward/").status_code == 404
    assert Outbox.objects.get(pk=message()).state == "waiting"


def test_a_failure_needs_a_reason_and_can_be_tried_again(county: County, told: Ref) -> None:
    clerk = county.browser("clerk")
    answer = clerk.post(f"/desk/group/message/{message()}/fail/", {"reason": "  "})
    assert answer.status_code == 422 and "写一句原因" in answer.content.decode()
    assert clerk.post(f"/desk/group/message/{message()}/fail/", {"reason": "群被禁言"}).status_code == 302
    html = page(county, "clerk")
    assert "没发成" in html and "群被禁言" in html and "再试" in html
    kept = clerk.post(f"/desk/group/message/{message()}/fail/", {"reason": "手机没电"})
    assert kept.status_code == 409 and "手机没电" in kept.content.decode()
    assert clerk.post(f"/desk/group/message/{message()}/again/").status_code == 302
    assert clerk.post(f"/desk/group/message/{message()}/withdraw/", {"reason": "先不发"}).status_code == 302
    assert "先不发" in page(county, "clerk")


def test_the_notice_leads_to_the_message(county: County, told: Ref) -> None:
    answer = county.browser("clerk").get(f"/desk/r/{told}/")
    assert answer["Location"] == f"/desk/group/#{told}" and f'id="{told}"' in page(county, "clerk")
    for who in ("neighbour", "supervisor"):
        assert county.browser(who).get(f"/desk/r/{told}/").status_code == 404


def test_the_month_is_made_by_hand_and_says_so_when_there_is_nothing(county: County) -> None:
    clerk = county.browser("clerk")
    answer = clerk.post("/desk/group/make/", {"village": county.village})
    assert answer.status_code == 422 and "没有可说的" in answer.content.decode()
    assert clerk.post("/desk/group/make/", {"village": "x"}).status_code == 422


def test_the_secretary_registers_a_group_and_names_its_publisher(county: County) -> None:
    secretary, clerk = county.browser("secretary"), county.people["clerk"]
    form = {"village": county.village, "name": "下宫村村群", "publisher": clerk}
    for who in ("clerk", "neighbour"):
        assert county.browser(who).post("/desk/group/open/", form).status_code == 404
    assert secretary.post("/desk/group/open/", form).status_code == 302
    taken = secretary.post("/desk/group/open/", form)
    assert taken.status_code == 422 and 'value="下宫村村群"' in taken.content.decode()
    ref = queries.groups_of(county.village)[0].ref
    other = {"publisher": county.people["secretary"]}
    for who in ("clerk", "neighbour"):
        for move in ("publisher", "close"):
            assert county.browser(who).post(f"/desk/group/{ref}/{move}/", other).status_code == 404
    assert secretary.post(f"/desk/group/{ref}/publisher/", other).status_code == 302
    assert queries.groups_of(county.village)[0].publisher == county.people["secretary"]
    assert secretary.post(f"/desk/group/{ref}/close/").status_code == 302
    assert queries.groups_of(county.village) == ()


def test_more_messages_cost_no_more_queries(county: County, told: Ref) -> None:
    clerk = county.browser("clerk")

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert clerk.get("/desk/group/").status_code == 200
        return len(found)

    before = cost()
    first = Outbox.objects.get(pk=message())
    for n in range(6):
        Outbox.objects.create(
            kind=first.kind, channel="hand", person="", group=first.group, text=first.text, about=told,
            secrecy="public", dedupe=f"more {n}", state="waiting", next_due_at=AT, created_at=AT,
        )  # fmt: skip
    assert cost() == before


def test_what_could_not_be_delivered_is_tried_again_by_whoever_looks_after_it(county: County) -> None:
    row = Outbox.objects.create(
        kind="cases.opened", channel="null", person=county.people["head"], text="下宫村有一件新的反映", about=new_ref(),
        secrecy="personal", dedupe="z", state="failed", error="对方没有回应", next_due_at=AT, created_at=AT,
    )  # fmt: skip
    for who in ("clerk", "secretary", "discipline"):
        browser = county.browser(who)
        assert browser.get("/desk/undelivered/").status_code == 404
        assert browser.post(f"/desk/undelivered/{row.ref}/").status_code == 404
    admin = county.browser("admin")
    html = admin.get("/desk/undelivered/").content.decode()
    assert "对方没有回应" in html and "反映" not in html.split("<main")[1] and "韩丙辰" not in html
    assert admin.post(f"/desk/undelivered/{row.ref}/").status_code == 302
    row.refresh_from_db()
    assert row.state == "pending"
    assert admin.post(f"/desk/undelivered/{row.ref}/").status_code == 404
