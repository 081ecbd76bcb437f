"""Where a line of an account, or a row of a subsidy, is public: for short links, which name the line alone."""

from dataclasses import dataclass

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure.contents import KINDS, LEDGER
from xiaowei.disclosure.models import Version


@dataclass(frozen=True)
class Whereabouts:
    """The publication a line stands in, the version where that is not the present one, the place on its page, and the
    kind of content it is part of."""

    village: Ref
    publication: Ref
    older: int | None
    anchor: str
    kind: str


def line(ref: Ref) -> Whereabouts:
    """Where everybody can read this line. Raises NotFound while no published version shows it."""
    for name, kind in KINDS.items():
        content = kind.homes([ref]).get(ref)
        if content is None:
            continue
        rows = Version.objects.filter(content_kind=name, content=content, state="published")
        version = rows.select_related("publication").first()
        part = next((one for one in kind.parts(content) if one.ref == ref), None) if version else None
        if version is None or part is None:
            break
        older = version.number if version.number != version.publication.published_number else None
        # rows of a subsidy are many and have a number on the page; a line of an account is its own anchor
        anchor = ref if name == LEDGER else f"r{part.number}"
        return Whereabouts(Ref(version.village), Ref(version.publication_id), older, anchor, name)
    raise NotFound()
