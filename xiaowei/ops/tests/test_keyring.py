"""Lost and exchanged keys are noticed before anything is written under new ones."""

from pathlib import Path

import pytest

from xiaowei.ops import keyring


@pytest.fixture
def var(tmp_path: Path) -> Path:
    keyring.make(tmp_path, ("words", "receipts"))
    return tmp_path


def test_keys_are_made_once_and_known_again(var: Path) -> None:
    before = (var / "keys" / "words").read_bytes()
    keyring.make(var, ("words", "receipts"))
    assert (var / "keys" / "words").read_bytes() == before
    assert keyring.complaint(var, data_exists=True) is None


def test_a_release_with_a_new_key_adds_it(var: Path) -> None:
    keyring.make(var, ("words", "receipts", "signer"))
    (var / "keys" / "signer").unlink()
    assert "signer" in str(keyring.complaint(var, data_exists=True))


def test_a_lost_key_is_named(var: Path) -> None:
    (var / "keys" / "words").unlink()
    assert "words 不见了" in str(keyring.complaint(var, data_exists=True))


def test_another_key_in_its_place_is_named(var: Path) -> None:
    (var / "keys" / "words").write_bytes(b"x" * 32)
    assert "words 不是原来的那一个" in str(keyring.complaint(var, data_exists=True))


def test_data_without_any_list_of_keys_is_refused_and_an_empty_house_is_not(tmp_path: Path) -> None:
    assert "keys.json" in str(keyring.complaint(tmp_path, data_exists=True))
    assert keyring.complaint(tmp_path, data_exists=False) is None


def test_the_list_tells_nothing_of_a_key(var: Path) -> None:
    listed = (var / "keys.json").read_text()
    assert (var / "keys" / "words").read_bytes().hex()[:16] not in listed
