"""Verbs of the benefits room: keep what was read, enter it village by village, settle whose household a row is."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from xiaowei.base.clock import spelt
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Conflict, Invalid, NotFound
from xiaowei.base.words import clean
from xiaowei.benefits import vocab
from xiaowei.benefits.digests import whole_digest
from xiaowei.benefits.entry import summary
from xiaowei.benefits.models import Batch, Placement, Reading, Row, Settlement
from xiaowei.benefits.places import Choice, Place, as_document
from xiaowei.benefits.staging import Gone, Staged
from xiaowei.benefits.upload import Understood
from xiaowei.roster import queries as roster
from xiaowei.roster import standing
from xiaowei.trail import actions as trail
from xiaowei.trail.canonical import JSON, canonical
from xiaowei.vault import actions as vault
from xiaowei.vault import queries as vault_reads


class AlreadySettled(Conflict):
    """Somebody settled the row first."""

    sentence = _("这一行刚刚有人确认过了。请刷新后再看。")


def take_reading(
    understood: Understood,
    *,
    chosen: Ref | None,
    file_name: str,
    original: vault.Staged,
    form_key: str,
    by: Ref,
    at: dt.datetime,
) -> Ref:
    """Keep what was understood of an uploaded list; the same form sent twice gives the same reading."""
    form_digest = hashlib.sha256(form_key.encode()).hexdigest()
    try:
        with transaction.atomic():
            reading = Reading.objects.create(
                chosen=chosen or "",
                file_name=clean(file_name)[:255],
                original=vault.record(original, at=at),
                kind=understood.understanding.type,
                understood=summary(understood.understanding, understood.places),
                form_digest=form_digest,
                by=by,
                at=at,
            )
            trail.record(vocab.DID_READ, Ref(reading.ref), by=by, at=at, facts=reading_facts(reading))
            return Ref(reading.ref)
    except IntegrityError:
        known = Reading.objects.filter(form_digest=form_digest, by=by).first()
        if known is None:
            raise
        return Ref(known.ref)


def place(
    reading: Ref,
    *,
    places: Sequence[Place],
    choices: Mapping[str, Choice],
    batches: Sequence[Staged],
    by: Ref,
    at: dt.datetime,
) -> tuple[Ref, ...]:
    """Enter a reading's batches, all of them or none; a second time gives those of the first.

    The caller has asked `places.settled`, and `staging.stage` for the batches. Short, however long the list is: the
    rows lie there already. Raises NotFound for another's reading, staging.Gone when the rows were swept away.
    """
    try:
        with transaction.atomic():
            return _place(reading, places, choices, batches, by=by, at=at)
    except IntegrityError:
        known = batches_of(reading)
        if not known:
            raise
        return known


@transaction.atomic
def settle(row: Ref, *, household: Ref | None, seen: int, by: Ref, at: dt.datetime) -> None:
    """Say whose household a row is, or with None that it is nobody's of the village.

    `seen` is how often the row had been settled on the screen. Raises NotFound, Invalid, AlreadySettled.
    """
    found = Row.objects.filter(pk=row, batch__entered=True).select_related("batch").first()
    if found is None or not standing.may(by, vocab.SETTLE, Ref(found.batch.village), at=at):
        raise NotFound()
    known = {one.ref for one in roster.households(Ref(found.batch.village))}
    if household is not None and household not in known:
        raise Invalid(_("请从名单里选一户；不在本村的，选“不是本村的户”。"))
    if found.settlements.count() != seen:
        raise AlreadySettled()
    try:
        with transaction.atomic():
            deed = Settlement.objects.create(row=found, seq=seen + 1, household=household or "", by=by, at=at)
    except IntegrityError:
        raise AlreadySettled() from None
    Row.objects.filter(pk=row).update(household=household or "", settled=True)
    trail.record(vocab.DID_SETTLE, Ref(deed.ref), by=by, at=at, facts=settlement_facts(deed))


def batches_of(reading: Ref) -> tuple[Ref, ...]:
    """The batches a reading was entered as, in the order of the list."""
    return tuple(
        Ref(r) for r in Batch.objects.filter(reading=reading, entered=True).order_by("pk").values_list("pk", flat=True)
    )


def _place(
    reading: Ref,
    places: Sequence[Place],
    choices: Mapping[str, Choice],
    batches: Sequence[Staged],
    *,
    by: Ref,
    at: dt.datetime,
) -> tuple[Ref, ...]:
    row = Reading.objects.filter(pk=reading, by=by).first()
    if row is None:
        raise NotFound()
    placement = Placement.objects.create(reading=row, places=as_document(places, choices), by=by, at=at)
    waiting = Batch.objects.filter(pk__in=[batch.ref for batch in batches], reading=row, entered=False)
    if waiting.update(entered=True) != len(batches):
        raise Gone()
    placed = trail.Recorded(vocab.DID_PLACE, Ref(placement.ref), placement_facts(placement))
    entered = [trail.Recorded(vocab.DID_ENTER, one.ref, {"digest": one.digest, "rows": one.rows}) for one in batches]
    trail.record_all([placed, *entered], by=by, at=at)
    return batches_of(reading)


def reading_facts(row: Reading) -> dict[str, JSON]:
    """What the trail commits to of a reading."""
    return {
        "chosen": row.chosen,
        "file": hashlib.sha256(row.file_name.encode()).hexdigest(),
        "original": [row.original, vault_reads.digest(Ref(row.original))],
        "kind": row.kind,
        "understood": hashlib.sha256(canonical(row.understood).encode()).hexdigest(),
        "by": row.by,
        "at": spelt(row.at),
    }


def placement_facts(row: Placement) -> dict[str, JSON]:
    """What the trail commits to of where the rows went."""
    return {
        "reading": row.reading_id,
        "places": hashlib.sha256(canonical(row.places).encode()).hexdigest(),
        "by": row.by,
        "at": spelt(row.at),
    }


def batch_facts(row: Batch) -> dict[str, JSON]:
    """What the trail commits to of a batch: every column, and every row as it was read."""
    return {"digest": whole_digest(row), "rows": row.rows.count()}


def settlement_facts(row: Settlement) -> dict[str, JSON]:
    """What the trail commits to of one settlement."""
    return {"row": row.row_id, "seq": row.seq, "household": row.household, "by": row.by, "at": spelt(row.at)}
