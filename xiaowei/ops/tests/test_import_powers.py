"""`xiaowei import-powers`: all of it or nothing, in sentences or in JSON."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from xiaowei.base.refusals import Invalid
from xiaowei.ops import demo_powers, import_powers
from xiaowei.powers import queries
from xiaowei.powers.reading.problems import BadList
from xiaowei.powers.tests.lists import FLOWS, POLICIES, TABLE
from xiaowei.roster import actions as roster
from xiaowei.roster import queries as areas
from xiaowei.roster.arealist import read
from xiaowei.trail import queries as trail

pytestmark = pytest.mark.django_db
SAMPLES = Path(__file__).parents[3] / "samples" / "powers"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "powers.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "flows.json").write_text(json.dumps(FLOWS), encoding="utf-8")
    (tmp_path / "policies.json").write_text(json.dumps(POLICIES), encoding="utf-8")
    return tmp_path


def run(folder: Path, *more: str, policies: bool = True) -> int:
    parser = argparse.ArgumentParser()
    import_powers.add_arguments(parser)
    names = ["powers.csv", "flows.json", *(["policies.json"] if policies else [])]
    return import_powers.run(parser.parse_args([*(str(folder / name) for name in names), *more]))


def answer(capsys: Any) -> Any:
    return json.loads(capsys.readouterr().out)


def test_the_sample_files_are_taken_once(capsys: Any) -> None:
    assert run(SAMPLES, "--json") == 0
    said = answer(capsys)
    assert (said["ok"], said["items"], said["steps"], said["added"], said["policies"]) == (True, 36, 188, 36, 20)
    assert trail.index_of(said["import"]) == said["trail_index"]
    assert run(SAMPLES) == 0
    assert capsys.readouterr().out == "没有变化：36 项都与现在的清单一致。\n"


def test_the_sample_county_keeps_a_list_that_is_there(files: Path) -> None:
    from xiaowei.base import clock

    run(files)
    demo_powers.load(clock.now())
    assert queries.policy_codes(None) == {"P10", "P15", "P19"}


def test_a_wrong_file_is_refused_whole(files: Path, capsys: Any) -> None:
    (files / "powers.csv").write_text(TABLE.replace(",3,是", ",9,是").replace("P19", "P99"), encoding="gb18030")
    with pytest.raises(BadList) as refused:
        run(files)
    assert str(refused.value).splitlines() == [
        "powers.csv 第 2 行 steps 列：写的是 9 步，flows.json 里 NH08 有 3 步。请核对后改成一样。",
        "powers.csv 第 3 行 basis 列：依据 P99 找不到。请核对编号，或在政策文件里补上它。",
    ]
    assert run(files, "--json") == 1
    said = answer(capsys)
    assert said["ok"] is False
    assert [(one["file"], one["row"], one["column"]) for one in said["problems"]] == [
        ("powers.csv", 2, "steps"),
        ("powers.csv", 3, "basis"),
    ]
    assert not queries.has_list(None) and trail.head().size == 0


def test_an_area_has_a_list_of_its_own(files: Path, capsys: Any) -> None:
    rows = "99,示例省,,province\n9901,示范市,99,city\n990101,示范县,9901,county\n"
    roster.import_areas(read(f"code,name,parent,level\n{rows}".encode()), by=None, at=import_powers.clock.now())
    county = areas.area_by_code("990101")
    assert county
    assert run(files, "--area", "990101000000", "--json") == 0
    assert answer(capsys)["area"] == "990101000000"
    assert queries.has_list(county.ref) and not queries.has_list(None)
    with pytest.raises(Invalid, match="没有代码为 123 的地区"):
        run(files, "--area", "123")
    assert run(files, "--area", "123", "--json") == 1
    assert "没有代码为 123 的地区" in answer(capsys)["problems"][0]["message"]


def test_a_file_that_is_not_there(files: Path) -> None:
    with pytest.raises(FileNotFoundError):
        run(files / "nowhere")
    (files / "policies.json").unlink()
    (files / "policies.json").mkdir()
    with pytest.raises(Invalid, match="读不了文件"):
        run(files)
