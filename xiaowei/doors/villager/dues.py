"""By when somebody answers, as the rows of a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from xiaowei.cases.queries import ClockFacts
from xiaowei.doors.shared.templatetags.words import deadline, machine


@dataclass(frozen=True)
class DueRow:
    """One clock: `iso` and `day` are its end for machines and for people, `limit` the rule's own words."""

    iso: str
    day: str
    label: str
    limit: str
    provisional: bool


def due_rows(clocks: Iterable[ClockFacts]) -> list[DueRow]:
    """The clocks as rows, first reply first."""
    return [DueRow(machine(c.due_at), deadline(c.due_at), c.label, c.limit_label, c.provisional) for c in clocks]
