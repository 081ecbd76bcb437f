"""本期没有 as content: the clerk's statement that there was nothing of an item in a period."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from xiaowei.base.masking import scrub
from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure.catalogue import catalogue
from xiaowei.disclosure.contents.kind import Kind, Part, Placed, Read
from xiaowei.disclosure.models import Nothing


@dataclass(frozen=True)
class NothingFacts:
    """A declaration as everybody reads it."""

    ref: Ref
    village: Ref
    item: str
    statement: str


def _row(ref: Ref) -> Nothing:
    row = Nothing.objects.filter(pk=ref).first()
    if row is None:
        raise NotFound()
    return row


def _placed(ref: Ref) -> Placed:
    row = _row(ref)
    return Placed(Ref(row.village), Ref(row.county), row.item, "", row.period_from, row.period_until)


def facts(ref: Ref) -> NothingFacts:
    """The declaration, its words without personal data. Raises NotFound."""
    row = _row(ref)
    return NothingFacts(ref, Ref(row.village), catalogue()[row.item].name, scrub(row.statement))


def _public(ref: Ref) -> dict[str, Any]:
    row = _row(ref)
    return {
        "statement": scrub(row.statement),
        "from": row.period_from.isoformat(),
        "until": row.period_until.isoformat(),
    }


def _parts(ref: Ref) -> Iterable[Part]:
    _row(ref)
    return ()  # there is no line: the declaration itself can be doubted


def _read(ref: Ref) -> Read:
    return Read(ref, "")


KIND = Kind(placed=_placed, facts=facts, public=_public, parts=_parts, read=_read)
