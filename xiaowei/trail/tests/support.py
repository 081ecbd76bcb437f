"""What every test that records needs; the root conftest.py loads it as a plugin.

A test with real transactions is cleaned up by emptying the tables, which the trail's triggers refuse: they are
taken down around it. And each test starts with a signer that has signed nothing.
"""

import contextlib
import importlib
from collections.abc import Iterator
from typing import Any

import pytest

MIGRATION = "xiaowei.trail.migrations.0002_refuses_changes"


@pytest.fixture(scope="session", autouse=True)
def _let_tests_empty_the_trail() -> Iterator[None]:
    from django.db import connection

    triggers = importlib.import_module(MIGRATION)
    operations: Any = type(connection.ops)
    original, vendor = operations.sql_flush, connection.vendor

    def sql_flush(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        statements = original(self, style, tables, **options)
        if not statements or "trail_entry" not in tables:
            return list(statements)
        return [*triggers.unguard(vendor), *statements, *triggers.guard(vendor)]

    operations.sql_flush = sql_flush
    yield
    operations.sql_flush = original


@pytest.fixture(autouse=True)
def _nothing_signed_yet() -> None:
    from django.conf import settings

    (settings.XIAOWEI.var / "trail" / "last-signed").unlink(missing_ok=True)


@contextlib.contextmanager
def triggers_down() -> Iterator[None]:
    """What somebody with the database's own password can do first."""
    from django.db import connection

    triggers = importlib.import_module(MIGRATION)
    _execute(triggers.unguard(connection.vendor))
    yield
    _execute(triggers.guard(connection.vendor))


def _execute(statements: list[str]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
