"""Signing: what was signed once is never contradicted; proofs."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings

from xiaowei.base.refusals import NotFound
from xiaowei.trail import actions, merkle, queries, sweep, tree
from xiaowei.trail.models import Entry, Head, Node, Opening
from xiaowei.trail.signer import Inconsistent
from xiaowei.trail.tests import cast
from xiaowei.trail.tests.support import triggers_down

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def sign() -> int:
    return actions.sign_checkpoint(cast.MOMENT).size


def last_signed() -> Path:
    return Path(settings.XIAOWEI.var / "trail" / "last-signed")


def test_the_signed_tree_is_the_stored_one_and_grows() -> None:
    assert queries.last_checkpoint() is None
    assert sign() == 0
    for number in range(7):
        cast.record(number)
        assert sign() == number + 1
    signed = queries.last_checkpoint()
    assert signed is not None
    assert (signed.size, signed.root) == (7, queries.head().root)
    assert signed.note == last_signed().read_text(encoding="utf-8")
    assert actions.sign_checkpoint(cast.MOMENT + MINUTE) == signed


def test_stored_trees_prove_their_consistency() -> None:
    roots = {}
    for number in range(1, 20):
        cast.record(number)
        roots[number] = queries.head().root
    for old in range(1, 20):
        assert merkle.fold(tree.peaks(old)) == roots[old]
        for new in range(old, 20):
            assert len(tree.consistency(old, new=new)) <= 2 * new.bit_length()


def test_a_restored_backup_is_not_signed() -> None:
    for number in range(5):
        cast.record(number)
    sign()
    note = last_signed().read_text(encoding="utf-8")
    _roll_back(to=3)
    with pytest.raises(Inconsistent):
        sign()
    for number in range(5, 9):  # ... and not when it has outgrown the signed size again
        cast.record(number)
    with pytest.raises(Inconsistent):
        sign()
    assert last_signed().read_text(encoding="utf-8") == note


@pytest.mark.parametrize("field", ["text", "leaf", "seal"])
@pytest.mark.parametrize("index", [0, 3, 4])
def test_an_altered_tail_is_not_signed(field: str, index: int) -> None:
    for number in range(2):
        cast.record(number)
    sign()
    for number in range(3):
        cast.record(number)
    with triggers_down():
        value = "{}" if field == "text" else bytes(32)
        Entry.objects.filter(index=index).update(**{field: value})
    if index == 0:
        assert sign() == 5  # signed already: its text is for verification to read again, every night
        return
    with pytest.raises(Inconsistent):
        sign()


def test_an_altered_checkpoint_file_stops_the_signing() -> None:
    cast.record(1)
    sign()
    last_signed().write_text(last_signed().read_text(encoding="utf-8").replace("\n1\n", "\n0\n"), encoding="utf-8")
    assert queries.last_checkpoint() is None
    with pytest.raises(Inconsistent):
        sign()


def test_an_entry_waits_then_is_proved_and_a_lie_is_seen() -> None:
    index = cast.record(1)
    assert queries.prove(index).state == queries.ProofState.WAITING
    sign()
    cast.record(2)
    proof = queries.prove(index)
    assert (proof.state, proof.path) == (queries.ProofState.SIGNED, ())
    assert queries.prove(1).state == queries.ProofState.WAITING
    sign()
    assert queries.prove(index).path == (queries.entry(1).leaf,)
    with pytest.raises(NotFound):
        queries.prove(2)
    with triggers_down():
        Node.objects.all().delete()
        Entry.objects.filter(index=1).update(leaf=bytes(32))
    assert queries.prove(index).state == queries.ProofState.BROKEN


def test_the_sweep_signs_every_ten_minutes_and_when_time_stands_still() -> None:
    cast.record(1)
    assert sweep.sweep(at=cast.MOMENT) == 1
    cast.record(2)
    assert sweep.sweep(at=cast.MOMENT + 9 * MINUTE) == 0
    assert sweep.sweep(at=cast.MOMENT + 10 * MINUTE) == 1
    cast.record(3)
    assert sweep.sweep(at=cast.MOMENT + 10 * MINUTE) == 1
    signed = queries.last_checkpoint()
    assert signed is not None and signed.size == 3


def _roll_back(*, to: int) -> None:
    with triggers_down():
        peaks = tree.peaks(to)
        Entry.objects.filter(index__gte=to).delete()
        Opening.objects.filter(index__gte=to).delete()
        for node in Node.objects.all():
            if (node.index + 1) << node.level > to:
                node.delete()
        Head.objects.update(size=to, root=merkle.fold(peaks), peaks=b"".join(peaks))
