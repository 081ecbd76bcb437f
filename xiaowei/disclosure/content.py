"""The canonical public JSON of a version: what is signed, committed to, and offered for download."""

import hashlib
from typing import Any

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure.catalogue import catalogue
from xiaowei.disclosure.models import Publication, Version
from xiaowei.finance import queries as finance
from xiaowei.finance.digests import public_content
from xiaowei.trail.canonical import canonical


def public_json(publication: Publication, ledger: finance.LedgerFacts, *, number: int) -> bytes:
    """The canonical bytes. The village stands by our own reference: its name and code may change, the bytes may not."""
    content: dict[str, Any] = {
        "format": "xiaowei/publication/v1",
        "publication": publication.ref,
        "version": number,
        "village": publication.village,
        "item": publication.item,
        "item_name": catalogue()[publication.item].name,
        "ledger": public_content(ledger),
    }
    return canonical(content).encode()


def digest_of(publication: Publication, ledger: Ref, *, number: int) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(public_json(publication, finance.ledger(ledger), number=number)).hexdigest()


def public_digest(version: Version) -> str:
    """The digest recomputed from the rows as they stand now; `gone` when the ledger is no longer there."""
    try:
        return digest_of(version.publication, Ref(version.ledger), number=version.number)
    except NotFound:
        return "gone"
