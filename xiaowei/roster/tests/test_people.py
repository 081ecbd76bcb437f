"""Persons, bodies, posts, households, kin: each verb refused and allowed, and each in the trail."""

import datetime as dt
from collections.abc import Callable

import pytest

from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Conflict, Invalid, NotFound
from xiaowei.roster import actions, queries, witness
from xiaowei.roster.models import Household, Post
from xiaowei.roster.roles import role
from xiaowei.roster.tests.county import code, vouched
from xiaowei.roster.vocab import BodyKind, Did
from xiaowei.trail import queries as trail

JAN = dt.date(2021, 1, 15)
VILLAGE = "990101100201"


def seat(kind: BodyKind, at: dt.datetime, area: str = VILLAGE) -> Ref:
    return actions.open_body(code(area), kind=kind, by=None, at=at)


def test_the_officers_of_a_village_are_listed_in_the_order_of_roles(
    county: Ref, at: dt.datetime, appoint: Callable[..., Ref]
) -> None:
    appoint("赵丁卯", "clerk", VILLAGE)
    secretary = appoint("陶乙丑", "party_secretary", VILLAGE, title="村党支部书记")
    appoint("周壬午", "clerk", "990101101204")
    officers = queries.officers_of(code(VILLAGE), at=at)
    assert [(o.name, o.title, o.body) for o in officers] == [
        ("陶乙丑", "村党支部书记", "下宫村党支部"),
        ("赵丁卯", "村报账员", "下宫村村民委员会"),
    ]
    assert queries.person_name(secretary) == "陶乙丑"
    assert [p.role for p in queries.posts_of(secretary, at=at)] == ["party_secretary"]


def test_every_change_has_its_entry_and_its_witness(county: Ref, at: dt.datetime, appoint: Callable[..., Ref]) -> None:
    clerk, head = appoint("赵丁卯", "clerk", VILLAGE), appoint("韩丙辰", "village_head", VILLAGE)
    actions.declare_kin(clerk, other=head, relation="哥哥", by=None, at=at)
    actions.add_households(code(VILLAGE), rows=[actions.HouseholdRow(1, 1, "郑乙巳")], by=None, at=at)
    actions.close_household(code(VILLAGE), number=1, by=None, at=at)
    actions.end_post(queries.posts_of(clerk, at=at)[0].post, until=dt.date(2023, 7, 1), by=head, at=at)
    required = set(witness.refs())
    assert {(opening.did, opening.ref) for opening in trail.openings()} == required
    assert {did for did, _ref in required} == {value for name, value in vars(Did).items() if name.isupper()}
    assert all(vouched(ref) for _did, ref in required)


def test_a_post_altered_by_hand_no_longer_fits_its_entry(
    county: Ref, at: dt.datetime, appoint: Callable[..., Ref]
) -> None:
    appoint("赵丁卯", "clerk", VILLAGE)
    post = Post.objects.get()
    assert vouched(Ref(post.ref))
    Post.objects.update(role="supervision_head")
    assert not vouched(Ref(post.ref))
    Post.objects.all().delete()
    assert witness.facts(Ref(post.ref)) is None


@pytest.mark.parametrize(
    ("name", "kind", "area", "said"),
    [
        ("village_head", BodyKind.TOWNSHIP_OFFICE, "990101100", "级岗位"),
        ("village_head", BodyKind.PARTY_BRANCH, VILLAGE, "不在“下宫村党支部”任职"),
        ("king", BodyKind.PARTY_BRANCH, VILLAGE, "没有“king”这个角色"),
    ],
)
def test_a_role_that_does_not_fit_the_body_is_refused(
    name: str, kind: BodyKind, area: str, said: str, county: Ref, at: dt.datetime
) -> None:
    person = actions.add_person("韩丙辰", by=None, at=at)
    with pytest.raises(Invalid, match=said):
        actions.appoint(person, body=seat(kind, at, area), role=name, since=JAN, by=None, at=at)
    assert not Post.objects.exists()


