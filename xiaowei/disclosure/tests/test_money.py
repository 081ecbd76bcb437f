"""The village's money over two years: every figure is a sum of the same lines."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.county import AT, County, book
from xiaowei.base.refs import new_ref
from xiaowei.base.refusals import NotFound
from xiaowei.base.sheets import forms
from xiaowei.disclosure import money, upload
from xiaowei.disclosure.tests import way
from xiaowei.finance.accounts import account_of, chart_on, charts
from xiaowei.finance.models import Line


@pytest.fixture
def two_months(county: County) -> money.Money:
    way.published(county, ledger=book(4))
    way.published(county, ledger=book(5))
    way.drafted(county, ledger=book(3))  # not public: nowhere in the sums
    return money.money_of(county.village)


def test_the_same_lines_add_up_by_month_use_and_year(two_months: money.Money) -> None:
    assert (two_months.income, two_months.expense) == (960_000, 300_000)
    year = two_months.of_year(2023)
    assert sum(heap.income for heap in year.by_use(income=True)) == year.income == 960_000
    assert sum(heap.expense for heap in year.by_use(income=False)) == year.expense == 300_000
    trend = two_months.trend()
    assert len(trend) == 24 and trend[-1].first == dt.date(2023, 5, 1)
    assert [(month.income, month.expense) for month in trend if month.published] == [(480_000, 150_000)] * 2
    assert sum(month.income for month in year.months(dt.date(2023, 1, 1), 12)) == year.income
    assert two_months.years == (2023,) and not money.overlaps(two_months.books)
    with pytest.raises(NotFound):
        two_months.of_year(2022)


def test_a_heap_leads_to_its_lines(two_months: money.Money) -> None:
    year = two_months.of_year(2023)
    for heap in (*year.by_use(income=True), *year.by_use(income=False)):
        assert year.heap(heap.key).entries == heap.entries
        assert all(entry.line.category == heap.name for entry in heap.entries)
    with pytest.raises(NotFound):
        year.heap("nonsense")


def test_accounts_and_payees_stand_together_and_people_have_no_name(county: County) -> None:
    way.published(county, ledger=book(5))
    first, second, third = Line.objects.order_by("number")
    Line.objects.filter(pk=first.pk).update(account="511 发包及上交收入", payee="示范县光伏发电有限公司")
    Line.objects.filter(pk=second.pk).update(account="管理费用-办公费", payee="赵甲子")
    Line.objects.filter(pk=third.pk).update(account="乱写的科目", payee="钱乙丑")
    year = money.money_of(county.village).of_year(2023)
    assert {heap.name for heap in year.by_account()} == {"511 发包及上交收入", "541 管理费用", "乱写的科目"}
    payees = {heap.name: len(heap.entries) for heap in year.by_payee()}
    assert payees == {"示范县光伏发电有限公司": 1, "个人（名字不公开）": 2}
    shown = repr(year)
    assert "赵甲子" not in shown and "钱乙丑" not in shown


def test_a_corrected_month_counts_once_and_two_of_the_same_days_are_told(county: County) -> None:
    way.published(county, ledger=book(5))
    way.published(county, ledger=book(5), reason="改一处")
    whole = money.money_of(county.village)
    assert whole.income == 480_000 and not money.overlaps(whole.books)
    quarter = book(5, period_from=dt.date(2023, 4, 1), period_until=dt.date(2023, 7, 1))
    way.published(county, ledger=quarter)
    assert money.overlaps(money.money_of(county.village).books)


def test_the_plan_of_the_year_stands_beside_what_came_of_it(county: County) -> None:
    way.published(county, ledger=book(5))
    rows = [
        {"number": 1, "item": "土地租金", "income": Decimal(6000)},
        {"number": 2, "item": "农业与防汛", "expense": Decimal(500)},
        {"number": 3, "item": "办公与党报党刊", "expense": Decimal(800)},
    ]
    form = forms.make("finance_budget", forms.Heading("示范县青石镇下宫村", "2023年"), rows)
    taken = upload.take(upload.File("预算.xlsx", form, new_ref()), chosen=county.village, by=county["clerk"], at=AT)
    assert taken.version is not None
    own = money.money_of(county.village).of_year(2023)
    assert money.plan_of(county.village, 2023, own) is None  # a draft is nobody's plan
    draft = way.version(taken.version)
    way.submit(county, draft)
    for part in way.SIGNERS:
        way.sign(county, draft, part)
    plan = money.plan_of(county.village, 2023, own)
    assert plan is not None
    told = {line.name: (line.income, line.planned, line.actual) for line in plan.lines}
    assert told == {
        "土地租金": (True, 600_000, 480_000),
        "农业与防汛": (False, 50_000, 60_000),
        "办公与党报党刊": (False, 80_000, 0),
    }
    assert [heap.name for heap in plan.beside] == ["水电路灯维护"]
    assert money.plan_of(county.village, 2022, own) is None


@given(day=st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)))
def test_every_account_is_found_by_its_code_its_name_and_both(day: dt.date) -> None:
    for account in chart_on(day).accounts.values():
        for written in (account.code, f"{account.code}01", account.name, f"{account.code} {account.name}-明细"):
            assert account_of(written, day=day) == account
    assert account_of("不是科目", day=day) is None and account_of("", day=day) is None
    assert account_of("999", day=day) is None


def test_the_chart_of_2024_takes_over_on_its_day() -> None:
    old, new = charts()
    assert chart_on(dt.date(2023, 12, 31)) is old and chart_on(dt.date(2024, 1, 1)) is new
    before, after = (account_of("502", day=dt.date(year, 6, 1)) for year in (2023, 2024))
    assert before and after and (before.name, after.name) == ("经营支出", "投资收益")
