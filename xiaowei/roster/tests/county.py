"""A small county: the list, and the moment at which the stories play."""

import datetime as dt

from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref
from xiaowei.roster import actions, queries, witness
from xiaowei.roster.roles import role as role_named
from xiaowei.trail import queries as trail
from xiaowei.trail.canonical import canonical

AT = dt.datetime(2023, 6, 1, 10, 15, tzinfo=CHINA)

COUNTY = """\
code,name,parent,level
99,示例省,,province
9901,示范市,99,city
990101,示范县,9901,county
990101100,青石镇,990101,township
990101100201,下宫村村民委员会,990101100,village
990101100202,上宫村村民委员会,990101100,village
990101100203,柳沟村村民委员会,990101100,village
990101101,白塔镇,990101,township
990101101204,下宫村村民委员会,990101101,village
"""


def code(wanted: str) -> Ref:
    """The area that bears this code now."""
    found = queries.area_by_code(wanted)
    assert found is not None, wanted
    return found.ref


def appointed(name: str, role: str, area_code: str, **changes: object) -> Ref:
    """Somebody new in the role's usual body of the area; returns the person."""
    person = actions.add_person(name, by=None, at=AT)
    body = actions.open_body(code(area_code), kind=role_named(role).bodies[0], by=None, at=AT)
    terms = {"since": dt.date(2021, 1, 15), **changes}
    actions.appoint(person, body=body, role=role, by=None, at=AT, **terms)  # type: ignore[arg-type]
    return person


def vouched(ref: Ref) -> bool:
    """Whether the row still is what its entry in the trail committed to."""
    facts = witness.facts(ref)
    payloads = [opening.payload for opening in trail.openings() if opening.ref == ref]
    return facts is not None and payloads == [canonical(facts)]
