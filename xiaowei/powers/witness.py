"""What the trail's verification asks this room."""

from collections.abc import Iterator
from typing import Any

from xiaowei.base.refs import Ref
from xiaowei.powers.facts import import_facts
from xiaowei.powers.models import Import
from xiaowei.powers.vocab import DID_IMPORT

WITNESSED = ("powers:list",)


def facts(ref: Ref) -> dict[str, Any] | None:
    """The facts of an import as its rows stand now; None when it is gone. Every item, step and policy is in them."""
    batch = Import.objects.filter(pk=ref).select_related("list").first()
    return import_facts(batch) if batch is not None else None


def refs() -> Iterator[tuple[str, Ref]]:
    """Every row that must have an entry."""
    for ref in Import.objects.values_list("ref", flat=True).iterator():
        yield DID_IMPORT, Ref(ref)
