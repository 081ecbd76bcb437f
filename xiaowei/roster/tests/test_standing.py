"""Who may do what where: by the post held on the day, there or below, and nowhere else."""

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xiaowei.base.clock import local
from xiaowei.base.refs import Ref, new_ref
from xiaowei.roster import actions, paths, queries, standing
from xiaowei.roster.models import Area, Post, PostEnd
from xiaowei.roster.roles import roles
from xiaowei.roster.tests.county import code

DRAFT, REVIEW, CHECK = (f"disclosure:publication:{verb}" for verb in ("draft", "review", "check"))
TRIAGE, WATCH, ANSWER = (f"cases:case:{verb}" for verb in ("triage", "watch", "answer"))
LIST = "trail:log:list"


def test_a_clerk_drafts_for_her_own_village_and_for_no_other(
    county: Ref, at: dt.datetime, appoint: Callable[..., Ref]
) -> None:
    clerk = appoint("赵丁卯", "clerk", "990101100201")
    assert standing.may(clerk, DRAFT, code("990101100201"), at=at)
    for elsewhere in ("990101100202", "990101101204", "990101100", "990101"):
        assert not standing.may(clerk, DRAFT, code(elsewhere), at=at)
    assert not standing.may(clerk, REVIEW, code("990101100201"), at=at)
    assert not standing.may(clerk, "made:up:permission", code("990101100201"), at=at)
    assert not standing.may(new_ref(), DRAFT, code("990101100201"), at=at)
    assert not standing.may(clerk, DRAFT, new_ref(), at=at)


def test_the_township_oversees_its_villages_and_not_itself(
    county: Ref, at: dt.datetime, appoint: Callable[..., Ref]
) -> None:
    inspector = appoint("周庚午", "township_discipline", "990101100")
    assert standing.may(inspector, TRIAGE, code("990101100201"), at=at)
    assert not standing.may(inspector, TRIAGE, code("990101100"), at=at)
    assert not standing.may(inspector, TRIAGE, code("990101101204"), at=at)


def test_rights_begin_on_the_first_day_and_end_before_the_last(
    county: Ref, at: dt.datetime, appoint: Callable[..., Ref]
) -> None:
    term = {"since": dt.date(2023, 6, 1), "until": dt.date(2023, 6, 30)}
    clerk, village = appoint("赵丁卯", "clerk", "990101100201", **term), code("990101100201")
    days = {day: standing.may(clerk, DRAFT, village, at=at.replace(month=6, day=day)) for day in (1, 29, 30)}
    assert days == {1: True, 29: True, 30: False}
    assert not standing.may(clerk, DRAFT, village, at=at.replace(month=5, day=31))


def test_an_ended_post_gives_nothing_from_that_day_on(
    county: Ref, at: dt.datetime, appoint: Callable[..., Ref]
) -> None:
    clerk, village = appoint("赵丁卯", "clerk", "990101100201"), code("990101100201")
    (post,) = queries.posts_of(clerk, at=at)
    actions.end_post(post.post, until=local(at).date(), by=None, at=at)
    assert standing.may(clerk, DRAFT, village, at=at - dt.timedelta(days=1))
    assert not standing.may(clerk, DRAFT, village, at=at)
    assert standing.areas_for(clerk, DRAFT, at=at) == []
    assert standing.holders(DRAFT, village, at=at) == []


def test_holders_are_everybody_there_and_above_in_the_order_of_roles(
    county: Ref, at: dt.datetime, appoint: Callable[..., Ref]
) -> None:
    appoint("沈己亥", "county_conduct", "990101")
    appoint("周庚午", "township_discipline", "990101100")
    appoint("秦癸酉", "township_discipline_head", "990101100")
    appoint("姜癸亥", "township_discipline", "990101101")
    village = code("990101100201")
    assert [h.name for h in standing.holders(WATCH, village, at=at)] == ["秦癸酉", "周庚午", "沈己亥"]
    assert [h.name for h in standing.holders(WATCH, code("990101100"), at=at)] == ["沈己亥"]
    assert standing.holders(WATCH, new_ref(), at=at) == []


