"""A list that still pays somebody whose household was closed before its time: asked at the draft, never decided."""

import csv
import datetime as dt
import io
from typing import Any

import pytest

from xiaowei.base.refs import Ref
from xiaowei.benefits import readings
from xiaowei.disclosure.models import Version
from xiaowei.disclosure.tests import township
from xiaowei.disclosure.tests.township import SAMPLES, XIAGONG, Township, a_list, take
from xiaowei.roster import actions as roster

YEAR_BEFORE = dt.datetime(2022, 6, 1, 9, tzinfo=dt.UTC)
WITHIN = dt.datetime(2023, 6, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def town(db: None) -> Township:
    return township.build()


def known(number: int) -> dict[str, str]:
    """A household of 下宫村 as the sample list of the county writes it."""
    rows = csv.DictReader(io.StringIO((SAMPLES / "county" / "households.csv").read_text(encoding="utf-8-sig")))
    return next(row for row in rows if (row["village"], int(row["number"])) == (XIAGONG, number))


def said(town: Township, *, numbers: bool = True) -> list[tuple[str, int]]:
    """What the draft of a list with the first two households doubts of its rows."""
    lines: list[list[Any]] = []
    for n in (1, 2):
        one = known(n)
        ident = one["id"] if numbers else "*" * 14 + one["id"][-4:]
        lines.append([n, "下宫村", f"{one['group']}组", one["name"], ident, "1.00", "131.42", ""])
    taken = take(town["clerk"], a_list(lines), chosen=town.village)
    content = Ref(Version.objects.get(pk=taken.version).content)
    return [(one["code"], one["row"]) for one in readings.issues_of(content)]


def close(town: Township, number: int, at: dt.datetime) -> None:
    roster.close_household(town.village, number=number, by=None, at=at)


@pytest.mark.parametrize("numbers", [True, False])
def test_who_was_gone_before_the_year_is_asked_about(town: Township, numbers: bool) -> None:
    close(town, 1, YEAR_BEFORE)
    assert said(town, numbers=numbers) == [("deceased_still_paid", 4)]


def test_who_left_within_the_year_is_paid_for_his_part_of_it(town: Township) -> None:
    close(town, 1, WITHIN)
    assert said(town) == []


def test_nobody_left(town: Township) -> None:
    assert said(town) == []
