"""Reads of the finance room."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import F

from xiaowei.base.people import name_cell
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.finance.models import Ledger, Reading
from xiaowei.finance.models import Line as LineRow


@dataclass(frozen=True)
class Line:
    """One line as anybody may read it; amounts in fen."""

    ref: Ref
    number: int
    row: int
    date: dt.date | None
    voucher: str
    summary: str
    income: int | None
    expense: int | None
    balance: int | None
    category: str
    account: str = ""  # as its sheet writes it
    payee: str = ""  # organisations whole, people by surname and star


@dataclass(frozen=True)
class Group:
    """Lines of one category together; `share` in per cent of all income or expense, one decimal."""

    name: str
    fen: int
    count: int
    share: Decimal


@dataclass(frozen=True)
class LedgerFacts:
    """A ledger as anybody may read it; amounts in fen, period half-open; None for what its sheet does not tell."""

    ref: Ref
    village: Ref
    period_from: dt.date
    period_until: dt.date
    opening: int | None
    income: int | None
    expense: int | None
    closing: int | None
    lines: tuple[Line, ...]
    income_groups: tuple[Group, ...]
    expense_groups: tuple[Group, ...]

    @property
    def period_to(self) -> dt.date:
        """The last day of the period, as people write it."""
        return self.period_until - dt.timedelta(days=1)

    @property
    def income_count(self) -> int:
        return sum(line.income is not None for line in self.lines)

    @property
    def expense_count(self) -> int:
        return sum(line.expense is not None for line in self.lines)


@dataclass(frozen=True)
class MaskedLine:
    """A line whose summary the public reads differently; for the village's own staff."""

    row: int
    summary: str
    public_summary: str


@dataclass(frozen=True)
class ReadingFacts:
    """One uploaded file and what was understood of it, for the village's own staff."""

    ref: Ref
    village: Ref
    file_name: str
    original: Ref
    kind: str
    understood: dict[str, Any]
    ledger: Ref | None
    by: Ref
    at: dt.datetime


def ledger(ref: Ref) -> LedgerFacts:
    """The ledger. Raises NotFound."""
    row = Ledger.objects.filter(pk=ref).first()
    if row is None:
        raise NotFound()
    lines = tuple(_line(line) for line in row.lines.all())
    return LedgerFacts(
        Ref(row.ref),
        Ref(row.village),
        row.period_from,
        row.period_until,
        row.opening,
        row.income,
        row.expense,
        row.closing,
        lines,
        _groups((line.category, line.income) for line in lines),
        _groups((line.category, line.expense) for line in lines),
    )


@dataclass(frozen=True)
class Sums:
    """A ledger's four numbers in fen without its lines; None for what its sheet does not tell. Period half-open."""

    ref: Ref
    period_from: dt.date
    period_until: dt.date
    opening: int | None
    income: int | None
    expense: int | None
    closing: int | None


def sums_of(ledgers: Iterable[Ref]) -> dict[Ref, Sums]:
    """The four numbers of these ledgers. One query."""
    columns = ("ref", "period_from", "period_until", "opening", "income", "expense", "closing")
    rows = Ledger.objects.filter(pk__in=set(ledgers)).values_list(*columns)
    return {Ref(ref): Sums(Ref(ref), *rest) for ref, *rest in rows}


def lines_in(ledgers: Iterable[Ref]) -> list[tuple[Ref, Line]]:
    """Every line of these ledgers with its ledger, in no order across them. One query."""
    rows = LineRow.objects.filter(ledger__in=set(ledgers)).order_by("ledger", "number")
    return [(Ref(row.ledger_id), _line(row)) for row in rows]


def ledgers_of(lines: Iterable[Ref]) -> dict[Ref, Ref]:
    """The ledger of each of these lines; what is no line is left out. One query."""
    rows = LineRow.objects.filter(pk__in=set(lines)).values_list("ref", "ledger")
    return {Ref(line): Ref(ledger) for line, ledger in rows}


def reading(ref: Ref) -> ReadingFacts:
    """One reading. Raises NotFound."""
    row = Reading.objects.filter(pk=ref).select_related("ledger").first()
    if row is None:
        raise NotFound()
    return _reading(row)


def reading_of(ledger_ref: Ref) -> ReadingFacts:
    """The reading a ledger was entered from. Raises NotFound."""
    row = Reading.objects.filter(ledger__pk=ledger_ref).select_related("ledger").first()
    if row is None:
        raise NotFound()
    return _reading(row)


def ledger_of_line(line: Ref) -> Ref | None:
    """The ledger a line stands in; None when there is no such line."""
    found = LineRow.objects.filter(pk=line).values_list("ledger", flat=True).first()
    return Ref(found) if found else None


def share(fen: int, total: int) -> Decimal:
    """A part of a sum in per cent, one decimal."""
    return (Decimal(fen) * 100 / Decimal(total or 1)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def masked_lines(ref: Ref) -> tuple[MaskedLine, ...]:
    """The ledger's lines in which something personal is kept from the public, in order."""
    rows = LineRow.objects.filter(ledger=ref).exclude(summary=F("public_summary"))
    return tuple(MaskedLine(row.row, row.summary, row.public_summary) for row in rows)


def _line(row: LineRow) -> Line:
    return Line(
        Ref(row.ref),
        row.number,
        row.row,
        row.date,
        row.voucher,
        row.public_summary,
        row.income,
        row.expense,
        row.balance,
        row.category,
        row.account,
        name_cell(row.payee) if row.payee else "",
    )


def _reading(row: Reading) -> ReadingFacts:
    entered = getattr(row, "ledger", None)
    return ReadingFacts(
        Ref(row.ref),
        Ref(row.village),
        row.file_name,
        Ref(row.original),
        row.kind,
        row.understood,
        Ref(entered.ref) if entered else None,
        Ref(row.by),
        row.at,
    )


def _groups(amounts: Iterable[tuple[str, int | None]]) -> tuple[Group, ...]:
    sums: dict[str, list[int]] = {}
    for name, fen in amounts:
        if fen is not None:
            sums.setdefault(name, []).append(fen)
    total = sum(map(sum, sums.values())) or 1
    groups = [Group(name, sum(fens), len(fens), share(sum(fens), total)) for name, fens in sums.items()]
    return tuple(sorted(groups, key=lambda g: (-g.fen, g.name)))
