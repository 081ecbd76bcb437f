"""A city of 2,546 villages with a year of publications, and how long its duties take: only a measurement fills past the
verbs.

`python -m bench.filldues`, with the installation's settings in the environment; prints one JSON object.
"""

import datetime as dt
import json
import os
import resource
import time
from collections.abc import Callable, Iterator
from typing import Any

import django

VILLAGES, COUNTIES, ITEMS, YEAR = 2546, 9, 27, 2026
EVERY_TENTH = 10  # is not published
BATCH = 5_000


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaowei.settings")
    django.setup()
    from django.db import connection, transaction

    with transaction.atomic():
        city, counties, villages = _areas()
        codes = _monthly(city)
    small = _one_page(villages[0])
    for start in range(0, len(villages), 40):
        with transaction.atomic():
            _publish(villages[start : start + 40], codes)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    bare, rows = _timed(_bare)
    worked = time.process_time()
    whole, duties = _timed(lambda: _year(counties))
    day, reminded = _timed(_remind)
    worked = time.process_time() - worked
    board, _found = _timed(lambda: _month(city))
    print(
        json.dumps(
            {
                "duties": duties,
                "rows": rows,
                "bare": bare,
                "year": whole,
                "worked": worked,
                "reminders": day,
                "reminded": reminded,
                "month": board,
                "page_small": small,
                "page_large": _one_page(villages[0]),
                "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


def _areas() -> Any:
    from xiaowei.base.clock import CHINA
    from xiaowei.roster import actions as roster
    from xiaowei.roster import arealist, queries

    lines = ["code,name,parent,level", "99,示例省,,province", "9901,示范市,99,city"]
    lines += [f"9901{c:02},第{c}县,9901,county" for c in range(1, COUNTIES + 1)]
    lines += [f"9901{c:02}{t:03},{c}之{t}镇,9901{c:02},township" for c in range(1, COUNTIES + 1) for t in range(1, 21)]
    for n in range(VILLAGES):
        place = f"9901{n % COUNTIES + 1:02}{n // COUNTIES % 20 + 1:03}"
        lines.append(f"{place}{n // COUNTIES // 20 + 200:03},第{n}村村民委员会,{place},village")
    at = dt.datetime(YEAR - 2, 1, 5, 10, tzinfo=CHINA)
    roster.import_areas(arealist.read("\n".join(lines).encode()), by=None, at=at)
    city = queries.area_by_code("9901")
    assert city is not None
    return city, [one.ref for one in queries.children(city.ref)], [one.ref for one in queries.all_villages()]


def _monthly(city: Any) -> list[str]:
    """The city asks for 27 items every month, as a city may."""
    from xiaowei.base.refs import new_ref
    from xiaowei.disclosure import duties
    from xiaowei.disclosure.models import CatalogueChange

    codes = [code for code, (rule, _needs) in duties.items().items() if rule in "MQH"][:ITEMS]
    codes += [code for code, (rule, _needs) in duties.items().items() if rule == "Y"][: ITEMS - len(codes)]
    CatalogueChange.objects.bulk_create(
        CatalogueChange(
            area=city.ref,
            item=code,
            seq=1,
            rule="M",
            day=10,
            needs="any",
            from_on=dt.date(YEAR - 1, 1, 1),
            reason="bench",
            by=new_ref(),
            at=dt.datetime(YEAR - 2, 6, 1, tzinfo=dt.UTC),
            form_digest=code,
        )
        for code in codes
    )
    return codes


def _publish(villages: list[str], codes: list[str]) -> None:
    from xiaowei.base.refs import new_ref
    from xiaowei.disclosure.duties import months_before
    from xiaowei.disclosure.models import Publication

    def rows() -> Iterator[Publication]:
        n = 0
        for village in villages:
            for months in range(12):
                start = months_before(dt.date(YEAR, 1, 1), 1 - months)
                until = months_before(start, -1)
                for code in codes:
                    n += 1
                    if n % EVERY_TENTH:
                        yield Publication(
                            ref=new_ref(),
                            village=village,
                            county=village,
                            item=code,
                            period_from=start,
                            period_until=until,
                            published_number=1,
                            published_at=dt.datetime(until.year, until.month, n % 12 + 1, 4, tzinfo=dt.UTC),
                        )

    Publication.objects.bulk_create(rows(), batch_size=BATCH)


def _bare() -> int:
    """The yardstick: the same rows, read and put by village and item, and nothing made of them."""
    from django.db import connection

    found: dict[tuple[str, str], list[Any]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ref, village, item, period_from, period_until, published_at FROM disclosure_publication"
            " WHERE published_at IS NOT NULL"
        )
        for row in cursor:
            found.setdefault((row[1], row[2]), []).append(row)
    return sum(map(len, found.values()))


def _year(counties: list[Any]) -> int:
    from xiaowei.disclosure import owing

    months = [dt.date(YEAR, month, 1) for month in range(1, 13)]
    at = dt.datetime(YEAR, 12, 31, 4, tzinfo=dt.UTC)
    return sum(len(found) for county in counties for found in owing.duties_in_months(county, months, at=at).values())


def _month(city: Any) -> int:
    from xiaowei.disclosure import owing

    found = owing.duties_under(city.ref, month=dt.date(YEAR, 12, 1), at=dt.datetime(YEAR, 12, 31, 4, tzinfo=dt.UTC))
    return len(found)


def _remind() -> int:
    """The whole of one day, round after round: 7 December, a Monday, when everything due on the 10th turns amber."""
    from xiaowei.disclosure import reminders

    at, done = dt.datetime(YEAR, 12, 7, 1, tzinfo=dt.UTC), 0
    for _county in range(COUNTIES):
        done += reminders.sweep(at=at)
    return done


def _one_page(village: Any) -> float:
    """Milliseconds of one village's year; the best of many, for the page is made once a day."""
    from xiaowei.disclosure import owing

    at = dt.datetime(YEAR, 12, 31, 4, tzinfo=dt.UTC)
    return min(_timed(lambda: owing.year_of(village, YEAR, at=at))[0] for _ in range(20)) * 1000


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


if __name__ == "__main__":
    main()