def test_a_term_must_end_after_it_begins_and_is_held_once(county: Ref, at: dt.datetime) -> None:
    person, body = actions.add_person("赵丁卯", by=None, at=at), seat(BodyKind.VILLAGERS_COMMITTEE, at)
    with pytest.raises(Invalid, match="晚于"):
        actions.appoint(person, body=body, role="clerk", since=JAN, until=JAN, by=None, at=at)
    actions.appoint(person, body=body, role="clerk", since=JAN, until=dt.date(2022, 1, 1), by=None, at=at)
    with pytest.raises(Conflict):
        actions.appoint(person, body=body, role="clerk", since=dt.date(2021, 12, 31), by=None, at=at)
    actions.appoint(person, body=body, role="clerk", since=dt.date(2022, 1, 1), by=None, at=at)


def test_a_post_ends_once_and_not_before_it_began(county: Ref, at: dt.datetime, appoint: Callable[..., Ref]) -> None:
    clerk = appoint("赵丁卯", "clerk", VILLAGE)
    post = queries.posts_of(clerk, at=at)[0].post
    with pytest.raises(Invalid):
        actions.end_post(post, until=dt.date(2020, 1, 1), by=None, at=at)
    actions.end_post(post, until=dt.date(2023, 7, 1), by=None, at=at)
    with pytest.raises(Conflict):
        actions.end_post(post, until=dt.date(2023, 8, 1), by=None, at=at)
    with pytest.raises(NotFound):
        actions.end_post(new_ref(), until=dt.date(2023, 8, 1), by=None, at=at)


def test_the_committee_and_its_kin_do_not_supervise_themselves(
    county: Ref, at: dt.datetime, appoint: Callable[..., Ref]
) -> None:
    head = appoint("韩丙辰", "village_head", VILLAGE)
    brother, neighbour = (actions.add_person(name, by=None, at=at) for name in ("韩戊辰", "姜丙寅"))
    actions.declare_kin(head, other=brother, relation="弟弟", by=None, at=at)
    assert queries.kin_of(brother) == [head] and queries.kin_of(head) == [brother]
    body = seat(BodyKind.SUPERVISION_COMMITTEE, at)
    for barred in (head, brother):
        with pytest.raises(Invalid, match="近亲属"):
            actions.appoint(barred, body=body, role="supervision_head", since=JAN, by=None, at=at)
    actions.appoint(neighbour, body=body, role="supervision_head", since=JAN, by=None, at=at)
    committee = seat(BodyKind.VILLAGERS_COMMITTEE, at)
    with pytest.raises(Invalid, match="近亲属"):
        actions.appoint(neighbour, body=committee, role="clerk", since=JAN, by=None, at=at)
    # another village's committee is no conflict
    there = seat(BodyKind.SUPERVISION_COMMITTEE, at, "990101101204")
    actions.appoint(brother, body=there, role="supervision_head", since=JAN, by=None, at=at)


def test_a_township_sends_its_people_into_its_own_villages_only(county: Ref, at: dt.datetime) -> None:
    person = actions.add_person("何甲申", by=None, at=at)
    body = seat(BodyKind.TOWNSHIP_GOVERNMENT, at, "990101100")
    terms = {"body": body, "role": "resident_cadre", "since": JAN, "by": None, "at": at}
    with pytest.raises(Invalid, match="不归"):
        actions.appoint(person, area=code("990101101204"), **terms)
    actions.appoint(person, area=code(VILLAGE), **terms)
    assert [o.name for o in queries.officers_of(code(VILLAGE), at=at)] == ["何甲申"]


def test_households_have_one_number_each(county: Ref, at: dt.datetime) -> None:
    village = code(VILLAGE)
    rows = [actions.HouseholdRow(1, 1, "郑乙巳", (("陈壬戌", "配偶"),)), actions.HouseholdRow(1, 2, "王丙午")]
    assert actions.add_households(village, rows=rows, by=None, at=at) == 2
    assert [(h.group, h.number, h.head) for h in queries.households(village)] == [(1, 1, "郑乙巳"), (1, 2, "王丙午")]
    assert {h.county for h in Household.objects.all()} == {county}
    with pytest.raises(Conflict, match="户号 2 重复"):
        actions.add_households(village, rows=[actions.HouseholdRow(2, 2, "冯丁未")], by=None, at=at)
    with pytest.raises(NotFound):
        actions.add_households(county, rows=rows, by=None, at=at)


def test_a_role_answers_to_its_chinese_label_too() -> None:
    assert role("村报账员") == role("clerk")


def test_a_person_needs_a_name(db: None, at: dt.datetime) -> None:
    with pytest.raises(Invalid):
        actions.add_person("  ", by=None, at=at)
