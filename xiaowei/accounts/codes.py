"""Invitation codes and what is stored of them: pure rules and keyed digests.

A code is ten characters that look unlike each other on paper: 50 bits, which no one guesses at the throttle's pace even
where a hundred thousand wait to be used.
"""

import hashlib
import hmac
import secrets
import unicodedata

from xiaowei.base.keys import key

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0 O 1 I
LENGTH = 10


def new_code() -> str:
    """A fresh code, without the dash that only helps reading."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def spaced(code: str) -> str:
    """The code as printed: `K7M4P-9XW2T`."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def plain(typed: str) -> str:
    """What was typed as a code is stored: full-width and small letters, spaces and dashes are forgiven."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return "".join(sign for sign in text if sign in LETTERS)[: LENGTH + 1]  # one more, so that a longer one is wrong


def plain_name(typed: str) -> str:
    """A log-in name as it is compared: width, case and spaces make no other name."""
    return "".join(unicodedata.normalize("NFKC", typed).casefold().split())


def code_key(code: str) -> str:
    """What is stored of a code."""
    return _digest("invitation", code)


def name_key(name: str) -> str:
    """What is stored of a log-in name, to find it by."""
    return _digest("name", plain_name(name))


def session_key(token: str) -> str:
    """What is stored of a member's session."""
    return _digest("session", token)


def form_key(token: str) -> str:
    """What a member's forms carry, so that no other site can send one in her name."""
    return _digest("form", token)


def _digest(what: str, value: str) -> str:
    return hmac.new(key("member"), f"{what}\0{value}".encode(), hashlib.sha256).hexdigest()
