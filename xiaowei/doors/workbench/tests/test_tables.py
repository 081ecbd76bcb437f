"""A register on the desk: uploaded, read beside what was understood, placed, reviewed by its difference, withdrawn."""

import datetime as dt
import secrets
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.county import appoint
from xiaowei.accounts.models import Login
from xiaowei.base.refs import Ref
from xiaowei.disclosure import actions, queries
from xiaowei.disclosure.models import Publication, Version
from xiaowei.disclosure.tests import tables as made
from xiaowei.disclosure.tests import township
from xiaowei.disclosure.tests.tables import ASSET_ROWS, understood
from xiaowei.disclosure.tests.township import AT, SAMPLES, Township
from xiaowei.doors.workbench import session
from xiaowei.roster import actions as roster

REGISTER = "11_下宫村_固定资产登记.xlsx"


@pytest.fixture
def town(db: None, now: dt.datetime) -> Township:
    town = township.build(households=False)
    leader = roster.add_person("孙丙子", by=None, at=AT)
    appoint(leader, "township_leader", "990101100")
    town.people["leader"] = leader  # type: ignore[index]
    return town


@pytest.fixture
def browser(town: Township, now: dt.datetime) -> Any:
    def of(part: str) -> Client:
        user = Login.objects.create(username=part, person=town[part], password="!", created_at=AT)
        client = Client()
        client.force_login(user)
        kept = client.session
        kept[session.BEGAN] = kept[session.SEEN] = int(now.timestamp())
        kept.save()
        return client

    return of


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_from_the_file_to_the_draft(town: Township, browser: Any) -> None:
    clerk = browser("clerk")
    data = (SAMPLES / "disclosures" / REGISTER).read_bytes()
    form = {"village": town.village, "form_key": secrets.token_hex(16), "item": ""}
    answer = clerk.post("/desk/upload/", form | {"file": SimpleUploadedFile(REGISTER, data)})
    assert answer.status_code == 302 and answer["Location"].startswith("/desk/sheet/")
    page = text(clerk, answer["Location"])
    assert "监控平台" in page and "资产台账" in page and "1,236,800.00" in page and "CF04" in page
    again = clerk.post("/desk/upload/", form | {"file": SimpleUploadedFile(REGISTER, data)})
    assert again["Location"] == answer["Location"] and Version.objects.count() == 1
    assert clerk.post(f"{answer['Location']}submit/", {}).status_code == 302
    assert "村民将看到" in text(browser("supervisor"), answer["Location"].replace("sheet", "review"))


def test_a_table_without_a_day_asks_for_it_and_loses_nothing(town: Township, browser: Any) -> None:
    clerk = browser("clerk")
    reading = made.enter(town, *understood(as_of=None))
    path = f"/desk/table/{reading}/"
    assert "还要说一句" in text(clerk, path)
    kept = clerk.post(f"{path}place/", {"item": "CF05", "topic": "山林", "from": "2023-04-01", "to": "乱写"})
    assert kept.status_code == 422 and "乱写" in kept.content.decode() and "山林" in kept.content.decode()
    assert browser("neighbour").get(path).status_code == 404
    assert browser("leader").post(f"{path}place/", {}).status_code == 404


def test_a_correction_is_reviewed_by_its_difference(town: Township, browser: Any) -> None:
    made.publish(town)
    rows = [list(row) for row in ASSET_ROWS]
    rows[1][4] = "80000.00"
    version = made.draft(town, *understood(rows=rows))
    actions.submit(version, excuses={}, reason="净值写错", by=town["clerk"], at=AT)
    page = text(browser("supervisor"), f"/desk/review/{version}/")
    assert "<del>90,000.00</del>" in page and "<ins>80,000.00</ins>" in page and "不变 2 行" in page


def test_taking_back_needs_the_village_and_the_township(town: Township, browser: Any) -> None:
    publication = made.publish(town)
    version = Ref(Version.objects.get(publication=publication).ref)
    clerk, leader, supervisor = browser("clerk"), browser("leader"), browser("supervisor")
    path = f"/desk/review/{version}/withdraw/"
    assert supervisor.get(path).status_code == 404 and leader.get(path).status_code == 404
    refused = clerk.post(path, {"ground": "privacy", "reason": "打 15400000001 问"})
    assert refused.status_code == 422 and "15400000001" in refused.content.decode()
    answer = clerk.post(path, {"ground": "privacy", "reason": "备注里写了别人家的病情"})
    assert answer.status_code == 302
    asked = answer["Location"]
    assert "您的决定" not in text(clerk, asked) and supervisor.get(asked).status_code == 404
    assert asked in text(leader, "/desk/") and asked in text(leader, "/desk/withdrawals/")
    assert clerk.post(f"{asked}approve/").status_code == 404
    assert leader.post(f"{asked}refuse/", {"words": ""}).status_code == 422
    assert leader.post(f"{asked}approve/").status_code == 302
    assert leader.post(f"{asked}approve/").status_code == 409
    assert "已撤回" in text(clerk, f"/desk/review/{version}/")
    anybody, public = Client(), f"/v/{town.village}/p/{publication}/"
    page = text(anybody, public)
    assert "备注里写了别人家的病情" in page and "监控平台" not in page and "孙丙子" in page
    gone = anybody.get(f"{public}public.json")
    assert gone.status_code == 410 and "备注里写了别人家的病情" in gone.content.decode()
    assert "已撤回" in text(anybody, f"/v/{town.village}/")
    assert Publication.objects.get(pk=publication).withdrawn_at and queries.latest_ledger(town.village) is None
