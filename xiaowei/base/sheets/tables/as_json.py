"""A table as the JSON of `xiaowei intake --json`; no identity number, account or phone is in it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from xiaowei.base.sheets.periods import Period
from xiaowei.base.sheets.tables.times import label_of
from xiaowei.base.sheets.tables.understanding import (
    HOLDS_ACCOUNT,
    HOLDS_ID,
    HOLDS_PHONE,
    Row,
    SheetPart,
    Total,
    Understanding,
)

TWO_DECIMALS = frozenset(
    {"amount", "original", "depreciation", "net", "annual", "contract", "received", "owed", "deposit"}
)
NUMERALS = "零一二三四五六七八九十"
PRIVATE = (HOLDS_ID, HOLDS_ACCOUNT, HOLDS_PHONE)


def as_json(understood: Understanding) -> dict[str, Any]:
    """The contract's keys: type, place, period, unit, sheets, totals, declared, issues, rows."""
    answer: dict[str, Any] = {"type": understood.type, "title": understood.title}
    if understood.subsidy:
        answer["subsidy"] = understood.subsidy
    village, township = understood.village_name, understood.township_name
    if village:
        answer["village"] = {"name": village, "code": None}
    if township and not (village or "").startswith(township):
        answer["township"] = {"name": township}
    if understood.county_name:
        answer["county"] = {"name": understood.county_name}
    answer |= {"period": _period(understood), "unit": understood.unit}
    if understood.rate is not None:
        answer["rate"] = figure(understood.rate)
    return answer | {
        "sheets": [_sheet(part) for part in understood.sheets],
        "data_rows": len(understood.rows),
        "totals": totals(understood.totals),
        "declared": totals(understood.declared, dues="by_month" in understood.totals),
        "declared_match": understood.declared_match,
        "issues": [issue.as_json() for issue in understood.issues],
        "notes": list(understood.notes),
        "rows": [_row(row, understood) for row in understood.rows],
    }


def figure(value: Decimal) -> str:
    """A figure without needless zeros and never as a power of ten."""
    return f"{value.normalize():f}"


def totals(sums: Mapping[str, Total], *, dues: bool = False) -> dict[str, Any]:
    """Totals for a machine: counts as numbers, all others as exact text. Dues are told to the jiao, as written."""
    dues = dues or "by_month" in sums or "by_quarter" in sums
    return {name: _total(name, value, dues=dues) for name, value in sums.items()}


def _total(name: str, value: Total, *, dues: bool) -> Any:
    if isinstance(value, list):
        return [figure(one) for one in value]
    if isinstance(value, int):
        return value
    to_the_fen = name in TWO_DECIMALS and not dues and value == round(value, 2)
    return f"{value:.2f}" if to_the_fen else figure(value)


def _period(understood: Understanding) -> dict[str, Any] | None:
    period, as_of = understood.period, understood.as_of
    if period:
        told = {"from": period.start.isoformat(), "to": period.end.isoformat(), "label": period.label}
        return told | ({"as_of": as_of.isoformat()} if as_of else {})
    if as_of:
        return {"as_of": as_of.isoformat(), "label": label_of(as_of)}
    periods: dict[str, Period] = {}
    for part in understood.sheets:
        if part.period:  # several tables on one sheet are told apart by where they begin
            name = part.name if part.name not in periods else f"{part.name}第{part.header_rows[0]}行"
            periods[name] = part.period
    if len(periods) > 1:
        count = len(understood.sheets)
        said = NUMERALS[count].replace("二", "两") if count < len(NUMERALS) else str(count)
        return {"label": f"{said}张表年度不同", "sheets": {name: _brief(p.label) for name, p in periods.items()}}
    return None


def _brief(label: str) -> str:
    return label.removesuffix("度") if label.endswith("年度") else label


def _sheet(part: SheetPart) -> dict[str, Any]:
    sheet: dict[str, Any] = {"name": part.name, "unit": part.unit, "header_rows": list(part.header_rows)}
    sheet["data_rows"] = list(part.data_rows)
    if part.group_rows:
        sheet["group_rows"] = list(part.group_rows)
    if part.subtotal_rows:
        sheet["subtotal_rows"] = list(part.subtotal_rows)
    columns = [{"col": c.col, "header": c.header, "field": c.field, "holds": c.holds} for c in part.columns]
    return sheet | {"total_row": part.total_row, "totals": totals(part.totals), "columns": columns}


def _row(row: Row, understood: Understanding) -> dict[str, Any]:
    told: dict[str, Any] = {"row": row.row}
    if row.group:
        told["group"] = row.group
    for column, value in zip(understood.columns_of(row), row.values, strict=False):
        if not column.field or not value.text or column.holds in PRIVATE or column.field in told:
            continue
        told[column.field] = figure(value.number) if value.number is not None else value.text
    return told
