"""The lists of households among the samples are understood exactly."""

import json
from pathlib import Path
from typing import Any

import pytest

from xiaowei.base.sheets.kinds import kind_of
from xiaowei.base.sheets.run import read_apart
from xiaowei.benefits.intake import understand
from xiaowei.benefits.intake.as_json import as_json

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "disclosures"
SAME = ("type", "subsidy", "period", "unit", "rate", "data_rows", "households", "declared_match", "issues")


def expected(number: str) -> dict[str, Any]:
    [found] = SAMPLES.glob(f"{number}_*.expected.json")
    loaded: dict[str, Any] = json.loads(found.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("number", ["04", "06", "07", "08", "09"])
def test_a_list_of_households_is_exact(number: str) -> None:
    wanted = expected(number)
    answer = as_json(understand(read_apart(SAMPLES / wanted["file"])))
    assert {key: answer[key] for key in SAME if key in wanted} == {key: wanted[key] for key in SAME if key in wanted}
    for key in ("totals", "declared"):
        assert {name: answer[key].get(name) for name in wanted[key]} == wanted[key]
    for level in ("village", "township", "county"):
        if level in wanted:
            assert wanted[level]["name"].endswith(answer[level]["name"])
    assert answer["sheets"] == wanted["sheets"]
    for end in ("first", "last"):
        assert end not in wanted or answer[end] == wanted[end]


def test_every_row_of_every_list_has_a_fate() -> None:
    for number in ("04", "06", "07", "08", "09"):
        grid = read_apart(SAMPLES / expected(number)["file"])
        [part] = understand(grid).sheets
        assert list(part.row_fates) == list(range(1, len(grid.sheets[0].rows) + 1))


def test_places_and_groups_are_filled_down() -> None:
    rows = understand(read_apart(SAMPLES / expected("04")["file"])).rows
    assert {row.group for row in rows} == {"一组", "二组", "三组", "四组"}
    assert (rows[17].group, rows[18].group) == ("一组", "二组")
    assert {(row.township, row.village) for row in rows} == {("青石镇", "下宫村")}
    mixed = understand(read_apart(SAMPLES / expected("07")["file"])).rows
    assert (mixed[1].township, mixed[1].village) == ("白塔镇", "槐树坪村")


@pytest.mark.parametrize("number", ["05", "10", "11", "12", "13", "14", "15", "16"])
def test_other_tables_are_nobodys_list(number: str) -> None:
    grid = read_apart(SAMPLES / expected(number)["file"])
    assert kind_of(grid) != "subsidy_household"
    assert understand(grid).type == "unknown"
