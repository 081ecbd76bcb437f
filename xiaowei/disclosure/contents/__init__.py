"""Kinds of content a version can have, one module each, behind one table: the rest of the room knows no other kind.

A kind's name is the key under which its content stands in the canonical public JSON and in the facts of the trail.
"""

from collections.abc import Mapping
from types import MappingProxyType

from xiaowei.disclosure.contents import batch, decision, ledger, nothing, table, text
from xiaowei.disclosure.contents.kind import Kind, Part, Placed, Read

__all__ = ["BATCH", "DECISION", "KINDS", "LEDGER", "NOTHING", "TABLE", "TEXT", "Kind", "Part", "Placed", "Read"]

LEDGER, BATCH = "ledger", "batch"
TABLE = "table"
NOTHING = "nothing"
TEXT, DECISION = "text", "decision"

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        LEDGER: ledger.KIND,
        BATCH: batch.KIND,
        TABLE: table.KIND,
        NOTHING: nothing.KIND,
        TEXT: text.KIND,
        DECISION: decision.KIND,
    }
)
