"""`xiaowei import-calendar`: a year is entered once, with its entry in the trail, or not at all."""

import argparse
from pathlib import Path

import pytest

from xiaowei.almanac import queries as almanac
from xiaowei.almanac import witness
from xiaowei.base.refusals import Invalid
from xiaowei.ops import import_calendar
from xiaowei.trail import queries as trail

pytestmark = pytest.mark.django_db
GOOD = """date,working,name
2027-01-01,0,元旦
2027-05-01,0,劳动节
2027-05-08,1,劳动节调休
2027-10-01,0,国庆节
2027-10-02,0,国庆节
2027-10-03,0,国庆节
"""


def run(path: Path, text: str) -> int:
    path.write_text(text, encoding="utf-8")
    parser = argparse.ArgumentParser()
    import_calendar.add_arguments(parser)
    return import_calendar.run(parser.parse_args([str(path), "--source", "国办发明电〔2026〕9号"]))


def test_a_year_is_entered_and_vouched_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = trail.head().size
    assert run(tmp_path / "2027.csv", GOOD) == 0
    assert "2027 年日历：放假 5 天，调休上班 1 天" in capsys.readouterr().out
    ((did, ref),) = witness.refs()
    assert did == witness.ENTER and trail.index_of(ref) == before
    assert 2027 in almanac.calendar().years


def test_the_same_file_again_changes_nothing_and_a_bad_one_neither(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path / "2027.csv", GOOD)
    size, revision = trail.head().size, almanac.calendar().revision
    assert run(tmp_path / "2027.csv", GOOD) == 0
    assert "没有改动" in capsys.readouterr().out
    with pytest.raises(Invalid, match="第 8 行"):
        run(tmp_path / "2027.csv", GOOD + "2027-13-01,0,元旦\n")
    assert (trail.head().size, almanac.calendar().revision) == (size, revision)
