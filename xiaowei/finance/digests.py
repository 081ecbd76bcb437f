"""The public content of a ledger, and a digest of all of it.

A publication commits to this content and not to HTML, which changes with every release and translation. Amounts are
strings in yuan, so that no reader rounds them.
"""

import hashlib
import json
from typing import Any

from xiaowei.base.money import yuan_plain
from xiaowei.finance.models import Ledger
from xiaowei.finance.queries import LedgerFacts

LATER = ("account", "payee")


def public_content(ledger: LedgerFacts) -> dict[str, Any]:
    """The public content of a ledger as plain JSON values."""
    return {
        "period": {"from": ledger.period_from.isoformat(), "to": ledger.period_to.isoformat()},
        "unit": "元",
        **{
            name: yuan_plain(fen)
            for name in ("opening", "income", "expense", "closing")
            if (fen := getattr(ledger, name)) is not None
        },
        "lines": [
            {
                "number": line.number,
                **({"date": line.date.isoformat()} if line.date else {}),
                "voucher": line.voucher,
                "summary": line.summary,
                "category": line.category,
                **{name: said for name in LATER if (said := getattr(line, name))},
            }
            | {
                name: yuan_plain(fen)
                for name, fen in (("income", line.income), ("expense", line.expense), ("balance", line.balance))
                if fen is not None
            }
            for line in ledger.lines
        ],
    }


def whole_digest(row: Ledger) -> str:
    """SHA-256 over every stored column of a ledger and its lines, the private ones too: nothing changes unseen.

    A column that came later is left out while it is empty, as it was when older ledgers were vouched for.
    """
    lines = [
        {name: value for name, value in line.items() if value or name not in LATER}
        for line in row.lines.order_by("number").values()
    ]
    text = json.dumps(
        [{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}, lines],
        default=str,
        ensure_ascii=False,
        sort_keys=True,
    )
    return hashlib.sha256(text.encode()).hexdigest()
