"""Verbs of tables: keep what was read of a file, enter its table."""

import datetime as dt
import hashlib

from django.db import IntegrityError, transaction

from xiaowei.base.clock import spelt
from xiaowei.base.refs import Ref
from xiaowei.base.words import clean
from xiaowei.disclosure import vocab
from xiaowei.disclosure.tables.digests import whole_digest
from xiaowei.disclosure.tables.entry import Entry, NewTable
from xiaowei.disclosure.tables.models import Table, TableReading, TableRow
from xiaowei.trail import actions as trail
from xiaowei.trail.canonical import JSON, canonical
from xiaowei.vault import actions as vault
from xiaowei.vault import queries as vault_reads


def take_reading(
    entry: Entry, *, file_name: str, original: vault.Staged, form_key: str, by: Ref, at: dt.datetime
) -> Ref:
    """Keep what was understood of an uploaded file, and its table where it is clear. Returns the reading's ref.

    The same form sent twice gives the same reading.
    """
    form_digest = hashlib.sha256(form_key.encode()).hexdigest()
    try:
        with transaction.atomic():
            reading = TableReading.objects.create(
                village=entry.village,
                county=entry.county,
                file_name=clean(file_name)[:255],
                original=vault.record(original, at=at),
                kind=entry.kind,
                understood=entry.understood,
                grid=entry.grid,
                form_digest=form_digest,
                by=by,
                at=at,
            )
            table = _enter(reading, entry.table) if entry.table else None
            trail.record(vocab.DID_READ_TABLE, Ref(reading.ref), by=by, at=at, facts=reading_facts(reading))
            if table is not None:
                trail.record(vocab.DID_ENTER_TABLE, Ref(table.ref), by=by, at=at, facts=table_facts(table))
            return Ref(reading.ref)
    except IntegrityError:
        known = TableReading.objects.filter(form_digest=form_digest, by=by).first()
        if known is None:
            raise
        return Ref(known.ref)


def enter(reading: Ref, new: NewTable, *, by: Ref, at: dt.datetime) -> Ref:
    """Enter a kept reading's table where the clerk says it goes; the same place a second time gives the same table.

    The caller has asked who may.
    """
    try:
        with transaction.atomic():
            table = _enter(TableReading.objects.get(pk=reading), new)
            trail.record(vocab.DID_ENTER_TABLE, Ref(table.ref), by=by, at=at, facts=table_facts(table))
            return Ref(table.ref)
    except IntegrityError:
        placed = new.placed
        known = Table.objects.filter(
            reading=reading,
            item=placed.item,
            topic=placed.topic,
            period_from=placed.period_from,
            period_until=placed.period_until,
        ).first()
        if known is None:
            raise
        return Ref(known.ref)


def reading_facts(row: TableReading) -> dict[str, JSON]:
    """What the trail commits to of a reading."""
    return {
        "village": row.village,
        "file": hashlib.sha256(row.file_name.encode()).hexdigest(),
        "original": [row.original, vault_reads.digest(Ref(row.original))],
        "kind": row.kind,
        "understood": hashlib.sha256(canonical(row.understood).encode()).hexdigest(),
        "grid": hashlib.sha256(row.grid.encode()).hexdigest(),
        "by": row.by,
        "at": spelt(row.at),
    }


def table_facts(row: Table) -> dict[str, JSON]:
    """What the trail commits to of a table: every column of it and of its rows."""
    return {"digest": whole_digest(row), "rows": row.rows.count()}


def _enter(reading: TableReading, new: NewTable) -> Table:
    table = Table.objects.create(
        reading=reading,
        village=reading.village,
        county=reading.county,
        kind=reading.kind,
        item=new.placed.item,
        topic=new.placed.topic,
        notice=new.placed.notice,
        period_from=new.placed.period_from,
        period_until=new.placed.period_until,
        as_of=new.as_of,
        parts=new.parts,
    )
    TableRow.objects.bulk_create([TableRow(table=table, **columns) for columns in new.rows], batch_size=500)
    return table
