"""What time does: lifts what is overdue, and once more; closes what is unrated; works out guesses again."""

import datetime as dt

import pytest
from django.db import connections, transaction

from tests.county import AT, County
from tests.threads import together
from xiaowei.almanac import actions as almanac
from xiaowei.base.clock import CHINA
from xiaowei.cases import actions, handling, queries, sweep, witness
from xiaowei.cases.models import Case, Clock, Event
from xiaowei.cases.tests import village
from xiaowei.courier.models import Outbox
from xiaowei.ops.verify import verify


@pytest.fixture(autouse=True)
def _ripened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "ripen_receipts", lambda: 0)  # slow on purpose, and told in test_opening


FIXED = {dt.date(2027, month, day): (False, "节") for month, day in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))}


def test_overdue_goes_one_level_up_and_once_more_after_three_working_days(county: County) -> None:
    ref = village.ask(county).case
    assert sweep.sweep(at=village.later(hours=23)) == 0
    assert sweep.sweep(at=village.later(hours=24)) == 1
    case = village.case(ref)
    assert (case.lifted, case.desk, case.state) == (1, county.township, "received")
    assert [sweep.sweep(at=village.later(days=days)) for days in (2, 4)] == [0, 0]
    assert Event.objects.filter(move="lift").count() == 1
    lifted = Outbox.objects.filter(kind="cases.lifted")
    assert {row.person for row in lifted} == {county[p] for p in ("discipline_head", "discipline", "discipline_kin")}
    at = village.later(days=2)
    assert village.listed(county, "discipline", at) == village.listed(county, "head", at) == [ref]
    assert queries.reporter_view(ref, at=at).lifted
    again = dt.datetime(2023, 6, 9, 23, 59, 59, tzinfo=CHINA)  # three working days after Tuesday 6 June
    assert (sweep.sweep(at=again - dt.timedelta(seconds=1)), sweep.sweep(at=again)) == (0, 1)
    assert (village.case(ref).lifted, village.case(ref).desk) == (2, county.county)
    assert {row.person for row in lifted.all()} >= {county[p] for p in ("county_petition", "county_head")}
    assert [sweep.sweep(at=village.later(days=days)) for days in (20, 200)] == [0, 0]
    handling.answer(ref, words="每小时300元", by=county["head"], at=again)  # the village may still answer
    assert verify([witness]).ok


@pytest.mark.torture
@pytest.mark.django_db(transaction=True)
def test_four_sweeps_at_once_lift_once(county: County) -> None:
    for n in range(5):
        village.ask(county, form_key=str(n))
    at = village.later(hours=30)
    done = together(*(lambda: sweep.sweep(at=at),) * 4)
    assert sum(done) == 5, done
    assert Event.objects.filter(move="lift").count() == 5 == Case.objects.filter(lifted=1).count()
    assert Outbox.objects.filter(kind="cases.lifted").count() == 15
    assert verify([witness]).ok
    connections.close_all()


def test_an_answer_not_rated_for_seven_days_is_closed_and_counted_apart(county: County) -> None:
    ref = village.ask(county).case
    village.answered(county, ref)
    actions.add_words(ref, words="谢谢，我想一想", form_key="x", at=village.later(days=6))  # puts nothing off
    assert queries.reporter_view(ref, at=AT).rate_until == village.later(days=7)
    assert sweep.sweep(at=village.later(days=7, seconds=-1)) == 0
    assert sweep.sweep(at=village.later(days=7)) == 1
    case = village.case(ref)
    assert (case.state, case.events.last().move, case.events.last().grade) == ("closed", "unrated", None)
    assert sweep.sweep(at=village.later(days=30)) == 0


def test_what_was_answered_in_time_is_never_lifted(county: County) -> None:
    ref = village.ask(county).case
    handling.reply(ref, words="收到", by=county["head"], at=village.later(hours=23))
    assert sweep.sweep(at=village.later(hours=30)) == 0
    assert sweep.sweep(at=village.later(days=4)) == 1  # acceptance ran out after three working days
    assert village.case(ref).lifted == 1


def test_a_guess_is_worked_out_again_when_the_year_is_entered(county: County) -> None:
    at = dt.datetime(2026, 12, 31, 9, tzinfo=CHINA)
    ref = village.ask(county, kind="appeal", at=at).case
    handling.reply(ref, words="收到", by=county["head"], at=at)
    view = queries.reporter_view(ref, at=at)
    assert [clock.provisional for clock in view.clocks] == [False, True, True]
    assert sweep.recount_guesses(at=at) == 0
    rest = {dt.date(2027, 1, 4): (False, "元旦")}
    with transaction.atomic():
        almanac.enter_year(2027, days=FIXED | rest, source="国务院办公厅通知", by=None, at=at)
    assert (sweep.recount_guesses(at=at), sweep.recount_guesses(at=at)) == (1, 0)
    after = queries.reporter_view(ref, at=at)
    assert [clock.provisional for clock in after.clocks] == [False, False, False]
    assert after.clocks[1].due_at - view.clocks[1].due_at == dt.timedelta(days=2)
    assert [step.move for step in after.steps].count("recount") == 1
    assert village.case(ref).next_due_at == after.clocks[1].due_at
    assert verify([witness]).ok


def test_a_calendar_that_moves_no_date_adds_no_step(county: County) -> None:
    at = dt.datetime(2027, 1, 4, 9, tzinfo=CHINA)
    village.ask(county, at=at)
    with transaction.atomic():
        almanac.enter_year(2027, days=FIXED, source="通知", by=None, at=at)
    assert sweep.recount_guesses(at=at) == 1
    assert not Event.objects.filter(move="recount").exists() and not Clock.objects.filter(provisional=True).exists()
    assert verify([witness]).ok


def test_one_who_is_overtaken_stops_nobody_else(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = village.ask(county).case, village.ask(county).case
    at = village.later(hours=30)
    rows = sweep._claimable(at)
    handling.reply(first, words="来了", by=county["head"], at=at)
    monkeypatch.setattr(sweep, "_claimable", lambda at: rows)
    assert sweep.sweep(at=at) == 1
    assert (village.case(first).lifted, village.case(second).lifted) == (0, 1)


def test_the_sweep_reads_as_many_rows_as_are_due(county: County) -> None:
    village.ask(county)
    assert sweep.sweep(at=AT) == 0 and sweep.sweep(at=AT + dt.timedelta(days=400)) == 1
