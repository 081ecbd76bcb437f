"""Fill an installation with open cases, past the verbs: only a measurement may do that.

`python -m bench.fill COUNT VILLAGE`, with the installation's settings in the environment. One in twenty cases
belongs to the village, the others to as many neighbours.
"""

import datetime as dt
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from xiaowei.cases.models import Case, Clock

SHARE = 20
BATCH = 1000


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaowei.settings")
    django.setup()
    from django.db import transaction

    count, village = int(sys.argv[1]), sys.argv[2]
    for start in range(0, count, BATCH):
        with transaction.atomic():
            _store(range(start, min(start + BATCH, count)), _areas(village))
    _analyze()


def _areas(village: str) -> list[str]:
    from xiaowei.base.refs import Ref
    from xiaowei.roster import queries as roster

    county = roster.area(Ref(village)).county
    others: list[str] = [area.ref for area in roster.villages_under(county) if area.ref != village] if county else []
    # neighbours who do not exist fill up a county that is too small
    return [village, *(others * SHARE)[: SHARE - 1]]


def _store(numbers: range, areas: list[str]) -> None:
    from xiaowei.base import clock
    from xiaowei.cases.models import Case, Clock, Event

    at = clock.now()
    cases = [_case(n, areas[n % SHARE], at - dt.timedelta(minutes=n % 1000)) for n in numbers]
    Case.objects.bulk_create(cases)
    Event.objects.bulk_create(
        Event(
            case=case,
            seq=1,
            move="open",
            state="received",
            lane="village",
            at=case.opened_at,
            words="路灯不亮了，晚上看不见路。",
            shown=True,
        )
        for case in cases
    )
    Clock.objects.bulk_create(_clocks(cases))


def _case(number: int, village: str, opened: dt.datetime) -> "Case":
    from xiaowei.cases.models import Case

    due = opened + dt.timedelta(days=1)
    return Case(
        village=village,
        county=village,
        kind="appeal",
        lane="village",
        about_kind="village",
        title=f"第 {number} 件",
        state="received",
        desk=village,
        opened_at=opened,
        due_at=due,
        next_due_at=due,
        receipt_slow=f"{number:064d}",
    )


def _clocks(cases: "list[Case]") -> "Iterator[Clock]":
    from xiaowei.cases import deadlines
    from xiaowei.cases.models import Clock

    rules = deadlines.rules_for("appeal", "village")
    for case in cases:
        for days, rule in enumerate(rules, start=1):
            yield Clock(
                case=case,
                kind=rule.clock,
                rule=rule.code,
                started_at=case.opened_at,
                due_at=case.opened_at + dt.timedelta(days=days),
                provisional=False,
                calendar_revision=1,
            )


def _analyze() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a database that grew by itself would have it


if __name__ == "__main__":
    main()
