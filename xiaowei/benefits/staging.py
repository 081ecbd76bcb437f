"""The rows of a list laid down in pieces, under a batch that nobody sees until one short verb enters it.

A county's list has a hundred thousand rows: written in one transaction, they would hold up everybody else for seconds.
What was laid down and never entered is swept away a day later.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.base.refs import Ref, new_refs
from xiaowei.base.refusals import Conflict, NotFound
from xiaowei.base.rows import Prepared
from xiaowei.base.sheets.wire import calm
from xiaowei.benefits.digests import WholeDigest, public_content
from xiaowei.benefits.entry import NewBatch
from xiaowei.benefits.models import Batch, Reading, Row
from xiaowei.benefits.queries import PUBLIC, PublicRow, laid_down
from xiaowei.trail.canonical import canonical

PIECE = 1000  # rows of one transaction: 20 to 40 ms with everything worked out before


class Gone(Conflict):
    """What was laid down is not there any more."""

    sentence = _("这张表登记得太久，中途停下了，没有登记。请重新登记一次。")


@dataclass(frozen=True)
class Staged:
    """A batch whose rows are all there, with what the trail will commit to."""

    ref: Ref
    digest: str
    rows: int
    public: str = field(repr=False)  # the canonical text of its public JSON: nobody reads a long list again for it


def stage(reading: Ref, batches: Sequence[NewBatch], *, by: Ref, at: dt.datetime) -> tuple[Staged, ...]:
    """Lay down the rows of every batch. Slow, and never inside a transaction. Raises NotFound for another's reading.

    Nothing is laid down a second time for a reading that was entered already.
    """
    if not Reading.objects.filter(pk=reading, by=by).exists():
        raise NotFound()
    if Batch.objects.filter(reading=reading, entered=True).exists():
        return ()
    with calm():
        return tuple(_staged(reading, new, at=at) for new in batches)


def _staged(reading: Ref, new: NewBatch, *, at: dt.datetime) -> Staged:
    batch = Batch(
        reading_id=reading,
        village=new.village,
        county=new.county,
        subsidy=new.subsidy.name,
        item=new.subsidy.item,
        shows_rows=new.subsidy.rows,
        notice=new.subsidy.notice,
        period_from=new.period_from,
        period_until=new.period_until,
        rate=new.rate,
        households=new.households,
        amount=new.amount,
        issues=new.issues,
        entered=False,
        staged_at=at,
    )
    batch.save(force_insert=True)
    digest, count, prepared = WholeDigest(batch), 0, Prepared(Row)
    shown: list[PublicRow] = []
    for columns in new.rows.pieces(PIECE):
        many = len(columns["number"])
        columns |= {"ref": new_refs(many), "batch_id": [batch.ref] * many, "settled": [False] * many}
        digest.add(columns)
        shown += map(PublicRow._make, zip(*(columns[name] for name in PUBLIC), strict=True))
        values = prepared.values(columns)  # sealed here, before the database has to wait
        with transaction.atomic():
            prepared.insert(values)
        count += many
    return Staged(Ref(batch.ref), digest.hex(), count, canonical(public_content(laid_down(batch, shown))))
