"""The money of a village over time, from its published accounts: by month, year, account, use and payee.

Every figure on every page is a sum of the same lines, so table, chart and total cannot differ. Amounts in fen.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from django.db.models import F
from django.utils.translation import gettext as _

from xiaowei.base.people import is_organisation
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure import queries
from xiaowei.disclosure.contents import LEDGER, TABLE
from xiaowei.disclosure.models import Version
from xiaowei.disclosure.queries import PublicationFacts
from xiaowei.disclosure.tables import queries as tables
from xiaowei.finance import queries as finance
from xiaowei.finance.accounts import account_of

MONTHS = 24  # of the trend
BUDGET_ITEM = "CF01"


@dataclass(frozen=True)
class Book:
    """One published ledger: where it stands, and its four numbers."""

    publication: PublicationFacts
    sums: finance.Sums


@dataclass(frozen=True)
class Entry:
    """One line of a book. `day` is its own, or the last day of the book's period."""

    book: Book
    line: finance.Line

    @property
    def day(self) -> dt.date:
        return self.line.date or self.book.sums.period_until - dt.timedelta(days=1)

    @property
    def income(self) -> int:
        return self.line.income or 0

    @property
    def expense(self) -> int:
        return self.line.expense or 0


@dataclass(frozen=True)
class Heap:
    """Entries that belong together under one name; `key` is its place in an address."""

    key: str
    name: str
    entries: tuple[Entry, ...]

    @cached_property
    def income(self) -> int:
        return sum(entry.income for entry in self.entries)

    @cached_property
    def expense(self) -> int:
        return sum(entry.expense for entry in self.entries)


@dataclass(frozen=True)
class Month:
    """What came in and went out in a month; `published` is false where no account of it is public."""

    first: dt.date
    income: int
    expense: int
    published: bool
    books: tuple[Book, ...]


@dataclass(frozen=True)
class Money:
    """All published accounts of a village with their lines."""

    books: tuple[Book, ...]  # newest period first
    entries: tuple[Entry, ...]

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years with at least one line or book, newest first."""
        found = {entry.day.year for entry in self.entries} | {book.sums.period_from.year for book in self.books}
        return tuple(sorted(found, reverse=True))

    def of_year(self, year: int) -> "Money":
        """The lines of one year, and the books that reach into it. Raises NotFound when there are none."""
        start, until = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
        books = tuple(b for b in self.books if b.sums.period_from < until and b.sums.period_until > start)
        if not books:
            raise NotFound()
        return Money(books, tuple(entry for entry in self.entries if entry.day.year == year))

    @cached_property
    def income(self) -> int:
        return sum(entry.income for entry in self.entries)

    @cached_property
    def expense(self) -> int:
        return sum(entry.expense for entry in self.entries)

    def months(self, first: dt.date, count: int) -> tuple[Month, ...]:
        """So many months from the first day of one on."""
        found = []
        for n in range(count):
            begins, ends = _month(first, n), _month(first, n + 1)
            books = tuple(b for b in self.books if b.sums.period_from < ends and b.sums.period_until > begins)
            entries = [entry for entry in self.entries if begins <= entry.day < ends]
            income, expense = sum(e.income for e in entries), sum(e.expense for e in entries)
            found.append(Month(begins, income, expense, bool(books), books))
        return tuple(found)

    def trend(self) -> tuple[Month, ...]:
        """The last 24 months up to the newest public account; nothing where there is none."""
        if not self.books:
            return ()
        newest = max(book.sums.period_until for book in self.books)
        return self.months(_month(newest - dt.timedelta(days=1), 1 - MONTHS), MONTHS)

    def by_use(self, *, income: bool) -> tuple[Heap, ...]:
        """Incomes by where they come from, or expenses by what they are for, the largest first."""
        side = "in" if income else "out"
        return self._heaps(
            (entry for entry in self.entries if (entry.line.income if income else entry.line.expense) is not None),
            under=lambda entry: (f"{side}-{_digest(entry.line.category)}", entry.line.category),
        )

    def by_account(self) -> tuple[Heap, ...]:
        """By the chart of accounts; what names none of it stands together. Empty when no sheet names any."""
        if not any(entry.line.account for entry in self.entries):
            return ()
        return self._heaps(self.entries, under=_account)

    def by_payee(self) -> tuple[Heap, ...]:
        """By who paid or was paid; people stand together, for their names are masked. Empty when no sheet tells."""
        named = [entry for entry in self.entries if entry.line.payee]
        return self._heaps(named, under=_payee)

    def heap(self, key: str) -> Heap:
        """The heap of an address. Raises NotFound."""
        every = (*self.by_use(income=True), *self.by_use(income=False), *self.by_account(), *self.by_payee())
        for heap in every:
            if heap.key == key:
                return heap
        raise NotFound()

    def _heaps(self, entries: Iterable[Entry], *, under: Callable[[Entry], tuple[str, str]]) -> tuple[Heap, ...]:
        found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        for entry in entries:
            found[under(entry)].append(entry)
        heaps = [Heap(one, name, tuple(sorted(own, key=_newest))) for (one, name), own in found.items()]
        return tuple(sorted(heaps, key=lambda heap: (-(heap.income + heap.expense), heap.name)))


def money_of(village: Ref) -> Money:
    """Everything the village has published of its accounts. Four queries."""
    rows = Version.objects.filter(
        village=village,
        content_kind=LEDGER,
        state="published",
        number=F("publication__published_number"),
    ).values_list("publication", "content")
    contents = {Ref(publication): Ref(content) for publication, content in rows}
    sums = finance.sums_of(contents.values())
    facts = queries.publications(contents)
    books = {contents[ref]: Book(fact, sums[contents[ref]]) for ref, fact in facts.items()}
    entries = tuple(Entry(books[ledger], line) for ledger, line in finance.lines_in(books))
    newest = sorted(books.values(), key=lambda book: (book.sums.period_from, book.sums.period_until), reverse=True)
    return Money(tuple(newest), entries)


@dataclass(frozen=True)
class Planned:
    """One line of a year's plan beside what the accounts say: `key` leads to the lines, empty where there are none."""

    name: str
    income: bool
    planned: int
    actual: int
    key: str


