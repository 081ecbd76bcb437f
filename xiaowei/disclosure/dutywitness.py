"""What the trail's verification asks of the duty calendar: every change of the catalogue, approval,
reminder and happening.

本期没有 has no entry of its own: each step of its version commits to its words.
"""

from collections.abc import Iterator
from typing import Any

from xiaowei.base.refs import Ref
from xiaowei.disclosure import vocab
from xiaowei.disclosure.cataloguechanges import approval_facts, change_facts
from xiaowei.disclosure.happenings import happening_facts
from xiaowei.disclosure.models import CatalogueApproval, CatalogueChange, Happening, Reminder
from xiaowei.disclosure.reminders import reminder_facts

WITNESSED = ("disclosure:catalogue", "disclosure:reminder", "disclosure:happening")


def facts(ref: Ref) -> dict[str, Any] | None:
    """The facts of one of these rows as it stands now; None when it is none of them, or gone."""
    change = CatalogueChange.objects.filter(pk=ref).first()
    if change is not None:
        return change_facts(change)
    approval = CatalogueApproval.objects.filter(pk=ref).first()
    if approval is not None:
        return approval_facts(approval)
    reminder = Reminder.objects.filter(pk=ref).first()
    if reminder is not None:
        return reminder_facts(reminder)
    happening = Happening.objects.filter(pk=ref).first()
    return happening_facts(happening) if happening else None


def refs() -> Iterator[tuple[str, Ref]]:
    """Every row must have an entry."""
    for model, did in (
        (CatalogueChange, vocab.CHANGE_CATALOGUE),
        (CatalogueApproval, vocab.APPROVE_CATALOGUE),
        (Reminder, vocab.DID_REMIND),
        (Happening, vocab.DID_NOTE),
    ):
        for ref in model._default_manager.values_list("ref", flat=True).iterator():
            yield did, Ref(ref)
