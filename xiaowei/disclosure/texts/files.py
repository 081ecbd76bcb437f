"""Pictures and papers on their way: cleaned, taken apart and sealed one by one before the text they belong to exists.

Each is kept under the digest of its form's key and its sender's name, so that a refused form asks for none again.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from xiaowei.base.masking import CARD, IDENTITY, PHONE, findings
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import Invalid, NotFound
from xiaowei.base.words import clean
from xiaowei.disclosure.texts.models import TextFile
from xiaowei.disclosure.texts.places import MOST_PAPERS, MOST_PICTURES, PLACES
from xiaowei.vault import actions as vault
from xiaowei.vault import papers, pictures

KEPT_FOR = dt.timedelta(days=3)
MOST = MOST_PICTURES + MOST_PAPERS + 4
SEVERAL = 40  # files one person may have waiting with different forms


class Personal(Invalid):
    """A paper names somebody's number on one of its pages: it cannot be shown, and nobody can take it out for him."""


def form_digest(form_key: str, *, by: Ref) -> str:
    """What is stored of a form's key."""
    return hashlib.sha256(f"{by}\0{form_key}".encode()).hexdigest()


def keep(form_key: str, data: bytes, *, name: str, place: str, by: Ref, at: dt.datetime) -> Ref:
    """Keep one picture or paper for this form; the same file at the same place is kept once.

    Raises Invalid, TooLarge; Personal for a PDF with somebody's number in its text. Not inside a transaction.
    """
    form, digest = form_digest(form_key, by=by), hashlib.sha256(data).hexdigest()
    if place not in PLACES:
        raise NotFound()
    same = TextFile.objects.filter(form=form, original_digest=digest, place=place, text=None).first()
    if same is not None:
        return Ref(same.ref)
    if TextFile.objects.filter(form=form, text=None).count() >= MOST or _waiting_of(by) >= SEVERAL * MOST:
        raise Invalid(_("一次最多 %(n)d 张图片、%(m)d 份附件。请去掉几个再传。"), n=MOST_PICTURES, m=MOST_PAPERS)
    row = TextFile(form=form, by=by, place=place, name=clean(name)[-120:], at=at)
    row.size, row.original_digest = len(data), digest
    kind = papers.media_type_of(data)
    staged = _paper(row, papers.opened(data)) if kind else _picture(row, data)
    original = vault.stage_sealed(data, media_type=kind or pictures.media_type_of(data))
    with transaction.atomic():
        row.original = vault.record(original, at=at)
        blobs = [vault.record(one, at=at) for one in staged]
        if row.kind != "word":
            row.shown, row.shown_digest = blobs[-1], staged[-1].digest
        row.pages = [{"shown": blob, "digest": one.digest} for blob, one in zip(blobs[:-1], staged[:-1], strict=True)]
        row.save(force_insert=True)
    return Ref(row.ref)


def waiting(form_key: str, *, by: Ref) -> list[TextFile]:
    """The files that wait with this form, in the order they came."""
    return list(TextFile.objects.filter(form=form_digest(form_key, by=by), text=None).order_by("at", "ref"))


def forget(*, at: dt.datetime) -> int:
    """Forget files whose form never came back; returns how many."""
    stale = list(TextFile.objects.filter(text=None, at__lte=at - KEPT_FOR)[:200])
    for row in stale:
        with transaction.atomic():
            for blob in blobs_of(row):
                vault.discard(blob)
            row.delete()
    return len(stale)


def blobs_of(row: TextFile) -> Iterable[Ref]:
    """Every blob of the vault that a file holds."""
    return [Ref(row.original), *([Ref(row.shown)] if row.shown else []), *(Ref(page["shown"]) for page in row.pages)]


def _picture(row: TextFile, data: bytes) -> list[vault.Staged]:
    if not data.startswith((b"\xff\xd8\xff", b"\x89PNG", b"RIFF")) and data[4:8] != b"ftyp":
        papers.opened(data)  # says which papers are taken
    row.kind = "picture"
    return [vault.stage(pictures.shown_copy(data), media_type="image/jpeg")]


def _paper(row: TextFile, paper: papers.Paper) -> list[vault.Staged]:
    if paper.media_type == papers.WORD:
        row.kind, row.blocks = "word", list(paper.blocks)
        row.scanned = bool(paper.pictures)  # its pictures are left out
        return []
    _look_through(row.name, paper.texts)
    row.kind, row.scanned = "pdf", any(not text.strip() for text in paper.texts)
    pages = [vault.stage(page, media_type="image/jpeg") for page in paper.pages]
    return [*pages, vault.stage(paper.anew, media_type=papers.PDF)]


def _look_through(name: str, texts: Iterable[str]) -> None:
    words = {IDENTITY: _("身份证号"), CARD: _("银行卡号"), PHONE: _("电话号码")}
    for number, text in enumerate(texts, start=1):
        kinds = {finding.kind for finding in findings(text)} & words.keys()
        if kinds:
            raise Personal(
                _("《%(name)s》第 %(page)d 页有%(what)s，公开出去就收不回了。请遮掉或删掉这些号码，重新导出再传。"),
                name=name,
                page=number,
                what=_("、").join(words[kind] for kind in sorted(kinds)),
            )


def _waiting_of(person: Ref) -> int:
    return TextFile.objects.filter(by=person, text=None).count()
