"""A month's income and expense (收支明细) as content: from finance."""

from typing import Any

from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.disclosure.catalogue import MONTHLY_ACCOUNTS
from xiaowei.disclosure.contents.kind import Kind, Part, Placed, Read
from xiaowei.disclosure.contents.spelling import spelt_day, spelt_yuan
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
        Part(
            line.ref,
            line.number,
            line.voucher,
            line.summary,
            line.income,
            line.expense,
            line.date,
            cells=_cells(line),
            derived=frozenset({_("结余（元）")}),
            key=line.voucher or f"{line.date or ''} {line.summary}".strip(),
        )
        for line in finance.ledger(ref).lines
    ]


def _cells(line: finance.Line) -> tuple[tuple[str, str], ...]:
    found = (
        (_("日期"), spelt_day(line.date)),
        (_("凭证"), line.voucher),
        (_("摘要"), line.summary),
        (_("收入（元）"), spelt_yuan(line.income)),
        (_("支出（元）"), spelt_yuan(line.expense)),
        (_("结余（元）"), spelt_yuan(line.balance)),
    )
    return tuple((label, value) for label, value in found if value)


def _sums(ref: Ref) -> tuple[tuple[str, str], ...]:
    ledger = finance.ledger(ref)
    return (
        (_("笔数"), f"{len(ledger.lines):,}"),
        (_("上期结余（元）"), spelt_yuan(ledger.opening)),
        (_("本期收入（元）"), spelt_yuan(ledger.income)),
        (_("本期支出（元）"), spelt_yuan(ledger.expense)),
        (_("本期结余（元）"), spelt_yuan(ledger.closing)),
    )


def _read(ref: Ref) -> Read:
    reading = finance.reading_of(ref)
    return Read(reading.ref, reading.file_name, tuple(reading.understood.get("issues", ())))


KIND = Kind(
    placed=_placed, facts=finance.ledger, public=_public, parts=_parts, read=_read, homes=finance.ledgers_of, sums=_sums
)
