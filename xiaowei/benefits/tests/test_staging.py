"""Rows are laid down under a batch that nobody sees; one short verb enters it; what was forgotten is swept."""

import datetime as dt

import pytest

from tests.county import AT
from xiaowei.base.refusals import NotFound
from xiaowei.benefits import actions, entry, queries, staging, witness
from xiaowei.benefits.models import Batch, Reading, Row
from xiaowei.benefits.places import settled
from xiaowei.benefits.sweep import sweep
from xiaowei.disclosure import access, upload
from xiaowei.disclosure.tests import township
from xiaowei.disclosure.tests.township import LAND, Township


@pytest.fixture
def town(db: None) -> Township:
    return township.build()


def test_a_list_is_seen_when_it_is_whole_and_never_before(town: Township, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "PIECE", 7)
    clerk, data = town["clerk"], township.sample(LAND)
    villages = access.listing_villages(clerk, at=AT)
    meant = upload.understood(upload.read(data), villages=villages, chosen=town.village)
    original = upload.vault.stage_sealed(data, media_type="application/octet-stream")
    reading = actions.take_reading(
        meant, chosen=town.village, file_name=LAND, original=original, form_key="k" * 32, by=clerk, at=AT
    )
    chosen = settled(meant.places, {}, villages)
    new = entry.batches(meant.understanding, meant.places, chosen)
    with pytest.raises(NotFound):
        staging.stage(reading, new, by=town["neighbour"], at=AT)
    forgotten = staging.stage(reading, new, by=clerk, at=AT)
    staged = staging.stage(reading, new, by=clerk, at=AT)
    with pytest.raises(NotFound):
        queries.batch(staged[0].ref)
    assert actions.batches_of(reading) == () and Reading.objects.count() == 1
    entered = actions.place(reading, places=meant.places, choices=chosen, batches=staged, by=clerk, at=AT)
    assert entered == (staged[0].ref,)
    # what was laid down piece by piece is what the rows say today
    assert witness.facts(entered[0]) == {"digest": staged[0].digest, "rows": staged[0].rows}
    assert actions.place(reading, places=meant.places, choices=chosen, batches=forgotten, by=clerk, at=AT) == entered
    assert staging.stage(reading, new, by=clerk, at=AT) == ()
    assert sweep(at=AT) == 0 and Batch.objects.count() == 2
    assert sweep(at=AT + dt.timedelta(days=2)) == 1
    assert (Batch.objects.count(), Row.objects.count()) == (1, staged[0].rows)
