"""A household had the land subsidy last year; this year's list comes without it, or with less land."""

import csv
from decimal import Decimal

import pytest

from xiaowei.base.refs import Ref
from xiaowei.benefits.entitlements import continuing
from xiaowei.disclosure import leftout, ownrows
from xiaowei.disclosure.tests import township
from xiaowei.disclosure.tests.township import XIAGONG, Township, a_list, take
from xiaowei.roster import queries as roster

pytestmark = pytest.mark.django_db


def heads() -> list[dict[str, str]]:
    """The heads of 下宫村's households, as the list of the sample county has them."""
    with (township.SAMPLES / "county" / "households.csv").open(encoding="utf-8-sig") as file:
        return [row for row in csv.DictReader(file) if row["village"] == XIAGONG and row["relation"] == "户主"]


def publish(town: Township, year: int, rows: dict[int, str], *, subsidy: str = "耕地地力保护补贴") -> Ref:
    """A list of one year: area in mu by the household's place among `heads`."""
    people = heads()
    listed = [
        (
            n,
            "下宫村",
            f"{people[at]['group']}组",
            people[at]["name"],
            people[at]["id"],
            area,
            f"{float(area) * 100:.2f}",
            "",
        )
        for n, (at, area) in enumerate(rows.items(), 1)
    ]
    data = a_list(listed, title=f"青石镇{year}年{subsidy}发放公示表")
    taken = take(town["clerk"], data, chosen=town.village)
    assert taken.version, taken
    return township.publish(town, taken.version)


def told(town: Township, at: int) -> tuple[leftout.LeftOut, ...]:
    home = next(one for one in roster.households(town.village) if one.head == heads()[at]["name"])
    return leftout.may_be_left_out(ownrows.own_rows(home.ref))


def test_who_had_it_and_is_not_in_the_new_list_is_told(town: Township) -> None:
    publish(town, 2022, {0: "7.26", 1: "4.5", 2: "3"})
    assert told(town, 1) == ()
    newer = publish(town, 2023, {0: "7.26", 2: "2.5"})
    assert told(town, 0) == ()
    (gone,) = told(town, 1)
    assert (gone.publication, gone.less, gone.before.period_label) == (newer, None, "2022年")
    (less,) = told(town, 2)
    assert less.less == Decimal("0.5") and less.measure == "area"
    assert told(town, 3) == ()  # never had any: nothing is guessed


def test_what_is_paid_once_promises_nothing(town: Township) -> None:
    publish(town, 2022, {0: "7.26", 1: "4.5"}, subsidy="实际种粮农民一次性补贴")
    publish(town, 2023, {0: "7.26"}, subsidy="实际种粮农民一次性补贴")
    assert told(town, 1) == ()
    assert continuing("临时救助") is None and continuing("高龄津贴") is not None


@pytest.fixture
def town() -> Township:
    return township.build()
