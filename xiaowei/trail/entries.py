"""The text of an entry: exactly eight keys, at most 1 KB, nothing in it that tells a person or a place."""

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any

from xiaowei.base import clock
from xiaowei.base.refs import PATTERN, Ref
from xiaowei.trail import canonical as c

VERSION = 1
RULE = "2026.1"  # the edition of the recording rules; a new edition never reinterprets an old entry
KEYS = {"v", "t", "type", "ref", "actor", "subject", "rule", "commit"}
LIMIT = 1024  # bytes
DID = re.compile(r"[a-z_]+:[a-z_]+:[a-z_]+")


@dataclass(frozen=True)
class Deed:
    """What a verb reports: `did` is `room:thing:verb`, `ref` the row it vouches for."""

    did: str
    ref: Ref
    by: Ref | None
    subject: Ref | None
    at: dt.datetime
    payload: str

    def text(self, salt: bytes) -> str:
        """The canonical JSON of the entry. Raises ValueError when the deed does not fit an entry."""
        if not DID.fullmatch(self.did):
            raise ValueError(f"not room:thing:verb: {self.did}")
        if self.at.tzinfo is None:
            raise ValueError("a moment without a time zone")
        for ref in filter(None, (self.ref, self.by, self.subject)):
            if not PATTERN.fullmatch(ref):
                raise ValueError("not a reference: an entry holds random references only")
        text = c.canonical(
            {
                "v": VERSION,
                "t": clock.local(self.at).isoformat(timespec="seconds"),
                "type": self.did,
                "ref": self.ref,
                "actor": c.person_commitment(c.ACTOR, salt, self.by),
                "subject": c.person_commitment(c.SUBJECT, salt, self.subject),
                "rule": RULE,
                "commit": c.commitment(c.COMMIT, salt, self.payload),
            }
        )
        if len(text.encode()) > LIMIT:
            raise ValueError("an entry has at most 1 KB")
        return text


def parse(text: str) -> dict[str, Any] | None:
    """The eight values of an entry, or None when this is no entry."""
    try:
        value = json.loads(text)
        if not isinstance(value, dict) or value.keys() != KEYS:
            return None
        dt.datetime.fromisoformat(value["t"])
    except (ValueError, TypeError):
        return None
    texts = (value["type"], value["ref"], value["commit"])
    return value if all(isinstance(text, str) for text in texts) else None
