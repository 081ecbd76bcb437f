"""One writer at a time within a process, where the database takes only one anyway.

SQLite lets one connection write; the others sleep for milliseconds and ask again. Threads of one process that queue
here instead are woken the moment it is their turn. On other databases this costs nothing and does nothing.
"""

import contextlib
import threading
from collections.abc import Iterator

from django.db import connection, transaction

_turn = threading.Lock()


@contextlib.contextmanager
def written() -> Iterator[None]:
    """An atomic transaction that waits its turn first. The outermost one only: never inside another."""
    if connection.vendor != "sqlite":
        with transaction.atomic():
            yield
        return
    with _turn, transaction.atomic():
        yield
