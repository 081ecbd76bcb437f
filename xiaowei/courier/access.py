"""Access: who carries messages into which group, who keeps the groups, who sees what could not be delivered.

The named publisher alone marks what goes into his group. When he no longer may, because his post has ended, anybody
whose post may carry messages into that village's groups does it, until another publisher is named.
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.courier import vocab
from xiaowei.courier.models import Group, Outbox
from xiaowei.courier.vocab import State
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.roster.standing import Holder


def groups_for(person: Ref, *, at: dt.datetime) -> QuerySet[Group]:
    """Every group of the villages where the person may carry messages or keep groups, closed ones included."""
    prefixes = {prefix for right in (vocab.FORWARD, vocab.KEEP) for prefix in standing.areas_for(person, right, at=at)}
    if not prefixes:
        return Group.objects.none()
    return Group.objects.filter(village__in=roster.refs_in(sorted(prefixes)))


def carriers(group: Group, *, at: dt.datetime) -> list[Holder]:
    """Who marks what goes into this group: its publisher, or whoever could be, when he no longer may."""
    return _of(group, standing.holders(vocab.FORWARD, Ref(group.village), at=at))


def carriers_in(groups: Iterable[Group], *, at: dt.datetime) -> dict[Ref, list[Holder]]:
    """The same for many groups; two queries for each village among them."""
    listed = list(groups)
    able = {one: standing.holders(vocab.FORWARD, Ref(one), at=at) for one in {group.village for group in listed}}
    return {Ref(group.ref): _of(group, able[group.village]) for group in listed}


def _of(group: Group, able: list[Holder]) -> list[Holder]:
    named = [holder for holder in able if holder.person == group.publisher]
    return named or able


def in_hand(person: Ref, *, at: dt.datetime) -> list[Outbox]:
    """What waits for this person to carry it into a group, the longest waiting first."""
    rows = list(groups_for(person, at=at))
    mine = [ref for ref, able in carriers_in(rows, at=at).items() if any(one.person == person for one in able)]
    return (
        list(Outbox.objects.filter(group__in=mine, state=State.WAITING).order_by("created_at", "ref")) if mine else []
    )


def carriers_of(ref: Ref, *, at: dt.datetime) -> list[Ref]:
    """The people who carry messages into this group now."""
    group = Group.objects.filter(pk=ref).first()
    return [one.person for one in carriers(group, at=at)] if group else []


def publishers_of(village: Ref, *, at: dt.datetime) -> list[Holder]:
    """The named publishers of the village's open groups, as long as their posts let them publish."""
    named = set(Group.objects.filter(village=village, until=None).values_list("publisher", flat=True))
    able = standing.holders(vocab.FORWARD, village, at=at) if named else []
    found = {one.person: one for one in able if one.person in named}
    return list(found.values())


def message_for(person: Ref, ref: Ref, *, at: dt.datetime) -> Outbox:
    """A message that this person carries. Raises NotFound: absent and forbidden alike."""
    message = Outbox.objects.filter(pk=ref).exclude(group="").first()
    group = Group.objects.filter(pk=message.group).first() if message else None
    if message is None or group is None or all(one.person != person for one in carriers(group, at=at)):
        raise NotFound()
    return message


def group_to_keep(person: Ref, ref: Ref, *, at: dt.datetime) -> Group:
    """An open group whose publisher this person may name. Raises NotFound."""
    group = Group.objects.filter(pk=ref, until=None).first()
    if group is None:
        raise NotFound()
    check_keeper(person, Ref(group.village), at=at)
    return group


def check_keeper(person: Ref, village: Ref, *, at: dt.datetime) -> None:
    """Raise NotFound unless the person may keep the groups of the village."""
    if not standing.may(person, vocab.KEEP, village, at=at):
        raise NotFound()


def failed_for(person: Ref, *, at: dt.datetime) -> QuerySet[Outbox]:
    """Notices that were given up, for whoever looks after the deliveries of this installation; oldest first.

    Groups' messages are their publishers' matter. What is shown of a notice is never its words or its reader.
    """
    if not standing.areas_for(person, vocab.RETRY, at=at):
        return Outbox.objects.none()
    return Outbox.objects.filter(state=State.FAILED, group="").order_by("created_at", "ref")
