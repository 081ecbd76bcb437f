"""Before a command writes: a database that is still empty is prepared, one of another release is refused."""

from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from xiaowei.base.refusals import Refusal
from xiaowei.ops import selfcheck
from xiaowei.ops.prepare import prepare


def ready() -> None:
    """Make sure that the tables are those of this release. Raises Refusal with what to do.

    Only an empty database is prepared by itself: an upgrade wants a backup first, so it is asked for by name.
    """
    sentence = (prepare() if _empty() else None) or selfcheck.schema_is_behind()
    if sentence:
        raise Refusal(sentence)


def _empty() -> bool:
    try:
        return not MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return False  # it does not answer: the check that follows says so
