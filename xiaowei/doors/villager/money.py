"""村里的钱: what came in and went out, by month, year, account, use and payee, down to the line. Public bytes."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure import money as reads
from xiaowei.disclosure import queries as disclosure
from xiaowei.disclosure.money import Heap
from xiaowei.doors.shared.audience import audience
from xiaowei.doors.shared.pages import public_page
from xiaowei.doors.villager import places
from xiaowei.doors.villager.charts import bars
from xiaowei.doors.villager.trendchart import trend
from xiaowei.finance.queries import Group, share

LISTED = 1_000  # lines on one page


@audience("public")
@public_page(revision=disclosure.revision)
def money(request: HttpRequest, area: Ref) -> HttpResponse:
    """Two years of months at a glance, and the way into each year."""
    whole = reads.money_of(area)
    months = whole.trend()
    context = {
        "village": places.village(area),
        "months": [month for month in reversed(months) if month.published],
        "gaps": [month for month in months if not month.published],
        "chart": trend(months),
        "years": [(year, whole.of_year(year)) for year in whole.years],
        "doubled": reads.overlaps(whole.books),
    }
    return render(request, "villager/money.html", context)


@audience("public")
@public_page(revision=disclosure.revision)
def year(request: HttpRequest, area: Ref, number: int) -> HttpResponse:
    """One year: its months, where money came from, where it went, to whom."""
    if not dt.MINYEAR < number < dt.MAXYEAR:
        raise NotFound()
    whole = reads.money_of(area)
    own = whole.of_year(number)
    incomes, expenses = own.by_use(income=True), own.by_use(income=False)
    most = max([heap.income for heap in incomes] + [heap.expense for heap in expenses], default=1)
    context = {
        "village": places.village(area),
        "year": number,
        "years": whole.years,
        "money": own,
        "plan": reads.plan_of(area, number, own),
        "months": own.months(dt.date(number, 1, 1), 12),
        "incomes": incomes,
        "expenses": expenses,
        "accounts": own.by_account(),
        "payees": own.by_payee(),
        "income_bars": bars(_groups(incomes, income=True), side="in", title=_("收入按来源"), most=most),
        "expense_bars": bars(_groups(expenses, income=False), side="out", title=_("支出按用途"), most=most),
        "doubled": reads.overlaps(own.books),
    }
    return render(request, "villager/money_year.html", context)


@audience("public")
@public_page(revision=disclosure.revision)
def heap(request: HttpRequest, area: Ref, number: int, key: str) -> HttpResponse:
    """The lines of one account, use or payee in a year, newest first, each with the way to where it stands."""
    if not dt.MINYEAR < number < dt.MAXYEAR:
        raise NotFound()
    found = reads.money_of(area).of_year(number).heap(key)
    context: dict[str, Any] = {
        "village": places.village(area),
        "year": number,
        "heap": found,
        "entries": found.entries[:LISTED],
        "more": max(len(found.entries) - LISTED, 0),
    }
    return render(request, "villager/money_lines.html", context)


def _groups(heaps: tuple[Heap, ...], *, income: bool) -> tuple[Group, ...]:
    amounts = [heap.income if income else heap.expense for heap in heaps]
    total = sum(amounts)
    return tuple(
        Group(heap.name, fen, len(heap.entries), share(fen, total)) for heap, fen in zip(heaps, amounts, strict=True)
    )
