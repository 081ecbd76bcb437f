"""SQLite's write-ahead log is copied into the database by the clock, so that no villager's request waits for it."""

import datetime as dt

from django.db import connection


def sweep(*, at: dt.datetime) -> int:
    """Copy what can be copied without making anybody wait. Does nothing on other databases."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
    return 0
