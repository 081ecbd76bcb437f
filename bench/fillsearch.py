"""Fill the search with a county's years, past the publications: only a measurement may do that.

`python -m bench.fillsearch COUNT VILLAGE PUBLICATION`, with the installation's settings in the environment. Every tenth
line is the village's own, the others belong to two thousand neighbours.
"""

import datetime as dt
import os
import sys

import django

BATCH = 20_000
OWN = 10
NEIGHBOURS = 2_000
THINGS = (
    "路灯维护",
    "村内下水道清淤",
    "小麦一喷三防用工",
    "光伏发电电费",
    "会议室电费",
    "垃圾清运",
    "村道修补",
    "水管",
)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xiaowei.settings")
    django.setup()
    from django.db import connection, transaction

    from xiaowei.base.refs import Ref, new_ref
    from xiaowei.insight import searchwords, wordindex
    from xiaowei.insight.models import SearchLine

    count, village, publication = int(sys.argv[1]), Ref(sys.argv[2]), Ref(sys.argv[3])
    neighbours = [new_ref() for _ in range(NEIGHBOURS)]

    def line(n: int) -> SearchLine:
        owner = village if n % OWN == 0 else neighbours[n % NEIGHBOURS]
        day, amount = dt.date(2016, 1, 1) + dt.timedelta(days=n * 7 % 3600), n * 37 % 900_000 + 100
        summary = f"记-{n % 60} 付{THINGS[n % len(THINGS)]}（{n % 12 + 1}组）"
        words = searchwords.tokens_of(owner, summary, amount=amount, start=day, until=day, day=day)
        return SearchLine(
            village=owner,
            publication=publication,
            number=1,
            part=new_ref(),
            summary=summary,
            day=day,
            amount=amount,
            words=words,
        )

    for start in range(0, count, BATCH):
        with transaction.atomic():
            wordindex.add([line(n) for n in range(start, min(start + BATCH, count))])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
