"""States move by the table alone, and the case row always says what its last step says."""

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.county import County
from xiaowei.base.refusals import Refusal
from xiaowei.cases import actions, flow, handling, sweep, vocab
from xiaowei.cases.flow import MOVES, WrongState, check
from xiaowei.cases.tests import village


def test_the_table_is_whole() -> None:
    for name, move in MOVES.items():
        assert name == move.name and move.who and move.why
        assert (move.sources | {move.to}) - {""} <= vocab.STATES.keys()
    reached = {move.to for move in MOVES.values()}
    assert vocab.STATES.keys() <= reached
    assert flow.OPEN_STATES.isdisjoint({"closed", "declined", "withdrawn"})


def test_nobody_is_given_a_move_of_time_or_of_the_reporter_by_a_post() -> None:
    for move in MOVES.values():
        if move.who & {flow.REPORTER, flow.CLOCK}:
            assert len(move.who) == 1, move.name


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=30))
def test_no_sequence_leaves_the_table(names: list[str]) -> None:
    state = ""
    for name in names:
        if state in MOVES[name].sources:
            state = check(MOVES[name], state)
            assert state in vocab.STATES
        else:
            with pytest.raises(WrongState):
                check(MOVES[name], state)


DEEDS = {
    "reply": lambda c, ref, at: handling.reply(ref, words="收到", by=c["head"], at=at),
    "accept": lambda c, ref, at: handling.accept(ref, by=c["head"], at=at),
    "decline": lambda c, ref, at: handling.decline(ref, words="请找水务站", by=c["head"], at=at),
    "answer": lambda c, ref, at: handling.answer(ref, words="每小时300元", by=c["head"], at=at),
    "return": lambda c, ref, at: handling.return_answer(
        ref, words="附发票", seen=village.case(ref).version, by=c["supervisor"], at=at
    ),
    "release": lambda c, ref, at: handling.release_answer(
        ref, seen=village.case(ref).version, by=c["supervisor"], at=at
    ),
    "stale": lambda c, ref, at: handling.release_answer(ref, seen=0, by=c["supervisor"], at=at),
    "add": lambda c, ref, at: actions.add_words(ref, words="单价多少", form_key=str(at), at=at),
    "name": lambda c, ref, at: actions.add_words(ref, words="韩丙辰拿了", form_key=f"n{at}", at=at),
    "good": lambda c, ref, at: actions.rate(ref, grade=1, at=at),
    "good, but": lambda c, ref, at: actions.rate(ref, grade=2, words="可书记还是没来", at=at),
    "bad": lambda c, ref, at: actions.rate(ref, grade=3, words="没说清", at=at),
    "withdraw": lambda c, ref, at: actions.withdraw(ref, at=at),
    "time": lambda c, ref, at: sweep.sweep(at=at),
    "triage": lambda c, ref, at: village.answered(c, ref, writer="discipline_head", second="discipline", at=at),
}


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 100)), max_size=10))
def test_whatever_is_tried_the_case_stands_where_its_last_step_left_it(
    county: County, monkeypatch: pytest.MonkeyPatch, deeds: list[tuple[str, int]]
) -> None:
    monkeypatch.setattr(sweep, "ripen_receipts", lambda: 0)
    ref, hours = village.ask(county).case, 0
    for name, wait in deeds:
        hours += wait + 1
        with contextlib.suppress(Refusal):
            DEEDS[name](county, ref, village.later(hours=hours))
        case, events = village.case(ref), list(village.case(ref).events.all())
        assert [event.seq for event in events] == list(range(1, case.version + 1))
        assert (case.state, case.lane) == (events[-1].state, events[-1].lane)
        assert case.is_open == (case.state in flow.OPEN_STATES) == (case.closed_at is None)
        if not case.is_open:
            assert case.next_due_at is None
        lanes = [event.lane for event in events]
        assert lanes == sorted(lanes, reverse=True), "doubt routed down"
        state = ""
        for event in events:
            assert state in MOVES[event.move].sources and event.state == (MOVES[event.move].to or state)
            state = event.state
