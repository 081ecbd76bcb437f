"""What time does to the search: it follows the public pages of every village by their revisions.

A sweep that is cut off goes on where it stopped; two at once index nothing twice, for a line is there once.
"""

import datetime as dt
import logging
import time
from itertools import islice

from django.db import transaction

from xiaowei.base.refs import Ref
from xiaowei.disclosure import queries as disclosure
from xiaowei.disclosure.contents import Part
from xiaowei.insight import searchwords, wordindex
from xiaowei.insight.models import SearchFollowed, SearchLine

log = logging.getLogger(__name__)

CHUNK = 300  # rows of one transaction: nobody waits for the write lock longer than a tenth of a second
PATIENCE = 5.0  # seconds of one sweep; the rest is for the next, so that other clocks are not held up
LONGEST = SearchLine._meta.get_field("summary").max_length or 0


def sweep(*, at: dt.datetime) -> int:
    """Make searchable what became public, and forget what is public no more. Returns the number of rows written."""
    followed = dict(SearchFollowed.objects.values_list("village", "number"))
    until = time.monotonic() + PATIENCE
    done = 0
    for village, number in disclosure.revisions().items():
        if followed.get(village) == number:
            continue
        if time.monotonic() > until:
            return done
        try:
            written, whole = _follow(village, until=until)
        except Exception as error:  # one village that cannot be read must not keep the others from being found
            log.error("search of a village failed: %s", type(error).__name__)
            continue
        done += written
        if whole:
            SearchFollowed.objects.update_or_create(village=village, defaults={"number": number})
    return done


def _follow(village: Ref, *, until: float) -> tuple[int, bool]:
    """Bring one village up to date: rows written, and whether nothing is left to do."""
    # oldest first: answers come in the order of the rows, newest first
    every = reversed(disclosure.published_in(village, limit=None))
    public = {facts.ref: facts for facts in every if facts.withdrawn_at is None}  # a tombstone has no lines
    known = set(SearchLine.objects.filter(village=village, part="").values_list("publication", "number"))
    _forget(village, {(facts.ref, facts.version) for facts in public.values()})
    done = 0
    for facts in public.values():
        if (facts.ref, facts.version) in known:  # its title is written last
            continue
        if time.monotonic() > until:
            return done, False
        done += _index(facts)
    return done, True


def _forget(village: Ref, public: set[tuple[Ref, int]]) -> None:
    rows = SearchLine.objects.filter(village=village)
    for publication, number in set(rows.values_list("publication", "number").distinct()) - public:
        gone = rows.filter(publication=publication, number=number)
        while ids := list(gone.values_list("id", flat=True)[:CHUNK]):
            with transaction.atomic():
                wordindex.remove(ids)


def _index(facts: disclosure.PublicationFacts) -> int:
    parts = iter(disclosure.public_parts(facts.ref, number=facts.version))
    done = 0
    while rows := [_line(facts, part) for part in islice(parts, CHUNK)]:
        with transaction.atomic():
            wordindex.add(rows)
        done += len(rows)
    title = Part(Ref(""), 0, "", facts.title, None, None)
    with transaction.atomic():
        wordindex.add([_line(facts, title)])
    return done + 1


def _line(facts: disclosure.PublicationFacts, part: Part) -> SearchLine:
    amount = part.income if part.income is not None else part.expense
    summary = " ".join(filter(None, (part.voucher, part.summary)))[:LONGEST]
    words = searchwords.tokens_of(
        facts.village, summary, amount=amount, start=facts.period_from, until=facts.period_until, day=part.day
    )
    return SearchLine(
        village=facts.village,
        publication=facts.ref,
        number=facts.version,
        part=part.ref,
        summary=summary,
        day=part.day,
        amount=amount,
        words=words,
    )
