"""Publishing one thing of a village's year through the verbs: as a file through the whole intake, or as the rows that
would be read from it."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypedDict

from xiaowei.base.refs import Ref
from xiaowei.base.sheets import forms, periods
from xiaowei.benefits import actions as benefits
from xiaowei.benefits import entry as benefit_entry
from xiaowei.benefits import staging
from xiaowei.benefits.intake.understand import understand as understand_list
from xiaowei.benefits.places import places_of, settled
from xiaowei.benefits.upload import Understood
from xiaowei.disclosure import actions as disclosure
from xiaowei.disclosure import declaring, upload, vocab, writing
from xiaowei.disclosure import queries as published
from xiaowei.disclosure.contents import BATCH, LEDGER, TABLE
from xiaowei.disclosure.tables import actions as tables
from xiaowei.disclosure.tables import entry as table_entry
from xiaowei.disclosure.tables import queries as table_reads
from xiaowei.finance import actions as finance
from xiaowei.finance import entry as finance_entry
from xiaowei.finance import queries as finance_reads
from xiaowei.finance.intake import understanding as accounts
from xiaowei.ops.demo_story import SIGNERS, first
from xiaowei.ops.large import sheets
from xiaowei.ops.large.plan import Due, Nothing, Said
from xiaowei.ops.large.sheets import Filled
from xiaowei.roster.queries import AreaFacts
from xiaowei.vault import actions as vault

AGAIN, CHECKED = "再次核对后更正。", "已核对原始凭证，情况属实。"
STEP = dt.timedelta(hours=5)  # between two signatures


class _File(TypedDict):
    """What every `take_reading` wants to know of a file."""

    file_name: str
    original: vault.Staged
    form_key: str


@dataclass
class Desk:
    """Those who publish in one village. `balance` is what its accounts have carried forward so far, in fen."""

    village: AreaFacts
    clerk: Ref
    signers: tuple[Ref, ...]
    read: int  # sheets that still go through the whole intake
    original: vault.Staged = field(repr=False)  # stands for the file of whatever did not
    balance: int = 0


def desk_of(village: AreaFacts, *, read: int, original: vault.Staged, at: dt.datetime) -> Desk:
    """Whoever drafts and signs in the village. Raises NotFound where a post is vacant."""
    clerk = first(vocab.DRAFT, village.ref, at=at)
    return Desk(village, clerk, tuple(first(one, village.ref, at=at) for one in SIGNERS), read, original)


def publish(desk: Desk, due: Due, *, key: str) -> Ref | None:
    """Draft one thing, send it and sign it until it is public; returns the version."""
    version = _drafted(desk, due, key)
    if version is None:
        return None
    at = due.at + dt.timedelta(minutes=20)
    try:
        disclosure.submit(version, excuses={}, reason=AGAIN, by=desk.clerk, at=at)
    except disclosure.NotReady:
        excuses = {one.key: CHECKED for one in published.doubts_of(version) if one.open}
        disclosure.submit(version, excuses=excuses, reason=AGAIN, by=desk.clerk, at=at)
    seen = published.desk_version(desk.clerk, version, at=at).seen
    for number, person in enumerate(desk.signers, start=1):
        disclosure.sign(version, seen=seen, by=person, at=at + number * STEP)
    return version


def _drafted(desk: Desk, due: Due, key: str) -> Ref | None:
    what, village, by, at = due.what, desk.village.ref, desk.clerk, due.at
    if isinstance(what, Said):
        return writing.write(what.fields, kind=what.kind, village=village, form_key=key, before=None, by=by, at=at)
    if isinstance(what, Nothing):
        said = what.statement
        return declaring.declare(village, what.item, what.start, statement=said, form_key=key, by=by, at=at)
    if desk.read > 0:
        desk.read -= 1
        name = forms.file_name(what.kind, what.heading)
        return upload.take(upload.File(name, sheets.as_file(what), key), chosen=village, by=by, at=at).version
    ways = {"finance_ledger": _ledger, "subsidy_household": _list}
    return ways.get(what.kind, _table)(desk, what, key, at)


def _ledger(desk: Desk, sheet: Filled, key: str, at: dt.datetime) -> Ref | None:
    grid, book = sheets.as_grid(sheet), _book(desk, sheet)
    entry = finance_entry.entry_of(book, grid, village=desk.village.ref)
    kept = finance.take_reading(entry, **_file(desk, sheet, key), by=desk.clerk, at=at)
    ledger = finance_reads.reading(kept).ledger
    return disclosure.draft_content(LEDGER, ledger, by=desk.clerk, at=at) if ledger else None


def _book(desk: Desk, sheet: Filled) -> accounts.Understanding:
    """What would be read of a sheet of accounts, with the balance carried forward."""
    opening = balance = desk.balance
    lines = []
    for number, row in enumerate(sheet.rows, start=1):
        income, expense = _fen(row.get("income")), _fen(row.get("expense"))
        balance += (income or 0) - (expense or 0)
        day = row["date"]
        assert isinstance(day, dt.date)
        words = (str(row["voucher"]), str(row["summary"]))
        lines.append(accounts.Line(number + 4, str(number), day, *words, income, expense, balance, ""))
    desk.balance = balance
    return accounts.Understanding(
        sheet.kind,
        period=_period(sheet),
        unit="元",
        lines=tuple(lines),
        opening=opening,
        income=sum(line.income or 0 for line in lines),
        expense=sum(line.expense or 0 for line in lines),
        closing=balance,
        columns={"date": 2, "voucher": 3, "summary": 4, "income": 5, "expense": 6},
    )


def _list(desk: Desk, sheet: Filled, key: str, at: dt.datetime) -> Ref | None:
    understood = understand_list(sheets.as_grid(sheet))
    meant = Understood(understood, tuple(places_of(understood, [desk.village], chosen=desk.village.ref)))
    kept = benefits.take_reading(meant, chosen=desk.village.ref, **_file(desk, sheet, key), by=desk.clerk, at=at)
    chosen = settled(meant.places, {}, [desk.village])
    staged = staging.stage(kept, benefit_entry.batches(understood, meant.places, chosen), by=desk.clerk, at=at)
    (batch,) = benefits.place(kept, places=meant.places, choices=chosen, batches=staged, by=desk.clerk, at=at)
    return disclosure.draft_content(BATCH, batch, by=desk.clerk, at=at)


def _table(desk: Desk, sheet: Filled, key: str, at: dt.datetime) -> Ref | None:
    grid = sheets.as_grid(sheet)
    meant = upload.understand(grid)
    said = table_entry.Said()
    entry = table_entry.entry_of(meant, grid, village=desk.village.ref, said=said, today=at.date())
    kept = tables.take_reading(entry, **_file(desk, sheet, key), by=desk.clerk, at=at)
    entered = table_reads.tables_of_reading(kept)
    return disclosure.draft_content(TABLE, entered[0], by=desk.clerk, at=at) if entered else None


def _file(desk: Desk, sheet: Filled, key: str) -> _File:
    return {"file_name": forms.file_name(sheet.kind, sheet.heading), "original": desk.original, "form_key": key}


def _fen(value: object) -> int | None:
    return int(value * 100) if isinstance(value, Decimal) else None


def _period(sheet: Filled) -> periods.Period:
    found = [row["date"] for row in sheet.rows if isinstance(row["date"], dt.date)]
    start = found[0].replace(day=1)
    end = (start + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return periods.Period(start, end, sheet.heading.period)
