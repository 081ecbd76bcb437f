"""A verb queues what must be told; it leaves with the verb's transaction or not at all."""

import datetime as dt

import pytest
from django.db import transaction

from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref, new_ref
from xiaowei.courier import actions, queries
from xiaowei.courier.channels import CHANNELS
from xiaowei.courier.channels.base import Channel, Outgoing, Sent
from xiaowei.courier.deliver import deliver_due
from xiaowei.courier.models import Outbox
from xiaowei.courier.vocab import Secrecy, State

AT = dt.datetime(2023, 6, 5, 10, 24, tzinfo=CHINA)
HEAD, CLERK, CASE = new_ref(), new_ref(), new_ref()


def post(to: Ref = HEAD, text: str = "有一条疑问等您答复", **options: object) -> Ref:
    facts: dict[str, object] = {"about": CASE, "secrecy": Secrecy.PERSONAL, "at": AT} | options
    with transaction.atomic():
        return actions.post("cases:doubt:arrived", to=to, text=text, **facts)  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_a_message_outside_a_transaction_is_a_mistake_of_ours() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        actions.post("x", to=HEAD, text="x", about=CASE, secrecy=Secrecy.PUBLIC, at=AT)


@pytest.mark.django_db
def test_a_verb_that_fails_tells_nobody() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post()
        raise ZeroDivisionError
    assert deliver_due(at=AT) == 0
    assert queries.unread_count(HEAD) == 0


@pytest.mark.django_db
def test_a_notice_reaches_its_person_alone_and_is_read_once() -> None:
    post()
    post(text="五月的账有人提了疑问", at=AT + dt.timedelta(minutes=1))
    assert deliver_due(at=AT + dt.timedelta(minutes=2)) == 2
    assert [notice.text for notice in queries.notices_for(HEAD)] == ["五月的账有人提了疑问", "有一条疑问等您答复"]
    assert queries.unread_count(HEAD) == 2 and queries.unread_count(CLERK) == 0

    # what came after she opened the list stays unread
    assert actions.mark_read(HEAD, at=AT + dt.timedelta(seconds=30)) == 1
    assert queries.unread_count(HEAD) == 1
    assert actions.mark_read(HEAD, at=AT + dt.timedelta(hours=1), about=new_ref()) == 0
    assert actions.mark_read(HEAD, at=AT + dt.timedelta(hours=1), about=CASE) == 1
    assert actions.mark_read(HEAD, at=AT + dt.timedelta(hours=2)) == 0


@pytest.mark.django_db
def test_the_same_message_is_queued_once() -> None:
    first = post(dedupe="digest:2023-06:head")
    assert post(dedupe="digest:2023-06:head") == first
    assert post() != post()
    assert Outbox.objects.count() == 3


@pytest.mark.django_db
def test_what_is_no_longer_true_is_withdrawn_before_it_leaves() -> None:
    post()
    post(to=CLERK)
    other = post(about=new_ref())
    assert actions.withdraw(CASE, to=CLERK) == 1
    assert actions.withdraw(CASE) == 1
    assert deliver_due(at=AT) == 1
    assert actions.withdraw(CASE) == 0
    assert Outbox.objects.get(ref=other).state == State.SENT


class Group(Channel):
    key, reaches, secrecies, resend = "group", "group", frozenset({Secrecy.PUBLIC}), "ask"

    def send(self, outgoing: Outgoing) -> Sent:
        return Sent()


@pytest.mark.django_db
@pytest.mark.parametrize("secrecy", Secrecy)
def test_a_group_hears_public_things_only(secrecy: Secrecy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CHANNELS, "group", Group())  # type: ignore[arg-type]  # read-only to everybody else
    if secrecy is Secrecy.PUBLIC:
        assert post(secrecy=secrecy, channel="group")
        return
    with pytest.raises(ValueError, match="may not carry"):
        post(secrecy=secrecy, channel="group")
    assert not Outbox.objects.exists()


def test_a_group_channel_for_secret_things_cannot_even_be_written() -> None:
    for secrecy in set(Secrecy) - {Secrecy.PUBLIC}:
        with pytest.raises(TypeError, match="public messages only"):
            type("Loud", (Group,), {"secrecies": frozenset({Secrecy.PUBLIC, secrecy})})
