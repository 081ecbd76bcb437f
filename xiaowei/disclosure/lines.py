"""One line of a publication by itself: everything the public reads of it, and where it stands among its neighbours."""

from dataclasses import dataclass

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure.contents import KINDS, Part
from xiaowei.disclosure.models import Version
from xiaowei.disclosure.queries import PublicationFacts
from xiaowei.disclosure.queries import publication as published


@dataclass(frozen=True)
class LinePage:
    """A line of one published version. `current` unless that version was corrected since."""

    publication: PublicationFacts
    number: int  # of the version
    current: bool
    kind: str
    part: Part
    count: int
    before: Ref | None
    after: Ref | None


def line_page(publication: Ref, line: Ref) -> LinePage:
    """The line. Raises NotFound when no published version of the publication has it."""
    facts = published(publication)
    for kind, content in _homes(line):
        rows = Version.objects.filter(
            publication=publication, content_kind=kind, content=content, state="published"
        ).order_by("-number")
        version = rows.first()
        parts = list(KINDS[kind].parts(content)) if version else []
        at = next((n for n, part in enumerate(parts) if part.ref == line), None)
        if version is None or at is None:
            continue
        return LinePage(
            facts,
            version.number,
            version.number == facts.version,
            kind,
            parts[at],
            len(parts),
            parts[at - 1].ref if at else None,
            parts[at + 1].ref if at + 1 < len(parts) else None,
        )
    raise NotFound()


def _homes(line: Ref) -> list[tuple[str, Ref]]:
    found = ((name, kind.homes([line]).get(line)) for name, kind in KINDS.items())
    return [(name, content) for name, content in found if content is not None]
