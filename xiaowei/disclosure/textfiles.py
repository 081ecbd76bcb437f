"""Who may open a picture or paper of a text: everybody while it is public, its village's staff before, its sender."""

import datetime as dt
from dataclasses import dataclass

from xiaowei.base.masking import scrub
from xiaowei.base.people import Known, free_text
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure import access
from xiaowei.disclosure.models import Publication, TextFile, Version
from xiaowei.disclosure.texts.queries import known_of

CALLED = {"pdf": ".pdf", "picture": ".jpg"}


@dataclass(frozen=True)
class Shown:
    """What may be handed out: the blob, its media type, and what the file is called then."""

    blob: Ref
    media_type: str
    name: str


def public(publication: Ref, file: Ref, *, page: int | None = None) -> Shown:
    """The shown copy of a file of a published version, or one page of it. Raises NotFound."""
    row = TextFile.objects.filter(pk=file).exclude(text=None).first()
    if row is None:
        raise NotFound()
    versions = Version.objects.filter(publication=publication, content=row.text_id, state="published")
    item = Publication.objects.filter(pk=publication, published_number__isnull=False, withdrawn_at=None)
    if not (versions.exists() and item.exists()):
        raise NotFound()
    return _shown(row, page, known=known_of(row))


def for_staff(person: Ref, file: Ref, *, page: int | None = None, at: dt.datetime) -> Shown:
    """The same for whoever may see the draft, or brought the file. Raises NotFound: absent and forbidden alike."""
    return _shown(_for(person, file, at=at), page)


def original(person: Ref, file: Ref, *, at: dt.datetime) -> Shown:
    """The sealed original as it came, for staff of the village. Raises NotFound."""
    row = _for(person, file, at=at)
    return Shown(Ref(row.original), "application/octet-stream", row.name or "original")


def _for(person: Ref, file: Ref, *, at: dt.datetime) -> TextFile:
    row = TextFile.objects.filter(pk=file).first()
    if row is None:
        raise NotFound()
    if row.text_id is None:
        if row.by != person:
            raise NotFound()
    elif not access.versions_for(person, at=at).filter(content=row.text_id).exists():
        raise NotFound()
    return row


def _shown(row: TextFile, page: int | None, *, known: Known | None = None) -> Shown:
    called = scrub(row.words or row.name.rpartition(".")[0] or row.name)
    stem = (free_text(called, known=known) if known else called).strip() or "附件"  # a name travels with a download
    if page is not None:
        if not 1 <= page <= len(row.pages):
            raise NotFound()
        return Shown(Ref(row.pages[page - 1]["shown"]), "image/jpeg", f"{stem}-{page}.jpg")
    if not row.shown:
        raise NotFound()  # a Word file is shown as a page, never handed out
    media_type = "image/jpeg" if row.kind == "picture" else "application/pdf"
    return Shown(Ref(row.shown), media_type, stem + CALLED[row.kind])
