"""A village's groups and who publishes into them: named by the secretary, one person at a time."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from tests.county import AT, County, appoint
from xiaowei.base.refs import new_ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.courier import access, groups, queries, witness
from xiaowei.courier.models import Group, GroupStep, Outbox
from xiaowei.courier.vocab import Secrecy
from xiaowei.ops.verify import verify
from xiaowei.roster import actions as roster
from xiaowei.roster import queries as people

LATER = AT + dt.timedelta(days=2)


def opened(county: County, name: str = "下宫村村群", part: str = "clerk") -> Group:
    ref = groups.open_group(county.village, name=name, publisher=county[part], by=county["secretary"], at=AT)
    return Group.objects.get(pk=ref)


def test_the_secretary_registers_groups_and_nobody_else(county: County) -> None:
    for part in ("clerk", "head", "supervisor", "mayor", "baita_secretary", "admin"):
        with pytest.raises(NotFound):
            groups.open_group(county.village, name="二组群", publisher=county["clerk"], by=county[part], at=AT)
    opened(county)
    opened(county, name="二组群", part="secretary")
    assert [one.name for one in queries.groups_of(county.village)] == ["下宫村村群", "二组群"]
    assert queries.groups_of(county.liugou) == ()
    assert queries.villages_with_groups() == {county.village}
    assert verify([witness]).ok


def test_a_group_needs_a_name_of_its_own_and_a_publisher_of_the_village(county: County) -> None:
    first = opened(county)
    for name in ("", " \n", "下宫村村群"):
        with pytest.raises(Invalid):
            opened(county, name=name)
    for part in ("baita_clerk", "supervisor", "agency"):  # another village's, or no post that carries messages
        with pytest.raises(Invalid, match="发布人"):
            opened(county, name="三组群", part=part)
    with pytest.raises(Invalid):
        groups.open_group(county.township, name="镇群", publisher=county["clerk"], by=None, at=AT)
    groups.close(first.ref, by=county["secretary"], at=AT)
    assert opened(county).name == "下宫村村群"  # the old one is gone, its name is free


def test_another_publisher_takes_over(county: County) -> None:
    group = opened(county)
    for part in ("clerk", "baita_secretary"):
        with pytest.raises(NotFound):
            groups.hand_over(group.ref, publisher=county["secretary"], by=county[part], at=AT)
    with pytest.raises(Invalid):
        groups.hand_over(group.ref, publisher=county["head"], by=county["secretary"], at=AT)
    assert [one.person for one in access.carriers(group, at=AT)] == [county["clerk"]]
    groups.hand_over(group.ref, publisher=county["secretary"], by=county["secretary"], at=AT)
    group.refresh_from_db()
    assert [one.person for one in access.carriers(group, at=AT)] == [county["secretary"]]
    with pytest.raises(groups.Overtaken):  # somebody who still has the page of before
        Group.objects.filter(pk=group.pk).update(steps_taken=5)
        groups._step(group, "close", by=county["secretary"], at=AT)


def test_when_the_publishers_post_has_ended_whoever_else_may_carries_on(county: County) -> None:
    group = opened(county)
    post = next(one.post for one in people.posts_of(county["clerk"], at=AT))
    roster.end_post(post, until=LATER.date(), by=None, at=AT)
    assert {one.person for one in access.carriers(group, at=AT)} == {county["clerk"]}
    assert {one.person for one in access.carriers(group, at=LATER)} == {county["secretary"]}
    assert access.publishers_of(county.village, at=AT) and not access.publishers_of(county.village, at=LATER)
    fresh = roster.add_person("孔壬子", by=None, at=LATER)
    appoint(fresh, "clerk", "990101100201", since=LATER.date())
    assert {one.person for one in access.carriers(group, at=LATER)} == {county["secretary"], fresh}


@pytest.mark.parametrize("column", ["publisher", "steps_taken", "until", "name", "village"])
def test_a_group_changed_by_hand_is_named(county: County, column: str) -> None:
    group = opened(county)
    value = {"steps_taken": 9, "until": AT.date()}.get(column, new_ref())
    Group.objects.filter(pk=group.pk).update(**{column: value})
    assert not verify([witness]).ok
    GroupStep.objects.all().delete()
    assert not verify([witness]).ok


def row(**columns: object) -> Outbox:
    whole = {
        "kind": "x", "channel": "hand", "text": "x", "about": new_ref(), "dedupe": new_ref(), "secrecy": "public",
        "state": "waiting", "next_due_at": AT, "created_at": AT, "person": "", "group": "",
    }  # fmt: skip
    return Outbox.objects.create(**(whole | columns))


@pytest.mark.django_db
def test_the_database_itself_keeps_everything_but_public_things_from_a_group() -> None:
    row(group=new_ref())
    row(person=new_ref(), secrecy=Secrecy.SEALED)
    for secrecy in set(Secrecy) - {Secrecy.PUBLIC}:
        with pytest.raises(IntegrityError), transaction.atomic():
            row(group=new_ref(), secrecy=secrecy)
    for nobody in ({}, {"group": new_ref(), "person": new_ref()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            row(**nobody)
