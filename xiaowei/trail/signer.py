"""The signer remembers apart from the database what it signed last, and signs nothing that contradicts it.

A restored old backup, a truncated or rewritten log: each would make two histories under one signature.
"""

import contextlib
import datetime as dt
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from xiaowei.base.clock import CHINA
from xiaowei.base.keys import key
from xiaowei.base.refusals import Conflict
from xiaowei.trail import merkle, tree
from xiaowei.trail.models import Entry, Head
from xiaowei.trail.notes import BadNote, Checkpoint, Signer
from xiaowei.trail.seals import seal


class Inconsistent(Conflict):
    """The tree contradicts the last signed checkpoint, or itself."""

    sentence = _(
        "留痕和上一次签名对不上，没有签出新的校验点。请运行 xiaowei trail verify 查看哪一条不对，先不要恢复或删改数据。"
    )


def signer() -> Signer:
    """This installation's signer."""
    return Signer(key("trail-signer"))


def last() -> Checkpoint | None:
    """The last signed checkpoint; None before the first. Raises BadNote when its file was altered."""
    try:
        note = _path().read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        raise BadNote("not text") from None
    return signer().open(note)


def signed_at() -> dt.datetime | None:
    """When the last checkpoint was signed: C2SP leaves no room for it in the note, so the file's time holds it."""
    try:
        return dt.datetime.fromtimestamp(_path().stat().st_mtime, CHINA)
    except FileNotFoundError:
        return None


def sign(at: dt.datetime) -> Checkpoint:
    """Sign the present tree, once for each size. Raises Inconsistent; then nothing was signed or stored."""
    with _alone():
        head = Head.objects.filter(id=1).first()
        size, root = (head.size, bytes(head.root)) if head else (0, merkle.EMPTY_ROOT)
        try:
            before = last()
        except BadNote:
            raise Inconsistent() from None
        if before and before.size > size:
            raise Inconsistent()
        _recompute(before, size, root)
        now = before if before and before.size == size else signer().sign(size, root)
        _store(now.note, at)
        return now


def _recompute(before: Checkpoint | None, size: int, root: bytes) -> None:
    # what was signed must still be there, and every later entry is hashed again from its text
    start = before.size if before else 0
    try:
        peaks = tree.peaks(start)
    except tree.Damaged:
        raise Inconsistent() from None
    if before and merkle.fold(peaks) != before.root:
        raise Inconsistent()
    rows = Entry.objects.filter(index__gte=start, index__lt=size).order_by("index")
    at = start
    for index, text, leaf, sealed in rows.values_list("index", "text", "leaf", "seal").iterator(chunk_size=2000):
        raw = text.encode()
        if index != at or bytes(sealed) != seal(index, raw) or bytes(leaf) != merkle.leaf_hash(raw):
            raise Inconsistent()
        merkle.append(peaks, size=index, leaf=bytes(leaf))
        at += 1
    if at != size or merkle.fold(peaks) != root:
        raise Inconsistent()


def _path() -> Path:
    return Path(settings.XIAOWEI.var) / "trail" / "last-signed"


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    # two clocks at once must not both believe that they signed the newest tree
    folder = _path().parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _store(note: str, at: dt.datetime) -> None:
    path = _path()
    draft = path.with_name("last-signed.new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    os.utime(draft, (at.timestamp(), at.timestamp()))
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # else a power cut could bring back the older checkpoint
    finally:
        os.close(folder)
