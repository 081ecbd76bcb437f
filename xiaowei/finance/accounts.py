"""The charts of accounts (会计科目), as data: the one of 2024 and the one before it. Pure.

A sheet writes an account by code, name, or both with what is below it: `513`, `管理费用`, `51301 管理费用-办公`.
Only the first three digits, and the first name, tell the account of the chart.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

CODE = re.compile(r"\s*(\d{3})\d*")
SEPARATORS = re.compile(r"[\s\d.\-—–_/／、,，:：>]+")


@dataclass(frozen=True)
class Account:
    """One account of a chart."""

    code: str
    name: str
    source: str  # the rule whose chart it is of


@dataclass(frozen=True)
class Chart:
    """A chart and the day from which it is in force."""

    name: str
    source: str
    since: dt.date
    accounts: Mapping[str, Account]
    by_name: Mapping[str, Account]


@cache
def charts() -> tuple[Chart, ...]:
    """Every chart, the oldest first."""
    shipped = json.loads(files("xiaowei.finance").joinpath("data/accounts.json").read_text("utf-8"))["charts"]
    return tuple(_chart(row) for row in shipped)


def chart_on(day: dt.date) -> Chart:
    """The chart in force on a day; the oldest one for days before it."""
    fitting = [chart for chart in charts() if chart.since <= day]
    return fitting[-1] if fitting else charts()[0]


def account_of(written: str, *, day: dt.date) -> Account | None:
    """The account a sheet means; None when the chart of that day has none like it."""
    chart = chart_on(day)
    if code := CODE.match(written):
        return chart.accounts.get(code[1])
    names = [name for name in SEPARATORS.split(_bare(written)) if name]
    return chart.by_name.get(names[0]) if names else None


def _chart(row: Mapping[str, object]) -> Chart:
    accounts = {
        code: Account(code, str(name), str(row["source"]))
        for code, name in row["accounts"].items()  # type: ignore[attr-defined]
    }
    by_name = {_bare(account.name): account for account in accounts.values()}
    return Chart(str(row["name"]), str(row["source"]), dt.date.fromisoformat(str(row["from"])), accounts, by_name)


def _bare(name: str) -> str:
    return name.replace("（", "").replace("）", "").replace("(", "").replace(")", "").strip()
