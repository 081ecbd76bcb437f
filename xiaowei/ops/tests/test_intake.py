"""`xiaowei intake`: JSON alone on standard output, without settings or database."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "samples" / "disclosures" / "01_下宫村_2023年5月_财务收支明细.xlsx"


def intake(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    env = {"PYTHONPATH": str(ROOT), "XIAOWEI_DATABASE": "nonsense"}  # settings would refuse it: they are not read
    command = [sys.executable, "-m", "xiaowei", "intake", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=env, cwd="/", check=False)


def test_the_sample_as_json() -> None:
    done = intake(SAMPLE, "--json")
    answer = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    assert answer["totals"] == {
        "income": "23636.52", "expense": "11353.14", "opening": "48215.37", "closing": "60498.75",
    }  # fmt: skip
    assert answer["declared_match"] is True


def test_the_sample_in_words() -> None:
    done = intake(SAMPLE)
    assert done.stdout.decode().splitlines() == ["财务收支明细 · 青石镇下宫村 · 2023年5月 · 17 笔"]


def test_what_is_no_workbook(tmp_path: Path) -> None:
    page = tmp_path / "公开表.xls"
    page.write_text("<html><table></table></html>", encoding="utf-8")
    done = intake(page, "--json")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["type"], answer["issues"][0]["code"]) == (1, "not_a_workbook", "bad_format")
    assert "网页" in answer["issues"][0]["message"]


def test_no_such_file() -> None:
    done = intake("/没有这个文件.xlsx", "--json")
    assert (done.returncode, done.stdout) == (1, b"")
    assert "找不到文件" in done.stderr.decode()


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    done = intake(tmp_path, "--json")
    assert (done.returncode, json.loads(done.stdout)["type"]) == (1, "not_a_workbook")


def test_wrong_use_is_told_in_chinese() -> None:
    done = intake()
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert "用法" in done.stderr.decode()
