"""The canonical public JSON of a version: what is signed, committed to, and offered for download."""

import hashlib
from typing import Any

from xiaowei.base.refs import Ref
from xiaowei.base.refusals import NotFound
from xiaowei.disclosure.catalogue import catalogue
from xiaowei.disclosure.contents import KINDS
from xiaowei.disclosure.models import Publication, Version
from xiaowei.trail.canonical import canonical

HOLE = "\ue000"  # of private use: nothing that a village writes


def public_json(publication: Publication, kind: str, content: Ref, *, number: int, public: str = "") -> bytes:
    """The canonical bytes. The village stands by our own reference: its name and code may change, the bytes may not.

    `public` is the canonical text of what the kind says, where that of a long list was worked out before.
    Raises NotFound when the content is no longer there.
    """
    whole: dict[str, Any] = {
        "format": "xiaowei/publication/v1",
        "publication": publication.ref,
        "version": number,
        "village": publication.village,
        "item": publication.item,
        "item_name": catalogue()[publication.item].name,
        kind: HOLE if public else KINDS[kind].public(content),
    }
    return canonical(whole).replace(f'"{kind}":"{HOLE}"', f'"{kind}":{public}', 1).encode()


def digest_of(publication: Publication, kind: str, content: Ref, *, number: int, public: str = "") -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(public_json(publication, kind, content, number=number, public=public)).hexdigest()


def public_digest(version: Version) -> str:
    """The digest recomputed from the rows as they stand now; `gone` when the content is no longer there."""
    try:
        return digest_of(version.publication, version.content_kind, Ref(version.content), number=version.number)
    except (NotFound, KeyError):  # a kind written by hand is no kind
        return "gone"
