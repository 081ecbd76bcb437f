"""Files rest under their content or sealed; what was handed in comes back bit for bit, or not at all."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.db import transaction

from xiaowei.base.clock import CHINA
from xiaowei.base.refs import Ref, new_ref
from xiaowei.base.refusals import NotFound, TooLarge
from xiaowei.vault import actions, files, queries
from xiaowei.vault.limits import MAX_BYTES
from xiaowei.vault.models import Blob
from xiaowei.vault.sweep import sweep, sweep_orphans

pytestmark = pytest.mark.django_db
AT = dt.datetime(2023, 6, 5, 10, 24, tzinfo=CHINA)
PHOTO = b"\xff\xd8\xff a photo of the road \x00\x01"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(files, "root", lambda: tmp_path / "vault")
    return tmp_path / "vault"


def on_disk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_clear_bytes_lie_once_under_their_digest(folder: Path) -> None:
    first, second = (actions.put(PHOTO, media_type="image/jpeg", at=AT) for _ in range(2))
    assert first != second
    assert [path.read_bytes() for path in on_disk(folder)] == [PHOTO]
    content = queries.read(first)
    assert (content.data, content.media_type, content.size) == (PHOTO, "image/jpeg", len(PHOTO))
    assert queries.digest(first) == queries.digest(second) == content.digest


def test_a_sealed_original_comes_back_bit_identical_and_cannot_be_told_from_another(folder: Path) -> None:
    one, two = (actions.seal_original(PHOTO, media_type="image/jpeg", at=AT) for _ in range(2))
    lying = [path.read_bytes() for path in on_disk(folder)]
    assert len(lying) == 2 and lying[0] != lying[1]
    assert not any(b"road" in data for data in lying)
    assert queries.read(one).data == queries.read(two).data == PHOTO


@pytest.mark.parametrize("keep", [actions.put, actions.seal_original])
def test_every_changed_byte_is_noticed(folder: Path, keep) -> None:  # type: ignore[no-untyped-def]
    ref = keep(PHOTO, media_type="image/jpeg", at=AT)
    path, *_ = on_disk(folder)
    whole = path.read_bytes()
    for position in range(len(whole)):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
        with pytest.raises(queries.Damaged):
            queries.read(ref)
    path.unlink()
    with pytest.raises(queries.Damaged):
        queries.read(ref)


def test_an_unknown_reference_is_not_found() -> None:
    for ask in (queries.read, queries.digest):
        with pytest.raises(NotFound):
            ask(new_ref())


@pytest.mark.parametrize("keep", [actions.stage, actions.stage_sealed])
def test_twenty_megabytes_and_not_one_byte_more(folder: Path, keep) -> None:  # type: ignore[no-untyped-def]
    keep(bytes(MAX_BYTES), media_type="application/octet-stream")
    with pytest.raises(TooLarge, match="20 MB"):
        keep(bytes(MAX_BYTES + 1), media_type="application/octet-stream")
    assert len(on_disk(folder)) == 1


def test_a_full_disk_leaves_no_half_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    files._folder(folder) if folder.is_dir() else folder.mkdir(parents=True)
    (folder / files.DRAFTS).mkdir()
    with pytest.raises(OSError, match="No space"):
        actions.put(PHOTO, media_type="image/jpeg", at=AT)
    assert on_disk(folder) == [] and not Blob.objects.exists()


def aged(place: str, folder: Path, days: int) -> Path:
    path = folder / place
    then = (AT - dt.timedelta(days=days)).timestamp()
    os.utime(path, (then, then))
    return path


def test_the_sweep_takes_only_old_files_without_a_row(folder: Path) -> None:
    kept = actions.stage(PHOTO, media_type="image/jpeg")
    actions.record(kept, at=AT)
    refused = actions.stage_sealed(b"the form was refused", media_type="image/jpeg")
    fresh = actions.stage(b"a request still under way", media_type="image/jpeg")
    draft = f"{files.DRAFTS}/{'0' * 32}"
    (folder / draft).write_bytes(b"half")
    kept_path = aged(kept.place, folder, 30)
    refused_path, draft_path = aged(refused.place, folder, 2), aged(draft, folder, 2)
    fresh_path = aged(fresh.place, folder, 0)

    assert sweep(at=AT) == 2
    assert kept_path.exists() and fresh_path.exists()
    assert not refused_path.exists() and not draft_path.exists()
    assert sweep(at=AT) == 0


def test_a_discarded_blob_takes_its_file_along_unless_another_shares_it(folder: Path) -> None:
    parked = actions.seal_original(PHOTO, media_type="image/jpeg", at=AT)
    hers, neighbours = (actions.put(PHOTO, media_type="image/jpeg", at=AT) for _ in range(2))
    for ref in (parked, hers):
        assert actions.discard(ref) and not actions.discard(ref)
        with pytest.raises(NotFound):
            queries.read(ref)
    for path in on_disk(folder):
        aged(path.relative_to(folder).as_posix(), folder, 2)
    assert sweep(at=AT) == 1
    assert queries.read(neighbours).data == PHOTO


def test_a_clock_held_still_in_a_later_year_sweeps_nothing_new(folder: Path) -> None:
    actions.stage(PHOTO, media_type="image/jpeg")
    assert sweep(at=dt.datetime(2999, 1, 1, tzinfo=CHINA)) == 0
    assert len(on_disk(folder)) == 1


def test_an_orphan_that_is_put_again_while_the_sweep_looks_at_it_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    orphan = actions.stage(PHOTO, media_type="image/jpeg")
    aged(orphan.place, folder, 9)
    came: list[Ref] = []
    remove = files.remove

    def meanwhile(place: str, *, written_before: float) -> bool:
        came.append(actions.put(PHOTO, media_type="image/jpeg", at=AT))
        return remove(place, written_before=written_before)

    monkeypatch.setattr(files, "remove", meanwhile)
    assert sweep_orphans(older_than=AT) == 0
    assert queries.read(came[0]).data == PHOTO


def test_a_row_that_is_rolled_back_leaves_an_orphan_for_the_sweep(folder: Path) -> None:
    staged = actions.stage(PHOTO, media_type="image/jpeg")
    with transaction.atomic():
        ref = actions.record(staged, at=AT)
        transaction.set_rollback(True)
    with pytest.raises(NotFound):
        queries.read(ref)
    aged(staged.place, folder, 2)
    assert sweep(at=AT) == 1 and on_disk(folder) == []


def test_files_are_for_the_owner_alone(folder: Path) -> None:
    actions.put(PHOTO, media_type="image/jpeg", at=AT)
    assert {path.stat().st_mode & 0o777 for path in on_disk(folder)} == {0o600}
