"""下宫村 of these tests: its people, and its accounts of May 2023, published by four different hands."""

import datetime as dt
import io
import os

from PIL import Image

from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref
from xiaowei.disclosure import actions as disclosure
from xiaowei.disclosure import queries
from xiaowei.finance import actions as finance
from xiaowei.finance.entry import Book, BookLine, Entry
from xiaowei.roster import actions as roster
from xiaowei.roster import queries as areas
from xiaowei.roster.arealist import read
from xiaowei.roster.vocab import BodyKind
from xiaowei.vault import actions as vault

AT = dt.datetime(2023, 6, 5, 10, 24, tzinfo=CHINA)
PUBLISHED = dt.datetime(2023, 6, 1, 10, 12, tzinfo=CHINA)

AREAS = """code,name,parent,level
99,示例省,,province
9901,示范市,99,city
990101,示范县,9901,county
990101100,青石镇,990101,township
990101100201,下宫村村民委员会,990101100,village
990101100202,石桥村村民委员会,990101100,village
"""

PEOPLE = {
    "clerk": ("赵丁卯", "990101100201", BodyKind.VILLAGERS_COMMITTEE),
    "village_head": ("韩丙辰", "990101100201", BodyKind.VILLAGERS_COMMITTEE),
    "supervision_head": ("姜丙寅", "990101100201", BodyKind.SUPERVISION_COMMITTEE),
    "party_secretary": ("陶乙丑", "990101100201", BodyKind.PARTY_BRANCH),
    "agency_accountant": ("金己卯", "990101100", BodyKind.AGENCY_CENTRE),
    "township_discipline_head": ("钟丁酉", "990101100", BodyKind.TOWNSHIP_DISCIPLINE),
}

LINES = (
    (4, "收4月份光伏发电电费收入", 300_000, None, "光伏发电"),
    (10, "付村内下水道清淤（挖机3小时）", None, 90_000, "水电路灯维护"),
    (31, "付小麦一喷三防用工补助", None, 240_000, "农业与防汛"),
)


class Village:
    """The village and whoever signs for it."""

    def __init__(self) -> None:
        roster.import_areas(read(AREAS.encode()), by=None, at=PUBLISHED)
        self.ref = self._area("990101100201")
        self.neighbour = self._area("990101100202")
        self.people = {role: self._appoint(role, *who) for role, who in PEOPLE.items()}
        self.publication = self.publish()

    def publish(self, *, reason: str = "", opening: int = 4_821_537) -> Ref:
        """Publish the month, or a correction of it; returns the publication."""
        clerk = self.people["clerk"]
        entry = Entry(self.ref, self._area("990101"), "ledger", {"issues": []}, book(opening))
        original = vault.stage_sealed(os.urandom(40), media_type="application/octet-stream")
        reading = finance.take_reading(
            entry, file_name="5月.xlsx", original=original, form_key=os.urandom(8).hex(), by=clerk, at=PUBLISHED
        )
        version = disclosure.draft(reading, by=clerk, at=PUBLISHED)
        disclosure.submit(version, excuses={}, reason=reason, by=clerk, at=PUBLISHED)
        seen = queries.desk_version(clerk, version, at=PUBLISHED)
        for role in ("supervision_head", "party_secretary", "agency_accountant"):
            disclosure.sign(version, seen=seen.seen, by=self.people[role], at=PUBLISHED)
        return seen.publication

    @property
    def lines(self) -> list[Ref]:
        return [line.ref for line in queries.public_page(self.publication).ledger.lines]

    def _area(self, code: str) -> Ref:
        area = areas.area_by_code(code)
        assert area is not None
        return area.ref

    def _appoint(self, role: str, name: str, area: str, kind: BodyKind) -> Ref:
        person = roster.add_person(name, by=None, at=PUBLISHED)
        body = roster.open_body(self._area(area), kind=kind, by=None, at=PUBLISHED)
        roster.appoint(person, body=body, role=role, since=dt.date(2021, 1, 15), by=None, at=PUBLISHED)
        return person


def book(opening: int) -> Book:
    """A month of three lines that adds up."""
    balance, lines = opening, []
    for number, (day, summary, income, expense, category) in enumerate(LINES, start=1):
        balance += (income or 0) - (expense or 0)
        date = dt.date(2023, 5, day)
        lines.append(
            BookLine(number, number + 4, date, f"记-{number}", summary, summary, income, expense, balance, category, "")
        )
    return Book(dt.date(2023, 5, 1), dt.date(2023, 6, 1), opening, 300_000, 330_000, balance, tuple(lines))


def photo(colour: str = "green") -> bytes:
    """A small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()
