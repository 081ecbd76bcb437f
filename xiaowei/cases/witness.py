"""What the trail's verification asks this room."""

from collections.abc import Iterator
from typing import Any

from xiaowei.base.refs import Ref
from xiaowei.cases import reading, vocab
from xiaowei.cases.history import event_facts, whole_digest
from xiaowei.cases.models import Case, Event, Reading

WITNESSED = ("cases:event", "cases:reading")


def facts(ref: Ref) -> dict[str, Any] | None:
    """The facts of a step or a reading as it stands now; None when it is gone.

    The case, its clocks and exclusions must stand as the last step left them, or that entry names the difference.
    """
    event = Event.objects.filter(pk=ref).select_related("case").first()
    if event is None:
        read = Reading.objects.filter(pk=ref).first()
        return reading.facts(read) if read else None
    found = event_facts(event, event.photos.all())
    last = event.case.events.order_by("-seq").values_list("pk", flat=True).first()
    if event.pk == last:
        case = event.case
        now = {"state": case.state, "lane": case.lane, "seq": case.version, "whole": whole_digest(case)}
        found |= {name: f"{found[name]} / {value}" for name, value in now.items() if value != found[name]}
    return found


def refs() -> Iterator[tuple[str, Ref]]:
    """Every step and every reading must have an entry, and no case stands without a step."""
    for move, ref in Event.objects.values_list("move", "ref").iterator():
        yield vocab.did(move), Ref(ref)
    for ref in Case.objects.filter(events=None).values_list("ref", flat=True).iterator():
        yield vocab.did("open"), Ref(ref)
    for what, ref in Reading.objects.values_list("what", "ref").iterator():
        yield vocab.read(what), Ref(ref)
