"""Who answers for a step: posts of this village as they are held today, offices above by name, the rest in words."""

import datetime as dt

import pytest

from xiaowei.base.refs import Ref
from xiaowei.powers.actors import Duty, duties, spellings
from xiaowei.powers.tests.lists import FLOWS
from xiaowei.roster import actions as roster
from xiaowei.roster import queries as areas
from xiaowei.roster.arealist import read
from xiaowei.roster.roles import roles
from xiaowei.roster.vocab import BodyKind

pytestmark = pytest.mark.django_db
AT = dt.datetime(2023, 6, 1, 9, 0, tzinfo=dt.UTC)
AREAS = """code,name,parent,level
99,示例省,,province
9901,示范市,99,city
990101,示范县,9901,county
990101100,青石镇,990101,township
990101100201,下宫村村民委员会,990101100,village
990101100202,石桥村村民委员会,990101100,village
"""


@pytest.fixture
def village() -> Ref:
    roster.import_areas(read(AREAS.encode()), by=None, at=AT)
    post("陶乙丑", "party_secretary", "990101100201", BodyKind.PARTY_BRANCH)
    post("韩丙辰", "village_head", "990101100201", BodyKind.VILLAGERS_COMMITTEE)
    post("李癸巳", "village_head", "990101100202", BodyKind.VILLAGERS_COMMITTEE)  # of the neighbours
    post("金己卯", "agency_accountant", "990101100", BodyKind.AGENCY_CENTRE)
    post("吕乙酉", "township_leader", "990101100", BodyKind.TOWNSHIP_GOVERNMENT)
    post("冯庚寅", "county_department", "990101", BodyKind.COUNTY_DEPARTMENT, "示范县民政局")
    return area("990101100201")


def area(code: str) -> Ref:
    found = areas.area_by_code(code)
    assert found
    return found.ref


def post(name: str, role: str, code: str, kind: BodyKind, body: str = "") -> None:
    person = roster.add_person(name, by=None, at=AT)
    seat = roster.open_body(area(code), kind=kind, name=body, by=None, at=AT)
    roster.appoint(person, body=seat, role=role, since=dt.date(2021, 1, 15), by=None, at=AT)


def answer(duty: Duty) -> str:
    return "、".join(holder.name for holder in duty.holders) or duty.office or ("?" if duty.known else "-")


@pytest.mark.parametrize(
    ("actor", "who"),
    [
        ("村委会", "韩丙辰"),
        ("村党组织", "陶乙丑"),
        ("村主要负责人", "陶乙丑、韩丙辰"),
        ("乡镇三资中心", "金己卯"),
        ("乡镇", "青石镇人民政府"),  # who of it deals with this village is not known
        ("县民政", "示范县民政局"),
        ("县住建", "?"),
        ("村报账员", "?"),
        ("民主理财小组（监委会）", "?"),
        ("民主理财小组 (监委会)", "?"),
        ("村民代表会议", "-"),
        ("村“两委”联席会", "-"),
        ("本人", "-"),
    ],
)
def test_a_name_and_who_that_is(village: Ref, actor: str, who: str) -> None:
    (duty,) = duties(village, [(actor, 1)], at=AT)
    assert answer(duty) == who


def test_each_actor_stands_once_with_all_its_steps(village: Ref) -> None:
    steps = [(step["actor"], step["n"]) for step in FLOWS["NH08"]["steps"]]
    found = duties(village, [*steps, ("村委会", 5), ("县住建", None)], at=AT)
    assert [(duty.actor, duty.steps) for duty in found] == [
        ("村报账员", (1,)),
        ("村务监督委员会", (2,)),
        ("村委会", (3, 5)),
        ("县住建", ()),
    ]


def test_a_post_that_begins_tomorrow_is_not_held_today(village: Ref) -> None:
    before = dt.datetime(2021, 1, 14, 9, 0, tzinfo=dt.UTC)
    (duty,) = duties(village, [("村委会", 1)], at=before)
    assert answer(duty) == "?"


def test_every_spelling_stands_for_roles_there_are() -> None:
    known = roles()
    for name, entry in spellings().items():
        assert set(entry["roles"]) <= known.keys(), name
        assert entry["level"] in ("village", "township", "county"), name
