"""`xiaowei intake` answers for tables too, in the product's words and by the keys that others rely on."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "samples" / "disclosures"


def intake(number: str, *arguments: str) -> bytes:
    wanted = json.loads(next(SAMPLES.glob(f"{number}_*.expected.json")).read_text(encoding="utf-8"))
    command = [sys.executable, "-m", "xiaowei", "intake", str(SAMPLES / wanted["file"]), *arguments]
    done = subprocess.run(command, capture_output=True, env={"PYTHONPATH": str(ROOT)}, cwd="/", check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


def test_a_table_as_json_and_in_words() -> None:
    answer = json.loads(intake("05", "--json"))
    assert (answer["type"], answer["subsidy"]) == ("subsidy_summary", "耕地地力保护补贴")
    assert answer["totals"] == {"households": 4030, "area_mu": "11931.002", "amount": "1567972.27"}
    assert intake("05").decode().splitlines() == ["补贴汇总 · 没有写明村 · 2023年 · 12 行"]


@pytest.mark.parametrize(("on", "told"), [("2025-10-01", [4, 5, 6]), ("2024-07-01", [])])
def test_contracts_about_to_end_depend_on_the_day_of_asking(on: str, told: list[int]) -> None:
    issues = json.loads(intake("12", "--json", "--on", on))["issues"]
    assert [issue["row"] for issue in issues if issue["code"] == "expiring"] == told
