"""Registers and lists of 下宫村 in the sample county (资产、合同、项目、党费), and accounts that were sent back."""

import contextlib
import datetime as dt

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Refusal
from xiaowei.disclosure import actions as disclosure
from xiaowei.disclosure import queries as published
from xiaowei.disclosure import upload, vocab
from xiaowei.ops.demo_story import file_of, first, place, publish

TABLES = {  # by the item of the catalogue that each becomes
    "CF04": "11_下宫村_固定资产登记.xlsx",
    "CF06": "下宫村_2023年_集体资源合同台账.csv",
    "CW16": "14_下宫村_2023年度_修路资金_含公式.xlsx",
    "DW04": "15_下宫村_2023年度_党费收缴.xlsx",
}
RETURNED = "下宫村_2023年3月_财务收支明细.csv"
WHY = "第 5 笔打扫河道用工只写了总数，没有写几个工、每工多少钱。请补上再送。"


def load(at: dt.datetime) -> None:
    """Publish the tables, unless the village has published of the same item, and have the accounts sent back once."""
    village = place()
    if village is None:
        return
    shown = {one.item.code for one in published.published_in(village.ref, limit=None)}
    for item, sheet in TABLES.items():
        if item not in shown:
            with contextlib.suppress(Refusal):  # a post may be vacant, or the same table be under way by hand
                publish(sheet, village.ref, at=at)
    with contextlib.suppress(Refusal):
        _return(village.ref, at=at)


def _return(village: Ref, *, at: dt.datetime) -> None:
    clerk, reviewer = first(vocab.DRAFT, village, at=at), first(vocab.REVIEW, village, at=at)
    # the key of its form makes it the same draft every time: what became of it since is not undone
    version = upload.take(file_of(RETURNED), chosen=village, by=clerk, at=at).version
    if version is None:
        return
    if published.desk_version(clerk, version, at=at).state == "draft":
        disclosure.submit(version, excuses={}, reason="", by=clerk, at=at)
        desk = published.desk_version(reviewer, version, at=at)
        disclosure.send_back(version, reason=WHY, seen=desk.seen, by=reviewer, at=at)
