"""Titles of publications, in the words of the catalogue."""

import datetime as dt

from xiaowei.base.refs import Ref
from xiaowei.disclosure.catalogue import catalogue
from xiaowei.disclosure.models import Publication
from xiaowei.roster import queries as roster


def period_label(start: dt.date, until: dt.date) -> str:
    """`2023年5月`, `2023年第二季度`, `2023年上半年`, `2023年`, `2023年5月3日`, else both days. Half-open."""
    last = until - dt.timedelta(days=1)
    if last == start:
        return f"{start.year}年{start.month}月{start.day}日"
    months = (until.year - start.year) * 12 + until.month - start.month
    whole = start.day == 1 and until.day == 1
    if whole and months == 1:
        return f"{start.year}年{start.month}月"
    if whole and months == 3 and start.month % 3 == 1:
        return f"{start.year}年第{'一二三四'[start.month // 3]}季度"
    if whole and months == 6 and start.month in (1, 7):
        return f"{start.year}年{'上' if start.month == 1 else '下'}半年"
    if whole and months == 12 and start.month == 1:
        return f"{start.year}年"
    return f"{start.year}年{start.month}月{start.day}日至{last.year}年{last.month}月{last.day}日"


def title_of(publication: Publication) -> str:
    """`2023年5月 财务收支明细`; what is one topic of its item is called by that: `2023年 耕地地力保护补贴`."""
    label = period_label(publication.period_from, publication.period_until)
    return f"{label} {publication.topic or catalogue()[publication.item].name}"


def full_title(publication: Publication) -> str:
    """`下宫村2023年5月 财务收支明细`."""
    return f"{roster.area(Ref(publication.village)).short_name}{title_of(publication)}"
