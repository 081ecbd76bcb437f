"""From what a doubt hangs on back to the published item: an item itself, or a line of any of its versions."""

from collections.abc import Iterable

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure.contents import KINDS, Part
from xiaowei.disclosure.models import Publication, Version


def publications_of(abouts: Iterable[Ref]) -> dict[Ref, Ref]:
    """The publication of each of these; what belongs to none is left out. A query each, and one for each kind."""
    wanted = set(abouts)
    found = {Ref(ref): Ref(ref) for ref in Publication.objects.filter(pk__in=wanted).values_list("ref", flat=True)}
    lines = wanted - found.keys()
    homes = {part: content for kind in KINDS.values() for part, content in kind.homes(lines).items()} if lines else {}
    rows = Version.objects.filter(content__in=set(homes.values())).values_list("content", "publication")
    owners = {Ref(content): Ref(publication) for content, publication in rows}
    return found | {part: owners[content] for part, content in homes.items() if content in owners}


def parts_of(publication: Ref) -> tuple[Part, ...]:
    """The lines or rows of the version the public reads now, as the public reads them. Raises NotFound."""
    row = Publication.objects.filter(pk=publication, published_number__isnull=False).first()
    if row is None:
        raise NotFound()
    version = row.versions.get(number=row.published_number or 0)
    if version.state == "withdrawn":
        return ()
    return tuple(KINDS[version.content_kind].parts(Ref(version.content)))
