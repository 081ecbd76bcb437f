"""References: whatever has an address gets a random 128-bit one.

Nothing time-ordered or countable may stand in a URL, a notice or a trail entry, so that nobody can
infer from a number that a case exists.
"""

import base64
import re
import secrets
from typing import Any, NewType

from django.db import models

Ref = NewType("Ref", str)

LENGTH = 26  # 128 bits in lower-case base32, without padding
PATTERN = re.compile(r"[a-z2-7]{26}")


def ref_from_bytes(raw: bytes) -> Ref:
    """The reference that spells these 16 bytes."""
    return Ref(base64.b32encode(raw).decode().rstrip("=").lower())


def new_ref() -> Ref:
    """A fresh random reference of 128 bits."""
    return ref_from_bytes(secrets.token_bytes(16))


def new_refs(many: int) -> list[Ref]:
    """As many fresh references, for a long list: spelt at once, which costs a tenth of one after the other."""
    raw = secrets.token_bytes(16 * many)
    # 16 bytes and four of nothing are four whole groups of five: their first 26 letters are the reference
    padded = b"".join(raw[at : at + 16] + b"\0\0\0\0" for at in range(0, len(raw), 16))
    spelt = base64.b32encode(padded).decode().lower()
    return [Ref(spelt[at : at + LENGTH]) for at in range(0, len(spelt), 32)]


class RefField(models.CharField):
    """A column that holds a reference; as a primary key it makes its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = LENGTH
        if kwargs.get("primary_key"):
            kwargs.setdefault("default", new_ref)
            kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)


class RefConverter:
    """URL path converter `ref`: anything that is no reference is simply not found."""

    regex = PATTERN.pattern

    def to_python(self, value: str) -> Ref:
        return Ref(value)

    def to_url(self, value: str) -> str:
        return value


class NumberConverter:
    """URL path converter `number`: 1, 2, 3 … in one spelling only, so that 007 is no second address of 7."""

    regex = "[1-9][0-9]{0,5}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
