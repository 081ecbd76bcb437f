"""Verification of everything that was done: the trail against itself, then against what the rooms hold now.

Each room upstairs of the trail may offer `witness.py`: `WITNESSED` (the kinds `room:thing` it vouches for),
`facts(ref)` (recomputed from the rows as they stand, None when the row is gone), `refs()` (every row that must
have an entry) and, when rows are many, `facts_of(refs)` for a whole batch.
"""

import contextlib
import importlib
import importlib.util
import itertools
import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.trail import queries as trail
from xiaowei.trail.audit import Audit, Fault
from xiaowei.trail.canonical import JSON, canonical

ROOMS = (
    "almanac",
    "roster",
    "courier",
    "accounts",
    "powers",
    "benefits",
    "finance",
    "cases",
    "fieldwork",
    "disclosure",
)
BATCH = 500

log = logging.getLogger(__name__)

Facts = Mapping[str, JSON]
T = TypeVar("T")


@dataclass(frozen=True)
class Unreadable:
    """A row that is there but cannot be read: ciphertext altered by hand, a value out of range."""

    error: str


Held = str | Unreadable | None  # canonical JSON of the facts; None when the row is gone


class Witness(Protocol):
    """A room's `witness` module."""

    WITNESSED: tuple[str, ...]

    def facts(self, ref: Ref) -> Facts | None:
        """The row's facts as they stand now."""

    def refs(self) -> Iterator[tuple[str, Ref]]:
        """Every row that must have an entry, with what must have been recorded about it."""


@dataclass(frozen=True)
class Report:
    """What verification found; `root` is in hex."""

    size: int
    root: str
    erased: int
    bad: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        return not self.bad


def verify(witnesses: Sequence[Witness] | None = None) -> Report:
    """Recompute every hash and compare every fact. Changes nothing and holds no transaction."""
    witnesses = load_witnesses() if witnesses is None else witnesses
    audit = Audit()
    with _any_bytes():
        bad = list(audit.faults())
        bad += _changed(witnesses, known={fault.index for fault in bad})
        bad += _unrecorded(witnesses)
    # what concerns one entry first, by its number; then what concerns the whole
    bad.sort(key=lambda fault: (fault.index is None, fault.index or 0))
    return Report(size=audit.size, root=audit.root.hex(), erased=audit.erased, bad=tuple(bad))


@contextlib.contextmanager
def _any_bytes() -> Iterator[None]:
    """SQLite keeps whatever bytes a hand puts into a text; they are to be named, not to stop the check."""
    connection.ensure_connection()
    raw: Any = connection.connection
    if connection.vendor != "sqlite":
        yield
        return
    before, raw.text_factory = raw.text_factory, lambda held: held.decode(errors="backslashreplace")
    try:
        yield
    finally:
        raw.text_factory = before


def load_witnesses() -> list[Witness]:
    """The witness modules of the installed rooms that have one."""
    names = [f"xiaowei.{room}.witness" for room in ROOMS if apps.is_installed(f"xiaowei.{room}")]
    return [cast(Witness, importlib.import_module(name)) for name in names if importlib.util.find_spec(name)]


def _changed(witnesses: Sequence[Witness], *, known: Set[int | None]) -> Iterator[Fault]:
    """Entries whose row is gone or no longer says what was recorded."""
    by_kind = {kind: witness for witness in witnesses for kind in witness.WITNESSED}
    vouched = (
        (opening, by_kind[_kind(opening.did)])
        for opening in trail.openings()
        # erased: the row may be anonymised, and nothing is left to compare it with
        if opening.index not in known and opening.payload is not None and _kind(opening.did) in by_kind
    )
    for batch in _batches(vouched):
        facts = _facts(batch)
        for opening, witness in batch:
            payload = opening.payload or ""
            # a verb may have moved the row between two reads of it; what was changed by hand still differs
            why = _difference(payload, facts[opening.ref]) and _difference(payload, _ask_one(witness, opening.ref))
            if why:
                yield Fault(opening.index, _("第 %(n)d 号：") % {"n": opening.index} + why)


def _facts(batch: Sequence[tuple[trail.Opening, Witness]]) -> dict[Ref, Held]:
    refs_of: dict[int, list[Ref]] = {}
    for opening, witness in batch:
        refs_of.setdefault(id(witness), []).append(opening.ref)
    witnesses = {id(witness): witness for _opening, witness in batch}
    found: dict[Ref, Held] = {}
    for key, refs in refs_of.items():
        found.update(_ask(witnesses[key], refs))
    return found


def _ask(witness: Witness, refs: Sequence[Ref]) -> dict[Ref, Held]:
    many: Any = getattr(witness, "facts_of", None)
    if many is not None:
        try:
            held = many(refs)
            return {ref: _spelt(held.get(ref)) for ref in refs}
        except Exception:  # one row of them cannot be read: ask for each, to name it
            log.debug("facts_of failed; asking row by row", exc_info=True)
    return {ref: _ask_one(witness, ref) for ref in refs}


def _ask_one(witness: Witness, ref: Ref) -> Held:
    try:
        return _spelt(witness.facts(ref))
    except Exception as error:  # whatever a hand in the database made of the row, it is named and the rest is checked
        return Unreadable(type(error).__name__)


def _difference(payload: str, now: Held) -> str:
    """Which fields differ, never what they say: the report may be read by many."""
    if now is None:
        return _("它所记的那一行在数据库里不见了。")
    if isinstance(now, Unreadable):
        return _("它所记的那一行读不出来了（%(error)s），多半被改过。") % {"error": now.error}
    if now == payload:
        return ""
    was, is_now = json.loads(payload), json.loads(now)  # the audit has compared the payload with its commitment
    fields = sorted(key for key in was.keys() | is_now.keys() if _field(was, key) != _field(is_now, key))
    return _("记录的内容和数据库现在的不一样（字段 %(fields)s）。") % {"fields": "、".join(fields)}


def _spelt(facts: Facts | None) -> str | None:
    return None if facts is None else canonical(dict(facts))


def _field(facts: Facts, key: str) -> str | None:
    return canonical(facts[key]) if key in facts else None  # 1 and true are equal to Python, not to us


def _unrecorded(witnesses: Sequence[Witness]) -> Iterator[Fault]:
    """Rows that somebody put in without a verb."""
    for witness in witnesses:
        for batch in _batches(iter(witness.refs())):
            recorded = trail.dids_of(ref for _did, ref in batch)
            for did, ref in batch:
                if (did, ref) not in recorded:
                    what = {"kind": _kind(did), "ref": ref}
                    yield Fault(
                        None, _("数据库里有一行 %(kind)s（编号 %(ref)s）没有留痕：不是经本系统的操作写入的。") % what
                    )


def _kind(did: str) -> str:
    return did.rpartition(":")[0]


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(itertools.islice(iterator, BATCH)):
        yield batch
