"""A place survives its address; nonsense begins the list anew."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.base.clock import CHINA
from xiaowei.base.cursors import Place, read, spell
from xiaowei.base.refs import new_ref

# China put its clocks back until 1991: an hour that came twice is two moments of one name
MOMENTS = st.datetimes(dt.datetime(1992, 1, 1), dt.datetime(2200, 1, 1), timezones=st.just(CHINA))


@given(MOMENTS)
def test_a_place_survives_its_address(at: dt.datetime) -> None:
    place = Place(at, new_ref())
    assert read(spell(place)) == place


@pytest.mark.parametrize(
    "text", ["", "-", "12", "x-" + "a" * 26, "12-short", "-5-" + "a" * 26, "9" * 17 + "-" + "a" * 26]
)
def test_nonsense_is_no_place(text: str) -> None:
    assert read(text) is None
