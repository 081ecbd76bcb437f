"""What every kind of content can do for the room."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xiaowei.base.refs import Ref


@dataclass(frozen=True)
class Placed:
    """Where a content belongs: village, item of the catalogue, topic within the item, half-open period."""

    village: Ref
    county: Ref
    item: str
    topic: str
    period_from: dt.date
    period_until: dt.date


@dataclass(frozen=True)
class Part:
    """One line or row somebody can doubt, as the public reads it. Amounts in fen."""

    ref: Ref
    number: int
    voucher: str  # how people call it: a voucher number, or nothing
    summary: str
    income: int | None
    expense: int | None
    day: dt.date | None = None
    cells: tuple[tuple[str, str], ...] = ()  # everything the public reads of it: heading and words, in their order
    derived: frozenset[str] = frozenset()  # headings that follow from the lines above: no change of this one
    key: str = ""  # what it is called in every version, as far as one can say: a voucher, a number and a name


@dataclass(frozen=True)
class Read:
    """The uploaded file a content was read from, and what the product doubts in it."""

    reading: Ref
    file_name: str
    issues: tuple[dict[str, Any], ...] = field(default=())


@dataclass(frozen=True)
class Kind:
    """The functions of one kind of content; each takes the content's reference and raises NotFound."""

    placed: Callable[[Ref], Placed]
    facts: Callable[[Ref], Any]  # the typed value that pages show
    public: Callable[[Ref], dict[str, Any]]  # its part of the canonical public JSON
    parts: Callable[[Ref], Iterable[Part]]
    read: Callable[[Ref], Read]
    # which content each of these lines or rows is part of; others are left out. One query
    homes: Callable[[Iterable[Ref]], Mapping[Ref, Ref]] = lambda parts: {}
    # its sums as the public reads them, heading and figure, for comparing two versions
    sums: Callable[[Ref], tuple[tuple[str, str], ...]] = lambda ref: ()
