"""A household of 下宫村 says that it does not understand something, and the village answers; the township asks for more
than the law does."""

import contextlib
import datetime as dt
from dataclasses import replace

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Refusal
from xiaowei.disclosure import cataloguechanges, vocab, voices
from xiaowei.disclosure import queries as published
from xiaowei.disclosure.catalogue import MONTHLY_ACCOUNTS
from xiaowei.disclosure.cataloguechanges import New
from xiaowei.disclosure.duties import shipped
from xiaowei.ops import demo_members
from xiaowei.ops.demo_story import first, place

SAID = "“机井维修配件及人工”三千多元，看不出修的是哪口井、换了什么。"
ANSWERED = "修的是村南2号井，换了一台7.5千瓦潜水泵（2,380元），人工和吊车657.5元。发票复印件贴在公开栏。"
UNCLEAR = 2  # 看不懂
SOONER, WHY = 8, "乡镇每月10日汇总各村账目，村里8日前公开，才来得及核对。"


def load(at: dt.datetime) -> None:
    """Each once, by the key of its form."""
    village = place()
    if village is None:
        return
    with contextlib.suppress(Refusal):  # the household, a post or the publication may be gone
        _voice(village.ref, at=at)
    if village.parent is not None:
        with contextlib.suppress(Refusal):
            _earlier(village.ref, village.parent, at=at)


def _voice(village: Ref, *, at: dt.datetime) -> None:
    bound, latest = demo_members.place(), published.latest_ledger(village)
    if bound is None or latest is None:
        return
    said = voices.rate_aloud(
        latest[0].ref,
        line=None,
        grade=UNCLEAR,
        words=SAID,
        household=bound[1].ref,
        form_key="sample voice",
        source="",
        at=at,
        wall=at,
    )
    clerk = first(vocab.ANSWER_RATING, village, at=at)
    voices.move(said.rated.ref, voices.ANSWER, words=ANSWERED, seen=0, by=clerk, at=at)


def _earlier(village: Ref, township: Ref, *, at: dt.datetime) -> None:
    now = shipped(MONTHLY_ACCOUNTS)
    if now is None:
        return
    today = local(at).date()
    following = (today.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    new = New(replace(now, day=SOONER), following, WHY)
    by = first(vocab.CHANGE_CATALOGUE, village, at=at, area=township)
    cataloguechanges.change(township, MONTHLY_ACCOUNTS, new=new, form_key="sample catalogue", by=by, at=at)