@dataclass(frozen=True)
class Plan:
    """The published plan of a year (预算) against its accounts so far."""

    publication: PublicationFacts
    lines: tuple[Planned, ...]
    beside: tuple[Heap, ...]  # what came in or went out without a line in the plan

    def planned(self, *, income: bool) -> int:
        """The sum of one side of the plan."""
        return sum(line.planned for line in self.lines if line.income is income)


def plan_of(village: Ref, year: int, own: Money) -> Plan | None:
    """The plan of this year beside these accounts; None where none is public. A line is found by the name of a use, a
    source or an account. Four queries."""
    row = (
        Version.objects.filter(
            village=village,
            content_kind=TABLE,
            state="published",
            number=F("publication__published_number"),
            publication__item=BUDGET_ITEM,
            publication__period_from=dt.date(year, 1, 1),
        )
        .order_by("-publication__published_at")
        .first()
    )
    facts = queries.publications([Ref(row.publication_id)]) if row else {}
    if row is None or not facts:
        return None
    heaps = (*own.by_use(income=True), *own.by_use(income=False), *own.by_account())
    lines, used = [], set()
    for name, sums in tables.figures([Ref(row.content)], fields=("income", "expense")):
        for side, planned in sums.items():
            income = side == "income"
            heap = next((h for h in heaps if _names(h, name) and (h.income if income else h.expense)), None)
            actual = 0 if heap is None else heap.income if income else heap.expense
            used |= {heap.key} if heap else set()
            lines.append(Planned(name, income, planned, actual, heap.key if heap else ""))
    beside = tuple(h for h in heaps if h.key not in used and not h.key.startswith("a-")) if used else ()
    return Plan(facts[Ref(row.publication_id)], tuple(lines), beside)


def overlaps(books: Sequence[Book]) -> bool:
    """Whether two of these accounts tell of the same days: then sums over them count lines twice."""
    spans = sorted((book.sums.period_from, book.sums.period_until) for book in books)
    return any(after[0] < before[1] for before, after in pairwise(spans))


def _names(heap: Heap, name: str) -> bool:
    return name in (heap.name, heap.name.partition(" ")[2] or heap.name)


def _account(entry: Entry) -> tuple[str, str]:
    account = account_of(entry.line.account, day=entry.day) if entry.line.account else None
    if account is not None:
        return f"a-{account.code}", f"{account.code} {account.name}"
    if entry.line.account:
        return f"a-{_digest(entry.line.account)}", entry.line.account
    return "a-none", _("没写会计科目")


def _payee(entry: Entry) -> tuple[str, str]:
    if is_organisation(entry.line.payee):
        return f"p-{_digest(entry.line.payee)}", entry.line.payee
    return "p-people", _("个人（名字不公开）")


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:12]


def _newest(entry: Entry) -> tuple[int, int]:
    return -entry.day.toordinal(), -entry.line.number


def _month(day: dt.date, after: int) -> dt.date:
    whole = day.year * 12 + day.month - 1 + after
    return dt.date(whole // 12, whole % 12 + 1, 1)
