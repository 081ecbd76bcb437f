"""The working-day clock, without a database."""

import datetime as dt

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.almanac.calendar import Calendar, Due, Unit
from xiaowei.base.clock import CHINA

CALENDAR = Calendar()
MOMENTS = st.datetimes(dt.datetime(2010, 1, 1), dt.datetime(2028, 12, 31), timezones=st.just(CHINA))
DATES = st.dates(dt.date(2008, 1, 1), dt.date(2029, 12, 31))
AMOUNTS = st.integers(1, 60)


def beijing(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=CHINA)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (dt.date(2023, 6, 21), True),
        (dt.date(2023, 6, 22), False),  # dragon boat
        (dt.date(2023, 6, 23), False),
        (dt.date(2023, 6, 24), False),
        (dt.date(2023, 6, 25), True),  # a Sunday that is worked for it
        (dt.date(2018, 12, 29), True),  # a Saturday worked for New Year 2019
        (dt.date(2026, 2, 14), True),  # a Saturday worked for Spring Festival
        (dt.date(2026, 2, 17), False),  # Spring Festival
        (dt.date(2026, 10, 7), False),
        (dt.date(2026, 10, 10), True),
    ],
)
def test_known_days(day: dt.date, working: bool) -> None:
    assert CALENDAR.is_working(day) is working
    assert CALENDAR.is_known(day)


def test_a_year_without_a_notice_is_a_guess_by_weekday() -> None:
    assert CALENDAR.is_working(dt.date(2027, 1, 4)) and not CALENDAR.is_known(dt.date(2027, 1, 4))
    assert not CALENDAR.is_working(dt.date(2027, 1, 3))


def test_statutory_holidays_agree_with_a_second_library() -> None:
    # make-up workdays and bridging days are in one library only; the statutory days are in both
    for day in holidays.country_holidays("CN", years=range(2010, 2027), observed=False):
        assert not CALENDAR.is_working(day), day


def test_a_doubt_before_the_dragon_boat_holiday() -> None:
    asked = beijing(2023, 6, 5, 10, 24)
    due = {unit: CALENDAR.add(asked, amount=n, unit=unit).at for unit, n in zip(Unit, (24, 10, 3), strict=True)}
    assert due[Unit.HOUR] == beijing(2023, 6, 6, 10, 24)
    assert due[Unit.WORKING_DAY] == beijing(2023, 6, 8, 23, 59, 59)
    assert due[Unit.CALENDAR_DAY] == beijing(2023, 6, 15, 23, 59, 59)


def test_three_working_days_pass_over_dragon_boat_and_count_the_worked_sunday() -> None:
    due = CALENDAR.add(beijing(2023, 6, 21, 16, 0), amount=3, unit=Unit.WORKING_DAY)
    assert due == Due(beijing(2023, 6, 27, 23, 59, 59), provisional=False)


def test_a_deadline_that_crosses_into_a_guessed_year_says_so_and_stops_when_the_year_is_entered() -> None:
    asked = beijing(2026, 12, 30, 9, 0)
    assert not CALENDAR.add(asked, amount=1, unit=Unit.WORKING_DAY).provisional
    assert CALENDAR.add(asked, amount=3, unit=Unit.WORKING_DAY) == Due(beijing(2027, 1, 4, 23, 59, 59), True)
    assert not CALENDAR.add(asked, amount=10, unit=Unit.CALENDAR_DAY).provisional

    entered = CALENDAR.with_year(2027, {dt.date(2027, 1, 1): False, dt.date(2027, 1, 4): False})
    assert entered.add(asked, amount=3, unit=Unit.WORKING_DAY) == Due(beijing(2027, 1, 6, 23, 59, 59), False)
    assert entered.revision > CALENDAR.revision


def test_an_evening_abroad_is_already_the_next_day_in_the_village() -> None:
    asked = dt.datetime(2023, 6, 4, 20, 0, tzinfo=dt.UTC)  # 04:00 on 5 June in China
    assert CALENDAR.add(asked, amount=10, unit=Unit.CALENDAR_DAY).at == beijing(2023, 6, 15, 23, 59, 59)


@pytest.mark.parametrize(("start", "amount"), [(dt.datetime(2023, 6, 5), 1), (beijing(2023, 6, 5), 0)])
def test_nonsense_is_refused(start: dt.datetime, amount: int) -> None:
    with pytest.raises(ValueError, match="no deadline"):
        CALENDAR.add(start, amount=amount, unit=Unit.HOUR)


@given(MOMENTS, AMOUNTS)
def test_working_days_end_on_a_working_day_exactly_so_many_later(start: dt.datetime, amount: int) -> None:
    due = CALENDAR.add(start, amount=amount, unit=Unit.WORKING_DAY)
    assert CALENDAR.is_working(due.at.date())
    assert CALENDAR.working_days_between(start.date(), due.at.date()) == amount
    assert due.provisional is not CALENDAR.is_known(due.at.date())


@given(MOMENTS, AMOUNTS, st.sampled_from(Unit))
def test_more_is_never_earlier(start: dt.datetime, amount: int, unit: Unit) -> None:
    due = CALENDAR.add(start, amount=amount, unit=unit).at
    assert start < due < CALENDAR.add(start, amount=amount + 1, unit=unit).at
    assert due <= CALENDAR.add(start + dt.timedelta(hours=7), amount=amount, unit=unit).at


@given(MOMENTS, AMOUNTS)
def test_hours_are_exact(start: dt.datetime, amount: int) -> None:
    assert CALENDAR.add(start, amount=amount, unit=Unit.HOUR).at - start == dt.timedelta(hours=amount)


@given(DATES, DATES, DATES)
def test_counts_of_working_days_add_up(a: dt.date, b: dt.date, c: dt.date) -> None:
    between = CALENDAR.working_days_between
    assert between(a, b) + between(b, c) == between(a, c)
