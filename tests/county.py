"""A small county for the stories of every room, built through the roster's verbs; and one month's ledger.

Two villages are called 下宫村. Reporters have no name here: nobody knows who they are.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref, new_ref
from xiaowei.finance import actions as finance
from xiaowei.finance.categories import category
from xiaowei.finance.entry import Book, BookLine, Entry
from xiaowei.roster import actions as roster
from xiaowei.roster import arealist, queries
from xiaowei.roster.roles import role as role_named
from xiaowei.vault import actions as vault

AT = dt.datetime(2023, 6, 5, 10, 15, tzinfo=CHINA)  # a Monday

AREAS = """\
code,name,parent,level
99,示例省,,province
9901,示范市,99,city
990101,示范县,9901,county
990101100,青石镇,990101,township
990101100201,下宫村村民委员会,990101100,village
990101100203,柳沟村村民委员会,990101100,village
990101101,白塔镇,990101,township
990101101204,下宫村村民委员会,990101101,village
"""
XIAGONG, LIUGOU, QINGSHI, BAITA_XIAGONG = "990101100201", "990101100203", "990101100", "990101101204"

CAST = {
    "secretary": ("陶乙丑", [("party_secretary", XIAGONG)]),
    "head": ("韩丙辰", [("village_head", XIAGONG)]),
    "clerk": ("赵丁卯", [("clerk", XIAGONG)]),
    "supervisor": ("姜丙寅", [("supervision_head", XIAGONG)]),
    "village_discipline": ("严庚辰", [("village_discipline", XIAGONG)]),
    "mayor": ("吕乙酉", [("township_leader", QINGSHI)]),
    "agency": ("金己卯", [("agency_accountant", QINGSHI)]),
    "agency2": ("华己巳", [("agency_accountant", QINGSHI)]),
    "discipline_head": ("秦癸酉", [("township_discipline_head", QINGSHI)]),
    "discipline": ("周庚午", [("township_discipline", QINGSHI)]),
    "discipline_kin": ("张乙未", [("township_discipline", QINGSHI)]),  # the village head's wife
    "county_petition": ("卫丁酉", [("county_petition", "990101")]),
    "county_head": ("蒋丙申", [("county_discipline_head", "990101")]),
    "county_conduct": ("沈己亥", [("county_conduct", "990101")]),
    "city": ("孙甲午", [("city_discipline", "9901")]),
    "admin": ("孔丙戌", [("system_admin", "990101")]),
    "both": ("双庚子", [("clerk", LIUGOU), ("party_secretary", LIUGOU)]),  # two posts in a small village
    "liugou_supervisor": ("许辛亥", [("supervision_head", LIUGOU)]),
    "baita_secretary": ("郑甲辰", [("party_secretary", BAITA_XIAGONG)]),
    "baita_head": ("沈丁亥", [("village_head", BAITA_XIAGONG)]),
    "baita_clerk": ("魏壬午", [("clerk", BAITA_XIAGONG)]),
    "baita_supervisor": ("杨乙巳", [("supervision_head", BAITA_XIAGONG)]),
}
OF_THE_VILLAGE = ("secretary", "head", "clerk", "supervisor", "village_discipline")
ELSEWHERE = (
    "mayor",
    "agency",
    "admin",
    "both",
    "liugou_supervisor",
    "baita_secretary",
    "baita_head",
    "baita_supervisor",
)


@dataclass(frozen=True)
class County:
    """The villages and townships by name, the cast by part."""

    village: Ref
    liugou: Ref
    township: Ref
    county: Ref
    city: Ref
    baita_village: Ref
    people: dict[str, Ref]

    def __getitem__(self, part: str) -> Ref:
        return self.people[part]


def build() -> County:
    """The county with its cast, two months in."""
    roster.import_areas(arealist.read(AREAS.encode()), by=None, at=AT)
    people = {part: _appointed(name, posts) for part, (name, posts) in CAST.items()}
    roster.declare_kin(people["head"], other=people["discipline_kin"], relation="配偶", by=None, at=AT)
    places = [_code(code) for code in (XIAGONG, LIUGOU, QINGSHI, "990101", "9901", BAITA_XIAGONG)]
    return County(*places, people)


def appoint(person: Ref, role: str, code: str, **terms: Any) -> Ref:
    """A post for somebody of the cast, or for somebody new; returns the post."""
    body = roster.open_body(_code(code), kind=role_named(role).bodies[0], by=None, at=AT)
    return roster.appoint(person, body=body, role=role, by=None, at=AT, **{"since": dt.date(2021, 1, 15), **terms})


def _appointed(name: str, posts: list[tuple[str, str]]) -> Ref:
    person = roster.add_person(name, by=None, at=AT)
    for role, code in posts:
        appoint(person, role, code)
    return person


def _code(code: str) -> Ref:
    found = queries.area_by_code(code)
    assert found is not None, code
    return found.ref


def book(month: int = 5, **changes: Any) -> Book:
    """A ledger of the month: a rent comes in, sandbags and a ditch are paid for."""
    rows = [
        ("记-1", "收荒地12亩租金", 480_000, None),
        ("记-2", "付防汛沙袋", None, 60_000),
        ("记-3", "付村内下水道清淤（挖机3小时）", None, 90_000),
    ]
    balance, lines = 1_000_000, []
    for number, (voucher, summary, income, expense) in enumerate(rows, start=1):
        balance += (income or 0) - (expense or 0)
        side = category(summary, income=income is not None)
        day = dt.date(2023, month, number * 3)
        line = BookLine(number, number + 3, day, voucher, summary, summary, income, expense, balance, side, "赵甲子")
        lines.append(line)
    until = dt.date(2023, month + 1, 1)
    whole = Book(dt.date(2023, month, 1), until, 1_000_000, 480_000, 150_000, 1_330_000, tuple(lines))
    return replace(whole, **changes)


def issue(code: str, severity: str = "error", row: int = 7, col: int = 6) -> dict[str, Any]:
    """A doubt of the product at a cell, as a reading keeps it."""
    return {"code": code, "severity": severity, "sheet": "5月收支", "row": row, "col": col, "message": "合计不符"}


def entry(county: County, *, village: Ref | None = None, ledger: Book | None = None, issues: Any = ()) -> Entry:
    """What was understood of the clerk's sheet."""
    ledger = ledger or book()
    understood = {"type": "finance_ledger", "issues": list(issues), "sheet": "5月收支", "headers": ["收入", "支出"]}
    understood |= {"village": "", "township": "", "county": "", "period": None, "unit": "元"}
    understood |= {"computed": {}, "declared": {}, "lines": 3, "income_lines": 1, "expense_lines": 2}
    understood |= {"row_fates": {}, "grid": {"rows": [["收入", "支出"]], "merges": [], "hidden": 0}}
    return Entry(village or county.village, county.county, "finance_ledger", understood, ledger)


def take(
    county: County, *, by: Ref | None = None, form_key: str | None = None, at: dt.datetime = AT, **what: Any
) -> Ref:
    """The clerk uploads a sheet; returns the reading."""
    original = vault.stage_sealed(b"the clerk's own file", media_type="application/octet-stream")
    return finance.take_reading(
        entry(county, **what),
        file_name="5月.xlsx",
        original=original,
        form_key=form_key or new_ref(),
        by=by or county["clerk"],
        at=at,
    )
