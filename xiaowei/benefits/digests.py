"""The public content of a batch, and a digest of all of it. Amounts are strings in yuan, so that no reader rounds."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import islice
from json.encoder import encode_basestring
from typing import Any

from xiaowei.base.money import yuan_plain
from xiaowei.benefits.models import Batch
from xiaowei.benefits.queries import BatchFacts, PublicRow

NOW = ("household", "settled")  # columns that move on; their settlements have entries of their own
STAGING = ("entered", "staged_at")  # how the batch came in, and nothing of what it says


def public_content(batch: BatchFacts) -> dict[str, Any]:
    """The public content of a batch as plain JSON values: masked names only, and sums only where nobody is named."""
    content: dict[str, Any] = {
        "subsidy": batch.subsidy,
        "period": {"from": batch.period_from.isoformat(), "to": batch.period_to.isoformat()},
        "unit": "元",
        "rate": batch.rate,
        "households": batch.households,
        "amount": None if batch.amount is None else yuan_plain(batch.amount),
    }
    content |= _measures(batch)
    content["groups"] = [
        {"group": group.name, "households": group.households, "amount": yuan_plain(group.amount)} | _measures(group)
        for group in batch.groups
    ]
    content["rows"] = [_row(row) for row in batch.rows]
    return content


def whole_digest(row: Batch) -> str:
    """SHA-256 over every column of a batch and its rows that does not move on: nothing of it changes unseen."""
    columns = [field.attname for field in row.rows.model._meta.concrete_fields if field.attname not in NOW]
    digest = WholeDigest(row)
    rows = row.rows.order_by("number").values_list(*columns).iterator(chunk_size=1000)
    while piece := list(islice(rows, 1000)):
        digest.add(dict(zip(columns, zip(*piece, strict=True), strict=True)))
    return digest.hex()


class WholeDigest:
    """`whole_digest` while the rows come one by one, in their order: the text of a long list is never whole."""

    def __init__(self, row: Batch) -> None:
        own = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in STAGING}
        self._encode = json.JSONEncoder(default=_plain, ensure_ascii=False, sort_keys=True).encode
        self._hash = hashlib.sha256(f"[{self._encode(own)}, [".encode())
        self._between = ""

    def add(self, columns: Mapping[str, Sequence[Any]]) -> None:
        """Rows by their columns; those of NOW are left out. Column by column it takes a third of row by row."""
        names = sorted(name for name in columns if name not in NOW)
        form = "{" + ", ".join(f'"{name}": %s' for name in names) + "}"
        rows = zip(*(self._texts(columns[name]) for name in names), strict=True)
        if text := ", ".join(map(form.__mod__, rows)):
            self._hash.update(f"{self._between}{text}".encode())
            self._between = ", "

    def _texts(self, values: Sequence[Any]) -> list[str]:
        types = set(map(type, values))
        if types == {str}:
            return list(map(encode_basestring, values))
        if types == {int}:
            return list(map(str, values))
        known = {value: self._encode(value) for value in set(values)}
        return [known[value] for value in values]

    def hex(self) -> str:
        """The digest of the batch with the rows so far."""
        whole = self._hash.copy()
        whole.update(b"]]")
        return whole.hexdigest()


def decimal_plain(value: Decimal | None) -> str | None:
    """`7.2600` as `7.26`, `11.0000` as `11`."""
    return None if value is None else f"{value.normalize():f}"


def _row(row: PublicRow) -> dict[str, Any]:
    columns: dict[str, Any] = {
        "number": row.number,
        "group": row.group,
        "name": row.name,
        "level": row.level,
        "note": row.note,
        "area": decimal_plain(row.area),
        "persons": row.persons,
        "quantity": decimal_plain(row.quantity),
        "standard": None if row.standard is None else yuan_plain(row.standard),
        "amount": yuan_plain(row.amount),
        "date": row.date.isoformat() if row.date else None,
    }
    return {name: value for name, value in columns.items() if value not in (None, "")}


def _measures(of: Any) -> dict[str, Any]:
    measures = {"area": decimal_plain(of.area), "persons": of.persons, "quantity": decimal_plain(of.quantity)}
    return {name: value for name, value in measures.items() if value is not None}


def _plain(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
