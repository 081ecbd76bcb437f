"""Verbs of the finance room."""

import datetime as dt
import hashlib

from django.db import IntegrityError, transaction

from xiaowei.base.clock import spelt
from xiaowei.base.refs import Ref
from xiaowei.base.words import clean
from xiaowei.finance import vocab
from xiaowei.finance.digests import whole_digest
from xiaowei.finance.entry import Entry
from xiaowei.finance.models import Ledger, Line, Reading
from xiaowei.trail import actions as trail
from xiaowei.trail.canonical import JSON, canonical
from xiaowei.vault import actions as vault
from xiaowei.vault import queries as vault_reads


def take_reading(
    entry: Entry, *, file_name: str, original: vault.Staged, form_key: str, by: Ref, at: dt.datetime
) -> Ref:
    """Keep what was understood of an uploaded file, and its ledger where it is one. Returns the reading's ref.

    The same form sent twice gives the same reading.
    """
    form_digest = hashlib.sha256(form_key.encode()).hexdigest()
    try:
        with transaction.atomic():
            return _take(entry, file_name, original, form_digest, by=by, at=at)
    except IntegrityError:
        known = Reading.objects.filter(form_digest=form_digest, by=by).first()
        if known is None:
            raise
        return Ref(known.ref)


def _take(entry: Entry, file_name: str, original: vault.Staged, form_digest: str, *, by: Ref, at: dt.datetime) -> Ref:
    reading = Reading.objects.create(
        village=entry.village,
        file_name=clean(file_name)[:255],
        original=vault.record(original, at=at),
        kind=entry.kind,
        understood=entry.understood,
        form_digest=form_digest,
        by=by,
        at=at,
    )
    ledger = _enter_ledger(entry, reading)
    trail.record(vocab.DID_READ, Ref(reading.ref), by=by, at=at, facts=reading_facts(reading))
    if ledger is not None:
        trail.record(vocab.DID_ENTER, Ref(ledger.ref), by=by, at=at, facts=ledger_facts(ledger))
    return Ref(reading.ref)


def _enter_ledger(entry: Entry, reading: Reading) -> Ledger | None:
    book = entry.ledger
    if book is None:
        return None
    ledger = Ledger.objects.create(
        reading=reading,
        village=entry.village,
        county=entry.county,
        period_from=book.period_from,
        period_until=book.period_until,
        opening=book.opening,
        income=book.income,
        expense=book.expense,
        closing=book.closing,
    )
    Line.objects.bulk_create(Line(ledger=ledger, **vars(line)) for line in book.lines)
    return ledger


def reading_facts(row: Reading) -> dict[str, JSON]:
    """What the trail commits to of a reading."""
    return {
        "village": row.village,
        "file": hashlib.sha256(row.file_name.encode()).hexdigest(),
        "original": [row.original, vault_reads.digest(Ref(row.original))],
        "kind": row.kind,
        "understood": hashlib.sha256(canonical(row.understood).encode()).hexdigest(),
        "by": row.by,
        "at": spelt(row.at),
    }


def ledger_facts(row: Ledger) -> dict[str, str | int]:
    """What the trail commits to of a ledger: every column and every line."""
    return {"digest": whole_digest(row), "lines": row.lines.count()}
