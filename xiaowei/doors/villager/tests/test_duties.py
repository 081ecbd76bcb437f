"""What the village owes: on its home, on the page of the year, and in the form about what is late."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from xiaowei.base.clock import CHINA
from xiaowei.cases.models import Case
from xiaowei.disclosure import actions as disclosure
from xiaowei.disclosure import declaring, queries, sweep
from xiaowei.doors.villager.tests.village import Village
from xiaowei.doors.villager.tests.walk import receipt, send, step

pytestmark = pytest.mark.django_db
JULY = dt.datetime(2023, 7, 16, 9, tzinfo=CHINA)


@pytest.fixture
def on(settings: Any, django_capture_on_commit_callbacks: Any) -> Callable[[dt.datetime], None]:
    def reached(at: dt.datetime) -> None:
        settings.XIAOWEI = replace(settings.XIAOWEI, now=at)
        with django_capture_on_commit_callbacks(execute=True):
            sweep.sweep(at=at)

    return reached


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_home_counts_the_month_and_names_what_is_missing(
    client: Client, village: Village, on: Callable[[dt.datetime], None]
) -> None:
    assert "本月公开进度" not in text(client, f"/v/{village.ref}/")  # before the platform has counted a day
    on(dt.datetime(2023, 6, 9, 9, tzinfo=CHINA))
    home = text(client, f"/v/{village.ref}/")
    assert (
        "本月应公开 4 项，已公开 1 项，逾期 0 项" in home and "另有 3 项没到期" in home and "逾期没公开的" not in home
    )
    assert f"/v/{village.ref}/p/{village.publication}/" in home
    on(JULY)
    home = text(client, f"/v/{village.ref}/")
    assert "已公开 0 项，逾期 7 项" in home and "逾期没公开的" in home and "晚了 36 天" in home
    assert f"/ask/{village.ref}/missing/CF11/2023-05-01/" in home
    assert "csrf" not in home and "style=" not in home


def test_the_year_lists_every_duty_with_where_it_leads(
    client: Client, village: Village, on: Callable[[dt.datetime], None]
) -> None:
    assert "还在推算" in text(client, f"/v/{village.ref}/duties/")
    on(JULY)
    page = text(client, f"/v/{village.ref}/duties/")
    assert "2023年应公开事项" in page and "7月到期" in page and "12月到期" in page
    assert f"/v/{village.ref}/p/{village.publication}/" in page and "前由村民委员会公开" in page
    assert "这一年没有到期的" in text(client, f"/v/{village.ref}/duties/2022/")
    for year in ("1999", "2025", "99"):
        assert client.get(f"/v/{village.ref}/duties/{year}/").status_code == 404
    assert client.get(f"/v/{'a' * 26}/duties/").status_code == 404
    english = client.get(f"/en/v/{village.ref}/duties/")
    assert english.status_code == 200


def test_what_is_late_opens_a_case_and_what_is_not_says_when(
    client: Client, village: Village, on: Callable[[dt.datetime], None]
) -> None:
    on(JULY)
    picks = text(client, f"/ask/{village.ref}/missing/")
    assert "接待、差旅、车辆、办公费" in picks and "晚了 36 天" in picks
    assert "该公开的没公开？" in text(client, f"/ask/{village.ref}/")
    path = f"/ask/{village.ref}/missing/CF11/2023-05-01/"
    form = client.get(path)
    assert step(form) == "words" and "应在2023年6月10日前公开，已晚36天" in form.content.decode()
    told = send(client, path, form)
    assert step(told) == "who" and "青石镇纪委" in told.content.decode() and "韩丙辰" not in told.content.decode()
    done = send(client, path, told)
    again = send(client, path, told)
    assert receipt(done.content) == receipt(again.content)
    case = Case.objects.get()
    assert case.about_kind == "duty" and case.lane == "discipline" and "已晚36天" in case.title
    early = text(client, f"/ask/{village.ref}/missing/CF04/2023-04-01/")
    assert "2023年7月20日" in early and "还没到日子" in early
    public = client.get(f"/ask/{village.ref}/missing/CF02/2023-05-01/")
    assert public.status_code == 302 and village.publication in public["Location"]
    for wrong in ("CF11/2023-05-02", "ZZ99/2023-05-01", "CF11/soon"):
        assert client.get(f"/ask/{village.ref}/missing/{wrong}/").status_code == 404
    assert client.post(f"/ask/{village.ref}/missing/CF04/2023-04-01/", {"words": "早"}).status_code == 200
    assert Case.objects.count() == 1


def test_nothing_this_period_is_shown_plainly_and_can_be_doubted(
    client: Client, village: Village, on: Callable[[dt.datetime], None]
) -> None:
    people, april = village.people, dt.date(2023, 4, 1)
    version = declaring.declare(
        village.ref,
        "CW06",
        april,
        statement="本季度没有户申请宅基地。",
        form_key="k" * 32,
        by=people["clerk"],
        at=JULY,
    )
    disclosure.submit(version, excuses={}, reason="", by=people["clerk"], at=JULY)
    seen = queries.desk_version(people["clerk"], version, at=JULY)
    for role in ("supervision_head", "party_secretary", "agency_accountant"):
        disclosure.sign(version, seen=seen.seen, by=people[role], at=JULY)
    on(JULY)
    path = f"/v/{village.ref}/p/{seen.publication}/"
    page = text(client, path)
    for word in ("本期没有", "本季度没有户申请宅基地", "姜丙寅", f"/ask/{village.ref}/{seen.publication}/", "校验"):
        assert word in page
    assert path in text(client, f"/v/{village.ref}/duties/")
    assert client.get(f"/ask/{village.ref}/{seen.publication}/").status_code == 200
    assert client.get(path + "public.json").status_code == 200
