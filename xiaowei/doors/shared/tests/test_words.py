"""Filters and tags: money, days, titles, icons."""

import datetime as dt

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from xiaowei.base.clock import CHINA
from xiaowei.doors.shared.templatetags import words


@pytest.mark.parametrize(
    ("fen", "shown"), [(0, "0.00"), (5, "0.05"), (123_450, "1,234.50"), (-90_000, "−900.00"), (None, "")]
)
def test_yuan(fen: int | None, shown: str) -> None:
    assert words.yuan(fen) == shown


def test_income_and_expense_have_their_sign() -> None:
    assert (words.plus(100), words.minus(100), words.minus(-100), words.plus(0)) == ("+1.00", "−1.00", "+1.00", "0.00")


def test_days_and_moments() -> None:
    at = dt.datetime(2023, 6, 1, 2, 15, tzinfo=dt.UTC)
    assert words.day(dt.date(2023, 5, 31)) == "2023年5月31日"
    assert words.moment(at) == "6月1日 10:15"
    assert words.deadline(dt.datetime(2023, 6, 8, 23, 59, tzinfo=CHINA)) == "6月8日"
    with translation.override("en"):
        assert "2023" in words.day(dt.date(2023, 5, 31))


def test_a_page_brings_each_icon_it_uses_once(rf: RequestFactory) -> None:
    template = engines["django"].from_string('{% icon "ok" %}{% icon "ok" %}{% icon "back" %}{% icons %}')
    html = template.render({}, rf.get("/"))
    assert html.count("<symbol") == 2 and html.count("<use") == 3
    with pytest.raises(KeyError):
        engines["django"].from_string('{% icon "nothing" %}{% icons %}').render({}, rf.get("/"))


def test_titles_break_between_words() -> None:
    assert words.whole("2023年5月 财务<收支>") == (
        '<span class="w nb">2023年5月</span> <span class="w nb">财务&lt;收支&gt;</span>'
    )
