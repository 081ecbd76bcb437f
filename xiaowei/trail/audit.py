"""The trail checked against itself: entries, openings, nodes, head, and what was signed.

Reads everything once, a chunk in memory at a time, and holds no transaction: the log only grows, so what is
committed meanwhile lies beyond the size that was read first.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from xiaowei.trail import canonical as c
from xiaowei.trail import merkle, models, signer
from xiaowei.trail.entries import parse
from xiaowei.trail.merkle import Spot
from xiaowei.trail.notes import BadNote, Checkpoint
from xiaowei.trail.queries import CHUNK
from xiaowei.trail.seals import seal
from xiaowei.trail.vocab import Did


@dataclass(frozen=True)
class Fault:
    """What does not fit; `index` is the entry's number, None when it is about no single entry."""

    index: int | None
    why: str


class Audit:
    """One pass over the trail. After `faults` is exhausted, `size`, `root` and `erased` are known."""

    def __init__(self) -> None:
        self.size = 0
        self.root = merkle.EMPTY_ROOT
        self.erased = 0
        self._peaks: list[bytes] = []
        self._last_bad = -1
        self._unopened: set[int] = set()
        self._erasures: set[int] = set()

    def faults(self) -> Iterator[Fault]:
        """Everything that does not fit, in the order of the log."""
        signed, broken = self._signed()  # before the head, which may only be ahead of it
        yield from broken
        head = models.Head.objects.filter(id=1).first() or models.Head(size=0, root=merkle.EMPTY_ROOT, peaks=b"")
        self.size = max(head.size, signed.size if signed else 0)
        for start in range(0, self.size, CHUNK):
            yield from self._chunk(start, min(start + CHUNK, self.size), signed)
        self.root = merkle.fold(self._peaks)
        yield from self._unexplained()
        yield from self._head(head)
        yield from _beyond(self.size)

    def _signed(self) -> tuple[Checkpoint | None, list[Fault]]:
        try:
            return signer.last(), []
        except BadNote:
            return None, [Fault(None, _("上次签名的校验点文件被改过，或者不是本系统签的。"))]

    def _chunk(self, start: int, end: int, signed: Checkpoint | None) -> Iterator[Fault]:
        span = {"index__gte": start, "index__lt": end}
        fields = ("index", "text", "leaf", "seal", "ref")
        rows = {row[0]: row for row in models.Entry.objects.filter(**span).values_list(*fields)}
        opened = {
            row[0]: row
            for row in models.Opening.objects.filter(**span).values_list("index", "salt", "payload", "actor", "subject")
        }
        nodes = _stored_nodes(start, end)
        gap: list[int] = []
        for index in range(start, end):
            row = rows.get(index)
            if row is None:
                gap.append(index)
                self._last_bad, leaf = index, bytes(32)
            else:
                yield from _gap(gap)
                leaf, why = self._entry(row, opened.get(index))
                if why:
                    self._last_bad = index
                    yield Fault(index, why)
            yield from self._grow(index, leaf, nodes)
            if signed and index + 1 == signed.size and merkle.fold(self._peaks) != signed.root:
                yield Fault(
                    None, _("前 %(size)d 条和上次签名的校验点对不上：签名之后有人改过记录。") % {"size": signed.size}
                )
        yield from _gap(gap)

    def _entry(self, row: tuple[Any, ...], opening: tuple[Any, ...] | None) -> tuple[bytes, str]:
        index, text, stored, sealed, ref = row
        raw = text.encode() if isinstance(text, str) else bytes(text)  # SQLite lets a hand put bytes into a text
        leaf, stored = merkle.leaf_hash(raw), bytes(stored)
        if bytes(sealed) != seal(index, raw):
            # the tree is followed by the stored leaf, so that one altered text is named once
            return stored, _("第 %(n)d 号：封印对不上，这一条的内容或次序被改过，或者是另外插进去的。") % {"n": index}
        if leaf != stored:
            return leaf, _("第 %(n)d 号：这一条的叶子哈希被改过。") % {"n": index}
        values = parse(text)
        if values is None or values["ref"] != ref:
            return leaf, _("第 %(n)d 号：这一条的查找编号被改过。") % {"n": index}
        if opening is None:
            self._unopened.add(index)
            return leaf, ""
        if not _opens(values, opening):
            return leaf, _("第 %(n)d 号：保存的原始内容（或盐、经办人、对象）被改过，和留痕里的承诺对不上。") % {
                "n": index
            }
        if values["type"] == Did.ERASE:
            self._erasures.add(_erased_index(opening[2]))
        return leaf, ""

    def _grow(self, index: int, leaf: bytes, nodes: dict[Spot, bytes]) -> Iterator[Fault]:
        hashed, level, at = leaf, 0, index
        while at & 1:
            hashed, level, at = merkle.node_hash(self._peaks.pop(), hashed), level + 1, at >> 1
            first, stored = at << level, nodes.pop((level, at), None)
            if stored == hashed:
                continue
            if self._last_bad >= first:  # explained by an entry already named: follow the stored tree
                hashed = stored or hashed
                continue
            span = {"a": first, "b": index}
            yield Fault(None, _("第 %(a)d 至 %(b)d 号之上的中间哈希被改过或删掉了。") % span)
        self._peaks.append(hashed)

    def _unexplained(self) -> Iterator[Fault]:
        for index in sorted(self._unopened - self._erasures):
            yield Fault(index, _("第 %(n)d 号：保存的原始内容不见了，也没有抹除的记录。") % {"n": index})
        self.erased = len(self._unopened & self._erasures)

    def _head(self, head: models.Head) -> Iterator[Fault]:
        if head.size < self.size:
            counts = {"head": head.size, "size": self.size}
            yield Fault(None, _("头行只数到 %(head)d 条，而上次签名时已有 %(size)d 条：记录被退回或删掉过。") % counts)
        elif bytes(head.root) != self.root:
            yield Fault(None, _("头行的根和逐条重新算出的根不一样。"))
        elif bytes(head.peaks) != b"".join(self._peaks):
            yield Fault(None, _("头行的峰值和逐条重新算出的不一样。"))


