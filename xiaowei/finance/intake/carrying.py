"""What is carried forward into the tables of a file and what is left at their end, account by account."""

import datetime as dt
from dataclasses import dataclass, field

from xiaowei.base.sheets.cells import FEN
from xiaowei.base.sheets.ledgersides import SIDES
from xiaowei.finance.intake.table import Balance, Table


@dataclass(slots=True)
class Account:
    """A run of tables of which each goes on from what the one before left; `opening` is None where nothing tells it."""

    opening: int | None
    net: int = 0
    last_day: dt.date | None = None
    tables: list[int] = field(default_factory=list)

    @property
    def left(self) -> int:
        """What is left; where nothing is carried forward, of this file's entries alone."""
        return (self.opening or 0) + self.net


@dataclass(slots=True)
class Carrying:
    """The accounts of a file, and the balances that do not fit, each with what it should be."""

    accounts: list[Account] = field(default_factory=list)
    before: dict[int, int] = field(default_factory=dict)  # what each table begins with
    broken: list[tuple[int, Balance, int]] = field(default_factory=list)  # an opening that does not go on
    wrong: list[tuple[int, Balance, int]] = field(default_factory=list)  # a closing that does not fit
    declared: int | None = None
    declared_at: tuple[int, Balance] | None = None

    @property
    def opening(self) -> int | None:
        """What is carried forward into all accounts together."""
        openings = [account.opening for account in self.accounts]
        known = [fen for fen in openings if fen is not None]
        return sum(known) if known and len(known) == len(openings) else None


def carry(tables: list[Table]) -> Carrying:
    """Follow the balances through the tables."""
    carrying = Carrying()
    for i, table in enumerate(tables):
        _go_on(carrying, i, table)
    _close(carrying, tables)
    return carrying


def told_opening(table: Table) -> int | None:
    """What the table says is carried forward: in a row, in the words above it, else by its first balance."""
    if table.openings:
        return table.openings[0].fen
    if said := table.heading.opening:
        unit = said.unit or next(iter(table.readings.values())).unit
        return int(said.value * FEN[unit])
    first = next(iter(table.in_time), None)
    return first.balance - first.net if first and first.balance is not None else None


def _go_on(carrying: Carrying, i: int, table: Table) -> None:
    opening, net = told_opening(table), sum(line.net for line in table.lines)
    days = [line.date for line in table.lines if line.date]
    last = carrying.accounts[-1] if carrying.accounts else None
    if last and (opening is None or opening == last.left or _completes(last, table)):
        last.opening = opening if last.opening is None and opening != last.left else last.opening
    elif last and last.opening is not None and days and last.last_day and min(days) > last.last_day:
        if table.openings:
            carrying.broken.append((i, table.openings[0], last.left))
    else:
        last = Account(opening)
        carrying.accounts.append(last)
    carrying.before[i] = last.left
    last.net, last.last_day = last.net + net, max([*days, *([last.last_day] if last.last_day else [])], default=None)
    last.tables.append(i)
    for later in table.openings[1:]:  # the next month on the same sheet
        running = carrying.before[i] + sum(line.net for line in table.lines if line.row < later.row)
        if later.fen != running:
            carrying.broken.append((i, later, running))


def _completes(last: Account, table: Table) -> bool:
    """The other half of an account: expenses below the incomes, with what was carried forward told there."""
    return last.opening is None and set(table.sides) != set(SIDES)


def _close(carrying: Carrying, tables: list[Table]) -> None:
    found: list[tuple[int, Balance]] = []
    for account in carrying.accounts:
        ends = [(i, end) for i in account.tables for end in tables[i].closings]
        fitting = [(i, end) for i, end in ends if end.fen == account.left]
        parts = [(i, end) for i, end in ends if i == account.tables[-1]]
        if not fitting and len(parts) > 1 and sum(end.fen for _i, end in parts) == account.left:
            joined = Balance(parts[0][1].row, parts[0][1].col, account.left)  # cash and bank apart
            found.append((parts[0][0], joined))
            continue
        for i, end in ends:
            if end.fen not in _allowed(carrying, account, tables, i, end):
                carrying.wrong.append((i, end, account.left))
        if ends:
            found.append(fitting[0] if fitting else ends[-1])
    if found and len(found) == len(carrying.accounts):
        carrying.declared = sum(end.fen for _i, end in found)
        carrying.declared_at = found[-1]


def _allowed(carrying: Carrying, account: Account, tables: list[Table], i: int, end: Balance) -> set[int]:
    """The balance at the end of the account, of the table, or of the entries above."""
    before, lines = carrying.before[i], tables[i].lines
    above = before + sum(line.net for line in lines if line.row < end.row)
    whole = before + sum(line.net for line in lines)
    last = account.tables[-1] == i and not any(line.row > end.row for line in lines)
    return {account.left} if last else {account.left, above, whole}
