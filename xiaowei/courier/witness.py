"""What the trail's verification asks this room: the groups, and every step of a message for one.

A notice to a single person has no entry of its own, the verb that caused it has one; that somebody queued it again
has, and says nothing of where the notice stands afterwards.
"""

from collections.abc import Iterator

from xiaowei.base.refs import Ref
from xiaowei.courier import carrying, groups, vocab
from xiaowei.courier.models import Group, GroupStep, MessageStep, Outbox

WITNESSED = ("courier:group", "courier:message")


def facts(ref: Ref) -> dict[str, str | int] | None:
    """The facts of a step as it stands now; None when it is gone.

    The group, or the message, must stand as its last step left it, or that entry names the difference.
    """
    step = GroupStep.objects.filter(pk=ref).select_related("group").first()
    if step is not None:
        return groups.step_facts(step) | _group_now(step)
    carried = MessageStep.objects.filter(pk=ref).select_related("message").first()
    return carrying.step_facts(carried) | _message_now(carried) if carried else None


def refs() -> Iterator[tuple[str, Ref]]:
    """Every step must have an entry, and nothing stands without a step."""
    for move, ref in GroupStep.objects.values_list("move", "ref").iterator():
        yield vocab.did_group(move), Ref(ref)
    for move, ref in MessageStep.objects.values_list("move", "ref").iterator():
        yield vocab.did_message(move), Ref(ref)
    for ref in Group.objects.filter(steps=None).values_list("ref", flat=True).iterator():
        yield vocab.did_group("open"), Ref(ref)
    for ref in Outbox.objects.filter(steps=None).exclude(group="").values_list("ref", flat=True).iterator():
        yield vocab.did_message("queue"), Ref(ref)


def _group_now(row: GroupStep) -> dict[str, str | int]:
    group = row.group
    if row.pk != group.steps.values_list("pk", flat=True).last():
        return {}
    should = {"publisher": row.publisher, "steps_taken": row.seq}
    changed = sorted(name for name, value in should.items() if getattr(group, name) != value)
    changed += ["until"] if (group.until is not None) != (row.move == "close") else []
    return {"group_row": " ".join(changed)} if changed else {}


def _message_now(row: MessageStep) -> dict[str, str | int]:
    message = row.message
    if not message.group or row.pk != message.steps.values_list("pk", flat=True).last() or message.state == row.state:
        return {}
    return {"message_row": "state"}
