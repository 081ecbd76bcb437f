"""A county at a fixed morning in June 2023; imports wait until Django is ready."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest


@pytest.fixture
def now(settings: Any) -> dt.datetime:
    from xiaowei.doors.workbench.tests.county import AT

    settings.XIAOWEI = replace(settings.XIAOWEI, now=AT)
    return AT


@pytest.fixture
def county(db: None, now: dt.datetime) -> Any:
    from xiaowei.doors.workbench.tests.county import County

    return County()


@pytest.fixture
def later(settings: Any, now: dt.datetime) -> Any:
    """Let time pass for the pages that follow."""

    def pass_by(**spans: int) -> dt.datetime:
        moment = now + dt.timedelta(**spans)
        settings.XIAOWEI = replace(settings.XIAOWEI, now=moment)
        return moment

    return pass_by
