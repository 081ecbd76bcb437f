"""How often short links are opened, per publication and digest: a number, and nothing about whoever opened it.

Counted in the memory of the web process and written every few seconds, so that a push day costs no transaction per
reader. What was not written yet is lost when the process is killed: a few seconds of a number nobody is judged by.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Iterable

from django.db import DatabaseError, IntegrityError, close_old_connections, transaction
from django.db.models import F

from xiaowei.base.refs import Ref
from xiaowei.disclosure.models import Opens

log = logging.getLogger(__name__)

EVERY = 3.0  # seconds

_lock = threading.Lock()
_counted: Counter[Ref] = Counter()


def count(about: Ref) -> None:
    """One more; costs no query. The caller has seen that it exists and is public."""
    with _lock:
        _counted[about] += 1


def flush() -> int:
    """Write what was counted; returns how many numbers moved. What cannot be written now is kept for the next time."""
    with _lock:
        taken, kept = dict(_counted), Counter[Ref]()
        _counted.clear()
    for about in sorted(taken):  # one order for everybody, so that two processes never wait for each other
        try:
            _add(about, taken[about])
        except DatabaseError:
            kept[about] = taken[about]
    if kept:
        log.warning("opens not written yet: %d", len(kept))
        with _lock:
            _counted.update(kept)
    return len(taken) - len(kept)


def keep_flushing() -> threading.Thread:
    """Flush every few seconds for as long as this process lives; for the web process, once, when it is ready."""
    thread = threading.Thread(target=_run, name="opens", daemon=True)
    thread.start()
    return thread


def opens(about: Ref) -> int:
    """How often the short link of this publication or digest was opened. Exact, so for staff only."""
    return opens_of([about])[about]


def opens_of(abouts: Iterable[Ref]) -> dict[Ref, int]:
    """The same for many. One query."""
    wanted = list(abouts)
    found = dict(Opens.objects.filter(pk__in=wanted).values_list("about", "number"))
    return {about: found.get(about, 0) for about in wanted}


def _run() -> None:
    while True:
        time.sleep(EVERY)
        try:
            if _counted:
                flush()
        finally:
            close_old_connections()  # a database that was restarted must not leave us with a dead connection


def _add(about: Ref, number: int) -> None:
    more = {"number": F("number") + number}
    if Opens.objects.filter(pk=about).update(**more):
        return
    try:
        with transaction.atomic():
            Opens.objects.create(about=about, number=number)
    except IntegrityError:  # another process wrote the first one
        Opens.objects.filter(pk=about).update(**more)
