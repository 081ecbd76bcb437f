"""A month's income and expense (收支明细) as content: from finance."""

from typing import Any

from xiaowei.base.refs import Ref
from xiaowei.disclosure.catalogue import MONTHLY_ACCOUNTS
from xiaowei.disclosure.contents.kind import Kind, Part, Placed, Read
from xiaowei.finance import queries as finance
from xiaowei.finance.digests import public_content
from xiaowei.roster import queries as roster


def _placed(ref: Ref) -> Placed:
    ledger = finance.ledger(ref)
    county = roster.area(ledger.village).county or ledger.village
    return Placed(ledger.village, county, MONTHLY_ACCOUNTS, "", ledger.period_from, ledger.period_until)


def _public(ref: Ref) -> dict[str, Any]:
    return public_content(finance.ledger(ref))


def _parts(ref: Ref) -> list[Part]:
    return [
        Part(line.ref, line.number, line.voucher, line.summary, line.income, line.expense)
        for line in finance.ledger(ref).lines
    ]


def _read(ref: Ref) -> Read:
    reading = finance.reading_of(ref)
    return Read(reading.ref, reading.file_name, tuple(reading.understood.get("issues", ())))


KIND = Kind(placed=_placed, facts=finance.ledger, public=_public, parts=_parts, read=_read, homes=finance.ledgers_of)
