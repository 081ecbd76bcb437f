"""What time does in the vault: files whose row never came are taken away."""

import datetime as dt
from itertools import islice

from xiaowei.vault import files
from xiaowei.vault.models import Blob

PATIENCE = dt.timedelta(days=1)  # far longer than any request between `stage` and `record`
BATCH = 500


def sweep(*, at: dt.datetime) -> int:
    """Take away files older than a day without a row; returns how many."""
    # files carry the disk's time: a clock held still in a later year must not make new ones look old
    return sweep_orphans(older_than=min(at, dt.datetime.now(dt.UTC)) - PATIENCE)


def sweep_orphans(*, older_than: dt.datetime) -> int:
    """Take away files and drafts last written before this moment that no row names; returns how many."""
    moment, gone = older_than.timestamp(), 0
    places = files.older_than(moment)
    while batch := list(islice(places, BATCH)):
        named = set(Blob.objects.filter(place__in=batch).values_list("place", flat=True))
        gone += sum(files.remove(place, written_before=moment) for place in batch if place not in named)
    return gone
