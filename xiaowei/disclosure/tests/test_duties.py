"""What falls due when, who met it and when; a village owes nothing from before it came."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.county import AT, County, book
from xiaowei.base.clock import CHINA
from xiaowei.base.config import SettingsError, load
from xiaowei.base.refs import Ref, new_ref
from xiaowei.benefits import subsidies
from xiaowei.disclosure import duties, owing
from xiaowei.disclosure.catalogue import MONTHLY_ACCOUNTS, catalogue
from xiaowei.disclosure.duties import Owed, Shown
from xiaowei.disclosure.tests import way

JUNE, JULY = dt.date(2023, 6, 1), dt.date(2023, 7, 1)


def noon(month: int, day: int) -> dt.datetime:
    return dt.datetime(2023, month, day, 12, tzinfo=CHINA)


def shown(start: dt.date, until: dt.date, first_at: dt.datetime) -> Shown:
    return Shown(new_ref(), start, until, first_at)


def owed(needs: str = "whole") -> Owed:
    """The second quarter, due on 20 July."""
    item = catalogue()["CF04"]
    return Owed(item, "Q", needs, dt.date(2023, 4, 1), JULY, dt.date(2023, 7, 20))


def test_twelve_items_by_the_month_and_by_the_quarter() -> None:
    assert len(duties.items()) == 12
    for code, (rule, _needs) in duties.items().items():
        assert rule in catalogue()[code].frequency, code
    months = {one.item.code for one in duties.due_in(JUNE)}
    assert months == {code for code, (rule, _needs) in duties.items().items() if rule == "M"} and "CF02" in months
    both = duties.due_in(JULY)
    assert len(both) == 12
    quarter = next(one for one in both if one.rule == "Q")
    assert (quarter.period_from, quarter.period_until, quarter.due) == (
        dt.date(2023, 4, 1), JULY, dt.date(2023, 7, 20),
    )  # fmt: skip
    assert duties.due_in(dt.date(2023, 1, 1))[0].period_from == dt.date(2022, 12, 1)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (noon(7, 14), "open"),
        (dt.datetime(2023, 7, 14, 23, 59, tzinfo=CHINA), "open"),
        (dt.datetime(2023, 7, 15, tzinfo=CHINA), "due"),
        (dt.datetime(2023, 7, 20, 23, 59, 59, tzinfo=CHINA), "due"),
        (dt.datetime(2023, 7, 21, tzinfo=CHINA), "missing"),
    ],
)
def test_amber_five_days_before_and_red_when_the_day_is_over(at: dt.datetime, state: str) -> None:
    assert duties.judge(owed(), [], at=at) == (state, None)


def test_accounts_must_cover_the_whole_period_and_a_list_any_of_it() -> None:
    april = shown(dt.date(2023, 4, 1), dt.date(2023, 5, 1), noon(5, 9))
    rest = shown(dt.date(2023, 5, 1), JULY, noon(7, 21))
    half = shown(dt.date(2023, 1, 1), JULY, noon(7, 19))
    elsewhere = shown(dt.date(2022, 4, 1), dt.date(2022, 7, 1), noon(7, 1))
    assert duties.judge(owed("any"), [april, elsewhere], at=noon(8, 1)) == ("on_time", april)
    assert duties.judge(owed(), [april, elsewhere], at=noon(8, 1))[0] == "missing"
    assert duties.judge(owed(), [april, rest], at=noon(8, 1)) == ("late", rest)
    assert duties.judge(owed(), [april, rest, half], at=noon(8, 1)) == ("on_time", half)
    gap = [april, shown(dt.date(2023, 5, 2), JULY, noon(7, 2))]
    assert duties.judge(owed(), gap, at=noon(8, 1))[0] == "missing"


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 3), st.integers(1, 28)), max_size=6), st.randoms())
def test_more_published_never_makes_a_village_later(rows: list[tuple[int, int, int]], order: Any) -> None:
    found = [shown(dt.date(2023, m, 1), dt.date(2023, m + n, 1), noon(8, day)) for m, n, day in rows]
    shuffled = list(found)
    order.shuffle(shuffled)
    for needs in ("whole", "any"):
        whole = duties.met_by(owed(needs), found)
        again = duties.met_by(owed(needs), shuffled)
        assert (whole and whole.first_at) == (again and again.first_at)
        for left_out in found:
            fewer = duties.met_by(owed(needs), [one for one in found if one is not left_out])
            assert fewer is None or (whole is not None and whole.first_at <= fewer.first_at)


def states(county: County, village: Ref, month: dt.date, at: dt.datetime) -> dict[str, str]:
    return {duty.owed.item.code: duty.state for duty in owing.duties_of(village, month=month, at=at)}


def test_a_month_is_on_time_late_or_missing(county: County) -> None:
    assert states(county, county.village, JUNE, AT)["CF02"] == "due"
    way.published(county)
    assert states(county, county.village, JUNE, AT)["CF02"] == "on_time"
    assert states(county, county.baita_village, JUNE, noon(6, 11))["CF02"] == "missing"
    way.published(county, reason="更正", at=noon(6, 20), ledger=book(closing=1_330_001))
    assert states(county, county.village, JUNE, noon(6, 21))["CF02"] == "on_time"  # it was public in time
    found = owing.duties_under(county.township, month=JUNE, at=noon(6, 11))
    assert set(found) == {county.village, county.liugou}
    assert duties.count(found[county.village]) == {"on_time": 1}
    assert duties.count(found[county.liugou]) == {"missing": 1}
    assert duties.on_time_rate(duties.count(found[county.village])) == pytest.approx(1)
    assert owing.missing(county.village, month=dt.date(2023, 5, 1), at=noon(6, 11)) == ()
    told = owing.missing(county.liugou, month=dt.date(2023, 5, 1), at=noon(6, 11))
    assert [duty.owed.item.code for duty in told] == ["CF02"]
    assert owing.missing(county.liugou, month=dt.date(2023, 5, 1), at=AT) == ()


def test_what_no_content_can_hold_is_named_and_never_missing(county: County) -> None:
    held = {MONTHLY_ACCOUNTS} | {rule.item for rule in subsidies.rules()}
    assert duties.carried() == duties.items().keys() & held, "duties.json disagrees with what can be published"
    found = states(county, county.village, JULY, noon(8, 1))
    assert {code for code, state in found.items() if state == "missing"} == duties.carried()
    assert {state for code, state in found.items() if code not in duties.carried()} == {"not_carried"}
    told = owing.missing(county.village, month=JUNE, at=noon(8, 1))
    assert {duty.owed.item.code for duty in told} == duties.carried()
    shut = replace(owed("any"), carried=False)
    april = shown(dt.date(2023, 4, 1), dt.date(2023, 5, 1), noon(5, 9))
    assert duties.judge(shut, [april], at=noon(8, 1)) == ("on_time", april)  # published all the same


def test_nobody_owes_what_fell_due_before_the_village_came(county: County, settings: Any) -> None:
    assert owing.duties_of(county.village, month=dt.date(2023, 5, 1), at=AT) == ()
    assert len(owing.duties_of(county.village, month=JUNE, at=AT)) == 3
    settings.XIAOWEI = replace(settings.XIAOWEI, duties_since=dt.date(2023, 4, 15))
    quarter = states(county, county.village, dt.date(2023, 4, 1), AT)
    assert {quarter[code] for code in duties.carried() & quarter.keys()} == {"missing"}
    assert "CF02" not in states(county, county.village, dt.date(2023, 4, 1), AT)  # due on the 10th
    with pytest.raises(SettingsError, match="XIAOWEI_DUTIES_SINCE"):
        load({"XIAOWEI_DUTIES_SINCE": "spring"})


def test_a_county_asks_as_often_as_a_village(county: County) -> None:
    way.published(county)
    with CaptureQueriesContext(connection) as one:
        owing.duties_of(county.village, month=JULY, at=AT)
    with CaptureQueriesContext(connection) as many:
        owing.duties_in_months(county.city, [JUNE, JULY], at=AT)
    assert len(many) == len(one) <= 6