def test_prefixes_are_exact_and_find_the_villages(county: Ref, at: dt.datetime, appoint: Callable[..., Ref]) -> None:
    inspector, clerk = appoint("周庚午", "township_discipline", "990101100"), appoint("赵丁卯", "clerk", "990101100201")
    (below,) = standing.areas_for(inspector, TRIAGE, at=at)
    (own,) = standing.areas_for(clerk, DRAFT, at=at)
    village, township = queries.area(code("990101100201")), queries.area(code("990101100"))
    assert paths.within(village.path, [below]) and not paths.within(township.path, [below])
    assert [v.code for v in queries.villages_in([own])] == ["990101100201"]
    assert [v.code for v in queries.villages_in([below])] == ["990101100201", "990101100202", "990101100203"]
    assert queries.villages_in([]) == []


def test_asking_costs_one_query(
    county: Ref, at: dt.datetime, appoint: Callable[..., Ref], django_assert_num_queries: Callable[[int], object]
) -> None:
    clerk, village = appoint("赵丁卯", "clerk", "990101100201"), code("990101100201")
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        standing.may(clerk, DRAFT, village, at=at)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        standing.areas_for(clerk, DRAFT, at=at)
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        standing.may(clerk, "made:up:permission", village, at=at)


def test_nobody_administers_and_reads_cases_and_the_village_never_reads_reports() -> None:
    rights = {role.id: role.own | role.below for role in roles().values()}
    for role in ("system_admin", "security_auditor", "village_discipline", "integrity_supervisor", "clerk"):
        assert not any(permission.startswith("cases:") for permission in rights[role]), role
    assert rights["security_auditor"] == {LIST}
    reach_down = {role.id for role in roles().values() if role.below}
    assert not any(roles()[name].level == "village" for name in reach_down)


def test_making_reviewing_and_releasing_are_three_roles() -> None:
    steps = ("draft", "review", "release", "check")
    for role in roles().values():
        assert sum(f"disclosure:publication:{step}" in role.own | role.below for step in steps) <= 1, role.id


days = st.dates(dt.date(2022, 1, 1), dt.date(2024, 12, 31))


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_standing_agrees_with_a_plain_reading_of_posts_and_tree(
    county: Ref, at: dt.datetime, appoint: Callable[..., Ref], data: st.DataObject
) -> None:
    """Every role, every area, every permission: the table read by hand says the same; an end takes rights away."""
    PostEnd.objects.all().delete()
    Post.objects.all().delete()
    role = data.draw(st.sampled_from(list(roles().values())))
    places = {area.code: area for area in Area.objects.all()}
    home = data.draw(st.sampled_from([a for a in places.values() if a.level == role.level]))
    since = data.draw(days)
    until = data.draw(st.none() | days.filter(lambda day: day > since))
    person = appoint("赵甲子", role.id, home.code, since=since, until=until)
    moment = at.replace(**_ymd(data.draw(days)))
    permissions = role.own | role.below | {DRAFT, TRIAGE, ANSWER, CHECK}

    def granted() -> set[tuple[str, str]]:
        return {
            (permission, place.code)
            for permission in permissions
            for place in places.values()
            if standing.may(person, permission, Ref(place.ref), at=moment)
        }

    today = local(moment).date()
    expected = {
        (permission, place.code)
        for permission in permissions
        for place in places.values()
        if since <= today and (until is None or today < until)
        if (permission in role.own and place == home) or (permission in role.below and home in _above(place))
    }
    assert granted() == expected
    for permission in permissions:
        prefixes = standing.areas_for(person, permission, at=moment)
        lying = {place.code for place in places.values() if paths.within(place.path, prefixes)}
        assert lying == {code_ for name, code_ in expected if name == permission}

    end = data.draw(days.filter(lambda day: day >= since))
    actions.end_post(Ref(Post.objects.get().ref), until=end, by=None, at=at)
    assert granted() == (expected if today < end else set())


def _above(area: Area) -> list[Area]:
    found = []
    while area.parent is not None:
        area = area.parent
        found.append(area)
    return found


def _ymd(day: dt.date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}
