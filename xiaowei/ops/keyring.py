"""Knowing our keys again: a fingerprint of each is kept beside the key folder.

A lost key file would be made anew on first use, and everything sealed under the old one would be unreadable
without anybody noticing; so a start compares what is there with what was there.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from pathlib import Path

from xiaowei.base.keys import Keys

LIST = "keys.json"  # in var/, apart from the keys: it tells nothing about them


def files(folder: Path) -> Iterator[Path]:
    """The key files, drafts of other processes aside."""
    return (path for path in sorted(folder.glob("*")) if path.is_file() and not path.name.startswith("."))


def make(var: Path, names: tuple[str, ...]) -> None:
    """Make the keys that do not exist yet and write down the fingerprint of every key there is."""
    keys = Keys(var / "keys")
    for name in names:
        keys.get(name)
    found = {path.name: _fingerprint(path.read_bytes()) for path in files(var / "keys")}
    if found == _listed(var):
        return
    draft = (var / LIST).with_suffix(".draft")
    draft.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    os.replace(draft, var / LIST)


def complaint(var: Path, *, data_exists: bool) -> str | None:
    """A sentence when a key is missing or is not the one of before; None when all is well."""
    listed = _listed(var)
    if not listed and data_exists:
        return f"数据库里已有数据，但 {var / LIST} 不见了。请从备份恢复整个 {var.name} 文件夹（含 keys）后再启动。"
    for name, fingerprint in listed.items():
        path = var / "keys" / name
        if not path.is_file():
            return f"密钥文件 {name} 不见了。请从备份恢复 {var / 'keys'} 后再启动。"
        if not hmac.compare_digest(_fingerprint(path.read_bytes()), fingerprint):
            return f"密钥文件 {name} 不是原来的那一个。请从备份恢复 {var / 'keys'} 后再启动。"
    return None


def _listed(var: Path) -> dict[str, str]:
    path = var / LIST
    return dict(json.loads(path.read_text())) if path.exists() else {}


def _fingerprint(key: bytes) -> str:
    # keyed by the key itself: 32 random bytes cannot be guessed back from it
    return hmac.new(key, b"xiaowei/key-fingerprint/v1", hashlib.sha256).hexdigest()[:32]
