"""Signed notes, read by a second hand that knows only the C2SP pages."""

import base64
import hashlib

import pytest
from nacl.signing import VerifyKey

from xiaowei.trail.notes import BadNote, Signer, proof_text

SECRET = bytes(range(32))
ROOT = hashlib.sha256(b"root").digest()


def test_another_library_verifies_the_note() -> None:
    signer = Signer(SECRET)
    note = signer.sign(20852163, ROOT).note
    text, _, signatures = note.rpartition("\n\n")
    origin, size, root = text.split("\n")
    assert (size, base64.b64decode(root)) == ("20852163", ROOT)
    dash, name, encoded = signatures.rstrip("\n").split(" ")
    assert (dash, name) == ("—", origin)

    key_name, key_id, key = signer.verifier_key.split("+", 2)
    raw = base64.b64decode(key)
    assert key_name == origin and raw[0] == 1
    assert hashlib.sha256(origin.encode() + b"\n\x01" + raw[1:]).digest()[:4].hex() == key_id
    signature = base64.b64decode(encoded)
    assert signature[:4].hex() == key_id
    VerifyKey(raw[1:]).verify(text.encode() + b"\n", signature[4:])


def test_a_note_opens_only_as_it_was_signed() -> None:
    signer = Signer(SECRET)
    checkpoint = signer.sign(7, ROOT)
    assert signer.open(checkpoint.note) == checkpoint
    raw = checkpoint.note.encode()
    for position in range(len(raw) - 1):  # the last byte is the line's end
        altered = bytearray(raw)
        altered[position] ^= 1
        with pytest.raises((BadNote, UnicodeDecodeError)):
            signer.open(altered.decode())


def test_another_key_is_another_log_and_a_witness_is_no_harm() -> None:
    signer, other = Signer(SECRET), Signer(bytes(32))
    note = signer.sign(7, ROOT).note
    assert signer.origin != other.origin
    with pytest.raises(BadNote):
        other.open(note)
    assert signer.open(note + "— county.example mJirIklj\n").size == 7


def test_a_proof_file() -> None:
    checkpoint = Signer(SECRET).sign(2, ROOT)
    lines = proof_text(1, [ROOT], checkpoint).split("\n")
    assert lines[:4] == ["c2sp.org/tlog-proof@v1", "index 1", base64.b64encode(ROOT).decode(), ""]
    assert "\n".join(lines[4:]) == checkpoint.note
