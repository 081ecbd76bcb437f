"""Over random targets and kin: the desk is the lowest that may have it, and nobody bound ever finds the case."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.county import AT, CAST, County
from xiaowei.cases import access
from xiaowei.cases.actions import Target
from xiaowei.cases.tests import village
from xiaowei.roster import actions as roster

LEVELS = ("township", "county", "city", "province")
OFFICERS = {
    "township": {"discipline_head", "discipline", "discipline_kin"},
    "county": {"county_petition", "county_head"},
    "city": {"city"},
    "province": set[str](),
}
# the lowest level above whoever it is; another township's people are under the county alone
ABOVE = dict.fromkeys(
    ("secretary", "head", "clerk", "supervisor", "village_discipline", "both", "liugou_supervisor"), 0
)
ABOVE |= dict.fromkeys(("mayor", "agency", "agency2", *OFFICERS["township"]), 1)
ABOVE |= dict.fromkeys(("baita_secretary", "baita_head", "baita_clerk", "baita_supervisor"), 1)
ABOVE |= dict.fromkeys(("county_petition", "county_head", "county_conduct", "admin"), 2)
ABOVE |= {"city": 3}
# who sits in one body with whom, or is led by whom; in the villages it does not matter, for none of them ever reads
BESIDE = [OFFICERS["township"], {"county_petition", "county_head", "county_conduct"}]
KIN = [("head", "discipline_kin")]
PARTS = sorted(CAST)


def bound(accused: list[str], kin: list[tuple[str, str]]) -> set[str]:
    family = {b for a, b in kin if a in accused} | {a for a, b in kin if b in accused}
    return {*accused, *family}.union(*(body for body in BESIDE if body & set(accused)))


def expected(accused: list[str], kin: list[tuple[str, str]]) -> set[str]:
    lowest, out = max(ABOVE[part] for part in accused), bound(accused, kin)
    free = [OFFICERS[level] - out for level in LEVELS[lowest:]]
    return next((found for enough in (2, 1) for found in free if len(found) >= enough), set())


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=3, unique=True),
    st.lists(
        st.tuples(st.sampled_from(PARTS), st.sampled_from(PARTS)).filter(lambda pair: pair[0] != pair[1]), max_size=4
    ),
)
def test_the_desk_is_the_lowest_that_may_have_it(county: County, accused: list[str], kin: Any) -> None:
    with transaction.atomic():
        for one, other in kin:
            roster.declare_kin(county[one], other=county[other], relation="亲", by=None, at=AT)
        targets = tuple(Target("person", county[part]) for part in accused)
        ref = village.ask(county, targets=targets).case
        sees = {part for part, who in county.people.items() if access.visible(who, [ref], at=AT)}
        assert sees == expected(accused, kin + KIN)
        transaction.set_rollback(True)
