"""One list of every kind that offices publish, each with the columns it usually has: kinds.txt."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pytest

from xiaowei.benefits.intake import understand
from xiaowei.benefits.tests.quick import made


@dataclass
class Kind:
    """A list and what it says."""

    name: str
    start: dt.date
    end: dt.date
    totals: dict[str, Decimal]
    rows: list[list[object]] = field(default_factory=list)


def value(written: str) -> object:
    """A cell as it was typed: a number where it looks like one."""
    try:
        return float(Decimal(written)) if written else None
    except InvalidOperation:
        return written


def kinds() -> list[Kind]:
    found: list[Kind] = []
    for line in (Path(__file__).parent / "kinds.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            name, start, end, sums = line[3:].split("; ")
            totals = {key: Decimal(number) for key, number in (one.split("=") for one in sums.split(", "))}
            found.append(Kind(name, dt.date.fromisoformat(start), dt.date.fromisoformat(end), totals))
        elif line and not line.startswith("#"):
            found[-1].rows.append([value(cell) for cell in line.split("|")])
    return found


KINDS = kinds()


@pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
def test_a_list_of_every_kind(kind: Kind) -> None:
    what = understand(made(kind.rows))
    assert what.type == "subsidy_household"
    assert what.period is not None
    assert (what.period.start, what.period.end) == (kind.start, kind.end)
    assert {name: what.totals.get(name) for name in kind.totals} == kind.totals
    assert what.declared_match is not False
    assert what.village_name == "石桥村" or {row.village for row in what.rows} == {"石桥村"}
    assert what.subsidy
    assert [issue.code for issue in what.issues if issue.code != "unit_missing"] == []
