"""The group of 下宫村 in the sample county: the clerk publishes in it, and what is public waits to be forwarded."""

import contextlib
import datetime as dt

from xiaowei.base.clock import local
from xiaowei.base.refusals import Invalid
from xiaowei.courier import groups, queries
from xiaowei.disclosure import digest, vocab
from xiaowei.ops.demo_story import VILLAGE
from xiaowei.roster import queries as roster
from xiaowei.roster import standing

TOLD = dt.date(2023, 4, 1)  # the month of the accounts that demo_story publishes


def load(at: dt.datetime) -> None:
    """Register the group and tell it what was published, unless the village has a group already."""
    village = roster.area_by_code(VILLAGE)
    if village is None or queries.groups_of(village.ref):
        return
    clerk = standing.holders(vocab.DRAFT, village.ref, at=at)[0].person
    groups.open_group(village.ref, name=f"{village.short_name}村群", publisher=clerk, by=None, at=at)
    # loaded years later, the same accounts are news of that month
    for month in (TOLD, local(at).date().replace(day=1)):
        with contextlib.suppress(Invalid):
            digest.make(village.ref, month, by=clerk, at=at)
