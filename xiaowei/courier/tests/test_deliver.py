"""The delivery loop: each message once, retried with growing pauses, given up in the open."""

import datetime as dt
import threading
from collections.abc import Iterator
from typing import Literal

import pytest
from django.db import connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.county import build
from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import NotFound
from xiaowei.courier import actions, deliver, queries, witness
from xiaowei.courier.channels import CHANNELS
from xiaowei.courier.channels.base import EVERYTHING, Channel, Failed, Outgoing, Sent
from xiaowei.courier.deliver import LEASE, LONGEST_PAUSE, MAX_ATTEMPTS, deliver_due, pause
from xiaowei.courier.models import Notice, Outbox
from xiaowei.courier.vocab import Secrecy, State
from xiaowei.ops.verify import verify

AT = dt.datetime(2023, 6, 5, 10, 24, tzinfo=CHINA)
DAY = dt.timedelta(days=1)
HEAD, CASE = new_ref(), new_ref()


class Wire(Channel):
    """A channel whose other side does what the test says."""

    key = "wire"
    reaches = "person"
    secrecies = EVERYTHING
    resend: Literal["safe", "ask"] = "safe"  # type: ignore[misc]

    def __init__(self) -> None:
        self.taken: list[Ref] = []
        self.within_transaction: list[bool] = []
        self.answers: list[Sent | Failed | BaseException] = []

    def send(self, outgoing: Outgoing) -> Sent | Failed:
        self.within_transaction.append(connection.in_atomic_block)
        answer = self.answers.pop(0) if self.answers else Sent()
        if isinstance(answer, BaseException):
            raise answer
        if isinstance(answer, Sent):
            self.taken.append(outgoing.ref)
        return answer


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    channel = Wire()
    monkeypatch.setitem(CHANNELS, "wire", channel)  # type: ignore[arg-type]  # read-only to everybody else
    yield channel


def post(channel: str = "wire") -> Ref:
    with transaction.atomic():
        return actions.post(
            "cases:doubt:arrived",
            to=HEAD,
            text="有一条疑问等您答复",
            about=CASE,
            secrecy=Secrecy.PERSONAL,
            at=AT,
            channel=channel,
        )


def row(ref: Ref) -> Outbox:
    return Outbox.objects.get(ref=ref)


@pytest.mark.django_db
def test_a_message_is_sent_once_and_not_before_its_time(wire: Wire) -> None:
    ref = post()
    assert deliver_due(at=AT - dt.timedelta(seconds=1)) == 0
    assert deliver_due(at=AT) == 1
    assert deliver_due(at=AT + DAY) == 0
    assert wire.taken == [ref]
    assert (row(ref).state, row(ref).sent_at, row(ref).attempts) == (State.SENT, AT, 1)


@pytest.mark.django_db
def test_a_wire_that_is_down_is_tried_again_later(wire: Wire) -> None:
    ref = post()
    wire.answers = [Failed("对方没有应答"), ConnectionError("words of a villager")]
    assert deliver_due(at=AT) == 0
    assert row(ref).error == "对方没有应答" and row(ref).next_due_at > AT
    assert deliver_due(at=AT) == 0 and row(ref).attempts == 1

    assert deliver_due(at=row(ref).next_due_at) == 0
    assert row(ref).error == "通道出错：ConnectionError"  # never the words

    assert deliver_due(at=row(ref).next_due_at) == 1
    assert (row(ref).state, row(ref).error, row(ref).attempts) == (State.SENT, "", 3)


@pytest.mark.django_db
def test_what_can_never_arrive_is_given_up_at_once_and_seen(wire: Wire) -> None:
    ref = post()
    wire.answers = [Failed("对方已注销", permanent=True)]
    deliver_due(at=AT)
    assert deliver_due(at=AT + DAY) == 0
    assert [(given.ref, given.error) for given in queries.undelivered()] == [(ref, "对方已注销")]

    county = build()
    with pytest.raises(NotFound):
        actions.try_again(ref, by=county["clerk"], at=AT + DAY)
    actions.try_again(ref, by=county["admin"], at=AT + DAY)
    assert deliver_due(at=AT + DAY) == 1 and not queries.undelivered()
    with pytest.raises(NotFound):
        actions.try_again(ref, by=county["admin"], at=AT + DAY)
    assert verify([witness]).ok


