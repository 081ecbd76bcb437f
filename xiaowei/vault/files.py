"""Files of the vault on disk: written so that a power cut leaves the whole file or none. No database."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

SHOWN, SEALED, DRAFTS = "shown", "sealed", "drafts"


def root() -> Path:
    """The folder that holds the vault."""
    return Path(settings.XIAOWEI.var) / "vault"


def place_of(digest: str) -> str:
    """The place of clear bytes with this digest; two letters fan the files out over 256 folders."""
    return f"{SHOWN}/{digest[:2]}/{digest[2:]}"


def write(place: str, data: bytes) -> None:
    """Put bytes at a place, durably. Writing the same bytes again is harmless and renews the file's age."""
    draft = _folder(root() / DRAFTS) / secrets.token_hex(16)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        target = root() / place
        folder = _folder(target.parent)
        os.replace(draft, target)
    except BaseException:
        draft.unlink(missing_ok=True)  # a full disk must not be filled further by half files
        raise
    _sync(folder)


def read(place: str) -> bytes:
    """The bytes at a place. Raises FileNotFoundError."""
    return (root() / place).read_bytes()


def older_than(moment: float) -> Iterator[str]:
    """Places of all files, drafts included, last written before this moment (seconds of the epoch)."""
    for folder in (SHOWN, SEALED, DRAFTS):
        for path in (root() / folder).rglob("*"):
            with contextlib.suppress(FileNotFoundError):  # another sweep, or a finished draft
                if path.is_file() and path.stat().st_mtime < moment:
                    yield path.relative_to(root()).as_posix()


def remove(place: str, *, written_before: float) -> bool:
    """Take a file away unless it was written again meanwhile; says whether it is gone.

    Moved aside first and looked at then: the same bytes may be put again between a look and an `unlink`,
    and the new row would point nowhere.
    """
    aside = _folder(root() / DRAFTS) / secrets.token_hex(16)
    try:
        os.rename(root() / place, aside)
    except FileNotFoundError:
        return False
    if aside.stat().st_mtime >= written_before:
        os.replace(aside, root() / place)
        return False
    aside.unlink()
    return True


def _folder(path: Path) -> Path:
    if not path.is_dir():
        _folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
        _sync(path.parent)
    return path


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
