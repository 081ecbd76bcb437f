"""A list of households as the JSON of `xiaowei intake --json`; no identity number, account or phone is in it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xiaowei.base.money import yuan_plain
from xiaowei.base.sheets.amounts import WAN
from xiaowei.benefits.intake.understanding import Row, SheetPart, Understanding

LONGEST = 200  # rows listed one by one; of more only the first and the last
MOST_LEVELS = 20


def as_json(understood: Understanding) -> dict[str, Any]:
    """The contract's keys: type, subsidy, place, period, unit, rate, sheets, totals, declared, issues, rows."""
    answer: dict[str, Any] = {"type": understood.type, "subsidy": understood.subsidy}
    village, township = understood.village_name, understood.township_name
    if village:
        answer["village"] = {"name": village, "code": None}
    if township and not (village or "").startswith(township):
        answer["township"] = {"name": township}
    if understood.county_name:
        answer["county"] = {"name": understood.county_name}
    period = understood.period
    answer["period"] = (
        {"from": period.start.isoformat(), "to": period.end.isoformat(), "label": period.label} if period else None
    )
    answer["unit"] = understood.unit
    if understood.rate is not None:
        answer["rate"] = figure(understood.rate)
    levels = understood.levels if len(understood.levels) <= MOST_LEVELS else {}
    return answer | {
        "sheets": [_sheet(part) for part in understood.sheets],
        "data_rows": len(understood.rows),
        "households": understood.totals.get("households"),
        "totals": _sums(understood.totals, understood.unit) | dict(levels),
        "declared": _sums(understood.declared, understood.unit),
        "declared_match": understood.declared_match,
        "issues": [issue.as_json() for issue in understood.issues],
        "first": _brief(understood.rows[:1], understood.unit),
        "last": _brief(understood.rows[-1:], understood.unit),
        "rows": [_row(row, understood.unit) for row in understood.rows],
    }


def figure(value: Decimal) -> str:
    """A figure without needless zeros and never as a power of ten."""
    return f"{value.normalize():f}"


def money(fen: int, unit: str | None) -> str:
    """Fen in the sheet's own unit; whole yuan without decimals, as such lists write them."""
    if unit == WAN:
        return figure(Decimal(fen) / 1_000_000)
    return yuan_plain(fen).removesuffix(".00")


def _sums(sums: Mapping[str, int | Decimal], unit: str | None) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, value in sums.items():
        if name == "amount":
            told["amount_wan" if unit == WAN else "amount"] = money(int(value), unit)
            if unit == WAN:
                told["amount_yuan"] = money(int(value), None)
        else:
            told[name] = value if isinstance(value, int) else figure(value)
    return told


def _sheet(part: SheetPart) -> dict[str, Any]:
    rows = list(part.data_rows)
    sheet: dict[str, Any] = {"name": part.name, "header_rows": list(part.header_rows)}
    if len(rows) > LONGEST:
        sheet |= {"data_rows": [rows[0], rows[-1]], "data_rows_are": "range"}
    else:
        sheet["data_rows"] = rows
    if part.subtotal_rows:
        sheet["subtotal_rows"] = list(part.subtotal_rows)
    return sheet | {"total_row": part.total_row}


def _brief(rows: tuple[Row, ...], unit: str | None) -> dict[str, Any] | None:
    for row in rows:
        return {
            "no": int(row.number) if row.number.isdigit() else row.number,
            "name": row.name,
            "area": None if row.area is None else figure(row.area),
            "amount": None if row.amount is None else figure(Decimal(money(row.amount, unit))),
        }
    return None


def _row(row: Row, unit: str | None) -> dict[str, Any]:
    return {
        "row": row.row,
        "number": row.number,
        "township": row.township,
        "village": row.village,
        "group": row.group,
        "name": row.name,
        "area": None if row.area is None else figure(row.area),
        "persons": row.persons,
        "quantity": None if row.quantity is None else figure(row.quantity),
        "level": row.level,
        "standard": None if row.standard is None else money(row.standard, unit),
        "amount": None if row.amount is None else money(row.amount, unit),
        "date": row.date.isoformat() if row.date else None,
    }
