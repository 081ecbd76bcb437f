"""What the trail vouches for in this room, recomputed from the rows as they stand."""

import hashlib
from collections.abc import Iterator

from xiaowei.almanac.models import Year
from xiaowei.almanac.vocab import ENTER as ENTER
from xiaowei.base.clock import local
from xiaowei.base.refs import Ref

WITNESSED: tuple[str, ...] = ("almanac:year",)


def facts(ref: Ref) -> dict[str, str | int] | None:
    """The facts of one entered year; None when the row is gone."""
    entry = Year.objects.filter(ref=ref).first()
    if entry is None:
        return None
    days = entry.days.order_by("date").values_list("date", "working", "name")
    lines = "".join(f"{date.isoformat()},{working:d},{name}\n" for date, working, name in days)
    return {
        "year": entry.year,
        "revision": entry.revision,
        "source": entry.source,
        "entered_at": local(entry.entered_at).isoformat(),
        "days": hashlib.sha256(lines.encode()).hexdigest(),
    }


def refs() -> Iterator[tuple[str, Ref]]:
    """Every row that must have an entry in the trail."""
    for ref in Year.objects.values_list("ref", flat=True):
        yield ENTER, Ref(ref)
