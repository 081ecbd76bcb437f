"""Time: one room's bad day is not the others'."""

import datetime as dt
import sys
import threading
import types

import pytest

from xiaowei.base.clock import CHINA
from xiaowei.ops.clock import repeat
from xiaowei.ops.tick import TASKS, Task, Ticker

MORNING = dt.datetime(2023, 6, 1, 10, 15, tzinfo=CHINA)


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> list[dt.datetime]:
    """A room that works and one that fails over the words of a person."""
    asked: list[dt.datetime] = []
    module = types.ModuleType("a_village_of_two_rooms")

    def diligent(*, at: dt.datetime) -> int:
        asked.append(at)
        return 3

    def failing(*, at: dt.datetime) -> int:
        raise ValueError("赵甲子 said something")

    module.diligent, module.failing = diligent, failing  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return asked


def task(function: str, every: float = 0.0) -> Task:
    return Task(function, f"a_village_of_two_rooms:{function}", every=every)


def test_a_failing_sweep_stops_no_other(rooms: list[dt.datetime]) -> None:
    result = Ticker([task("failing"), task("diligent")]).tick(at=MORNING)
    assert result.done == {"diligent": 3}
    assert result.failed == ("failing",)
    assert rooms == [MORNING]


def test_the_log_says_where_it_failed_but_not_what_somebody_said(
    rooms: list[dt.datetime], caplog: pytest.LogCaptureFixture
) -> None:
    Ticker([task("failing")]).tick(at=MORNING)
    assert "ValueError at test_tick.py" in caplog.text
    assert "赵甲子" not in caplog.text


def test_a_rare_task_is_asked_first_and_then_rarely(rooms: list[dt.datetime]) -> None:
    ticker = Ticker([task("diligent", every=3600)])
    assert ticker.tick(at=MORNING).done == {"diligent": 3}
    assert ticker.tick(at=MORNING).done == {}


@pytest.mark.django_db
@pytest.mark.parametrize("shipped", TASKS, ids=lambda task: task.target)
def test_every_shipped_sweep_exists_and_has_nothing_to_do_in_an_empty_village(shipped: Task) -> None:
    assert shipped.run(at=MORNING) in (0, 1)  # an empty trail is signed too


@pytest.mark.django_db  # it gives back connections that went bad
def test_the_clock_goes_on_after_a_failure() -> None:
    stop, rounds = threading.Event(), []

    def work() -> None:
        rounds.append(1)
        if len(rounds) == 3:
            stop.set()
        raise RuntimeError

    repeat(work, every=0, until=stop)
    assert len(rounds) == 3
