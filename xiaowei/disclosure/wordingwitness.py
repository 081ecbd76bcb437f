"""What the trail's verification asks of explained headers."""

from collections.abc import Iterator
from typing import Any

from xiaowei.base.refs import Ref
from xiaowei.disclosure import wordings
from xiaowei.disclosure.models import Wording, WordingEnd

WITNESSED = ("disclosure:wording",)


def facts(ref: Ref) -> dict[str, Any] | None:
    """The facts of a wording or its end as it stands now; None when it is neither, or gone."""
    row = Wording.objects.filter(pk=ref).first()
    if row is not None:
        # it may have ended only by an entry, and what has one does not stand
        ended = WordingEnd.objects.filter(wording=row).exists()
        return wordings.wording_facts(row) | ({} if ended == (row.ended_at is not None) else {"end": "by hand"})
    end = WordingEnd.objects.filter(pk=ref).select_related("wording").first()
    return wordings.end_facts(end) if end else None


def refs() -> Iterator[tuple[str, Ref]]:
    """Every row must have an entry."""
    for shape, ref in Wording.objects.values_list("shape", "ref").iterator():
        yield wordings.did(wordings.TEACH if shape else wordings.ADD), Ref(ref)
    for ref in WordingEnd.objects.values_list("ref", flat=True).iterator():
        yield wordings.did(wordings.END), Ref(ref)
