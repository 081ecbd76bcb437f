"""Where a line of an account is public: for short links, which name the line alone."""

from dataclasses import dataclass

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure.models import Version
from xiaowei.finance import queries as finance


@dataclass(frozen=True)
class Whereabouts:
    """The publication a line stands in, and the version where that is not the present one."""

    village: Ref
    publication: Ref
    older: int | None


def line(ref: Ref) -> Whereabouts:
    """Where everybody can read this line. Raises NotFound while it is in no published version."""
    ledger = finance.ledger_of_line(ref)
    if ledger is None:
        raise NotFound()
    rows = Version.objects.filter(content=ledger, state="published").select_related("publication")
    version = rows.first()
    if version is None:
        raise NotFound()
    current = version.publication.published_number
    older = version.number if version.number != current else None
    return Whereabouts(Ref(version.village), Ref(version.publication_id), older)
