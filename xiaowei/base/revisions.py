"""The public revision of a village, announced in one small file that the page server stats on each request.

The database holds the truth; the file is written after the commit, and said again by the clock, so that web workers
need no query to know whether the bytes they hold are still those of today.
"""

import fcntl
import os
import secrets
import shutil
from pathlib import Path

from django.conf import settings

from xiaowei.base.refs import Ref

CURRENT = "current"


def pages_folder() -> Path:
    """Where this installation keeps its page bytes. May be emptied at any time: pages are rendered again."""
    return Path(settings.XIAOWEI.var) / "pages"


def announce(village: Ref, number: int) -> None:
    """Say that `number` is the village's public revision; call it after the commit. Never goes back.

    Two verbs may report in the wrong order, so the larger number wins under a file lock. Older pages are dropped.
    """
    home = pages_folder() / village
    if announced(home) >= number:
        return
    home.mkdir(parents=True, exist_ok=True)
    with open(home / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if announced(home) >= number:
            return
        replace(home / CURRENT, str(number).encode())
    for folder in home.iterdir():
        if folder.name.isdigit() and int(folder.name) < number:
            shutil.rmtree(folder, ignore_errors=True)


def announced(home: Path) -> int:
    """The revision a village's folder says; -1 when it says none."""
    try:
        return int((home / CURRENT).read_bytes())
    except (OSError, ValueError):
        return -1


def replace(path: Path, body: bytes) -> None:
    """Write a file so that a reader sees the old bytes or the new ones, never half of them."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    draft.write_bytes(body)
    os.replace(draft, path)
