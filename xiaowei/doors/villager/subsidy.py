"""What the pages of a subsidy share: its groups as a table, what is measured, its notice period."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xiaowei.base.refs import Ref
from xiaowei.benefits.queries import BatchFacts, Group, PublicRow
from xiaowei.disclosure.queries import PublicPage
from xiaowei.doors.shared import measures


@dataclass(frozen=True)
class Shown:
    """One row of the table; `measure` is what the list counts: mu, persons, pieces."""

    row: PublicRow
    name: str
    measure: str
    mine: bool

    @property
    def more(self) -> str:
        """What stands under the name."""
        return " · ".join(filter(None, (self.row.level, self.row.note)))


@dataclass(frozen=True)
class ShownGroup:
    """One villager group; an office's list may have none, then it stands alone without a name."""

    group: Group
    rows: tuple[Shown, ...]
    open: bool


def context(page: PublicPage, *, names: Mapping[Ref, str] = {}, mine: frozenset[Ref] = frozenset()) -> dict[str, Any]:
    """Everything a subsidy page shows. `names` are whole names, `mine` the rows of the reader's own household."""
    batch: BatchFacts = page.content
    return {
        "batch": batch,
        "measure": measures.label(batch),
        "total": measures.of(batch, batch),
        "groups": _groups(batch, names, mine),
        "rate_unit": measures.rate(batch),
    }


def _groups(batch: BatchFacts, names: Mapping[Ref, str], mine: frozenset[Ref]) -> list[ShownGroup]:
    found = []
    for group in batch.groups:
        rows = [row for row in batch.rows if row.group == group.name]
        shown = tuple(Shown(r, names.get(r.ref, r.name), measures.of(r, batch), r.ref in mine) for r in rows)
        has_mine = any(one.mine for one in shown)
        found.append(ShownGroup(group, shown, has_mine or (len(batch.groups) == 1 and not mine)))
    return found
