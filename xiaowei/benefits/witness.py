"""What the trail's verification asks this room."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import Model

from xiaowei.base.refs import Ref
from xiaowei.benefits import vocab
from xiaowei.benefits.actions import batch_facts, placement_facts, reading_facts, settlement_facts
from xiaowei.benefits.models import Batch, Placement, Reading, Row, Settlement
from xiaowei.trail.canonical import JSON

WITNESSED = ("benefits:reading", "benefits:batch", "benefits:match")

_TABLES: tuple[tuple[str, type[Model], Callable[[Any], Mapping[str, JSON]]], ...] = (
    (vocab.DID_READ, Reading, reading_facts),
    (vocab.DID_PLACE, Placement, placement_facts),
    (vocab.DID_SETTLE, Settlement, settlement_facts),
)


def facts(ref: Ref) -> Mapping[str, JSON] | None:
    """The facts of this row as it stands now; None when it is gone.

    A row's household must be the one of its last settlement, else the one it fitted, or its batch names the difference.
    """
    batch = Batch.objects.filter(pk=ref, entered=True).first()
    if batch is not None:
        moved = _moved(batch)
        return batch_facts(batch) | ({"households_of": moved} if moved else {})
    for _did, model, facts_of in _TABLES:
        row = model._default_manager.filter(pk=ref).first()
        if row is not None:
            return facts_of(row)
    return None


def refs() -> Iterator[tuple[str, Ref]]:
    """Every row that must have an entry."""
    for did, model, _facts_of in _TABLES:
        for ref in model._default_manager.values_list("pk", flat=True).iterator():
            yield did, Ref(ref)
    for ref in Batch.objects.filter(entered=True).values_list("pk", flat=True).iterator():
        yield vocab.DID_ENTER, Ref(ref)


def _moved(batch: Batch) -> str:
    settlements = Settlement.objects.filter(row__batch=batch).order_by("seq")
    last = dict(settlements.values_list("row", "household"))
    rows = Row.objects.filter(batch=batch).values_list("ref", "number", "found", "household", "settled")
    wrong = [
        number
        for ref, number, found, household, settled in rows
        if (household, settled) != (last.get(ref, found), ref in last)
    ]
    return " ".join(map(str, sorted(wrong)))
