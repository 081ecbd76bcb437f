"""What the trail's verification asks this room."""

from collections.abc import Iterator, Mapping

from xiaowei.base.refs import Ref
from xiaowei.finance import vocab
from xiaowei.finance.actions import ledger_facts, reading_facts
from xiaowei.finance.models import Ledger, Reading
from xiaowei.trail.canonical import JSON

WITNESSED = ("finance:reading", "finance:ledger")


def facts(ref: Ref) -> Mapping[str, JSON] | None:
    """The facts of this row as it stands now; None when it is gone."""
    ledger = Ledger.objects.filter(pk=ref).first()
    if ledger is not None:
        return ledger_facts(ledger)
    reading = Reading.objects.filter(pk=ref).first()
    return reading_facts(reading) if reading is not None else None


def refs() -> Iterator[tuple[str, Ref]]:
    """Every row that must have an entry."""
    for ref in Reading.objects.values_list("ref", flat=True).iterator():
        yield vocab.DID_READ, Ref(ref)
    for ref in Ledger.objects.values_list("ref", flat=True).iterator():
        yield vocab.DID_ENTER, Ref(ref)
