"""The words of a digest: short whatever there is to tell, and complete in what they count."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref
from xiaowei.disclosure import due
from xiaowei.disclosure.models import Publication
from xiaowei.disclosure.telling import LONGEST, News, Told, words

MAY = dt.date(2023, 5, 1)
titles = st.lists(st.text("耕地补贴财务公开明细年月", min_size=1, max_size=40), max_size=60)
amounts = st.none() | st.integers(-(10**12), 10**12)


def news(told: tuple[str, ...] = ("2023年5月 财务收支明细",), **what: Any) -> News:
    items = tuple(Told(Ref("a" * 26), 1, title) for title in told)
    return replace(News("下宫村", MAY, True, items, None, 2_363_652, 1_135_314, 6_049_875, ()), **what)


def test_it_reads_like_somebody_from_the_village() -> None:
    told = ("2023年5月 财务收支明细", "2023年 耕地地力保护补贴")
    assert words(news(told, missing=("2023年第一季度 宅基地申请、审批",))).split("\n") == [
        "下宫村 2023年5月 公开",
        "收入 23,636.52 元，支出 11,353.14 元，月底结余 60,498.75 元。",
        "已公开 2 项：财务收支明细；2023年 耕地地力保护补贴。",
        "到期还没公开 1 项：2023年第一季度 宅基地申请、审批。",
        "点开一笔一笔看，看不明白就点“有疑问”，会有人答复。",
    ]
    nothing = words(news((), income=None, expense=None, closing=None, missing=("2023年5月 财务收支明细",)))
    assert nothing.split("\n")[1:] == ["到期还没公开 1 项：财务收支明细。", "点开可以问一问为什么还没公开。"]
    late = words(news(whole=False, income=None, expense=None, closing=None))
    assert late.split("\n")[:2] == ["下宫村 2023年5月 补充公开", "新公开 1 项：财务收支明细。"]


@given(told=titles, missing=titles, income=amounts, whole=st.booleans())
def test_it_is_short_and_counts_everything(
    told: list[str], missing: list[str], income: int | None, whole: bool
) -> None:
    text = words(news(tuple(told), missing=tuple(missing), income=income, expense=1, closing=1, whole=whole))
    assert len(text) <= LONGEST and text.startswith("下宫村 2023年5月 ")
    if len(text) < LONGEST:
        assert not told or f"公开 {len(told)} 项" in text
        assert not missing or f"还没公开 {len(missing)} 项" in text


@pytest.mark.parametrize(
    ("start", "until", "published", "month"),
    [
        ((2023, 5, 1), (2023, 6, 1), (2023, 6, 5), MAY),  # the month's accounts, in time
        ((2023, 5, 1), (2023, 6, 1), (2023, 8, 31), MAY),  # late, but still of that month
        ((2023, 5, 1), (2023, 6, 1), (2023, 9, 1), dt.date(2023, 9, 1)),  # so late that it is news of its own
        ((2023, 1, 1), (2023, 4, 1), (2023, 5, 31), MAY),  # a quarter is news of the month it came in
        ((2023, 1, 1), (2024, 1, 1), (2023, 5, 2), MAY),  # and so is a subsidy of the whole year
        ((2023, 5, 28), (2023, 5, 29), (2023, 6, 2), MAY),  # what happened on one day
        ((2023, 6, 1), (2023, 6, 8), (2023, 5, 30), MAY),  # what is announced beforehand
    ],
)
def test_to_which_month_a_publication_belongs(
    start: tuple[int, int, int], until: tuple[int, int, int], published: tuple[int, int, int], month: dt.date
) -> None:
    moment = dt.datetime(*published, 23, 59, tzinfo=CHINA)
    row = Publication(period_from=dt.date(*start), period_until=dt.date(*until), published_at=moment)
    assert due.month_of(row) == month


def test_a_month_is_told_on_the_morning_after_its_last_day() -> None:
    assert due.due_moment(MAY) == dt.datetime(2023, 6, 11, 9, tzinfo=CHINA)
    assert due.due_moment(dt.date(2023, 12, 1)) == dt.datetime(2024, 1, 11, 9, tzinfo=CHINA)
