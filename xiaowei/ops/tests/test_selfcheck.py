"""What forbids a start: each damage alone is named, and the sound house starts."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction

from xiaowei.base.clock import CHINA
from xiaowei.base.keys import Keys, _current
from xiaowei.base.refs import new_ref
from xiaowei.ops import keyring, prepare, selfcheck
from xiaowei.trail import actions as trail

pytestmark = pytest.mark.django_db

MORNING = dt.datetime(2023, 6, 1, 10, 15, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def house(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A production house with keys, one trail entry and a signed checkpoint."""
    settings.XIAOWEI = dataclasses.replace(django_settings.XIAOWEI, var=tmp_path, mode="production")
    before = _current.__dict__.get("keys")
    _current.__dict__["keys"] = Keys(tmp_path / "keys")
    keyring.make(tmp_path, prepare.KEYS)
    deed()
    trail.sign_checkpoint(MORNING)
    yield tmp_path
    if before is None:
        del _current.__dict__["keys"]
    else:
        _current.__dict__["keys"] = before


def deed() -> None:
    with transaction.atomic():
        trail.record("cases:event:open", new_ref(), by=None, at=MORNING, facts={"n": 1})


def reasons() -> list[str]:
    return list(selfcheck.refusals())


def test_a_sound_house_starts() -> None:
    assert reasons() == []


def test_open_keys_are_refused_in_production_only(house: Path, settings: Any) -> None:
    (house / "keys" / "words").chmod(0o644)
    assert len(reasons()) == 1 and "words" in reasons()[0]
    settings.XIAOWEI = dataclasses.replace(settings.XIAOWEI, mode="sample")
    assert reasons() == []


def test_a_lost_key_is_refused(house: Path) -> None:
    (house / "keys" / "words").unlink()
    assert len(reasons()) == 1 and "words" in reasons()[0]


def test_an_old_database_under_a_newer_checkpoint_is_refused() -> None:
    with transaction.atomic():
        deed()
        trail.sign_checkpoint(MORNING)
        transaction.set_rollback(True)  # the backup is put back
    assert len(reasons()) == 1 and "旧备份" in reasons()[0]


@pytest.mark.parametrize(("damage", "word"), [("altered", "改动"), ("gone", "不见了")])
def test_a_damaged_checkpoint_is_refused(house: Path, damage: str, word: str) -> None:
    note = house / "trail" / "last-signed"
    if damage == "gone":
        note.unlink()
    else:
        note.write_text(note.read_text().replace("\n1\n", "\n7\n"))
    assert len(reasons()) == 1 and word in reasons()[0]


def test_a_sample_account_is_refused_in_production_only(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xiaowei.accounts.queries.sample_logins_exist", lambda: True)
    assert len(reasons()) == 1 and "示范县" in reasons()[0]
    settings.XIAOWEI = dataclasses.replace(settings.XIAOWEI, mode="sample")
    assert reasons() == []
