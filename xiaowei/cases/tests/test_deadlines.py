"""Every clock by its rule: hours, calendar days, working days; holidays, make-up days, and years not yet known."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.county import AT
from xiaowei.almanac.calendar import Calendar, Unit
from xiaowei.base.clock import CHINA
from xiaowei.cases import deadlines

CALENDAR = Calendar()
RANK = ("green", "blue", "yellow", "red")


def moment(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=CHINA)  # type: ignore[arg-type]


def due(code: str, start: dt.datetime) -> tuple[dt.datetime, bool]:
    found = deadlines.due(deadlines.rule(code), CALENDAR, start)
    return found.at, found.provisional


def test_every_rule_has_unit_value_and_source() -> None:
    for row in deadlines.all_rules():
        assert row.amount > 0 and row.unit in Unit and len(row.source) > 5, row.code
    for kind in ("doubt", "appeal"):
        for lane in ("village", "discipline"):
            assert [row.clock for row in deadlines.rules_for(kind, lane)] == list(deadlines.CLOCKS)


@pytest.mark.parametrize(
    ("code", "expected"),
    [  # from Monday 5 June 2023, 10:15
        ("doubt.first_reply", moment(2023, 6, 6, 10, 15)),
        ("doubt.acceptance", moment(2023, 6, 8, 23, 59, 59)),
        ("doubt.resolution", moment(2023, 6, 15, 23, 59, 59)),
        ("appeal.first_reply", moment(2023, 6, 6, 10, 15)),
        ("appeal.acceptance", moment(2023, 6, 8, 23, 59, 59)),
        ("appeal.resolution", moment(2023, 6, 27, 23, 59, 59)),  # over the dragon boat days, with Sunday 25 June worked
        ("discipline.first_reply", moment(2023, 6, 6, 10, 15)),
        ("discipline.acceptance", moment(2023, 6, 27, 23, 59, 59)),
        ("discipline.resolution", moment(2023, 8, 4, 23, 59, 59)),
    ],
)
def test_due_from_a_monday_in_june(code: str, expected: dt.datetime) -> None:
    assert due(code, AT) == (expected, False)


def test_the_dragon_boat_days_are_rest_and_the_sunday_after_is_worked() -> None:
    # 22 to 24 June 2023 (Thursday to Saturday) off, Sunday 25 June worked
    assert due("doubt.acceptance", moment(2023, 6, 21, 9)) == (moment(2023, 6, 27, 23, 59, 59), False)
    assert due("doubt.first_reply", moment(2023, 6, 22, 9)) == (moment(2023, 6, 23, 9), False)


def test_past_the_last_known_year_a_working_day_is_a_guess() -> None:
    assert due("doubt.acceptance", moment(2026, 12, 31, 9)) == (moment(2027, 1, 5, 23, 59, 59), True)
    assert due("doubt.resolution", moment(2026, 12, 31, 9)) == (moment(2027, 1, 10, 23, 59, 59), False)
    known = CALENDAR.with_year(2027, {dt.date(2027, 1, 1): False, dt.date(2027, 1, 4): False})
    found = deadlines.due(deadlines.rule("doubt.acceptance"), known, moment(2026, 12, 31, 9))
    assert (found.at, found.provisional) == (moment(2027, 1, 7, 23, 59, 59), False)


@given(st.integers(1, 60 * 24 * 60), st.lists(st.integers(-9_000, 99_999), min_size=2, max_size=6))
def test_a_lamp_only_ever_gets_worse(minutes: int, offsets: list[int]) -> None:
    due_at = AT + dt.timedelta(minutes=minutes)
    seen = [
        deadlines.lamp(due_at, started=AT, at=AT + dt.timedelta(minutes=max(0, offset))) for offset in sorted(offsets)
    ]
    assert [RANK.index(lamp) for lamp in seen] == sorted(RANK.index(lamp) for lamp in seen)


def test_lamps_of_ten_days_and_of_one() -> None:
    due_at = AT + dt.timedelta(days=10)
    at = {day: deadlines.lamp(due_at, started=AT, at=AT + dt.timedelta(days=day)) for day in (0, 7, 7.5, 9.5, 12, 13.5)}
    assert list(at.values()) == ["green", "green", "blue", "yellow", "yellow", "red"]
    first = {
        hour: deadlines.lamp(AT + dt.timedelta(hours=24), started=AT, at=AT + dt.timedelta(hours=hour))
        for hour in (0, 17, 18, 25)
    }
    assert list(first.values()) == ["green", "green", "blue", "yellow"]


@given(st.integers(1, 60 * 24 * 60), st.integers(-9_000, 99_999))
def test_a_lamp_turns_exactly_at_its_moments(minutes: int, offset: int) -> None:
    due_at, at = AT + dt.timedelta(minutes=minutes), AT + dt.timedelta(minutes=offset)
    turns = deadlines.turns(due_at, started=AT)
    assert turns.blue <= turns.yellow < turns.red
    shining = deadlines.lamp(due_at, started=AT, at=at)
    assert RANK.index(shining) == (at >= turns.blue) + (at > turns.yellow) + (at > turns.red) or at == turns.yellow


def test_an_overdue_matter_goes_up_at_once_and_again_after_three_working_days() -> None:
    due_at = moment(2023, 6, 21, 10)  # the day before the dragon boat days
    moments = [deadlines.urged_at(due_at, CALENDAR, urged=urged) for urged in (0, 1, 2)]
    assert moments == [due_at, moment(2023, 6, 27, 23, 59, 59), None]


@pytest.mark.parametrize(
    ("unit", "left", "words"),
    [
        (Unit.HOUR, dt.timedelta(hours=24), "剩 24 小时"),
        (Unit.HOUR, dt.timedelta(minutes=20), "剩不到 1 小时"),
        (Unit.HOUR, -dt.timedelta(minutes=20), "逾期不到 1 小时"),
        (Unit.HOUR, -dt.timedelta(hours=30), "逾期 30 小时"),
        (Unit.WORKING_DAY, dt.timedelta(days=7), "剩 5 个工作日"),
        (Unit.CALENDAR_DAY, dt.timedelta(days=7), "剩 7 天"),
        (Unit.CALENDAR_DAY, -dt.timedelta(days=7), "逾期 7 天"),
    ],
)
def test_what_is_left_is_said_in_the_unit_of_the_rule(unit: Unit, left: dt.timedelta, words: str) -> None:
    assert deadlines.left_words(AT + left, CALENDAR, unit=unit, at=AT) == words
