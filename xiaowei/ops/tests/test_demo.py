"""The sample county: loaded once, told as JSON, refused in production."""

import dataclasses
import json
from typing import Any

import pytest

from xiaowei.ops import cli, demo_county
from xiaowei.roster import queries
from xiaowei.roster.roles import roles
from xiaowei.trail import queries as trail

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def tables_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xiaowei.ops.demo.ready", lambda: None)


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert cli.main(["demo", "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_the_county_is_loaded_once_and_told_alike(capsys: pytest.CaptureFixture[str]) -> None:
    first, size = told(capsys), trail.head().size
    assert told(capsys) == first
    assert trail.head().size == size

    assert len(first["villages"]) == 23
    twins = [village for village in first["villages"] if village["name"] == "下宫村"]
    assert [village["township"] for village in twins] == ["青石镇", "白塔镇"]
    assert all(village["url"] == f"/v/{village['ref']}/" for village in first["villages"])

    village = queries.area_by_code("990101100201")
    assert village is not None
    households = queries.households(village.ref)
    assert (len(households), {one.group for one in households}) == (62, {1, 2, 3, 4})
    assert first["household_invitation"]["head"] == "吴乙亥"


def test_every_role_has_somebody_who_can_log_in(capsys: pytest.CaptureFixture[str], client: Any) -> None:
    logins = told(capsys)["logins"]
    assert {one["role"] for one in logins} == set(roles())
    assert all(len(one["password"]) >= 16 for one in logins)
    assert len({one["username"] for one in logins}) == len({one["password"] for one in logins})
    clerk = next(one for one in logins if one["username"] == "clerk.xiagong")
    assert client.login(username=clerk["username"], password=clerk["password"])
    assert not client.login(username=clerk["username"], password="clerk.xiagong")


def test_passwords_come_from_the_installation_not_from_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    here = demo_county.password("clerk.xiagong")
    monkeypatch.setattr(demo_county, "key", lambda name: bytes(32))
    assert demo_county.password("clerk.xiagong") != here


def test_production_refuses_the_sample_county(settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.XIAOWEI = dataclasses.replace(settings.XIAOWEI, mode="production")
    assert cli.main(["demo"]) == 1
    assert "正式运行不装示范县" in capsys.readouterr().err
    assert queries.area_by_code("990101") is None
