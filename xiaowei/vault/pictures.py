"""Pictures that people send: the shown copy is made anew, so that nothing of the sender's phone is left in it."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from django.utils.translation import gettext as _

from xiaowei.base.refusals import Invalid, TooLarge
from xiaowei.vault import reencode
from xiaowei.vault.limits import MAX_BYTES, check_size

__all__ = ["MAX_BYTES", "media_type_of", "shown_copy"]

PROGRAM = Path(reencode.__file__)
SECONDS = 20
# each may take a gigabyte: a handful at once would push the whole server out of memory
_turns = threading.BoundedSemaphore(2)

HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def media_type_of(data: bytes) -> str:
    """`image/jpeg`, `image/png` or `image/webp` by the first bytes, whatever the name says.

    Raises Invalid for everything else; a phone's HEIC is told how to send JPEG.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS:
        raise Invalid(
            _(
                "这是苹果手机的 HEIC 照片，这里打不开。请在手机“设置 → 相机 → 格式”里选“兼容性最佳”后重拍，"
                "或者把照片截一张图再传。"
            )
        )
    raise Invalid(_("这个文件不是照片。请传 JPG、PNG 或 WebP 格式的照片。"))


def shown_copy(data: bytes) -> bytes:
    """The picture as everybody may see it: JPEG, at most 1280 pixels a side, upright, without any metadata.

    Made by a limited program of its own; takes a good part of a second, so not inside a transaction.
    Raises TooLarge over 20 MB or 40 million pixels, Invalid for what is no whole picture.
    """
    check_size(data)
    media_type_of(data)
    with _turns:
        code, shown = _run(data)
    if code == reencode.TOO_MANY_PIXELS:
        raise TooLarge(_("这张照片超过 4000 万像素，太大了。请把手机相机的分辨率调低，或截一张图再传。"))
    if code == reencode.BROKEN:
        raise Invalid(_("这张照片不完整或已损坏，打不开。请重新拍一张，或从相册里重新选一次。"))
    if code or not shown:
        raise Invalid(_("这张照片处理不了。请截一张图，或换一张照片再传。"))
    return shown


def _run(data: bytes) -> tuple[int, bytes]:
    # isolated (-I) and with a bare environment: no settings, no database address, no project on its path
    command = [sys.executable, "-I", str(PROGRAM)]
    bare = {"PATH": os.defpath, "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, env=bare, check=False)
    except subprocess.TimeoutExpired:
        return -1, b""
    return done.returncode, done.stdout
