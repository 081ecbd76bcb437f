"""The index from words to rows, which each database keeps in its own way.

PostgreSQL's index follows its table. SQLite's full-text table is told of every row by hand, in the same transaction:
a trigger may not write to it, for the house does not trust what a database file brings along (`trusted_schema`).
"""

from collections.abc import Sequence

from django.db import connection

from xiaowei.base.refs import Ref
from xiaowei.insight.models import SearchLine

ADD = "INSERT INTO insight_words(rowid, words) SELECT id, words FROM insight_searchline WHERE id > %s"
REMOVE = "INSERT INTO insight_words(insight_words, rowid, words) SELECT 'delete', id, words FROM insight_searchline"
FIND = "SELECT rowid FROM insight_words WHERE insight_words MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s"
# a common word is found soon among the village's newest lines; without a look there all its lines would be sorted
FIND_NEWEST = (
    "SELECT id FROM (SELECT id, words FROM insight_searchline WHERE village = %s AND id < %s"
    " ORDER BY id DESC LIMIT 600) AS newest WHERE {held} ORDER BY id DESC LIMIT %s"
)
# any other is looked up by its words first: the planner must not walk the whole table from its newest row
FIND_ARRAY = (
    "WITH found AS MATERIALIZED (SELECT id FROM insight_searchline WHERE ({held}) AND id < %s)"
    " SELECT id FROM found ORDER BY id DESC LIMIT %s"
)
HELD = "string_to_array(words, ' ') @> %s"
NEWEST = 2**62


def add(rows: Sequence[SearchLine]) -> None:
    """Store rows that may be there already, and index those that are new. Within a transaction of the caller."""
    last = SearchLine.objects.order_by("-id").values_list("id", flat=True).first() or 0
    SearchLine.objects.bulk_create(rows, ignore_conflicts=True)
    if connection.vendor == "sqlite":  # where nobody else writes meanwhile
        with connection.cursor() as cursor:
            cursor.execute(ADD, [last])


def remove(ids: Sequence[int]) -> None:
    """Delete rows, and what the index knows of them. Within a transaction of the caller."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"{REMOVE} WHERE id IN ({', '.join(['%s'] * len(ids))})", list(ids))
    SearchLine.objects.filter(id__in=ids).delete()


def ids(village: Ref, ways: Sequence[Sequence[str]], *, before: int | None, limit: int) -> list[int]:
    """The village's rows that hold all the words of any of the ways, highest first. Each way has the village's word."""
    place = NEWEST if before is None else before
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            words = " OR ".join("(" + " AND ".join(f'"{word}"' for word in way) + ")" for way in ways)
            cursor.execute(FIND, [words, place, limit])
            return [row[0] for row in cursor.fetchall()]
        held, wanted = " OR ".join([HELD] * len(ways)), [list(way) for way in ways]
        cursor.execute(FIND_NEWEST.format(held=held), [village, place, *wanted, limit])
        found = [row[0] for row in cursor.fetchall()]
        if len(found) < limit:
            cursor.execute(FIND_ARRAY.format(held=held), [*wanted, place, limit])
            found = [row[0] for row in cursor.fetchall()]
        return found
