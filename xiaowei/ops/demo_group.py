"""The group of 下宫村 in the sample county: the clerk publishes in it, and has forwarded what is public."""

import contextlib
import datetime as dt

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, Refusal
from xiaowei.courier import access, carrying, groups, queries
from xiaowei.disclosure import digest, vocab
from xiaowei.ops.demo_story import first, place

TOLD = dt.date(2023, 4, 1)  # the month of the accounts that demo_story publishes


def load(at: dt.datetime) -> None:
    """Register the group, unless the village has one; tell it what was published, unless something is in it."""
    village = place()
    if village is None:
        return
    with contextlib.suppress(Refusal):  # nobody there may publish in a group any more
        clerk = first(vocab.DRAFT, village.ref, at=at)
        if not queries.groups_of(village.ref):
            groups.open_group(village.ref, name=f"{village.short_name}村群", publisher=clerk, by=None, at=at)
        _tell(village.ref, by=clerk, at=at)


def _tell(village: Ref, *, by: Ref, at: dt.datetime) -> None:
    ours = [one.ref for one in queries.groups_of(village)]
    if any(step.by for message in queries.messages_of(ours) for step in message.steps):
        return  # somebody has forwarded, or taken back, with his own hand
    # loaded years later, the same accounts are news of that month
    for month in (TOLD, local(at).date().replace(day=1)):
        with contextlib.suppress(Invalid):
            digest.make(village, month, by=by, at=at)
    for message in queries.messages_of(ours):
        if message.state == "waiting":
            carrying.forwarded(message.ref, by=access.carriers_of(message.group, at=at)[0], at=at)
