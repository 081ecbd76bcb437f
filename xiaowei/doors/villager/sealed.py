"""What a cookie says under seal: a few words that this host alone can write and read."""

import base64
import binascii
import json
from typing import Any

from nacl.exceptions import CryptoError

from xiaowei.base.ciphers import seal, unseal


def sealed(said: dict[str, Any], *, under: str) -> str:
    """The value of a cookie that says this, under the key of this name."""
    return base64.urlsafe_b64encode(seal(json.dumps(said).encode(), under=under)).decode()


def unsealed(value: str, *, under: str) -> dict[str, Any]:
    """What the cookie says; nothing where there is none, or one that is forged or of another key."""
    try:
        plain = unseal(base64.urlsafe_b64decode(value), under=under)
    except (CryptoError, binascii.Error, ValueError):
        return {}
    said: dict[str, Any] = json.loads(plain)
    return said
