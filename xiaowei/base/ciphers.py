"""Field encryption: words of reporters rest encrypted under a key that is not in the database."""

import base64
import binascii
import os
from collections.abc import Sequence
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


def seal_texts(plains: Sequence[str]) -> list[str]:
    """What SealedTextField stores of each of these texts: every one under a nonce of its own, all drawn at once."""
    held, size = key("words"), SecretBox.NONCE_SIZE
    nonces = os.urandom(size * len(plains))
    sealed: list[str] = []
    for place, plain in enumerate(plains):
        if not plain:
            sealed.append(plain)
            continue
        nonce = nonces[place * size : (place + 1) * size]
        text = binascii.b2a_base64(nonce + crypto_secretbox(plain.encode(), nonce, held), newline=False)
        sealed.append(PREFIX + text.decode())
    return sealed


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
