"""What the trail's verification asks this room: the facts of a happening as its row stands now."""

from collections.abc import Iterator

from xiaowei.accounts.actions import row_facts
from xiaowei.accounts.models import Happening
from xiaowei.base.refs import Ref

WITNESSED = ("accounts:login",)


def facts(ref: Ref) -> dict[str, str] | None:
    """The facts of this row now; None when the row is gone."""
    row = Happening.objects.filter(pk=ref).first()
    return row_facts(row) if row else None


def refs() -> Iterator[tuple[str, Ref]]:
    """Every row that must have an entry."""
    for kind, ref in Happening.objects.values_list("kind", "ref").iterator():
        yield f"accounts:login:{kind}", Ref(ref)
