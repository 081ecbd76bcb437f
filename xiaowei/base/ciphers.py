"""Field encryption: words of reporters rest encrypted under a key that is not in the database."""

import base64
import os
from typing import Any

from django.db import models
from nacl.bindings import crypto_secretbox
from nacl.secret import SecretBox

from xiaowei.base.keys import key

PREFIX = "xw1:"  # names the scheme, so that a later one can stand beside it


def seal(plain: bytes, *, under: str) -> bytes:
    """Encrypt and authenticate under the named key (XSalsa20-Poly1305, random nonce)."""
    # what SecretBox.encrypt does, without an object and its checks for each of a long list's numbers
    nonce = os.urandom(SecretBox.NONCE_SIZE)
    return nonce + crypto_secretbox(plain, nonce, key(under))


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
