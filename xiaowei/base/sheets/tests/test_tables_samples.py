"""The tables among the samples are understood exactly, and no row of theirs is lost."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xiaowei.base.sheets.kinds import kind_of
from xiaowei.base.sheets.run import read_apart
from xiaowei.base.sheets.tables import as_json, understand
from xiaowei.base.sheets.tests.made import grid

SAMPLES = Path(__file__).resolve().parents[4] / "samples" / "disclosures"
TABLES = ("05", "10", "11", "12", "13", "14", "15", "16")
SAME = ("type", "period", "unit", "rate", "data_rows", "totals", "declared_match")


def expected(number: str) -> dict[str, Any]:
    [found] = SAMPLES.glob(f"{number}_*.expected.json")
    loaded: dict[str, Any] = json.loads(found.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("number", TABLES)
def test_a_sample_is_exact(number: str) -> None:
    wanted = expected(number)
    read = read_apart(SAMPLES / wanted["file"])
    what = understand(read)
    answer = as_json.as_json(what)
    assert {key: answer[key] for key in SAME if key in wanted} == {key: wanted[key] for key in SAME if key in wanted}
    assert {i["code"] for i in answer["issues"]} == {i["code"] for i in wanted["issues"]} - {"expiring"}
    told = {(issue.code, issue.row) for issue in what.issues}
    for issue in wanted["issues"]:
        rows = issue.get("rows") or [issue["row"]] if "row" in issue or "rows" in issue else []
        assert issue["code"] == "expiring" or {(issue["code"], row) for row in rows} <= told
    for name, value in wanted.get("declared", {}).items():
        assert answer["declared"][name] == value
    for sheet, part in zip(answer["sheets"], wanted.get("sheets", []), strict=False):
        for key in ("name", "header_rows", "data_rows", "group_rows", "total_row"):
            assert key not in part or sheet[key] == part[key]
    for sheet, part in zip(read.sheets, what.sheets, strict=True):
        assert list(part.row_fates) == list(range(1, len(sheet.rows) + 1))


def test_contracts_about_to_end_are_told_on_the_day_of_asking() -> None:
    wanted = expected("12")
    [expiring] = [issue for issue in wanted["issues"] if issue["code"] == "expiring"]
    what = understand(read_apart(SAMPLES / wanted["file"]), on=dt.date.fromisoformat(expiring["as_of"]))
    assert [issue.row for issue in what.issues if issue.code == "expiring"] == expiring["rows"]


@pytest.mark.parametrize("number", ["01", "02", "03", "04", "06", "07", "08", "09"])
def test_ledgers_and_lists_are_nobodys_table(number: str) -> None:
    wanted = expected(number)
    assert kind_of(read_apart(SAMPLES / wanted["file"])) == wanted["type"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["下宫村", "上宫村", "柳沟村", "合计", "青石镇小计", "一、坡地", "", "其中：贫困村", "注：无"]
            ),
            st.one_of(st.none(), st.integers(0, 900)),
            st.one_of(st.none(), st.integers(-50, 10**6), st.sampled_from(["—", "约3", "12元", "1,200.50"])),
        ),
        max_size=14,
    )
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_row_has_one_fate(rows: list[tuple[Any, ...]]) -> None:
    head = [["2023年种粮补贴分村汇总表"], ["单位：元"], ["村", "户数", "补贴金额"]]
    read = grid([*head, *[[value if value != "" else None for value in row] for row in rows]])
    what = understand(read)
    for part in what.sheets:
        assert list(part.row_fates) == list(range(1, len(read.sheets[0].rows) + 1))
        assert [row for row, fate in part.row_fates.items() if fate == "line"] == list(part.data_rows)
    amounts = [value.number for row in what.rows for value in row.values[2:3] if value.number is not None]
    if amounts:
        assert what.totals["amount"] == sum(amounts)
