"""Signed notes, checkpoints and proofs as C2SP writes them: c2sp.org/signed-note, tlog-checkpoint, tlog-proof."""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
PROOF_FIRST_LINE = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True)
class Checkpoint:
    """A signed tree head; `note` is the exact signed text."""

    origin: str
    size: int
    root: bytes
    note: str


class BadNote(Exception):
    """Not a checkpoint of this log, or not signed by its key."""


class Signer:
    """An Ed25519 key with the name it signs under; the name is the log's origin."""

    def __init__(self, secret: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(secret)
        self.public = self._private.public_key().public_bytes_raw()
        # the log is named by its key: an installation cannot take another one's name
        self.origin = "xiaowei.local/" + hashlib.sha256(self.public).hexdigest()[:16]

    @property
    def verifier_key(self) -> str:
        """The public key as other tools take it: name, key id and base64 of type and key, joined by `+`."""
        return f"{self.origin}+{self._key_id().hex()}+{_b64(ED25519 + self.public)}"

    def sign(self, size: int, root: bytes) -> Checkpoint:
        """The checkpoint of a tree."""
        body = f"{self.origin}\n{size}\n{_b64(root)}\n"
        signature = self._key_id() + self._private.sign(body.encode())
        note = f"{body}\n— {self.origin} {_b64(signature)}\n"
        return Checkpoint(origin=self.origin, size=size, root=root, note=note)

    def open(self, note: str) -> Checkpoint:
        """Parse and verify a checkpoint of this log. Raises BadNote."""
        body, separator, lines = note.rpartition("\n\n")
        parts = body.split("\n")
        if not separator or len(parts) != 3 or parts[0] != self.origin or not parts[1].isdecimal():
            raise BadNote("not a checkpoint of this log")
        for line in lines.splitlines():
            if self._signed(line, body + "\n"):
                root = base64.b64decode(parts[2])
                return Checkpoint(origin=self.origin, size=int(parts[1]), root=root, note=note)
        raise BadNote("not signed by this log's key")

    def _signed(self, line: str, body: str) -> bool:
        prefix = f"— {self.origin} "
        if not line.startswith(prefix):
            return False  # a witness's line, or one of a kind we do not know
        try:
            raw = base64.b64decode(line.removeprefix(prefix), validate=True)
            Ed25519PublicKey.from_public_bytes(self.public).verify(raw[4:], body.encode())
        except (ValueError, InvalidSignature):
            return False
        return raw[:4] == self._key_id()

    def _key_id(self) -> bytes:
        return hashlib.sha256(self.origin.encode() + b"\n" + ED25519 + self.public).digest()[:4]


def proof_text(index: int, path: Sequence[bytes], checkpoint: Checkpoint) -> str:
    """The content of a `.tlog-proof` file."""
    return "\n".join([PROOF_FIRST_LINE, f"index {index}", *map(_b64, path), "", checkpoint.note])


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
