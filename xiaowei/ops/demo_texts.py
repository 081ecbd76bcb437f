"""What 下宫村 publishes in words in the sample county: a party day with its picture, a decision taken in four steps,
and that there was nothing of an item."""

import contextlib
import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Refusal
from xiaowei.disclosure import declaring, vocab, writing
from xiaowei.disclosure import queries as published
from xiaowei.disclosure.contents import DECISION, TEXT
from xiaowei.disclosure.texts import actions as texts
from xiaowei.disclosure.texts import files
from xiaowei.ops.demo_story import first, place, send

PICTURE = "下宫村_2023年4月_主题党日.jpg"
DESCRIBED = "会议室里，党员坐成三排，前面有人在讲防火和春耕的安排。"
MEETING = {
    "item": "DW05",
    "title": "4月主题党日",
    "span": "month",
    "day": "2023-04-18",
    "body": (
        "4月18日下午，村党支部在会议室开展主题党日。应到党员31人，实到27人，请假4人。\n\n"
        "- 学习：中央一号文件中关于乡村建设的内容\n"
        "- 通报：3月份村集体收支和春季防火巡查情况\n"
        "- 讨论：垃圾清运从每月一次改为每半月一次\n\n"
        "党员提出的3条意见，村委会在5月10日前逐条答复。"
    ),
}
STEPS = (  # day, place, due, present, agree, against, abstain
    ("2023-04-06", "村党支部办公室", 5, 5, 5, 0, 0),
    ("2023-04-10", "村委会会议室", 9, 8, 8, 0, 0),
    ("2023-04-18", "村委会会议室", 31, 27, 25, 1, 1),
    ("2023-04-25", "村文化广场", 36, 32, 29, 2, 1),
)
NAMES = ("day", "place", "due", "present", "agree", "against", "abstain")
ROAD = {
    "item": "DW08",
    "title": "修村东头到北坡的生产路",
    "span": "day",
    "day": "2023-04-25",
    "body": (
        "修村东头到北坡的生产路，长1.5公里，路面宽3.5米，水泥路面。概算84.8万元，"
        "上级补助30万元，村集体自筹5万元，不足的继续向上争取，不向村民摊派。"
    ),
    "meeting": "representatives",
    "result": "5月8日开工，计划8月底完工。工程款在“工程项目”里逐笔公开。",
    "result_on": "2023-05-08",
}
HEARD = "监委会全程参加，程序合规。"
NOTHING, NEVER = "CW11", "这个季度村里没有收到救灾救济款物，也没有接受捐赠。"


def load(at: dt.datetime) -> None:
    """Publish each, unless the village has published of the same item."""
    village = place()
    if village is None:
        return
    shown = {one.item.code for one in published.published_in(village.ref, limit=None)}
    for item, step in {"DW05": _meeting, "DW08": _road, NOTHING: _nothing}.items():
        if item not in shown:
            # a post may be vacant, or the village not owe the item yet
            with contextlib.suppress(Refusal):
                step(village.ref, first(vocab.DRAFT, village.ref, at=at), at)


def _meeting(village: Ref, clerk: Ref, at: dt.datetime) -> None:
    form = "sample party day"
    data = (Path(settings.ROOT).parent / "samples" / "texts" / PICTURE).read_bytes()
    if not _written(form, clerk):
        picture = files.keep(form, data, name=PICTURE, place="", by=clerk, at=at)
        fields = {**MEETING, f"place.{picture}": "", f"words.{picture}": DESCRIBED, "looked": "yes"}
        _write(fields, TEXT, form, village, clerk, at)


def _road(village: Ref, clerk: Ref, at: dt.datetime) -> None:
    said = {
        f"s{number}_{name}": str(value)
        for number, step in enumerate(STEPS, start=1)
        for name, value in (*zip(NAMES, step, strict=True), ("opinion", HEARD))
    }
    _write({**ROAD, **said}, DECISION, "sample decision", village, clerk, at)


def _nothing(village: Ref, clerk: Ref, at: dt.datetime) -> None:
    """For the quarter that is over."""
    today = local(at).date()
    months = today.year * 12 + (today.month - 1) // 3 * 3 - 3
    start = dt.date(months // 12, months % 12 + 1, 1)
    form = f"sample nothing {start}"
    version = declaring.declare(village, NOTHING, start, statement=NEVER, form_key=form, by=clerk, at=at)
    send(version, village, by=clerk, at=at)


def _written(form: str, clerk: Ref) -> bool:
    return texts.known(form, by=clerk) is not None


def _write(fields: Mapping[str, str], kind: str, form: str, village: Ref, clerk: Ref, at: dt.datetime) -> None:
    version = writing.write(fields, kind=kind, village=village, form_key=form, before=None, by=clerk, at=at)
    send(version, village, by=clerk, at=at)
