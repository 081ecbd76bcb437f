"""What a doubt can hang on: a published item, or a line of any of its published versions.

Every form about it asks for the same rows, so they are kept in memory for as long as the village's public pages stand
as they are; whether they still do costs one short statement.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

from django.db import connection

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure.contents import KINDS, Part
from xiaowei.disclosure.models import Publication
from xiaowei.disclosure.queries import PublicationFacts
from xiaowei.disclosure.queries import publication as published

MOST = 500  # items kept
REVISION = "SELECT number FROM disclosure_revision WHERE village = %s"


@dataclass(frozen=True)
class Item:
    """A published item, and the lines of all its published versions by reference."""

    publication: PublicationFacts
    lines: Mapping[Ref, Part]

    def line(self, ref: Ref) -> Part:
        """One of the lines. Raises NotFound."""
        if ref not in self.lines:
            raise NotFound()
        return self.lines[ref]


_lock = Lock()
_kept: dict[Ref, tuple[int, Item]] = {}


def item(ref: Ref) -> Item:
    """The published item. Raises NotFound when it is not public."""
    held = _kept.get(ref)
    if held is not None and _revision(held[1].publication.village) == held[0]:
        return held[1]
    facts = published(ref)
    revision = _revision(facts.village)
    found = Item(facts, _lines(ref))
    with _lock:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[ref] = (revision, found)
    return found


def _lines(ref: Ref) -> dict[Ref, Part]:
    contents = Publication.objects.filter(pk=ref, versions__state="published")
    kinds = contents.values_list("versions__content_kind", "versions__content")
    return {part.ref: part for kind, content in kinds for part in KINDS[kind].parts(Ref(content))}


def _revision(village: Ref) -> int:
    with connection.cursor() as cursor:
        cursor.execute(REVISION, [village])
        row = cursor.fetchone()
    return row[0] if row else 0
