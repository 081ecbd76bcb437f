"""Who lives in the large county: townships and villages with made-up names, their officers and households."""

import datetime as dt
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from xiaowei.base import idnumbers
from xiaowei.base.refs import Ref
from xiaowei.ops import demo_county
from xiaowei.ops.large.size import Size
from xiaowei.roster import actions as roster
from xiaowei.roster import queries
from xiaowei.roster.actions import HouseholdRow
from xiaowei.roster.arealist import AreaRow
from xiaowei.roster.roles import role as role_named

FIRST = tuple(re.findall("..", "槐树柳林白杨枣园松岗梅岭竹溪兰亭桑园榆关清泉龙潭凤台石门金沙玉泉云顶星湖双井三桥"))
SECOND = "湾坪沟岭坡塘桥营庄店铺洼寨屯台峪"
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
PAIRS = [a + b for n, a in enumerate("甲乙丙丁戊己庚辛壬癸" * 6) for b in ["子丑寅卯辰巳午未申酉戌亥"[n % 12]]]
GROUPS = 4
OFFICERS = {  # of a village, then of a township
    "party_secretary": "村党支部书记",
    "village_head": "村委会主任",
    "clerk": "村报账员",
    "supervision_head": "村务监督委员会主任",
    "agency_accountant": "三资代理会计",
    "township_leader": "镇长",
    "township_discipline": "镇纪委委员",
}


@dataclass(frozen=True)
class Township:
    """A township to come, with its villages: name by code."""

    code: str
    name: str
    villages: dict[str, str]


@cache
def townships(size: Size) -> tuple[Township, ...]:
    """The townships, under codes that the sample county leaves free."""
    if size.townships > len(FIRST) or size.villages > len(SECOND):
        raise ValueError("there are names for 20 townships with 16 villages each")
    found = []
    for n, first in enumerate(FIRST[: size.townships]):
        code = f"{demo_county.COUNTY}{300 + n}"
        villages = {f"{code}{201 + m}": f"{first}{second}村" for m, second in enumerate(SECOND[: size.villages])}
        found.append(Township(code, f"{first}镇", villages))
    return tuple(found)


def add(size: Size, *, at: dt.datetime) -> None:
    """Add what is missing of the areas, the officers and the households."""
    county = queries.area_by_code(demo_county.COUNTY)
    known = {village.code for village in queries.villages_under(county.ref)} if county else set()
    if not known.issuperset(code for one in townships(size) for code in one.villages):
        roster.import_areas(list(_rows(size)), by=None, at=at)
    for township in townships(size):
        _officers(township.code, list(OFFICERS)[4:], at=at)


def settle(code: str, size: Size, *, at: dt.datetime) -> None:
    """Officers and households of one village, inside the caller's transaction."""
    _officers(code, list(OFFICERS)[:4], at=at)
    village = queries.area_by_code(code)
    if village is not None and not queries.households(village.ref):
        roster.add_households(village.ref, rows=homes(code, size), by=None, at=at)


@cache
def homes(code: str, size: Size) -> list[HouseholdRow]:
    """The households of a village: a head each, with a synthetic identity number."""
    chance = random.Random(f"homes {code}")
    names = chance.sample([surname + pair for surname in SURNAMES for pair in PAIRS], size.households)
    number = int(code[6:9]) * 100 + int(code[-2:])
    return [
        HouseholdRow(group=n % GROUPS + 1, number=n + 1, head=name, ids=(_ident(number, n, chance),))
        for n, name in enumerate(names)
    ]


def _ident(village: int, n: int, chance: random.Random) -> str:
    """An identity number that nobody has: 99 is no province, and the village and the household make it the only one."""
    days = village * 97 % 18_000 + n  # of a birth between 1950 and 2000
    born = dt.date(1950, 1, 1) + dt.timedelta(days=days)
    first = f"9902{village % 100:02d}{born:%Y%m%d}{(village // 100 * 7 + n) % 1000:03d}"
    return first + idnumbers.check_character(first)


def _rows(size: Size) -> Iterator[AreaRow]:
    line = 1
    for township in townships(size):
        line += 1
        yield AreaRow(line, township.code, township.name, demo_county.COUNTY, "township")
        for code, name in township.villages.items():
            line += 1
            yield AreaRow(line, code, f"{name}村民委员会", township.code, "village")


def _officers(code: str, roles: list[str], *, at: dt.datetime) -> None:
    area = queries.area_by_code(code)
    if area is None or queries.officers_of(area.ref, at=at):
        return
    chance = random.Random(f"officers {code}")
    for role in roles:
        person = roster.add_person(chance.choice(SURNAMES) + chance.choice(PAIRS), by=None, at=at)
        body = roster.open_body(area.ref, kind=role_named(role).bodies[0], by=None, at=at)
        since = dt.date(2021, 1, 15)
        roster.appoint(person, body=body, role=role, title=OFFICERS[role], since=since, by=None, at=at)


Home = tuple[int, str, str]


def heads(code: str, size: Size) -> list[Home]:
    """Group, name and identity number of every head of a household."""
    return [(one.group, one.head, one.ids[0]) for one in homes(code, size)]


def village_ref(code: str) -> Ref:
    """The village of this code, which `add` has made."""
    found = queries.area_by_code(code)
    assert found is not None
    return found.ref
