"""Canonical JSON and salted commitments: the exact bytes that are hashed (docs/decisions/0002-trail.md)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

JSON: TypeAlias = "str | int | Sequence[JSON] | Mapping[str, JSON] | None"

SALT_SIZE = 32
COMMIT, ACTOR, SUBJECT = "xiaowei/trail/commit/v1", "xiaowei/trail/actor/v1", "xiaowei/trail/subject/v1"


def canonical(value: JSON) -> str:
    """The one spelling of a JSON value: sorted keys, no spaces, no escapes beyond JSON's own.

    Raises TypeError on what has no one spelling (floats above all) and ValueError on text that is not Unicode.
    """
    _refuse_ambiguous(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    text.encode()  # a lone surrogate has no UTF-8
    return text


def _refuse_ambiguous(value: object) -> None:
    if value is None or isinstance(value, (str, int)):
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"facts: keys are text, not {type(key).__name__}")
            _refuse_ambiguous(inner)
        return
    if isinstance(value, (list, tuple)):
        for inner in value:
            _refuse_ambiguous(inner)
        return
    # one third printed by two programs is two different digests; fen and ISO text are always exact
    raise TypeError(f"facts: {type(value).__name__} has no canonical spelling; use text, whole numbers, lists, dicts")


def commitment(domain: str, salt: bytes, content: str) -> str:
    """SHA-256 in hex over domain, one zero byte, salt (32 bytes) and the content in UTF-8."""
    if len(salt) != SALT_SIZE:
        raise ValueError("a salt has 32 bytes")
    return hashlib.sha256(domain.encode() + b"\x00" + salt + content.encode()).hexdigest()


def person_commitment(domain: str, salt: bytes, ref: str | None) -> str | None:
    """How a person stands in an entry: `h:` and a commitment to his reference; None stays None."""
    return None if ref is None else "h:" + commitment(domain, salt, ref)
