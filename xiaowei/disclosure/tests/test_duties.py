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
from xiaowei.almanac.calendar import Calendar
from xiaowei.base.clock import CHINA
from xiaowei.base.config import SettingsError, load
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure import duties, owing
from xiaowei.disclosure.catalogue import bases_on, catalogue
from xiaowei.disclosure.duties import Owed, Shown
from xiaowei.disclosure.terms import looser
from xiaowei.disclosure.tests import way
from xiaowei.roster.vocab import BodyKind

JUNE, JULY = dt.date(2023, 6, 1), dt.date(2023, 7, 1)


def noon(month: int, day: int) -> dt.datetime:
    return dt.datetime(2023, month, day, 12, tzinfo=CHINA)


def shown(start: dt.date, until: dt.date, first_at: dt.datetime) -> Shown:
    return Shown(new_ref(), start, until, first_at)


def owed(needs: str = "whole") -> Owed:
    """The second quarter, due on 20 July."""
    item = catalogue()["CF04"]
    return Owed(item, "Q", needs, dt.date(2023, 4, 1), JULY, dt.date(2023, 7, 20))


def test_the_whole_catalogue_is_data_and_every_item_of_the_calendar_has_a_rule_of_its_own() -> None:
    shipped = catalogue()
    assert [code for code in shipped if code.startswith("DW")] == [f"DW{n:02}" for n in range(1, 10)]
    assert [code for code in shipped if code.startswith("CW")] == [f"CW{n:02}" for n in range(1, 21)]
    assert [code for code in shipped if code.startswith("CF")] == [f"CF{n:02}" for n in range(1, 15)]
    for code, item in shipped.items():
        assert item.requires and item.basis and item.carriers and item.name, code
        assert {item.publisher, *item.reviewers} <= {*BodyKind, "township", "village_discipline"}, code
        assert bases_on(item, dt.date(2026, 3, 1)), code
    for code, (rule, _needs) in duties.items().items():
        assert rule in shipped[code].frequency, code
        least, terms_now = duties.least(code), duties.shipped(code)
        assert least and terms_now and not looser(terms_now, least), code
    assert not {code for code, item in shipped.items() if set(item.frequency) - {"E"}} ^ duties.items().keys()


def test_the_law_is_that_of_the_day() -> None:
    item = catalogue()["CF04"]
    assert bases_on(catalogue()["CW09"], dt.date(2025, 12, 31))[0].article == "第三十条"
    assert bases_on(catalogue()["CW09"], dt.date(2026, 1, 1))[0].article == "第三十五条"
    assert not bases_on(item, dt.date(2000, 1, 1))


def test_what_falls_due_in_a_month() -> None:
    june = {one.item.code: one for one in duties.due_in(JUNE)}
    assert {one.rule for one in june.values()} == {"M"} and set(june) == {"CF02", "CF11", "CW16", "DW05"}
    july = {one.item.code: one for one in duties.due_in(JULY)}
    assert {one.rule for one in july.values()} == {"M", "Q", "H", "L"}
    quarter, half, standing = july["CF04"], july["DW02"], july["CW02"]
    assert (quarter.period_from, quarter.period_until, quarter.due) == (
        dt.date(2023, 4, 1), JULY, dt.date(2023, 7, 20),
    )  # fmt: skip
    assert (half.period_from, half.due) == (dt.date(2023, 1, 1), dt.date(2023, 7, 20))
    assert standing.needs == "standing"
    january = {one.item.code: one for one in duties.due_in(dt.date(2026, 1, 1))}
    assert (january["CF01"].period_from, january["CF01"].due) == (dt.date(2025, 1, 1), dt.date(2026, 1, 30))
    assert duties.due_in(dt.date(2023, 1, 1))[0].period_from == dt.date(2022, 10, 1)
    year = [one for n in range(1, 13) for one in duties.due_in(dt.date(2026, n, 1))]
    assert len(year) == 4 * 12 + 19 * 4 + 3 * 4 + 2 * 2 + 4


def test_a_rest_day_moves_a_day_forward_where_the_rule_says_so_and_never_back() -> None:
    # 31 January 2026 is a Saturday; 31 December 2026 is worked, 1 January 2027 is nobody's business here
    assert duties.due_in(dt.date(2026, 1, 1), calendar=Calendar())[-1].due == dt.date(2026, 1, 30)
    resting = Calendar().with_year(2026, {dt.date(2026, 1, 30): False, dt.date(2026, 1, 29): False})
    yearly = [one for one in duties.due_in(dt.date(2026, 1, 1), calendar=resting) if one.rule == "Y"]
    assert {one.due for one in yearly} == {dt.date(2026, 1, 28)}