@pytest.mark.django_db
def test_a_wire_that_stays_down_is_given_up_after_about_a_day(wire: Wire) -> None:
    ref = post()
    wire.answers = [Failed("对方没有应答")] * MAX_ATTEMPTS
    for _ in range(MAX_ATTEMPTS):
        assert row(ref).state == State.PENDING
        deliver_due(at=row(ref).next_due_at)
    assert row(ref).state == State.FAILED and row(ref).attempts == MAX_ATTEMPTS
    assert row(ref).next_due_at < AT + 2 * DAY


@pytest.mark.django_db
def test_one_broken_message_does_not_hold_up_the_others(wire: Wire) -> None:
    refs = [post() for _ in range(3)]
    wire.answers = [RuntimeError("broken")]
    assert deliver_due(at=AT) == 2
    assert len(set(wire.taken) & set(refs)) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("resend", "taken"), [("safe", True), ("ask", False)])
def test_after_a_power_cut_in_the_middle_of_a_try(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, resend: str, taken: bool
) -> None:
    monkeypatch.setattr(Wire, "resend", resend)
    ref = post()
    wire.answers = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        deliver_due(at=AT)
    assert actions.withdraw(CASE) == 0  # it may be gone already
    assert deliver_due(at=AT + LEASE / 2) == 0  # the lease holds

    assert deliver_due(at=AT + LEASE) == taken
    assert bool(wire.taken) is taken
    assert row(ref).state == (State.SENT if taken else State.FAILED)
    if not taken:
        assert "核实" in row(ref).error
        actions.try_again(ref, by=build()["admin"], at=AT + DAY)
        assert deliver_due(at=AT + DAY) == 1


@pytest.mark.django_db
def test_a_channel_that_lost_its_clearance_sends_nothing_more(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, orphan = post(), post()
    monkeypatch.setattr(Wire, "secrecies", frozenset({Secrecy.PUBLIC}))
    Outbox.objects.filter(ref=orphan).update(channel="gone")
    assert deliver_due(at=AT) == 0 and wire.taken == []
    assert "密级" in row(secret).error and "gone" in row(orphan).error
    assert queries.undelivered().count() == 2


@pytest.mark.django_db
def test_a_round_is_bounded(wire: Wire) -> None:
    for _ in range(5):
        post()
    assert [deliver_due(at=AT, limit=2) for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.django_db
def test_a_slow_channel_ends_the_round_before_leases_run_out(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        post()
    ticks = iter(range(0, 1000, 40))
    monkeypatch.setattr(deliver.time, "monotonic", lambda: next(ticks))
    assert deliver_due(at=AT) == 1
    assert Outbox.objects.filter(state=State.PENDING, begun_at=None).count() == 2


@pytest.mark.django_db
def test_a_notice_sent_twice_is_one_notice() -> None:
    ref = post(channel="desk")
    deliver_due(at=AT)
    Outbox.objects.filter(ref=ref).update(state=State.PENDING, next_due_at=AT)
    assert deliver_due(at=AT) == 1
    assert Notice.objects.count() == 1


@pytest.mark.django_db
def test_the_null_channel_takes_all_and_tells_nobody() -> None:
    post(channel="null")
    assert deliver_due(at=AT) == 1
    assert not Notice.objects.exists()


@pytest.mark.torture
@pytest.mark.django_db(transaction=True)
def test_two_loops_send_each_message_once_with_no_transaction_open(wire: Wire) -> None:
    refs = {post() for _ in range(30)}
    gate, counts, troubles = threading.Barrier(2), [], []

    def loop() -> None:
        try:
            gate.wait()
            counts.append(deliver_due(at=AT))
        except BaseException as error:
            troubles.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=loop) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    assert not any(wire.within_transaction)
    assert sum(counts) == len(wire.taken) == 30 and set(wire.taken) == refs
    assert not Outbox.objects.exclude(state=State.SENT, attempts=1).exists()


@given(st.integers(1, 40), st.floats(0, 1))
def test_pauses_grow_and_stay_bounded(attempts: int, luck: float) -> None:
    assert dt.timedelta(seconds=15) <= pause(attempts, luck=luck) <= LONGEST_PAUSE
    assert pause(attempts, luck=luck) <= pause(attempts + 1, luck=luck)
