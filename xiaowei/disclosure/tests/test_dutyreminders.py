"""Who is reminded of what falls due, when, and only once."""

import datetime as dt
from typing import Any

import pytest

from tests.county import County
from tests.threads import together
from xiaowei.base.clock import CHINA
from xiaowei.courier import witness as courier_witness
from xiaowei.courier.models import Outbox
from xiaowei.disclosure import reminders, witness
from xiaowei.disclosure.models import Reminder
from xiaowei.disclosure.tests import way
from xiaowei.ops.verify import verify


def at(month: int, day: int, hour: int = 9, minute: int = 0) -> dt.datetime:
    return dt.datetime(2023, month, day, hour, minute, tzinfo=CHINA)


def told(county: County) -> list[tuple[str, str]]:
    parts = {ref: part for part, ref in county.people.items()}
    rows = Outbox.objects.filter(kind__startswith="disclosure.duty").values_list("kind", "person")
    return sorted((kind.removeprefix("disclosure.duty_"), parts[person]) for kind, person in rows)


def test_the_clerk_then_the_secretary_then_the_township(county: County) -> None:
    assert reminders.sweep(at=at(6, 2)) == 0 and not told(county)
    assert reminders.sweep(at=at(6, 5)) == 3  # five days before the 10th: every village, each by its clerk
    assert told(county) == [("soon", "baita_clerk"), ("soon", "both"), ("soon", "clerk")]
    words = Outbox.objects.get(person=county["clerk"]).text
    assert "下宫村有 4 项快到公开的日子" in words and "6月10日" in words and "财务收支明细" in words
    assert [reminders.sweep(at=at(6, day)) for day in (5, 6, 7, 8, 9)] == [0] * 5  # each once
    way.published(county, at=at(6, 9))
    assert reminders.sweep(at=at(6, 10)) == 0  # a Saturday
    assert reminders.sweep(at=at(6, 12)) == 3
    late = Outbox.objects.get(person=county["mayor"], text__contains="下宫村")
    assert "下宫村有 3 项逾期没公开" in late.text and "财务收支明细" not in late.text
    assert {part for stage, part in told(county) if stage == "late"} == {"mayor", "agency", "agency2"}
    assert not Outbox.objects.filter(kind__startswith="disclosure.duty").exclude(group="").exists()
    assert all(set(row.told) <= set(county.people.values()) for row in Reminder.objects.all())
    assert verify([witness, courier_witness]).ok
    Reminder.objects.filter(stage="late").update(told=[])
    assert not verify([witness, courier_witness]).ok


def test_the_secretary_on_the_day_and_quiet_at_night_and_on_holidays(county: County) -> None:
    for moment in (at(7, 10, 7, 59), at(7, 10, 21), at(7, 10, 23)):
        assert reminders.sweep(at=moment) == 0
    assert reminders.sweep(at=at(7, 10, 8)) >= 3  # a Monday, the day itself; what was due in June is late besides
    assert ("today", "secretary") in told(county) and ("today", "clerk") not in told(county)
    assert reminders.sweep(at=at(7, 10, 20, 59)) == 0
    assert reminders.sweep(at=at(10, 5)) == 0  # the national holiday: five days before the 10th
    assert reminders.sweep(at=at(10, 7)) > 0  # a Saturday that is worked in its place


def test_a_round_that_was_cut_off_goes_on_and_repeats_nothing(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "TOGETHER", 1)
    real, calls = reminders._remind, iter([True, False])

    def breaking(*args: Any, **named: Any) -> None:
        if not next(calls, True):
            raise OSError("the machine went down")
        real(*args, **named)

    monkeypatch.setattr(reminders, "_remind", breaking)
    with pytest.raises(OSError, match="went down"):
        reminders.sweep(at=at(6, 5))
    monkeypatch.undo()
    assert len(told(county)) == 1
    assert [reminders.sweep(at=at(6, 5)) for _round in range(3)] == [2, 0, 0]
    assert len(told(county)) == 3 and Reminder.objects.count() == 3
    assert verify([witness, courier_witness]).ok


@pytest.mark.django_db(transaction=True)
def test_however_many_clocks_there_are() -> None:
    from tests.county import build

    county = build()
    together(*[lambda: reminders.sweep(at=at(6, 5))] * 3)
    assert len(told(county)) == 3 and Reminder.objects.count() == 3
    assert verify([witness, courier_witness]).ok
