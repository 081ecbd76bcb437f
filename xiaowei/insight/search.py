"""Full-text search of a village's public record, in Chinese, by amount and by date, newest first.

The database finds rows that hold all the words of a search; whether they stand there as typed is looked at here, so
that pairs of characters from two ends of a sentence find nothing.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from xiaowei.base.refs import Ref
from xiaowei.disclosure import queries as disclosure
from xiaowei.insight import searchwords, wordindex
from xiaowei.insight.models import SearchLine
from xiaowei.insight.searchwords import Needle

PAGE = 30
CHUNK = 64  # candidates looked at together at first; more as it goes on
MOST_LOOKED_AT = 5_000  # a search of common characters ends here and says so
MOST_WAYS = 64


@dataclass(frozen=True)
class Hit:
    """A public line that was found, or with an empty `part` a whole publication. Amounts in fen."""

    publication: disclosure.PublicationFacts
    part: Ref | None
    summary: str
    day: dt.date | None
    amount: int | None


@dataclass(frozen=True)
class Hits:
    """A page of what was found, newest first. `after` begins the next page; `cut` says that not everything was seen."""

    hits: tuple[Hit, ...]
    after: Ref | None = None
    cut: bool = False


def search(village: Ref, query: str, *, after: Ref | None = None) -> Hits:
    """What the village has published that fits the search; nothing for an empty one.

    `after` is the line, or publication, that the last page ended with.
    """
    needles = searchwords.needles(query)
    if not needles:
        return Hits(())
    found: list[SearchLine] = []
    for looked, row in enumerate(_candidates(village, needles, before=_age(village, after))):
        if looked == MOST_LOOKED_AT:
            return Hits(_public(found), cut=True)
        if all(_fits(row, needle) for needle in needles):
            found.append(row)
            if len(found) > PAGE:
                last = found[PAGE - 1]
                return Hits(_public(found[:PAGE]), after=Ref(last.part or last.publication))
    return Hits(_public(found))


def _candidates(village: Ref, needles: Sequence[Needle], *, before: int | None) -> Iterator[SearchLine]:
    ways, chunk = _ways(village, needles), CHUNK
    while True:
        ids = wordindex.ids(village, ways, before=before, limit=chunk)
        rows = SearchLine.objects.in_bulk(ids)
        yield from (rows[one] for one in ids if one in rows)
        if len(ids) < chunk:
            return
        before, chunk = ids[-1], chunk * 4


def _ways(village: Ref, needles: Sequence[Needle]) -> list[list[str]]:
    """Sets of words, any of which may lead to a row that fits everything."""
    alternatives = [needle.words for needle in needles]
    ways = []
    for choice in product(*alternatives):
        ways.append(sorted({searchwords.village_word(village), *(word for words in choice for word in words)}))
        if len(ways) == MOST_WAYS:
            break
    return ways


def _fits(row: SearchLine, needle: Needle) -> bool:
    if needle.amount is not None and row.amount is not None and abs(row.amount) == needle.amount:
        return True
    if needle.amount is not None and not needle.text:
        return False
    return needle.text in searchwords.plain(row.summary)


def _age(village: Ref, after: Ref | None) -> int | None:
    if after is None:
        return None
    rows = SearchLine.objects.filter(village=village)
    row = rows.filter(part=after).first() or rows.filter(publication=after, part="").first()
    return row.id if row else None


def _public(rows: Sequence[SearchLine]) -> tuple[Hit, ...]:
    """The rows as hits. What was withdrawn or corrected since it was indexed is left out: the index follows later."""
    facts = disclosure.publications({Ref(row.publication) for row in rows})
    return tuple(
        Hit(fact, Ref(row.part) if row.part else None, row.summary, row.day, row.amount)
        for row in rows
        if (fact := facts.get(Ref(row.publication))) and fact.withdrawn_at is None and fact.version == row.number
    )
