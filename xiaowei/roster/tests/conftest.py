"""Fixtures of the roster's stories; imports wait until Django is ready."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def at() -> dt.datetime:
    from xiaowei.roster.tests.county import AT

    return AT


@pytest.fixture
def county_rows() -> list[Any]:
    from xiaowei.roster.arealist import read
    from xiaowei.roster.tests.county import COUNTY

    return read(COUNTY.encode())


@pytest.fixture
def county(db: None, county_rows: list[Any], at: dt.datetime) -> str:
    from xiaowei.roster import actions
    from xiaowei.roster.tests.county import code

    actions.import_areas(county_rows, by=None, at=at)
    return code("990101")


@pytest.fixture
def appoint(db: None) -> Callable[..., str]:
    from xiaowei.roster.tests.county import appointed

    return appointed
