"""Keys live in files under `var/keys`, outside the database and its backups.

Each is made on first use, 32 random bytes, readable by the owner alone. Two processes that start at once
agree on one key: the file is linked into place, and the loser reads the winner's.
"""

import os
import secrets
from functools import cached_property
from pathlib import Path

SIZE = 32


class Keys:
    """The keys of one installation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: dict[str, bytes] = {}

    def get(self, name: str) -> bytes:
        """The 32-byte key called `name`, made if it does not exist yet. Raises ValueError on a damaged file."""
        if name not in self._held:
            self._held[name] = self._read(name)
        return self._held[name]

    def _read(self, name: str) -> bytes:
        path = self.folder / name
        if not path.exists():
            self._make(path)
        key = path.read_bytes()
        if len(key) != SIZE:
            raise ValueError(f"key file damaged: {path.name}")
        return key

    def _make(self, path: Path) -> None:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()


class _Current:
    """The running installation's keys; settings are read on first use."""

    @cached_property
    def keys(self) -> Keys:
        from django.conf import settings  # base must import without settings being loaded

        return Keys(settings.XIAOWEI.var / "keys")


_current = _Current()


def key(name: str) -> bytes:
    """The running installation's 32-byte key called `name`."""
    return _current.keys.get(name)
