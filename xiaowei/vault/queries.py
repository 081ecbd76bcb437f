"""Reads of the vault. Who may read is decided by the room whose attachment row holds the reference."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from nacl.exceptions import CryptoError

from xiaowei.base.ciphers import unseal
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound, Refusal
from xiaowei.vault import files
from xiaowei.vault.actions import KEY
from xiaowei.vault.models import Blob


class Damaged(Refusal):
    """The bytes on disk are missing or no longer those that were handed in."""

    status = 503
    sentence = _("这个文件在存储里丢失或损坏了，现在打不开。请联系系统管理员从备份恢复。")


@dataclass(frozen=True)
class Content:
    """Plain bytes with what is known of them; `digest` is their SHA-256 in hex."""

    data: bytes
    media_type: str
    digest: str
    size: int


def read(ref: Ref) -> Content:
    """The plain bytes, checked against their digest. Raises NotFound, Damaged."""
    blob = _blob(ref)
    try:
        data = files.read(blob.place)
        if blob.sealed:
            data = unseal(data, under=KEY)
    except (FileNotFoundError, CryptoError):
        raise Damaged() from None
    if hashlib.sha256(data).hexdigest() != blob.digest:
        raise Damaged()
    return Content(data, blob.media_type, blob.digest, blob.size)


def digest(ref: Ref) -> str:
    """SHA-256 of the plain bytes in hex, as recorded when they came. Raises NotFound."""
    return _blob(ref).digest


def _blob(ref: Ref) -> Blob:
    blob = Blob.objects.filter(ref=ref).first()
    if blob is None:
        raise NotFound()
    return blob