def _beyond(size: int) -> Iterator[Fault]:
    """Rows past the end that no head accounts for, those recorded while we were reading set aside."""
    span = {"index__gte": size}
    extra = list(models.Entry.objects.filter(**span).order_by("index").values_list("index", flat=True)[:CHUNK])
    left = list(models.Opening.objects.filter(**span).order_by("index").values_list("index", flat=True)[:CHUNK])
    nodes = list(models.Node.objects.filter(_places_past(size)).values_list("level", "index")[:CHUNK])
    now = models.Head.objects.filter(id=1).values_list("size", flat=True).first() or 0
    end = max(size, now)
    for index in extra:
        if index >= end:
            yield Fault(index, _("第 %(n)d 号：多出来的一条，头行没有数到它。") % {"n": index})
    for index in left:
        if index >= end and index not in extra:
            yield Fault(index, _("第 %(n)d 号：这一条不见了，只剩保存的原始内容。") % {"n": index})
    for level, index in nodes:
        if level < 1 or (index + 1) << level > end:
            yield Fault(None, _("多出一个中间哈希（层 %(level)d，第 %(i)d 个）。") % {"level": level, "i": index})


def _places_past(size: int) -> Q:
    places = Q(level__lt=1) | Q(level__gt=size.bit_length())
    for level in range(1, size.bit_length() + 1):
        places |= Q(level=level, index__gte=size >> level)
    return places


def _stored_nodes(start: int, end: int) -> dict[Spot, bytes]:
    """The nodes that the entries start..end-1 finish: those whose last leaf lies among them."""
    places = Q()
    for level in range(1, max(end.bit_length(), 1) + 1):
        low, high = start >> level, end >> level
        if low < high:
            places |= Q(level=level, index__gte=low, index__lt=high)
    if not places:
        return {}
    rows = models.Node.objects.filter(places).values_list("level", "index", "hash")
    return {(level, index): bytes(hashed) for level, index, hashed in rows}


def _opens(values: dict[str, Any], opening: tuple[Any, ...]) -> bool:
    _index, salt, payload, actor, subject = opening
    salt = bytes(salt)
    if len(salt) != c.SALT_SIZE or not isinstance(payload, str):
        return False
    expected = {
        "commit": c.commitment(c.COMMIT, salt, payload),
        "actor": c.person_commitment(c.ACTOR, salt, actor),
        "subject": c.person_commitment(c.SUBJECT, salt, subject),
    }
    return expected == {name: values[name] for name in expected}


def _erased_index(payload: str) -> int:
    index = json.loads(payload).get("index")
    return index if isinstance(index, int) else -1


def _gap(gap: list[int]) -> Iterator[Fault]:
    """Name and clear a run of missing entries."""
    if len(gap) == 1:
        yield Fault(gap[0], _("第 %(n)d 号：这一条不见了。") % {"n": gap[0]})
    elif gap:
        yield Fault(gap[0], _("第 %(a)d 至 %(b)d 号：这几条不见了。") % {"a": gap[0], "b": gap[-1]})
    gap.clear()
