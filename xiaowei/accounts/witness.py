"""What the trail's verification asks this room: facts of a row as it stands now, rows that must have entries."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Model

from xiaowei.accounts.actions import row_facts
from xiaowei.accounts.binding import binding_facts, leaving_facts
from xiaowei.accounts.invitations import sheet_facts
from xiaowei.accounts.models import Binding, Happening, InvitationSheet, Leaving
from xiaowei.accounts.vocab import DID_BIND, DID_LEAVE, DID_PRINT
from xiaowei.base.refs import Ref

WITNESSED = ("accounts:login", "accounts:invitation", "accounts:binding")

_ROWS: tuple[tuple[type[Model], Callable[[Any], dict[str, Any]]], ...] = (
    (Happening, row_facts),
    (InvitationSheet, sheet_facts),
    (Binding, binding_facts),
    (Leaving, leaving_facts),
)


def facts(ref: Ref) -> dict[str, Any] | None:
    """The facts of this row now; None when the row is gone. References are random, so one table at most has it."""
    for model, facts_of in _ROWS:
        row = model._default_manager.filter(pk=ref).first()
        if row is not None:
            return facts_of(row)
    return None


def refs() -> Iterator[tuple[str, Ref]]:
    """Every row that must have an entry."""
    for kind, ref in Happening.objects.values_list("kind", "ref").iterator():
        yield f"accounts:login:{kind}", Ref(ref)
    for did, model in ((DID_PRINT, InvitationSheet), (DID_BIND, Binding), (DID_LEAVE, Leaving)):
        for ref in model._default_manager.values_list("pk", flat=True).iterator():
            yield did, Ref(ref)
