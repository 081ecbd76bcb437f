"""Reads for whoever writes texts: which items can be written about, the files of a form, the words as typed."""

from dataclasses import dataclass

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure.catalogue import CatalogueItem, catalogue
from xiaowei.disclosure.models import Text, TextFile
from xiaowei.disclosure.texts import files


@dataclass(frozen=True)
class Source:
    """The words of a text as they were typed."""

    body: str
    result: str
    meeting: str
    looked: bool


@dataclass(frozen=True)
class FormFile:
    """A file in a clerk's form, waiting or of the version before."""

    ref: Ref
    kind: str
    place: str
    name: str
    words: str
    size: int
    pages: int
    scanned: bool

    @property
    def picture(self) -> bool:
        return self.kind == "picture"


def items_for(kind: str) -> list[CatalogueItem]:
    """The items of the catalogue that can be published as this kind, in its order."""
    return [item for item in catalogue().values() if kind in item.carriers]


def source_of(text: Ref) -> Source:
    """The words of a text as typed. The caller has asked `access` for its version. Raises NotFound."""
    row = Text.objects.filter(pk=text).first()
    if row is None:
        raise NotFound()
    return Source(row.body, row.result, row.meeting, row.looked)


def form_files(form_key: str, *, before: Ref | None, by: Ref) -> list[FormFile]:
    """The files that a form can choose from: those of the text before, and those that wait with it. Two queries."""
    rows = list(TextFile.objects.filter(text=before)) if before else []
    return [_file(row) for row in (*rows, *files.waiting(form_key, by=by))]


def _file(row: TextFile) -> FormFile:
    return FormFile(Ref(row.ref), row.kind, row.place, row.name, row.words, row.size, len(row.pages), row.scanned)
