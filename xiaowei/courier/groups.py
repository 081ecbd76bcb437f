"""Verbs of groups: register one, hand it to another publisher, close it.

The publisher is a person who holds a post that may carry messages into the village's groups. What is public of a
village may go into any of its groups; nothing else can.
"""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.base.clock import local, spelt
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Conflict, Invalid
from xiaowei.base.words import clean
from xiaowei.courier import access, vocab
from xiaowei.courier.channels import CHANNELS
from xiaowei.courier.models import Group, GroupStep
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.roster.vocab import Level
from xiaowei.trail import actions as trail


class Overtaken(Conflict):
    """Somebody changed the group first."""

    sentence = _("这个群刚刚有人改过，您这一步没有生效。请刷新后再看。")


def open_group(
    village: Ref, *, name: str, publisher: Ref, by: Ref | None, at: dt.datetime, channel: str = "hand"
) -> Ref:
    """Register a group of the village with its named publisher; returns its reference. `by` None is the operator.

    Raises NotFound, and Invalid for a name that is empty or taken or a publisher without such a post.
    """
    place = roster.area(village)
    if by is not None:
        access.check_keeper(by, village, at=at)
    name = clean(name)[:40]
    if place.level != Level.VILLAGE or not name:
        raise Invalid(_("请写群名，例如“下宫村村群”。"))
    if CHANNELS[channel].reaches != "group":
        raise ValueError(f"channel {channel} reaches no group")
    _check_publisher(publisher, village, at=at)
    day = local(at).date()
    columns = {"village": village, "county": place.county or village, "channel": channel, "since": day}
    try:
        with transaction.atomic():
            group = Group.objects.create(ref=new_ref(), name=name, publisher=publisher, **columns)
            _step(group, "open", by=by, at=at)
    except IntegrityError:
        raise Invalid(_("已经有一个叫“%(name)s”的群。换一个名字，好分清是哪个群。"), name=name) from None
    return Ref(group.ref)


@transaction.atomic
def hand_over(ref: Ref, *, publisher: Ref, by: Ref, at: dt.datetime) -> None:
    """Name another publisher. Raises NotFound, Invalid, Overtaken."""
    group = access.group_to_keep(by, ref, at=at)
    _check_publisher(publisher, Ref(group.village), at=at)
    if group.publisher != publisher:
        _step(group, "hand_over", by=by, at=at, publisher=publisher)


@transaction.atomic
def close(ref: Ref, *, by: Ref, at: dt.datetime) -> None:
    """Nothing more goes into this group from today on; what waits stays to be marked. Raises NotFound, Overtaken."""
    group = access.group_to_keep(by, ref, at=at)
    _step(group, "close", by=by, at=at, until=local(at).date())


def step_facts(row: GroupStep) -> dict[str, str | int]:
    """What the trail commits to of one step: its columns, and what of the group never changes."""
    group = row.group
    return {
        "group": group.ref,
        "village": group.village,
        "name": group.name,
        "channel": group.channel,
        "since": group.since.isoformat(),
        "seq": row.seq,
        "move": row.move,
        "publisher": row.publisher,
        "by": row.by,
        "at": spelt(row.at),
    }


def _check_publisher(person: Ref, village: Ref, *, at: dt.datetime) -> None:
    if not standing.may(person, vocab.FORWARD, village, at=at):
        raise Invalid(_("发布人要是本村任职、能转发群消息的人。请从名单里选一位。"))


def _step(group: Group, move: str, *, by: Ref | None, at: dt.datetime, **changes: Any) -> None:
    taken = group.steps_taken
    won = Group.objects.filter(pk=group.pk, steps_taken=taken).update(steps_taken=taken + 1, **changes)
    if won != 1:
        raise Overtaken()
    group.refresh_from_db()
    row = GroupStep.objects.create(group=group, seq=taken + 1, move=move, publisher=group.publisher, by=by or "", at=at)
    trail.record(vocab.did_group(move), Ref(row.ref), by=by, at=at, facts=step_facts(row), subject=Ref(group.publisher))
