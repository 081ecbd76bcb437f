"""`create-officer` and `import-areas` from the command line."""

from pathlib import Path
from typing import Any

import pytest

from xiaowei.accounts import queries as accounts
from xiaowei.base import clock
from xiaowei.ops import cli
from xiaowei.roster import queries

pytestmark = pytest.mark.django_db(transaction=True)

AREAS = "code,name,parent,level\n99,示例省,,province\n9901,示范市,99,city\n990101,示范县,9901,county\n"
OFFICER = ["create-officer", "--name", "孔丙戌", "--role", "system_admin", "--area", "990101", "--username", "admin"]


@pytest.fixture(autouse=True)
def county(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for command in ("import_areas", "create_officer"):
        monkeypatch.setattr(f"xiaowei.ops.{command}.ready", lambda: None)
    (tmp_path / "areas.csv").write_text(AREAS, encoding="gb18030")
    assert cli.main(["import-areas", str(tmp_path / "areas.csv")]) == 0


def test_bad_rows_are_told_on_stderr_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.csv").write_text(AREAS + "990101100,青石镇,990101,township\n990101101,,990109,township\n")
    assert cli.main(["import-areas", str(tmp_path / "bad.csv")]) == 1
    assert capsys.readouterr().err == "第 6 行：没有写名称。请补上。\n"
    assert queries.area_by_code("990101100") is None
    assert cli.main(["import-areas", str(tmp_path)]) == 1
    assert cli.main(["import-areas", str(tmp_path / "none.csv")]) == 1


def test_an_officer_gets_a_post_and_a_password_that_is_shown_once(
    capsys: pytest.CaptureFixture[str], client: Any
) -> None:
    capsys.readouterr()
    assert cli.main(OFFICER) == 0
    password = capsys.readouterr().out.splitlines()[1].removeprefix("一次性口令：")
    assert client.login(username="admin", password=password)
    area = queries.area_by_code("990101")
    assert area is not None
    assert [(o.name, o.role, o.body) for o in queries.officers_of(area.ref, at=clock.now())] == [
        ("孔丙戌", "system_admin", "示范县平台运行办公室")
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (["--area", "990199"], "名册里没有代码 990199"),
        (["--role", "village_head"], "与这个地区不合"),
        (["--username", "管理员"], "用户名只用"),
        (["--name", " "], "请写姓名"),
    ],
)
def test_what_does_not_fit_leaves_nobody_behind(
    changed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(OFFICER + changed) == 1
    assert said in capsys.readouterr().err
    area = queries.area_by_code("990101")
    assert area is not None and queries.officers_of(area.ref, at=clock.now()) == []
    assert not accounts.username_taken("admin")


def test_a_password_file_is_used_and_a_weak_one_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], client: Any
) -> None:
    given = tmp_path / "password"
    given.write_text("short\n")
    assert cli.main([*OFFICER, "--password-file", str(given)]) == 1
    assert "口令太弱" in capsys.readouterr().err
    given.write_text("village trail 2023\n")
    assert cli.main([*OFFICER, "--password-file", str(given)]) == 0
    assert "口令" not in capsys.readouterr().out
    assert client.login(username="admin", password="village trail 2023")
    assert cli.main(OFFICER) == 1
    assert "已有人用" in capsys.readouterr().err
