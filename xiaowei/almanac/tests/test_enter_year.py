"""A year's notice is entered, corrected, and refused when it cannot be one."""

import datetime as dt

import pytest
from django.db import transaction

from xiaowei.almanac import queries, witness
from xiaowei.almanac.actions import enter_year
from xiaowei.almanac.models import Day
from xiaowei.almanac.notice import Days
from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=CHINA)
FIXED: Days = {
    dt.date(2027, 1, 1): (False, "元旦"),
    dt.date(2027, 5, 1): (False, "劳动节"),
    **{dt.date(2027, 10, n): (False, "国庆节") for n in (1, 2, 3)},
}
MAKE_UP = {dt.date(2027, 5, 8): (True, "劳动节调休")}


def enter(days: Days, year: int = 2027) -> Ref:
    return enter_year(year, days=days, source="国办发明电〔2026〕9号", by=None, at=AT)


def test_an_entered_year_is_known_and_a_correction_replaces_it() -> None:
    before = queries.calendar()
    assert not before.is_known(dt.date(2027, 1, 4)) and not before.is_working(dt.date(2027, 5, 8))

    enter(FIXED | MAKE_UP)
    first = queries.calendar()
    assert first.is_known(dt.date(2027, 1, 4)) and first.is_working(dt.date(2027, 5, 8))
    assert first.revision > before.revision

    enter(FIXED)
    second = queries.calendar()
    assert not second.is_working(dt.date(2027, 5, 8))
    assert second.revision > first.revision
    assert queries.entered(2027) == FIXED


def test_a_notice_reaches_into_the_december_before_whatever_the_order_of_entry() -> None:
    december = dt.date(2026, 12, 27)  # a Sunday
    own_year = {day.replace(year=2026): named for day, named in FIXED.items()}
    enter(FIXED | {december: (True, "元旦调休")})
    enter(own_year, year=2026)
    assert queries.calendar().is_working(december)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (FIXED | {dt.date(2028, 1, 1): (False, "元旦")}, "2028-01-01 不属于 2027 年"),
        (FIXED | {dt.date(2026, 11, 30): (False, "元旦")}, "2026-11-30 不属于 2027 年"),
        ({day: named for day, named in FIXED.items() if day.month != 5}, "5 月 1 日应当放假"),
        (FIXED | {dt.date(2027, 10, 2): (True, "国庆节")}, "10 月 2 日应当放假"),
    ],
)
def test_what_cannot_be_a_years_notice_is_refused(days: Days, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        enter(days)
    assert queries.entered(2027) == {}


def test_the_calendar_costs_one_query_until_it_changes(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    enter(FIXED)
    queries.calendar()
    with django_assert_num_queries(1):
        queries.calendar()


def test_an_entry_that_was_rolled_back_leaves_nothing_in_the_kept_calendar() -> None:
    with transaction.atomic():
        enter(FIXED | MAKE_UP)
        assert queries.calendar().is_working(dt.date(2027, 5, 8))
        transaction.set_rollback(True)
    enter(FIXED)
    assert not queries.calendar().is_working(dt.date(2027, 5, 8))


def test_the_witness_notices_a_day_changed_by_hand() -> None:
    ref = enter(FIXED | MAKE_UP)
    told = witness.facts(ref)
    assert told and told["year"] == 2027
    assert list(witness.refs()) == [(witness.ENTER, ref)]

    Day.objects.filter(date=dt.date(2027, 5, 8)).update(working=False)
    assert witness.facts(ref) != told
    assert witness.facts(Ref("a" * 26)) is None
