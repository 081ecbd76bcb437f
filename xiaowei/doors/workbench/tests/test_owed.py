"""What a village owes, on its clerk's desk: each duty with its day, its empty form, its upload, and 本期没有."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from xiaowei.courier.models import Outbox
from xiaowei.disclosure import reminders
from xiaowei.doors.workbench.tests.county import County, hidden
from xiaowei.roster import queries as areas
from xiaowei.roster.vocab import BodyKind


def test_the_clerk_sees_what_is_late_and_what_to_do(county: County, later: Callable[..., dt.datetime]) -> None:
    clerk = county.browser("clerk")
    assert "没有逾期的" not in clerk.get("/desk/duties/").content.decode()  # four fall due in two days
    later(days=38)
    clerk = county.browser("clerk")
    page = clerk.get("/desk/duties/").content.decode()
    assert "逾期没公开" in page and "5 日内到期" in page and "逾 36 日" in page
    assert f"/desk/upload/?village={county.village}" in page
    assert f"/desk/duties/{county.village}/DW05/2023-05-01/nothing/" in page and "模板" in page
    assert "/CF02/2023-05-01/nothing/" not in page  # accounts always have something to say
    secretary = county.browser("secretary").get("/desk/duties/").content.decode()
    assert "逾 36 日" in secretary and "/nothing/" not in secretary
    assert clerk.get(f"/desk/duties/?village={county.other_village}").status_code == 404
    assert clerk.get("/desk/duties/?year=2022").status_code == 200
    assert county.browser("discipline").get("/desk/duties/").status_code == 404
    assert county.other_village in county.browser("agency").get("/desk/duties/").content.decode()


def test_nothing_this_period_from_the_page_to_the_reviewer(county: County, later: Callable[..., dt.datetime]) -> None:
    path = f"/desk/duties/{county.village}/DW05/2023-05-01/nothing/"
    clerk = county.browser("clerk")
    form = clerk.get(path).content.decode()
    empty = clerk.post(path, {"form_key": hidden(form, "form_key"), "statement": " "})
    assert empty.status_code == 422 and hidden(empty.content.decode(), "form_key") == hidden(form, "form_key")
    sent = {"form_key": hidden(form, "form_key"), "statement": "5月防汛，没有开主题党日。"}
    made = clerk.post(path, sent)
    assert made.status_code == 302 and clerk.post(path, sent)["Location"] == made["Location"]
    sheet = clerk.get(made["Location"]).content.decode()
    assert "5月防汛" in sheet and "送监委会审核" in sheet
    assert clerk.post(made["Location"] + "submit/").status_code == 302
    review = made["Location"].replace("sheet", "review")
    page = county.browser("supervisor").get(review).content.decode()
    assert "5月防汛" in page and "本期没有" in page and "签字同意" in page
    early = clerk.get(f"/desk/duties/{county.village}/DW05/2023-06-01/nothing/").content.decode()
    assert "6月30日" in early
    for name, where in (("neighbour", path), ("secretary", path), ("clerk", path.replace("DW05", "CF02"))):
        assert county.browser(name).get(where).status_code == 404


def test_a_reminder_leads_to_the_page(county: County, later: Callable[..., dt.datetime]) -> None:
    at = later(days=4)  # 12 June: the 10th was a Saturday
    reminders.sweep(at=at)
    notice = Outbox.objects.filter(kind="disclosure.duty_late", person=county.people["agency"]).first()
    assert notice is not None
    agency = county.browser("agency")
    answer = agency.get(f"/desk/r/{notice.about}/")
    assert answer.status_code == 302 and answer["Location"].startswith("/desk/duties/?village=")
    assert "提醒过" in agency.get(answer["Location"]).content.decode()
    assert county.browser("admin").get(f"/desk/r/{notice.about}/").status_code == 404


def test_the_page_asks_as_often_for_a_full_year(county: County, later: Callable[..., dt.datetime]) -> None:
    clerk = county.browser("clerk")
    clerk.get("/desk/duties/")
    with CaptureQueriesContext(connection) as few:
        clerk.get("/desk/duties/")
    later(days=170)
    clerk = county.browser("clerk")
    clerk.get("/desk/duties/")
    with CaptureQueriesContext(connection) as many:
        clerk.get("/desk/duties/")
    assert len(many) <= len(few) <= 50


def test_the_catalogue_is_changed_by_the_secretary_and_loosened_by_the_township(county: County) -> None:
    secretary = county.browser("secretary")
    page = secretary.get("/desk/catalogue/").content.decode()
    assert "资产台账变动" in page and "每季度，期满后20日前" in page and "有事就公开" in page
    path = f"/desk/catalogue/{county.village}/CF04/"
    form = secretary.get(path).content.decode()
    assert "条文待核" in form and "净值" in form
    sent: dict[str, Any] = {
        "form_key": hidden(form, "form_key"),
        "rule": "Q",
        "day": "28",
        "needs": "any",
        "columns": "照片、坐落",
        "from_on": "2023-07-01",
        "reason": "",
    }
    refused = secretary.post(path, sent)
    assert (
        refused.status_code == 422
        and "照片、坐落" in refused.content.decode()
        and 'value="28"' in refused.content.decode()
    )
    done = secretary.post(path, sent | {"reason": "汛期忙不过来"})
    assert done.status_code == 302
    page = secretary.get(done["Location"]).content.decode()
    assert "等乡镇批准" in page
    county.people["mayor"] = county._appoint(
        "mayor", "吕乙酉", "990101100", BodyKind.TOWNSHIP_GOVERNMENT, "township_leader"
    )
    mayor = county.browser("mayor")
    page = mayor.get("/desk/catalogue/").content.decode()
    assert "等您批准的放宽" in page and "汛期忙不过来" in page
    approve = page.split('action="/desk/catalogue/', 1)[1].split('"', 1)[0]
    assert mayor.post(f"/desk/catalogue/{approve}", {"words": " "}).status_code == 422
    assert secretary.post(f"/desk/catalogue/{approve}", {"words": "同意"}).status_code == 404
    assert mayor.post(f"/desk/catalogue/{approve}", {"words": "镇里同意"}).status_code == 302
    assert "批准放宽" in secretary.get("/desk/catalogue/").content.decode()
    add = f"/desk/catalogue/{areas.area(county.village).parent}/add/"
    form = mayor.get(add).content.decode()
    new = sent | {"form_key": hidden(form, "form_key"), "name": "林场管护", "kind": "finance", "section": "assets"}
    assert mayor.post(add, new | {"reason": "", "columns": ""}).status_code == 422
    assert mayor.post(add, new | {"reason": "镇里定的", "columns": "", "day": "20"}).status_code == 302
    assert "林场管护" in secretary.get("/desk/catalogue/").content.decode()
    for name in ("clerk", "discipline", "agency", "neighbour", "admin"):
        assert county.browser(name).get("/desk/catalogue/").status_code == 404
        assert county.browser(name).get(path).status_code == 404
    assert secretary.get(add).status_code == 404
