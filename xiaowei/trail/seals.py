"""Seals: a keyed digest beside each entry, under a key that is not in the database.

Whoever can only write to the database could otherwise change an entry that no checkpoint covers yet and
recompute every hash above it; the seal also lets verification name the very entry, not just its half of the tree.
"""

import hmac

from xiaowei.base.keys import key

DOMAIN = b"xiaowei/trail/seal/v1\x00"


def seal(index: int, text: bytes) -> bytes:
    """HMAC-SHA-256 over the domain, the index (8 bytes, big-endian) and the entry."""
    return hmac.digest(key("trail-seal"), DOMAIN + index.to_bytes(8, "big") + text, "sha256")
