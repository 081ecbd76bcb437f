"""The public content of a table, and a digest of all of it. Every figure is a string, so that no reader rounds it."""

import hashlib
import json
from typing import Any

from xiaowei.disclosure.tables.models import Table
from xiaowei.disclosure.tables.queries import PartFacts, TableFacts


def public_content(table: TableFacts) -> dict[str, Any]:
    """The public content of a table as plain JSON values: what the page shows, and nothing besides."""
    content: dict[str, Any] = {
        "kind": table.kind,
        "period": {"from": table.period_from.isoformat(), "to": table.period_to.isoformat()},
        "parts": [_part(part) for part in table.parts],
    }
    if table.as_of:
        content["as_of"] = table.as_of.isoformat()
    return content


def whole_digest(row: Table) -> str:
    """SHA-256 over every stored column of a table and its rows, the private ones too: nothing changes unseen."""
    rows = list(row.rows.order_by("number").values())
    own = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    text = json.dumps([own, rows], default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _part(part: PartFacts) -> dict[str, Any]:
    return {
        "title": part.title,
        "unit": part.unit,
        "columns": [column.label for column in part.columns],
        "rows": [{"number": row.number, "group": row.group, "cells": list(row.cells)} for row in part.rows],
        "totals": [{"label": total.label, "value": total.value} for total in part.totals],
    }
