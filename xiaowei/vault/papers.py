"""Papers that people enclose: PDF and Word. Taken apart by a limited program of its own; shown is what it made."""

import json
import os
import subprocess
import sys
import threading
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from xiaowei.base.refusals import Invalid, TooLarge
from xiaowei.vault import unpaper
from xiaowei.vault.limits import check_size

PROGRAM = Path(unpaper.__file__)
SECONDS = 90
PDF, WORD = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# each may take more than a gigabyte
_turns = threading.BoundedSemaphore(1)


@dataclass(frozen=True)
class Paper:
    """What may be shown of a paper: of a PDF its pages as JPEG and a PDF made anew; of a Word file its blocks.

    `texts` is the text of each page (of a Word file: one), for looking through; a scanned page has none.
    """

    media_type: str
    texts: tuple[str, ...]
    pages: tuple[bytes, ...] = ()
    anew: bytes = b""
    blocks: tuple[dict[str, Any], ...] = ()
    pictures: int = 0  # of a Word file: left out


def media_type_of(data: bytes) -> str | None:
    """PDF or Word by the bytes, whatever the name says; None for anything else."""
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(BytesIO(data)) as packed:
                return WORD if "word/document.xml" in packed.namelist() else None
        except zipfile.BadZipFile:
            return None
    return None


def opened(data: bytes) -> Paper:
    """The paper taken apart; may take seconds, so not inside a transaction. Raises TooLarge, Invalid."""
    check_size(data)
    kind = media_type_of(data)
    if kind is None:
        raise Invalid(
            _("附件只收 PDF 和 Word（.docx）。老的 .doc 请在 WPS 或 Word 里“另存为 .docx”或“输出为 PDF”再传。")
        )
    with _turns:
        code, answer = _run(data)
    if code == unpaper.TOO_MANY_PAGES:
        raise TooLarge(_("这个 PDF 超过 %(most)d 页。请只留要公开的部分，或者拆成几份再传。"), most=unpaper.MAX_PAGES)
    if code == unpaper.LOCKED:
        raise Invalid(_("这个 PDF 加了密码，打不开。请去掉密码再传。"))
    if code == unpaper.LIMIT_HIT:
        raise TooLarge(_("这个文件展开以后太大了。请拆成几份，或者只留要公开的部分再传。"))
    if code or not answer:
        raise Invalid(_("这个文件打不开，可能不完整或已损坏。请重新导出一份再传。"))
    head, _line, rest = answer.partition(b"\n")
    about = json.loads(head)
    parts, start = [], 0
    for size in about["sizes"]:
        parts.append(rest[start : start + size])
        start += size
    texts, blocks = tuple(about["texts"]), tuple(about["blocks"])
    if kind == PDF:
        return Paper(kind, texts, pages=tuple(parts[:-1]), anew=parts[-1])
    return Paper(kind, texts, blocks=blocks, pictures=about["pictures"])


def _run(data: bytes) -> tuple[int, bytes]:
    # isolated (-I) and with a bare environment: no settings, no database address, no project on its path
    command = [sys.executable, "-I", str(PROGRAM)]
    bare = {"PATH": os.defpath, "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, env=bare, check=False)
    except subprocess.TimeoutExpired:
        return unpaper.LIMIT_HIT, b""
    return done.returncode, done.stdout
