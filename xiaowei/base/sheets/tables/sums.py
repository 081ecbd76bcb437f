"""What a table's rows come to and what its total row says, under the names others know, in the unit they name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xiaowei.base.sheets.amounts import WAN, YUAN
from xiaowei.base.sheets.grid import TEXT
from xiaowei.base.sheets.issues import ERROR
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.tables.heads import Head
from xiaowei.base.sheets.tables.reading import TableCells
from xiaowei.base.sheets.tables.rows import Entry, Layout
from xiaowei.base.sheets.tables.understanding import HOLDS_MONEY, HOLDS_MONTH, Column, Total
from xiaowei.base.sheets.tables.words import bare, squeezed

TOTAL_WRONG = _("“%(name)s”合计对不上。%(cell)s 写 %(written)s，逐行相加是 %(right)s。请核对。")
COUNT_WRONG = _("%(cell)s 写共 %(written)s 行，表里有 %(right)s 行。请核对。")
HEADER_WRONG = _("%(cell)s 的表头写“%(name)s”%(written)s，逐行相加是 %(right)s。请核对。")
SUBTOTAL_WRONG = _("%(cell)s 的小计写 %(written)s，这一组各行相加是 %(right)s。请核对。")
COUNTED_ROWS = re.compile(
    r"(?:合计|共计?|总计)?:?(\d+)(?:个)?(?:项目|项工程|项|个村|宗|份合同|份|笔合同|名党员|个乡镇|个项目)"
)
NAMES = {"area": "area_mu"}
PARTS_OF_YEAR = ("month", "quarter", "half")
MOST_CATEGORIES = 15
Sums = dict[str, Decimal]


@dataclass(slots=True)
class Account:
    """The sums of one table by field (money in 元, areas in 亩), before they are named."""

    computed: Sums = field(default_factory=dict)
    declared: Sums = field(default_factory=dict)
    by_part: list[tuple[int, Decimal]] = field(default_factory=list)  # month or quarter -> money
    categories: Sums = field(default_factory=dict)
    parts: Sums = field(default_factory=dict)  # columns of money without a field of their own, by header
    counts_wrong: bool = False


def summed_columns(head: Head, columns: Sequence[Column]) -> list[Column]:
    """The columns that are added up: known money and counts, months and quarters, parts."""
    names = {*head.kind.money, *head.kind.counts, *PARTS_OF_YEAR, "part"}
    return [column for column in columns if column.field in names]


def add_up(cells: TableCells, head: Head, layout: Layout, columns: Sequence[Column]) -> Account:
    """Sums of the data rows."""
    account = Account()
    if layout.statement:
        return account
    for column in summed_columns(head, columns):
        values = _values(cells, layout.lines, column)
        if not values:
            continue
        total = sum(values, Decimal(0))
        if column.field == "part":
            account.parts[bare(column.header)] = account.parts.get(bare(column.header), Decimal(0)) + total
        elif column.field in PARTS_OF_YEAR:
            account.by_part.append((column.col, total))
        else:
            account.computed[column.field] = account.computed.get(column.field, Decimal(0)) + total
    _amounts(cells, head, layout, columns, account)
    if head.kind.options.get("carries") and "amount" not in account.computed and "income" in account.computed:
        account.computed["amount"] = account.computed["income"]  # what was collected
    _rows_as_counts(cells, head, layout, account)
    if head.kind.options.get("by_category"):
        account.categories = _categories(cells, head, layout, columns)
    return account


def _values(cells: TableCells, lines: Sequence[Entry], column: Column) -> list[Decimal]:
    found = (cells.figure(entry.row, column, entry.offset, quiet=True) for entry in lines)
    return [value for value in found if value is not None]


def _amounts(cells: TableCells, head: Head, layout: Layout, columns: Sequence[Column], account: Account) -> None:
    """The amount where no column holds it, or not in every row: the sum of months, quarters or parts."""
    if head.kind.money[0] != "amount":
        return
    pieces = [column for column in columns if column.field in PARTS_OF_YEAR] or [
        c for c in columns if c.field == "part"
    ]
    own = next((column for column in columns if column.field == "amount"), None)
    if not pieces or (own and not any(c.field in PARTS_OF_YEAR for c in columns)):
        return
    own = own or _sum_of_the_others(cells, layout, pieces)
    total = Decimal(0)
    for entry in layout.lines:
        value = cells.figure(entry.row, own, entry.offset, quiet=True) if own else None
        if value is None:
            value = sum(
                (found for c in pieces if (found := cells.figure(entry.row, c, entry.offset, quiet=True)) is not None),
                Decimal(0),
            )
        total += value
    account.computed["amount"] = total


def _sum_of_the_others(cells: TableCells, layout: Layout, pieces: Sequence[Column]) -> Column | None:
    """The last or first of several columns where in every row it is the sum of all others: it is the amount."""
    if len(pieces) < 3 or len(layout.lines) < 2:
        return None
    for own in (pieces[-1], pieces[0]):
        others = [column for column in pieces if column is not own]
        if all(
            sum((cells.figure(e.row, c, e.offset, quiet=True) or Decimal(0) for c in others), Decimal(0))
            == (cells.figure(e.row, own, e.offset, quiet=True) or Decimal(0))
            for e in layout.lines
        ):
            return own
    return None


def _rows_as_counts(cells: TableCells, head: Head, layout: Layout, account: Account) -> None:
    """A list of one household a row counts its households."""
    name = head.kind.options.get("rows_are", {}).get(head.key)
    if name and name not in account.computed:
        account.computed[name] = Decimal(len(layout.lines))
    for stem in head.kind.options.get("whole_counts", ()):
        column = next((c for c in cells.layout if c.field == stem), None)
        if column and len(_values(cells, layout.lines, column)) < len(layout.lines):
            account.computed.pop(stem, None)  # a sum with holes in it is none


def _categories(cells: TableCells, head: Head, layout: Layout, columns: Sequence[Column]) -> Sums:
    money = next((c for name in ("amount", "cost") for c in columns if c.field == name), None)
    category = head.col("category")
    if money is None:
        return {}
    sums: Sums = {}
    for entry in layout.lines:
        written = squeezed(cells.value(entry.row, Column(category, "", "category", "text")).text) if category else ""
        name = written or entry.group
        value = cells.figure(entry.row, money, entry.offset, quiet=True)
        if name and value is not None:
            sums[name] = sums.get(name, Decimal(0)) + value
    return sums if len(sums) <= MOST_CATEGORIES and (len(sums) < len(layout.lines) or len(sums) < 4) else {}


def read_declared(cells: TableCells, head: Head, layout: Layout, columns: Sequence[Column], account: Account) -> None:
    """What the total row says of each sum, with a doubt where it is not what the rows come to."""
    if layout.total is not None:
        for column in summed_columns(head, columns):
            values = [v for o in head.panels if (v := cells.figure(layout.total, column, o, quiet=True)) is not None]
            if values:  # lists side by side: one total at the end of the last, or one below each
                right = sum(_values(cells, layout.lines, column), Decimal(0))
                _compare(cells, head, layout, column, right if right in values else sum(values, Decimal(0)), account)
        _declared_pieces(head, columns, account)
        _counted_rows(cells, layout, account)
    for column in columns:
        said = re.search(r"(\d+)(?:个|户|人)$", squeezed(column.header))
        if said and column.field in head.kind.counts and column.field in account.computed:
            written, right = Decimal(said[1]), account.computed[column.field]
            if written != right:
                account.declared[column.field] = written
                cells.doubt("declared_total_mismatch", ERROR, HEADER_WRONG, head.rows[-1], column.col,
                            name=bare(column.header), written=f"{written:f}", right=f"{right:f}")  # fmt: skip


def _declared_pieces(head: Head, columns: Sequence[Column], account: Account) -> None:
    """Where only months, quarters or parts are summed up, their declared sums together are the declared amount."""
    pieces = [f"{c.field}:{c.col}" for c in columns if c.field in PARTS_OF_YEAR] or [
        f"{c.field}:{c.col}" for c in columns if c.field == "part"
    ]
    said = [account.declared[name] for name in pieces if name in account.declared]
    if head.kind.money[0] == "amount" and "amount" not in account.declared and said and len(said) == len(pieces):
        account.declared["amount"] = sum(said, Decimal(0))


def _compare(cells: TableCells, head: Head, layout: Layout, column: Column, written: Decimal, account: Account) -> None:
    values = _values(cells, layout.lines, column)
    if not values and not (column.field == "amount" and "amount" in account.computed):
        return
    right = sum(values, Decimal(0)) if column.field != "amount" or not account.by_part else account.computed["amount"]
    several = len([c for c in columns_of(cells, column.field)]) > 1
    if column.field in (*PARTS_OF_YEAR, "part") or several:
        name = f"{column.field}:{column.col}"
        account.computed[name] = right
    else:
        name = column.field
    if name in head.kind.options.get("whole_counts", ()) and name not in account.computed:
        account.computed[name] = right  # the sheet sums what is written, and says so
    account.declared[name] = written
    if written != right:
        cells.doubt(
            "declared_total_mismatch", ERROR, TOTAL_WRONG, layout.total or 0, column.col,
            name=bare(column.header), written=shown(written, column), right=shown(right, column),
        )  # fmt: skip


def columns_of(cells: TableCells, name: str) -> list[Column]:
    """The columns of a field."""
    return [column for column in cells.layout if column.field == name]


def _counted_rows(cells: TableCells, layout: Layout, account: Account) -> None:
    """`6个项目` in the total row counts the rows."""
    row = layout.total or 0
    for col, cell in enumerate(cells.sheet.rows[row - 1], 1):
        if cell.kind == TEXT and (found := COUNTED_ROWS.fullmatch(squeezed(cell.text))):
            if int(found[1]) != len(layout.lines):
                account.counts_wrong = True
                cells.doubt("declared_total_mismatch", ERROR, COUNT_WRONG, row, col,
                            written=found[1], right=str(len(layout.lines)))  # fmt: skip
            return


def check_subtotals(cells: TableCells, head: Head, layout: Layout, columns: Sequence[Column]) -> None:
    """The figures of a group's heading against the rows below it, a subtotal's against those it ends."""
    edges = sorted({*layout.groups, *layout.rows_with("subtotal"), *layout.rows_with("total")})
    for row in edges:
        if layout.fates[row] == "total":
            continue
        spans = _spans(row, edges, layout)
        for column in summed_columns(head, columns):
            written = cells.figure(row, column, quiet=True)
            rights = [sum(values, Decimal(0)) for span in spans if (values := _values(cells, span, column))]
            if written is not None and rights and written not in rights:
                cells.doubt("subtotal_mismatch", ERROR, SUBTOTAL_WRONG, row, column.col,
                            written=shown(written, column), right=shown(rights[0], column))  # fmt: skip


def _spans(row: int, edges: list[int], layout: Layout) -> list[list[Entry]]:
    """The rows that a sum may stand for: for a heading those below it, for a subtotal those above, near or far."""
    later = [e for e in edges if e > row]
    earlier = [e for e in edges if e < row]
    below = [[line for line in layout.lines if row < line.row < high] for high in (*later, 10**9)]
    above = [[line for line in layout.lines if low < line.row < row] for low in (*reversed(earlier), 0)]
    return [span for span in ([*below, *above] if row in layout.groups else [*above, *below]) if span]


def shown(value: Decimal, column: Column) -> str:
    """A figure as its column writes it."""
    money = column.holds in (HOLDS_MONEY, HOLDS_MONTH)
    if money and (column.unit or "").startswith(WAN):
        return f"{(value / 10_000).normalize():f}"
    if money:
        return f"{value:,.2f}"
    if column.field == "area" and column.unit == "万亩":
        return f"{(value / 10_000).normalize():f}"
    return f"{value.normalize():f}"


def named(
    head: Head, sums: Mapping[str, Decimal], unit: str, columns: Sequence[Column], *, both: bool = False
) -> dict[str, Total]:
    """Sums by field as the totals others know: `amount_wan` and `amount_yuan`, `area_mu`, counts as integers."""
    options = head.kind.options
    told: dict[str, Total] = {}
    for stem in (*head.kind.counts, *head.kind.money):
        if stem not in sums:
            continue
        value = sums[stem]
        if stem not in head.kind.money:
            whole = value == value.to_integral_value() and stem not in ("area", "km")
            told[NAMES.get(stem, stem)] = int(value) if whole else value
            continue
        own = next((c.unit for c in columns if c.field == stem and c.unit), None)
        if (own or unit).startswith(WAN):
            told[f"{stem}_wan"] = (value / 10_000).normalize() + 0
            if stem not in options.get("wan_only", ()):
                told[f"{stem}_yuan"] = value
        else:
            told[stem] = value
            if options.get("plain_yuan") or both:
                told[f"{stem}_yuan"] = value
    return told


def in_unit(sums: Mapping[str, Decimal], unit: str) -> dict[str, Total]:
    """Money by category or part, in the sheet's unit."""
    return {name: (value / 10_000).normalize() + 0 if unit == WAN else value for name, value in sums.items()}


def unit_of_money(head: Head, columns: Sequence[Column], sheet_unit: str | None) -> str | None:
    """In what the table counts money: as its main column says, else as the sheet does."""
    for name in (*head.kind.money, *PARTS_OF_YEAR, "part"):
        for column in columns:
            if column.field == name and column.unit in (WAN, YUAN):
                return column.unit
    return sheet_unit
