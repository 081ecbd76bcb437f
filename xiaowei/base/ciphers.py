"""Field encryption: words of reporters rest encrypted under a key that is not in the database."""

import base64
from typing import Any

from django.db import models
from nacl.secret import SecretBox

from xiaowei.base.keys import key

PREFIX = "xw1:"  # names the scheme, so that a later one can stand beside it


def seal(plain: bytes, *, under: str) -> bytes:
    """Encrypt and authenticate under the named key (XSalsa20-Poly1305, random nonce)."""
    return bytes(SecretBox(key(under)).encrypt(plain))


def unseal(sealed: bytes, *, under: str) -> bytes:
    """The plain bytes again. Raises nacl.exceptions.CryptoError when altered or under another key."""
    return SecretBox(key(under)).decrypt(sealed)


class SealedTextField(models.TextField):
    """A text column whose bytes at rest are ciphertext; the empty text stays empty."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        if not value:
            return value
        return unseal(base64.b64decode(value.removeprefix(PREFIX)), under="words").decode()

    def get_prep_value(self, value: Any) -> Any:
        if not value:
            return value
        return PREFIX + base64.b64encode(seal(str(value).encode(), under="words")).decode()
