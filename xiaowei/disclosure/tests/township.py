"""青石镇 and 白塔镇 of the sample county with their households, and who makes, sends and signs a list of subsidies."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests.county import AT, appoint
from xiaowei.base.refs import Ref, new_ref
from xiaowei.disclosure import actions, upload
from xiaowei.disclosure.history import seen_of
from xiaowei.disclosure.models import Version
from xiaowei.roster import actions as roster
from xiaowei.roster import arealist, householdlist, queries

SAMPLES = Path(settings.ROOT).parent / "samples"
LAND = "04_下宫村_2023年_耕地地力保护补贴.xlsx"
LOW = "06_青石镇_2020年12月_农村低保发放.xlsx"
XIAGONG, SHANGGONG, BAITA_XIAGONG = "990101100201", "990101100202", "990101101204"
TOWNSHIPS = ("990101100", "990101101")

CAST = {
    "office": ("杨壬辰", "township_office", "990101100"),
    "county_office": ("陈己丑", "county_department", "990101"),
    "clerk": ("赵丁卯", "clerk", XIAGONG),
    "supervisor": ("姜丙寅", "supervision_head", XIAGONG),
    "secretary": ("陶乙丑", "party_secretary", XIAGONG),
    "agency": ("金己卯", "agency_accountant", "990101100"),
    "neighbour": ("周壬午", "clerk", SHANGGONG),
    "baita_clerk": ("魏壬午", "clerk", BAITA_XIAGONG),
}
SIGNERS = ("supervisor", "secretary", "agency")


@dataclass(frozen=True)
class Township:
    """The villages by code, the cast by part."""

    villages: Mapping[str, Ref]
    people: Mapping[str, Ref]

    def __getitem__(self, part: str) -> Ref:
        return self.people[part]

    @property
    def village(self) -> Ref:
        return self.villages[XIAGONG]

    def household(self, number: int) -> Ref:
        """A household of 下宫村."""
        return next(one.ref for one in queries.households(self.village) if one.number == number)


def build(*, households: bool = True) -> Township:
    """The townships with their cast."""
    roster.import_areas(arealist.read((SAMPLES / "county" / "areas.csv").read_bytes()), by=None, at=AT)
    if households:
        lists = householdlist.read((SAMPLES / "county" / "households.csv").read_bytes())
        for code in (XIAGONG, SHANGGONG):
            roster.add_households(_code(code), rows=lists[code], by=None, at=AT)
    people = {}
    for part, (name, role, code) in CAST.items():
        people[part] = roster.add_person(name, by=None, at=AT)
        appoint(people[part], role, code)
    villages = {v.code: v.ref for one in TOWNSHIPS for v in queries.villages_under(_code(one))}
    return Township(villages, people)


def sample(name: str) -> bytes:
    """A sample file."""
    return (SAMPLES / "disclosures" / name).read_bytes()


def take(by: Ref, data: bytes, *, chosen: Ref | None = None, name: str = "名单.csv", key: str = "") -> upload.Taken:
    """Somebody uploads a file."""
    return upload.take(upload.File(name, data, key or new_ref()), chosen=chosen, by=by, at=AT)


def a_list(
    rows: Iterable[Sequence[object]],
    *,
    title: str = "青石镇2023年耕地地力保护补贴发放公示表",
    header: Sequence[str] = (
        "序号",
        "村",
        "村民小组",
        "户主姓名",
        "身份证号码",
        "补贴面积（亩）",
        "补贴金额（元）",
        "备注",
    ),
) -> bytes:
    """A list as an office saves it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([[title], ["单位：元"], header, *rows])
    return out.getvalue().encode("gb18030")


def publish(town: Township, version: Ref, *, reason: str = "") -> Ref:
    """Send and sign a draft of 下宫村 until it is public; returns the publication."""
    actions.submit(version, excuses={}, reason=reason, by=town["clerk"], at=AT)
    for part in SIGNERS:
        row = Version.objects.get(pk=version)
        actions.sign(version, seen=seen_of(row), by=town[part], at=AT)
    return Ref(Version.objects.get(pk=version).publication_id)


def _code(code: str) -> Ref:
    found = queries.area_by_code(code)
    assert found is not None, code
    return found.ref
