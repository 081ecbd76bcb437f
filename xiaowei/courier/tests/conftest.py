"""Fixtures of this room's stories; imports wait until Django is ready."""

from typing import Any

import pytest


@pytest.fixture
def county(db: None) -> Any:
    from tests.county import build

    return build()