def test_what_stands_for_years_is_met_by_whatever_was_published_before() -> None:
    old = shown(dt.date(2021, 3, 1), dt.date(2021, 3, 2), noon(3, 1))
    later = shown(dt.date(2023, 7, 3), dt.date(2023, 7, 4), noon(7, 3))
    assert duties.judge(owed("standing"), [old], at=noon(8, 1)) == ("on_time", old)
    assert duties.judge(owed("standing"), [later], at=noon(8, 1))[0] == "missing"  # it begins after the quarter


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
    assert duties.count(found[county.village]) == {"on_time": 1, "missing": 3}
    assert duties.count(found[county.liugou]) == {"missing": 4}
    assert duties.on_time_rate(duties.count(found[county.village])) == pytest.approx(1 / 4)
    may = {"month": dt.date(2023, 5, 1), "told_on": 11}
    left = {"DW05", "CW16", "CF11"}
    assert {duty.owed.item.code for duty in owing.missing(county.village, at=noon(6, 11), **may)} == left
    assert {duty.owed.item.code for duty in owing.missing(county.liugou, at=noon(6, 11), **may)} == left | {"CF02"}
    assert owing.missing(county.liugou, at=AT, **may) == ()


def test_what_a_quarter_owes_is_told_in_the_next_digest(county: County) -> None:
    june, july = {"month": JUNE, "told_on": 11}, {"month": JULY, "told_on": 11}
    on_time = owing.missing(county.village, at=noon(7, 11), **june)
    assert {duty.owed.rule for duty in on_time} == {"M"}  # the 20th is still to come
    told = owing.missing(county.village, at=noon(8, 11), **july)
    assert {"M", "Q", "H"} <= {duty.owed.rule for duty in told}
    assert all(duty.owed.due.day >= 11 for duty in told if duty.owed.period_until == JULY)


def test_a_month_at_a_glance(county: County) -> None:
    way.published(county)
    glance = owing.standing_of(county.village, at=noon(7, 16))
    assert glance.month == JULY and glance.met == 0
    assert {duty.owed.due.month for duty in glance.overdue} == {6, 7}
    assert glance.asked == len(glance.due) + 3  # CF11, CW16 and DW05 of May, still missing
    assert {duty.state for duty in glance.coming} == {"due"}
    year = owing.year_of(county.village, 2023, at=noon(7, 16))
    assert [duty.owed.due for duty in year] == sorted(duty.owed.due for duty in year)
    one = owing.duty_of(county.village, "CF02", dt.date(2023, 5, 1), at=AT)
    assert one.met and one.publication
    for code, start in (("CF02", dt.date(2023, 5, 2)), ("DW03", dt.date(2023, 5, 1)), ("XX99", dt.date(2023, 5, 1))):
        with pytest.raises(NotFound):
            owing.duty_of(county.village, code, start, at=AT)


def test_nobody_owes_what_fell_due_before_the_village_came(county: County, settings: Any) -> None:
    assert owing.duties_of(county.village, month=dt.date(2023, 5, 1), at=AT) == ()
    assert len(owing.duties_of(county.village, month=JUNE, at=AT)) == 4
    settings.XIAOWEI = replace(settings.XIAOWEI, duties_since=dt.date(2023, 4, 15))
    quarter = states(county, county.village, dt.date(2023, 4, 1), AT)
    assert set(quarter.values()) == {"missing"} and "CF04" in quarter
    assert "CF02" not in states(county, county.village, dt.date(2023, 4, 1), AT)  # due on the 10th
    with pytest.raises(SettingsError, match="XIAOWEI_DUTIES_SINCE"):
        load({"XIAOWEI_DUTIES_SINCE": "spring"})


def test_a_county_asks_as_often_as_a_village(county: County) -> None:
    way.published(county)
    with CaptureQueriesContext(connection) as one:
        owing.duties_of(county.village, month=JULY, at=AT)
    with CaptureQueriesContext(connection) as many:
        owing.duties_in_months(county.city, [JUNE, JULY], at=AT)
    assert len(many) == len(one) <= 11
