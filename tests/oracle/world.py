"""One small county in which every kind of object exists once, so that every address can be pointed at something."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client

from tests import county as base
from tests.county import County
from xiaowei.accounts.models import Login
from xiaowei.base.clock import now
from xiaowei.base.refs import Ref, new_ref
from xiaowei.cases import actions as cases
from xiaowei.cases import drafts
from xiaowei.cases.models import Photo
from xiaowei.cases.tests import village
from xiaowei.disclosure import actions as disclosure
from xiaowei.disclosure import queries as published
from xiaowei.disclosure import voices
from xiaowei.doors.workbench import session
from xiaowei.ops import demo_powers
from xiaowei.powers import queries as powers
from xiaowei.roster import actions as roster


@dataclass
class World:
    """The county, the objects by name, and how an address is filled in for each."""

    county: County
    at: dt.datetime
    refs: dict[str, Ref] = field(default_factory=dict)

    def kwargs(self, target: str) -> dict[str, Any]:
        """What fills an address that points at this object; unknown parts are taken from the object's own place."""
        refs = self.refs
        home = {"area": self.county.village}
        public = home | {"pub": refs["publication"], "number": 1}
        found: dict[str, dict[str, Any]] = {
            "": {},
            "nothing": {"ref": new_ref()},
            "village": home | {"ref": self.county.village},
            "publication": public | {"ref": refs["publication"]},
            "unpublished": public | {"pub": refs["unpublished"], "ref": refs["unpublished"]},
            "line": public | {"line": refs["line"], "ref": refs["line"]},
            "foreign_line": public | {"line": new_ref()},
            "power": home | {"power": refs["power"], "number": 1},
            "foreign_power": home | {"power": new_ref(), "number": 1},
            "household": {"household": new_ref()},
            "year": home | {"number": 2025},
            # due on 20 April 2026: whenever these tests run, it is late
            "duty": home | {"village": self.county.village, "code": "CF04", "start": "2026-01-01"},
            "no_duty": home | {"village": self.county.village, "code": "ZZ99", "start": "2026-01-01"},
            "item": {"ref": self.county.village, "code": "CF04"},
            "township": {"ref": self.county.township},
            "county": {"ref": self.county.county},
            "group_of_households": {"village": self.county.village, "number": 1},
            "foreign_file": public | {"ref": new_ref()},
            "numbered_nothing": {"ref": new_ref(), "number": 1},
            "money_year": {"area": self.county.village, "number": 2023},
            "money_heap": {"area": self.county.village, "number": 2023, "key": "nonsense"},
            "photo": {"ref": refs["case"], "shot": refs["photo"]},
            "sealed_photo": {"ref": refs["sealed"], "shot": refs["sealed_photo"]},
        }
        return found[target] if target in found else {"ref": refs[target]}

    def unknown(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        """The same address pointed at something that does not exist."""
        last = next(
            (name for name in ("shot", "line", "power", "pub", "ref", "village", "area") if name in kwargs), None
        )
        return kwargs | ({last: new_ref()} if last else {})

    def browsers(self) -> Iterator[tuple[str, Client]]:
        """A browser for a stranger and for each of the cast, logged in."""
        yield "stranger", Client()
        for part, person in self.county.people.items():
            yield part, _logged_in(part, person, at=self.at)


def build() -> World:
    """The county with a published month, a draft, one that waits for its reviewer, and two cases with photos."""
    county, at = base.build(), now()
    world = World(county, at)
    clerk = county["clerk"]
    month = _drafted(county, base.book(3), at)
    world.refs["publication"] = _published(county, month, at)
    world.refs["line"] = published.public_page(world.refs["publication"]).ledger.lines[0].ref
    world.refs["reading"] = base.take(county, ledger=base.book(4), at=at)
    world.refs["draft"] = disclosure.draft(world.refs["reading"], by=clerk, at=at)
    world.refs["waiting"] = _drafted(county, base.book(5), at)
    world.refs["unpublished"] = published.desk_version(clerk, world.refs["waiting"], at=at).publication
    disclosure.submit(world.refs["waiting"], excuses={}, reason="", by=clerk, at=at)
    said = {"line": None, "grade": 2, "words": "沙袋这一笔看不懂", "household": new_ref(), "form_key": new_ref()}
    world.refs["voice"] = voices.rate_aloud(world.refs["publication"], **said, source="", at=at, wall=at).rated.ref
    demo_powers.load(at)
    roster.add_households(county.village, rows=[roster.HouseholdRow(1, 1, "郑乙巳")], by=None, at=at)
    world.refs["power"] = powers.items(county.village)[0].ref
    for name, words in (("case", village.DOUBT), ("sealed", village.REPORT)):
        drafts.keep_photo(name, village.picture(), media_type="image/jpeg", at=at)
        new = cases.NewCase(county.village, "doubt", words)
        world.refs[name] = cases.open_case(new, form_key=name, at=at).case
        shot = Ref(Photo.objects.get(event__case=world.refs[name]).ref)
        world.refs["photo" if name == "case" else "sealed_photo"] = shot
    return world


def _drafted(county: County, book: Any, at: dt.datetime) -> Ref:
    return disclosure.draft(base.take(county, ledger=book, at=at), by=county["clerk"], at=at)


def _published(county: County, version: Ref, at: dt.datetime) -> Ref:
    disclosure.submit(version, excuses={}, reason="", by=county["clerk"], at=at)
    seen = published.desk_version(county["clerk"], version, at=at)
    for part in ("supervisor", "secretary", "agency"):
        disclosure.sign(version, seen=seen.seen, by=county[part], at=at)
    return seen.publication


def _logged_in(part: str, person: Ref, *, at: dt.datetime) -> Client:
    # through the session itself: two dozen passwords would cost ten seconds and are told elsewhere
    user = get_user_model().objects.filter(person=person).first()
    client = Client()
    client.force_login(user or Login.objects.create(person=person, username=part, password="!", created_at=at))
    kept = client.session
    kept[session.BEGAN] = kept[session.SEEN] = int(at.timestamp())
    kept.save()
    return client
