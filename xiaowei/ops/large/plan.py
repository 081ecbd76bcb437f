"""What a village of the large county publishes in its year, and when: some of it late, some of it never."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xiaowei.base.clock import CHINA, local
from xiaowei.ops.large import sheets
from xiaowei.ops.large.places import Home
from xiaowei.ops.large.sheets import Filled
from xiaowei.ops.large.size import Size

LATE, NEVER = 0.10, 0.05  # shares of what is owed
SUBSIDIES = (  # by the month after which each is paid
    (2, "耕地地力保护补贴"),
    (3, "实际种粮农民一次性补贴"),
    (5, "退耕还林补助"),
    (6, "玉米生产者补贴"),
    (8, "农资综合补贴"),
    (9, "公益林生态效益补偿"),
    (11, "良种补贴"),
    (12, "轮作休耕补助"),
)
NOTHING = {"CW11": "本季度没有收到救灾救济款物，也没有接受捐赠。"}
IDLE = {"CW16": "本月没有在建的工程项目。"}
THEMES = ("防火和春耕安排", "乡村建设和人居环境整治", "集体收支通报和意见答复", "防汛值守和房屋排查", "医保参保动员")
RULES = "一、爱护集体财物，不占道堆放。\n\n二、红白事简办，不攀比。\n\n三、门前三包，垃圾定点投放。"


@dataclass(frozen=True)
class Said:
    """A text or decision: the fields of its form."""

    kind: str
    fields: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class Nothing:
    """A declaration that there was nothing of an item in the period that begins on this day."""

    item: str
    start: dt.date
    statement: str


@dataclass(frozen=True)
class Due:
    """Something to publish, at this moment."""

    at: dt.datetime
    what: Filled | Said | Nothing


def months_before(at: dt.datetime, count: int) -> list[dt.date]:
    """The first days of so many whole months before this moment, oldest first."""
    today = local(at).date()
    last = today.year * 12 + today.month - 1
    return [dt.date(n // 12, n % 12 + 1, 1) for n in range(last - count, last)]


def year(code: str, place: str, homes: Sequence[Home], size: Size, *, at: dt.datetime) -> list[Due]:
    """Everything a village publishes before `at`, oldest first; the same every time."""
    chance = random.Random(f"year {code}")
    found = []
    for month in months_before(at, size.months):
        for what in _month(place, month, homes, size, chance):
            moment = _moment(month, chance)
            if chance.random() >= NEVER and moment < at - dt.timedelta(days=4):
                found.append(Due(moment, what))
    return sorted(found, key=lambda due: due.at)


def _moment(month: dt.date, chance: random.Random) -> dt.datetime:
    """When what a month owes is drafted: by the 8th of the next one, or weeks after."""
    days = chance.randint(12, 45) if chance.random() < LATE else chance.randint(1, 7)
    day = _next(month) + dt.timedelta(days=days - 1)
    return dt.datetime(day.year, day.month, day.day, chance.randint(8, 17), chance.randint(0, 59), tzinfo=CHINA)


def _month(
    place: str, month: dt.date, homes: Sequence[Home], size: Size, chance: random.Random
) -> Iterator[Filled | Said | Nothing]:
    names = [name for _group, name, _ident in homes]
    yield sheets.ledger(place, month, lines=size.lines, chance=chance)
    yield _meeting(month, chance)
    for item, words in IDLE.items():
        yield Nothing(item, month, words)
    for paid, subject in SUBSIDIES:
        if paid == month.month:
            yield sheets.subsidy(place, subject, f"{month.year}年", homes, chance=chance)
    if month.month % 3 == 0:
        yield from _quarter(place, month, homes, names, chance)
    if month.month == 6:
        yield Said("text", _text("CW02", "村规民约", month, RULES))


def _quarter(
    place: str, month: dt.date, homes: Sequence[Home], names: Sequence[str], chance: random.Random
) -> Iterator[Filled | Said | Nothing]:
    end, first = _next(month) - dt.timedelta(days=1), dt.date(month.year, month.month - 2, 1)
    members = names[: max(2, len(names) // 2)]
    yield sheets.dues(place, month.year, members, months=range(first.month, month.month + 1), chance=chance)
    yield sheets.assets(place, end, chance=chance)
    yield sheets.contracts(place, end, names, chance=chance)
    poor = sorted(chance.sample(list(homes), max(2, len(homes) // 5)), key=homes.index)
    quarter = "一二三四"[month.month // 3 - 1]
    yield sheets.subsidy(place, "农村最低生活保障", f"{month.year}年第{quarter}季度", poor, chance=chance)
    for item, words in NOTHING.items():
        yield Nothing(item, first, words)
    yield Said("decision", _decision(month, chance))


def _meeting(month: dt.date, chance: random.Random) -> Said:
    due, theme = chance.randint(18, 40), chance.choice(THEMES)
    came = due - chance.randint(0, 5)
    words = f"{month.month}月，村党支部开展主题党日，内容是{theme}。应到党员{due}人，实到{came}人。"
    return Said("text", _text("DW05", f"{month.month}月主题党日", month, words))


def _text(item: str, title: str, month: dt.date, body: str) -> dict[str, str]:
    return {"item": item, "title": title, "span": "month", "day": month.isoformat(), "body": body}


def _decision(month: dt.date, chance: random.Random) -> dict[str, str]:
    what = chance.choice(("硬化村内道路", "更换机井水泵", "出租村集体门面", "安装太阳能路灯", "清淤村南水塘"))
    said = _text("CW04", what, month, f"会议讨论并同意{what}，所需资金从村集体收入中列支，不向村民摊派。")
    said |= {"span": "day", "meeting": "representatives"}
    for number, due in enumerate((5, 9, chance.randint(20, 40), chance.randint(30, 50)), start=1):
        day = month + dt.timedelta(days=4 * number)
        counts = {"due": due, "present": due, "agree": due - number // 3, "against": number // 3, "abstain": 0}
        said |= {f"s{number}_{name}": str(value) for name, value in counts.items()}
        rest = {"day": day.isoformat(), "place": "村委会会议室", "opinion": "程序合规。"}
        said |= {f"s{number}_{name}": value for name, value in rest.items()}
    return said


def _next(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=31)).replace(day=1)
