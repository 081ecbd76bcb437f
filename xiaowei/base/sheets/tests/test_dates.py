"""Days and periods as clerks type them."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.base.sheets.dates import date_in_text, parse_date, span_in_cell, span_in_text
from xiaowei.base.sheets.grid import NUMBER, Cell
from xiaowei.base.sheets.periods import months, parse_period, without_period

MAY = months(2023, 5, 5)
FOURTH = dt.date(2023, 5, 4)


@pytest.mark.parametrize(
    "typed",
    ["2023年5月4日", "2023.5.4", "2023-5-4", "2023/05/04", "5月4日", "5.4", "45050", "20230504", "二〇二三年五月四日",
     "2023-05-04 00:00:00", "23.5.4", "２０２３年５月４日", "2023年5月4号", "4日", "二零二三年五月四号", "45050.5",
     "'2023.5.4",
     "2023-05-04T00:00:00Z", "2023年5月4日星期四", "2023、5、4", "2023.5.4."],
)  # fmt: skip
def test_every_way_of_writing_a_day_is_read(typed: str) -> None:
    assert date_in_text(typed, period=MAY) == FOURTH


@pytest.mark.parametrize("typed", ["2023年2月30日", "2023年5月", "月底", "13月1日", "5月"])
def test_what_is_no_sure_day_is_not_read(typed: str) -> None:
    assert date_in_text(typed, period=MAY) is None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("下宫村23年5月份财务公示", (2023, 5, 1), (2023, 5, 31)),
        ("23年度", (2023, 1, 1), (2023, 12, 31)),
        ("23年第一季度", (2023, 1, 1), (2023, 3, 31)),
        ("22年下半年", (2022, 7, 1), (2022, 12, 31)),
    ],
)
def test_short_years(text: str, start: tuple[int, int, int], end: tuple[int, int, int]) -> None:
    found = parse_period(text)
    assert found and (found.start, found.end) == (dt.date(*start), dt.date(*end))
    assert not any(c.isdigit() for c in without_period(text))


@pytest.mark.parametrize("text", ["租期20年5个月", "98年度", "10年", "第23年5月", "5年期"])
def test_what_is_no_short_year(text: str) -> None:
    assert parse_period(text) is None


def test_numbers_in_a_date_column() -> None:
    assert parse_date(Cell(NUMBER, Decimal(45050)), period=MAY) == FOURTH
    assert parse_date(Cell(NUMBER, Decimal("5.4")), period=MAY) == FOURTH
    assert parse_date(Cell(NUMBER, Decimal("5.1")), period=MAY) is None  # the 1st, or the 10th


def test_a_day_without_a_year_takes_it_from_the_period() -> None:
    winter = parse_period("2023年12月—2024年2月")
    assert date_in_text("1月9日", period=winter) == dt.date(2024, 1, 9)
    assert date_in_text("1月9日") is None


@pytest.mark.parametrize(
    ("title", "start", "end", "label"),
    [
        ("下宫村2023年5月份财务收支明细表", "2023-05-01", "2023-05-31", "2023年5月"),
        ("二〇一四年第二季度财务公告", "2014-04-01", "2014-06-30", "2014年第二季度"),
        ("（2014年4月1日—6月30日）", "2014-04-01", "2014-06-30", "2014年第二季度"),
        ("2014年1月—6月", "2014-01-01", "2014-06-30", "2014年上半年"),
        ("2023年度", "2023-01-01", "2023-12-31", "2023年度"),
        ("2023年前三季度", "2023-01-01", "2023-09-30", "2023年前三季度"),
        ("2023年1-3月", "2023-01-01", "2023-03-31", "2023年第一季度"),
        ("2024.02", "2024-02-01", "2024-02-29", "2024年2月"),
        ("二○二三年十一月份", "2023-11-01", "2023-11-30", "2023年11月"),
    ],
)
def test_the_period_of_a_title(title: str, start: str, end: str, label: str) -> None:
    period = parse_period(title)
    assert period is not None
    assert (period.start.isoformat(), period.end.isoformat(), period.label) == (start, end, label)


@pytest.mark.parametrize("text", ["2023年5月31日", "2023年第二批", "5月收支", "监督电话12345"])
def test_what_is_no_period(text: str) -> None:
    assert parse_period(text) is None


def test_a_title_without_its_period() -> None:
    assert without_period("下宫村2023年5月份财务").split() == ["下宫村", "财务"]


@given(st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_any_day_comes_back(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    for typed in (f"{day.year}年{day.month}月{day.day}日", f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", str(serial)):
        assert date_in_text(typed) == day


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2023-05", "2023-05-01", "2023-05-31"), ("二〇二三年五月", "2023-05-01", "2023-05-31"),
        ("1月-3月", "2023-01-01", "2023-03-31"), ("1-3月", "2023-01-01", "2023-03-31"),
        ("5月", "2023-05-01", "2023-05-31"),
        ("2023.1.1—2023.3.31", "2023-01-01", "2023-03-31"), ("5.1-5.3", "2023-05-01", "2023-05-03"),
        ("5月1日至3日", "2023-05-01", "2023-05-03"), ("2023.5.1", "2023-05-01", "2023-05-01"),
    ],
)  # fmt: skip
def test_the_days_that_a_cell_means(typed: str, start: str, end: str) -> None:
    span = span_in_text(typed, period=months(2023, 1, 12))
    assert span is not None
    assert (span.start.isoformat(), span.end.isoformat()) == (start, end)


@pytest.mark.parametrize("typed", ["3日", "5.3-5.1", "月底", "13月", "3月-1月", ""])
def test_what_is_no_sure_span(typed: str) -> None:
    assert span_in_text(typed, period=months(2023, 1, 12)) is None
    assert span_in_text("5月") is None


@given(st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2098, 12, 31)), st.integers(0, 300))
def test_any_span_comes_back(first: dt.date, length: int) -> None:
    last = first + dt.timedelta(days=length)
    span = span_in_text(f"{first:%Y.%m.%d}—{last:%Y.%m.%d}")
    assert span is not None and (span.start, span.end) == (first, last)
    assert span_in_cell(Cell(NUMBER, Decimal((first - dt.date(1899, 12, 30)).days))) is not None
