"""A small county of these tests: 下宫村 with everybody who signs, its neighbour 石桥村, and the township above."""

import datetime as dt
import io
import secrets

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from xiaowei.accounts import actions as accounts
from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref
from xiaowei.cases import actions as cases
from xiaowei.cases import drafts
from xiaowei.doors.workbench.desk import Desk
from xiaowei.finance.tests.ledgers import Ledger, a_month
from xiaowei.roster import actions as roster
from xiaowei.roster import queries as areas
from xiaowei.roster.arealist import read
from xiaowei.roster.vocab import BodyKind

AT = dt.datetime(2023, 6, 8, 9, 12, tzinfo=CHINA)
PASSWORD = "three-geese-fly-south-9"

AREAS = """code,name,parent,level
99,示例省,,province
9901,示范市,99,city
990101,示范县,9901,county
990101100,青石镇,990101,township
990101100201,下宫村村民委员会,990101100,village
990101100202,石桥村村民委员会,990101100,village
"""

PEOPLE = {
    "clerk": ("赵丁卯", "990101100201", BodyKind.VILLAGERS_COMMITTEE, "clerk"),
    "head": ("韩丙辰", "990101100201", BodyKind.VILLAGERS_COMMITTEE, "village_head"),
    "supervisor": ("姜丙寅", "990101100201", BodyKind.SUPERVISION_COMMITTEE, "supervision_head"),
    "secretary": ("陶乙丑", "990101100201", BodyKind.PARTY_BRANCH, "party_secretary"),
    "agency": ("金己卯", "990101100", BodyKind.AGENCY_CENTRE, "agency_accountant"),
    "discipline": ("钟丁酉", "990101100", BodyKind.TOWNSHIP_DISCIPLINE, "township_discipline_head"),
    "neighbour": ("孙癸酉", "990101100202", BodyKind.VILLAGERS_COMMITTEE, "clerk"),
    "neighbour_supervisor": ("钱甲戌", "990101100202", BodyKind.SUPERVISION_COMMITTEE, "supervision_head"),
    "admin": ("柳己丑", "990101", BodyKind.SYSTEM_OFFICE, "system_admin"),
}


class County:
    """The villages, and a browser for each of the cast."""

    def __init__(self) -> None:
        roster.import_areas(read(AREAS.encode()), by=None, at=AT)
        self.village, self.other_village = self._area("990101100201"), self._area("990101100202")
        self.people = {name: self._appoint(name, *who) for name, who in PEOPLE.items()}

    def browser(self, name: str, *, strict: bool = False) -> Client:
        """A browser in which this person is logged in; `strict` checks forms as production does."""
        client = Client(enforce_csrf_checks=strict)
        form = {"username": name, "password": PASSWORD}
        if strict:
            form["csrfmiddlewaretoken"] = token(client, "/desk/login/")
        assert client.post("/desk/login/", form).status_code == 302
        return client

    def deputy_of(self, name: str) -> Client:
        """A browser of somebody who holds the same office beside this person."""
        _name, area, kind, role = PEOPLE[name]
        self._appoint(f"{name}2", "程戊午", area, kind, role)
        return self.browser(f"{name}2")

    def desk(self, name: str) -> Desk:
        """What the workbench knows of this person."""
        return Desk(self.people[name], AT)

    def upload(self, client: Client, ledger: Ledger | None = None, *, form_key: str = "") -> str:
        """Upload a sheet; returns the path of its page."""
        form = {"village": self.village, "form_key": form_key or secrets.token_hex(16), "file": sheet(ledger)}
        answer = client.post("/desk/upload/", form)
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"])

    def doubt(self, words: str, *, photo: bool = False) -> Ref:
        """A villager asks about the village."""
        form_key = secrets.token_hex(16)
        if photo:
            drafts.keep_photo(form_key, picture(), media_type="image/jpeg", at=AT)
        return cases.open_case(cases.NewCase(self.village, "appeal", words), form_key=form_key, at=AT).case

    def _area(self, code: str) -> Ref:
        area = areas.area_by_code(code)
        assert area is not None
        return area.ref

    def _appoint(self, login: str, name: str, area: str, kind: BodyKind, role: str) -> Ref:
        person = roster.add_person(name, by=None, at=AT)
        body = roster.open_body(self._area(area), kind=kind, by=None, at=AT)
        roster.appoint(person, body=body, role=role, since=dt.date(2021, 1, 15), by=None, at=AT)
        accounts.create_login(person, username=login, password=PASSWORD, at=AT)
        return person


def sheet(ledger: Ledger | None = None, name: str = "5月收支.xlsx") -> SimpleUploadedFile:
    """The clerk's workbook, as a browser sends it."""
    return SimpleUploadedFile(name, (ledger or a_month()).xlsx(), content_type="application/vnd.ms-excel")


def picture() -> bytes:
    """A small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(out, "JPEG")
    return out.getvalue()


def token(client: Client, path: str) -> str:
    """The hidden token of the first form on a page."""
    return hidden(client.get(path).content.decode(), "csrfmiddlewaretoken")


def hidden(html: str, name: str) -> str:
    """The value of the first hidden field of this name."""
    return html.split(f'name="{name}" value="', 1)[1].split('"', 1)[0]
