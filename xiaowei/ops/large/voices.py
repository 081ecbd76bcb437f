"""What people of the large county ask, and is answered; what of the publications is clear to them."""

import datetime as dt
import random
from collections.abc import Sequence

from xiaowei.base.refs import Ref
from xiaowei.cases import actions as cases
from xiaowei.cases import handling, vocab, worklist
from xiaowei.disclosure import ratings, voices
from xiaowei.disclosure.queries import PublicationFacts
from xiaowei.ops.demo_story import first
from xiaowei.ops.large.size import Size
from xiaowei.roster.queries import HouseholdFacts

ASKED = (
    "村东头的路灯不亮了，晚上走路看不清。",
    "村口的垃圾堆了好几天，没有人来拉。",
    "机井抽不上水，地里的庄稼等着浇。",
    "下雨天村南的路积水，车过不去。",
    "想问问今年的合作医疗什么时候交。",
    "自来水早晚没有压力，楼上用不了。",
)
TAKEN, DONE = "收到了，这两天去看，办好后在这里告诉您。", "已经办好，请您看看。有不清楚的随时来村委会问。"
UNCLEAR = ("用工写了总数，没有写几个工。", "看不出买的是什么。", "这笔钱是哪一年的？", "面积和去年不一样，没有说明。")
ANSWERED = "谢谢提醒，用工单和发票贴在公开栏，下期的表会写明。"


def ask(village: Ref, size: Size, *, key: str, since: dt.datetime, at: dt.datetime) -> int:
    """Open cases through the year and move most of them on; returns how many."""
    chance = random.Random(f"ask {key}")
    span = (at - since) / dt.timedelta(hours=1)
    head, eyes = first(vocab.ANSWER, village, at=at), first(vocab.RELEASE_ANSWER, village, at=at)
    for number in range(size.cases):
        moment = since + dt.timedelta(hours=chance.uniform(0, span))
        new = cases.NewCase(village, "appeal", chance.choice(ASKED))
        case = cases.open_case(new, form_key=f"{key} case {number}", at=moment).case
        stages = [dt.timedelta(hours=chance.uniform(1, 90)) for _ in range(4)]
        _move(case, moment, stages, head=head, eyes=eyes, grade=chance.choice((1, 1, 1, 2)), until=at)
    return size.cases


def _move(
    case: Ref,
    moment: dt.datetime,
    stages: Sequence[dt.timedelta],
    *,
    head: Ref,
    eyes: Ref,
    grade: int,
    until: dt.datetime,
) -> None:
    accepted, answered, released, rated = (moment + sum(stages[: n + 1], dt.timedelta()) for n in range(4))
    if accepted < until:
        handling.accept(case, words=TAKEN, by=head, at=accepted)
    if answered < until:
        handling.answer(case, words=DONE, by=head, at=answered)
    if released < until:
        seen = worklist.staff_view(eyes, case, at=released).version
        handling.release_answer(case, seen=seen, by=eyes, at=released)
    if rated < until:
        cases.rate(case, grade=grade, at=rated)


def rate(
    shown: Sequence[PublicationFacts],
    homes: Sequence[HouseholdFacts],
    size: Size,
    *,
    key: str,
    clerk: Ref,
    at: dt.datetime,
) -> int:
    """Households say of some publications whether they are clear, some of them with words; returns how many."""
    if not shown or not homes:
        return 0
    chance = random.Random(f"rate {key}")
    for number in range(size.ratings):
        one, home = chance.choice(shown), chance.choice(homes)
        moment = min(one.published_at + dt.timedelta(hours=chance.uniform(1, 200)), at)
        form = f"{key} rating {number}"
        if number % 4:
            grade = chance.choice((1, 1, 1, 2))
            ratings.rate(one.ref, grade=grade, form_key=form, source="", household=home.ref, at=moment, wall=moment)
        else:
            _aloud(one.ref, home.ref, chance.choice(UNCLEAR), form, clerk, moment)
    return size.ratings


def _aloud(publication: Ref, home: Ref, said: str, form: str, clerk: Ref, at: dt.datetime) -> None:
    rated = voices.rate_aloud(
        publication, line=None, grade=2, words=said, household=home, form_key=form, source="", at=at, wall=at
    ).rated
    if rated.first:
        answered = at + dt.timedelta(days=2)
        voices.move(rated.ref, voices.ANSWER, words=ANSWERED, seen=0, by=clerk, at=answered)
