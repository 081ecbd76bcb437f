"""A village that has published its accounts of May; imports wait until Django is ready."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def now(settings: Any) -> dt.datetime:
    from dataclasses import replace

    from xiaowei.doors.villager.tests.village import AT

    settings.XIAOWEI = replace(settings.XIAOWEI, now=AT)
    return AT


@pytest.fixture
def village(db: None, now: dt.datetime, django_capture_on_commit_callbacks: Any) -> Iterator[Any]:
    from xiaowei.doors.shared.pages import forget_pages
    from xiaowei.doors.villager.tests.village import Village

    forget_pages()
    with django_capture_on_commit_callbacks(execute=True):
        made = Village()
    yield made
    forget_pages()
