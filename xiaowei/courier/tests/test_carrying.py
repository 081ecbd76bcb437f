"""A message for a group is carried by its publisher alone, and what became of it stands in rows and in the trail."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from tests.county import AT, County
from tests.threads import together
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.courier import access, carrying, groups, queries, witness
from xiaowei.courier.channels import CHANNELS
from xiaowei.courier.channels.base import Channel, Sent
from xiaowei.courier.deliver import deliver_due
from xiaowei.courier.models import MessageStep, Outbox
from xiaowei.courier.vocab import Secrecy, State
from xiaowei.ops.verify import verify

DAY = new_ref()


def a_group(county: County) -> Ref:
    return groups.open_group(county.village, name="下宫村村群", publisher=county["clerk"], by=None, at=AT)


def queued(county: County, group: Ref | None = None, **options: Any) -> Ref:
    facts: dict[str, Any] = {"secrecy": Secrecy.PUBLIC, "about": DAY, "dedupe": new_ref(), "at": AT} | options
    with transaction.atomic():
        return carrying.post_to_group("disclosure.digest", group=group or a_group(county), text="公开了", **facts)


def state(ref: Ref) -> str:
    return Outbox.objects.get(pk=ref).state


def test_the_loop_leaves_it_to_its_publisher(county: County) -> None:
    message = queued(county)
    assert deliver_due(at=AT + dt.timedelta(days=30)) == 0 and state(message) == State.WAITING
    for part in ("secretary", "head", "baita_clerk", "agency", "admin"):
        with pytest.raises(NotFound):
            carrying.forwarded(message, by=county[part], at=AT)
    carrying.forwarded(message, by=county["clerk"], at=AT)
    facts = queries.messages_of([queries.groups_of(county.village)[0].ref])[0]
    assert (facts.label, [one.move for one in facts.steps]) == ("已转发", ["queue", "forward"])
    assert queries.reached_a_group([DAY]) and not queries.reached_a_group([new_ref()])
    assert verify([witness]).ok


def test_failed_is_tried_again_and_what_is_taken_back_says_why(county: County) -> None:
    message, clerk = queued(county), county["clerk"]
    for deed in (carrying.failed, carrying.withdrawn):
        with pytest.raises(Invalid, match="原因"):
            deed(message, reason=" ", by=clerk, at=AT)
    carrying.failed(message, reason="群被禁言", by=clerk, at=AT)
    with pytest.raises(carrying.MarkedMeanwhile, match="没发成"):
        carrying.forwarded(message, by=clerk, at=AT)
    carrying.again(message, by=clerk, at=AT)
    carrying.forwarded(message, by=clerk, at=AT)
    carrying.withdrawn(message, reason="发错群了", by=clerk, at=AT)
    assert state(message) == State.WITHDRAWN and not queries.reached_a_group([DAY])
    for deed in (carrying.forwarded, carrying.again):
        with pytest.raises(carrying.MarkedMeanwhile, match="已撤"):
            deed(message, by=clerk, at=AT)
    steps = MessageStep.objects.filter(message=message)
    assert [one.move for one in steps] == ["queue", "fail", "again", "forward", "withdraw"]
    assert [one.note for one in steps if one.note] == ["群被禁言", "发错群了"]
    assert verify([witness]).ok


def test_the_same_message_is_queued_once_and_a_newer_one_replaces_what_waits(county: County) -> None:
    group = a_group(county)
    first = queued(county, group, dedupe="digest:1")
    assert queued(county, group, dedupe="digest:1") == first
    gone = queued(county, group, dedupe="digest:2")
    carrying.forwarded(first, by=county["clerk"], at=AT)
    with transaction.atomic():
        assert carrying.replace(DAY, at=AT) == 1
    assert (state(first), state(gone)) == (State.SENT, State.WITHDRAWN)
    assert verify([witness]).ok


@pytest.mark.parametrize("secrecy", sorted(set(Secrecy) - {Secrecy.PUBLIC}))
def test_nothing_but_public_things_goes_to_a_group(
    county: County, secrecy: Secrecy, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = a_group(county)
    with pytest.raises(ValueError, match="public messages only"):
        queued(county, group, secrecy=secrecy)

    class Loud(Channel):  # somebody writes a channel that would take it, and says it reaches one person
        key, reaches, secrecies, resend = "hand", "person", frozenset(Secrecy), "safe"

        def send(self, outgoing: object) -> Sent:
            return Sent()

    monkeypatch.setitem(CHANNELS, "hand", Loud())  # type: ignore[arg-type]  # read-only to everybody else
    for asked in (secrecy, Secrecy.PUBLIC):
        with pytest.raises(ValueError, match="public messages only"):
            queued(county, group, secrecy=asked)
    assert not Outbox.objects.exists()


def test_a_closed_or_unknown_group_takes_nothing(county: County) -> None:
    group = a_group(county)
    waiting = queued(county, group)
    groups.close(group, by=county["secretary"], at=AT)
    for other in (group, new_ref()):
        with pytest.raises(ValueError, match="closed"):
            queued(county, other)
    carrying.withdrawn(waiting, reason="群解散了", by=county["clerk"], at=AT)  # what waits is still to be marked


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_a_mistake_of_ours() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        carrying.post_to_group("x", group=new_ref(), text="x", about=DAY, secrecy=Secrecy.PUBLIC, at=AT, dedupe="x")


@pytest.mark.django_db(transaction=True)
def test_of_two_marks_at_the_same_moment_one_counts() -> None:
    from tests.county import build

    county = build()
    message = queued(county)
    results = together(
        lambda: carrying.forwarded(message, by=county["clerk"], at=AT),
        lambda: carrying.failed(message, reason="没网", by=county["clerk"], at=AT),
    )
    assert sorted(type(one).__name__ for one in results) == ["MarkedMeanwhile", "NoneType"]
    assert MessageStep.objects.filter(message=message).count() == 2
    assert verify([witness]).ok


@pytest.mark.parametrize("change", [{"state": "sent"}, {"text": "改过"}, {"group": new_ref()}])
def test_a_message_changed_by_hand_is_named(county: County, change: dict[str, str]) -> None:
    Outbox.objects.filter(pk=queued(county)).update(**change)
    assert not verify([witness]).ok
    MessageStep.objects.all().delete()
    assert not verify([witness]).ok


def test_who_looks_after_deliveries_sees_what_failed_but_no_group_message(county: County) -> None:
    carrying.failed(queued(county), reason="没网", by=county["clerk"], at=AT)
    given_up = Outbox.objects.create(
        kind="x", channel="null", person=county["clerk"], text="x", about=DAY, secrecy="personal", dedupe="y",
        state="failed", next_due_at=AT, created_at=AT,
    )  # fmt: skip
    assert list(access.failed_for(county["admin"], at=AT)) == [given_up]
    for part in ("clerk", "secretary", "county_head"):
        assert not access.failed_for(county[part], at=AT).exists()
