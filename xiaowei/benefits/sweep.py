"""What time does in the benefits room: rows that were laid down and never entered go, a day later."""

import datetime as dt

from django.db import transaction

from xiaowei.benefits.models import Batch, Row

KEPT = dt.timedelta(days=1)  # nobody lays down a list for longer
PIECE = 500
MOST = 100  # pieces of one asking


def sweep(*, at: dt.datetime) -> int:
    """Delete the leftovers in short transactions; returns how many batches went."""
    gone, pieces = 0, 0
    for batch in Batch.objects.filter(entered=False, staged_at__lt=at - KEPT).values_list("pk", flat=True)[:MOST]:
        while pieces < MOST and (rows := list(Row.objects.filter(batch=batch).values_list("pk", flat=True)[:PIECE])):
            with transaction.atomic():
                Row.objects.filter(pk__in=rows, batch__entered=False)._raw_delete("default")
            pieces += 1
        if pieces < MOST:
            gone += Batch.objects.filter(pk=batch, entered=False).delete()[0]
    return gone
