"""Every verb of the roster ends here: a new revision, then its trail entry.

The revision is a random token, not a number: a number of a change that was rolled back would come again for another
change, and what readers keep under it would be wrong.
"""

import datetime as dt
from collections.abc import Mapping

from django.db import connection

from xiaowei.base.refs import Ref, new_ref
from xiaowei.trail import actions as trail
from xiaowei.trail.canonical import JSON

BUMP = "INSERT INTO roster_revision (id, token) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET token = excluded.token"
READ = "SELECT token FROM roster_revision WHERE id = 1"


def record(
    did: str, ref: Ref, *, by: Ref | None, at: dt.datetime, facts: Mapping[str, JSON], subject: Ref | None = None
) -> int:
    """The trail entry of a verb that changed the roster, as its last step; returns the entry's index."""
    with connection.cursor() as cursor:
        cursor.execute(BUMP, [new_ref()])
    return trail.record(did, ref, by=by, at=at, facts=facts, subject=subject)


def revision() -> str:
    """The token of the roster as it stands; empty before the first change. One short statement."""
    with connection.cursor() as cursor:
        cursor.execute(READ)
        row = cursor.fetchone()
    return row[0] if row else ""
