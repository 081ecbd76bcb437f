"""What the desk shows of a ledger: the sheet beside what was understood, and what the villagers will read."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from xiaowei.base.refs import Ref
from xiaowei.base.sheets.grid import cell_name
from xiaowei.disclosure.doubts import Doubt
from xiaowei.disclosure.queries import DeskVersion
from xiaowei.doors.workbench import grid
from xiaowei.doors.workbench.desk import Desk
from xiaowei.finance import queries as finance
from xiaowei.roster import queries as roster

NUMBERS = ("opening", "income", "expense", "closing")


def sheet_context(desk: Desk, version: DeskVersion, found: list[Doubt], *, typed: Any = None) -> dict[str, Any]:
    """What the clerk's page shows of a version's accounts."""
    read = finance.reading_of(version.content)
    return reading_context(read, found, typed=typed) | {"masked": _masked(version.content, read.understood)}


def review_context(version: DeskVersion) -> dict[str, Any]:
    """What a reviewer's page shows: exactly what the public will read, and where something is kept from it."""
    ledger = finance.ledger(version.content)
    masked = {line.row for line in finance.masked_lines(version.content)}
    return {
        "ledger": ledger,
        "lines": [(line, line.row in masked) for line in ledger.lines],
        "sides": [side for side in _sides(ledger) if side["groups"]],
    }


def reading_context(read: finance.ReadingFacts, found: list[Doubt], *, typed: Any = None) -> dict[str, Any]:
    """What was read in a file of accounts, whether or not it became a draft."""
    pins = grid.pinned(found, typed=typed)
    understood = read.understood
    return {
        "read": read,
        "pins": pins,
        "errors": sum(pin.error for pin in pins),
        "warnings": sum(not pin.error for pin in pins),
        "sheet": grid.sheet_of(understood, pins),
        "checks": _checks(understood),
        "place": roster.area(read.village),
    }


def _checks(understood: dict[str, Any]) -> dict[str, list[int | None]]:
    """The four numbers: added up line by line, as declared, and the difference where both are there."""
    computed, declared = understood.get("computed", {}), understood.get("declared", {})
    if not computed:
        return {}
    sums, said = [computed.get(name) for name in NUMBERS], [declared.get(name) for name in NUMBERS]
    gaps = [None if a is None or b is None else abs(a - b) for a, b in zip(sums, said, strict=True)]
    return {"computed": sums, "declared": said, "gaps": gaps}


def _masked(ledger: Ref, understood: dict[str, Any]) -> list[tuple[str, finance.MaskedLine]]:
    rows = understood["grid"]["rows"]
    return [(_cell_of(rows, line), line) for line in finance.masked_lines(ledger)]


def _cell_of(rows: list[list[str]], line: finance.MaskedLine) -> str:
    texts = rows[line.row - 1] if line.row <= len(rows) else []
    found = (col for col, text in enumerate(texts, start=1) if text and text.strip()[:500] == line.summary.strip())
    col = next(found, None)
    return cell_name(line.row, col) if col else ""


def _sides(ledger: finance.LedgerFacts) -> list[dict[str, Any]]:
    """Both sides of the ledger with their bars, in per cent of the widest."""
    return [
        {"title": title, "groups": [(group, _width(group, groups)) for group in groups]}
        for title, groups in ((_("钱从哪来"), ledger.income_groups), (_("钱花在哪"), ledger.expense_groups))
    ]


def _width(group: finance.Group, groups: tuple[finance.Group, ...]) -> str:
    most = max(max(one.fen for one in groups), 1)
    return f"{max(Decimal(group.fen), Decimal(0)) * 100 / most:.1f}%"
