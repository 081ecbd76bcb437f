"""The words of a digest: short, plain, and of public things only. Pure.

Always in Chinese: it is read in the village's group, not by whoever pressed the button. No name of anybody, and
nothing about what somebody reported, whatever there may be.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from xiaowei.base.money import yuan_grouped
from xiaowei.base.refs import Ref

LONGEST = 240  # characters; with the short link behind it still under 300


@dataclass(frozen=True)
class Told:
    """One publication as it is told: the version of this number, under its title; below 0: it was taken back."""

    publication: Ref
    number: int
    title: str
    correction: bool = False  # another version was public before: drafts that nobody saw have numbers as well


@dataclass(frozen=True)
class News:
    """What a digest says. Amounts in fen, None while the month's accounts are not public."""

    village: str
    month: dt.date
    whole: bool
    told: tuple[Told, ...]
    accounts: Ref | None  # the publication the amounts are from
    income: int | None
    expense: int | None
    closing: int | None
    missing: tuple[str, ...]


def month_label(month: dt.date) -> str:
    """`2023年5月`."""
    return f"{month.year}年{month.month}月"


def heading(news: News) -> str:
    """`下宫村 2023年5月 公开`."""
    return f"{news.village} {month_label(news.month)} {'公开' if news.whole else '补充公开'}"


def short_title(title: str, month: dt.date) -> str:
    """The title without the month everybody knows it is of: `财务收支明细`."""
    return title.removeprefix(f"{month_label(month)} ")


def words(news: News) -> str:
    """The whole message, at most LONGEST characters: names give way to a number where there are too many."""
    for shown in range(max(len(news.told), len(news.missing), 1), 0, -1):
        text = _composed(news, shown)
        if len(text) <= LONGEST:
            return text
    return text[: LONGEST - 1] + "…"


def _composed(news: News, shown: int) -> str:
    lines = [heading(news)]
    if news.income is not None and news.expense is not None and news.closing is not None:
        sums = [yuan_grouped(fen) for fen in (news.income, news.expense, news.closing)]
        lines.append("收入 {} 元，支出 {} 元，月底结余 {} 元。".format(*sums))
    titles = [
        short_title(one.title, news.month) + ("（更正）" if one.correction and not news.whole else "")
        for one in news.told
        if one.number > 0
    ]
    taken_back = [short_title(one.title, news.month) for one in news.told if one.number < 0]
    if titles:
        lines.append(f"{'已公开' if news.whole else '新公开'} {_listed(titles, shown)}。")
    if taken_back:
        lines.append(f"已撤回 {_listed(taken_back, shown)}。")
    if news.missing:
        missing = [short_title(title, news.month) for title in news.missing]
        lines.append(f"到期还没公开 {_listed(missing, shown)}。")
    lines.append("点开一笔一笔看，看不明白就点“有疑问”，会有人答复。" if titles else "点开可以问一问为什么还没公开。")
    return "\n".join(lines)


def _listed(names: Sequence[str], shown: int) -> str:
    more = "等" if len(names) > shown else ""
    return f"{len(names)} 项：{'；'.join(names[:shown])}{more}"  # names have 、 themselves
