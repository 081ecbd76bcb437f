"""An understanding as the JSON of `xiaowei intake --json`; the keys are a contract others rely on."""

from decimal import Decimal
from typing import Any

from xiaowei.base.money import yuan_plain
from xiaowei.base.sheets.amounts import WAN
from xiaowei.base.sheets.issues import ERROR
from xiaowei.base.sheets.kinds import LEDGER, TWO_SIDED
from xiaowei.base.sheets.periods import Period
from xiaowei.base.sheets.refused import NotAWorkbook
from xiaowei.finance.intake.understanding import Line, Part, Understanding


def as_json(understood: Understanding) -> dict[str, Any]:
    """The contract's keys: type, village or township or county, period, unit, sheets, totals, issues, rows."""
    answer: dict[str, Any] = {"type": understood.type}
    if understood.village_name:
        answer["village"] = {"name": understood.village_name, "code": None}
    if understood.township_name and not (understood.village_name or "").startswith(understood.township_name):
        answer["township"] = {"name": understood.township_name}
    if understood.county_name:
        answer["county"] = {"name": understood.county_name}
    answer |= {"period": _period(understood.period), "unit": understood.unit}
    known = understood.type in (LEDGER, TWO_SIDED)
    answer |= _ledger(understood) if known else _unknown(understood)
    answer["issues"] = [issue.as_json() for issue in understood.issues]
    if known:
        answer["rows"] = [_row(line, understood.unit) for line in listed(understood)]
    return answer


def refusal_json(refusal: NotAWorkbook) -> dict[str, Any]:
    """What is no workbook, in the same shape."""
    issue = {"code": refusal.code, "severity": ERROR, "sheet": None, "row": None, "col": None, "message": str(refusal)}
    return {"type": "not_a_workbook", "issues": [issue]}


def _period(period: Period | None) -> dict[str, str] | None:
    if period is None:
        return None
    return {"from": period.start.isoformat(), "to": period.end.isoformat(), "label": period.label}


def _ledger(understood: Understanding) -> dict[str, Any]:
    lines = listed(understood)
    answer: dict[str, Any] = {"sheets": [_sheet(part) for part in understood.parts], "data_rows": len(lines)}
    if understood.type == TWO_SIDED:
        answer["income_rows"] = sum(1 for line in lines if line.income is not None)
        answer["expense_rows"] = len(lines) - answer["income_rows"]
    return answer | {
        "totals": _amounts(understood.computed, understood.unit) | _extremes(understood),
        "declared": _amounts(dict(understood.declared), understood.unit),
        "declared_match": understood.declared_match,
    }


def _sheet(part: Part) -> dict[str, Any]:
    sheet: dict[str, Any] = {
        "name": part.sheet,
        "header_rows": list(part.header_rows),
        "data_rows": list(part.data_rows),
    }
    if part.opening_row is not None:
        sheet["opening_row"] = part.opening_row
    sheet["total_row"] = part.total_row
    if part.subtotal_rows:
        sheet["subtotal_rows"] = list(part.subtotal_rows)
    return sheet


def listed(understood: Understanding) -> list[Line]:
    """The entries as the sheet counts them: a balance carried forward among the incomes is one where it is summed."""
    extra = [understood.opening_line] if understood.opening_counted and understood.opening_line else []
    sheets = list(dict.fromkeys(line.sheet for line in understood.lines))
    places = {name: place for place, name in enumerate(sheets)}
    return sorted(
        [*extra, *understood.lines], key=lambda line: (places.get(line.sheet, 0), line.row, line.income is None)
    )


def _extremes(understood: Understanding) -> dict[str, str]:
    """Of a list with one kind of amount, the largest and the smallest."""
    if len(understood.sides) != 1:
        return {}
    fens = [fen for line in understood.lines if (fen := getattr(line, understood.sides[0])) is not None]
    plain = [f"{(Decimal(fen) / 100).normalize():f}" for fen in (max(fens), min(fens))] if fens else []
    return dict(zip(("max", "min"), plain, strict=False))


def _unknown(understood: Understanding) -> dict[str, Any]:
    sheets = [
        {
            "name": part.sheet,
            "header_rows": list(part.header_rows),
            "headers": list(part.headers),
            "period": _period(part.period),
            "unit": part.unit,
        }
        for part in understood.others
    ]
    return {"sheets": sheets}


def _amounts(fen_by_name: dict[str, int], unit: str | None) -> dict[str, str]:
    suffix = "_wan" if unit == WAN else ""
    order = [name for name in ("income", "expense", "opening", "closing") if name in fen_by_name]
    return {f"{name}{suffix}": amount(fen_by_name[name], unit) for name in order}


def amount(fen: int, unit: str | None) -> str:
    """Fen in the sheet's own unit: two decimals for 元, as many as needed for 万元."""
    return f"{(Decimal(fen) / 1_000_000).normalize():f}" if unit == WAN else yuan_plain(fen)


def _row(line: Line, unit: str | None) -> dict[str, Any]:
    return {
        "row": line.row,
        "number": line.number,
        "date": line.date.isoformat() if line.date else None,
        "voucher": line.voucher,
        "summary": line.summary,
        "income": None if line.income is None else amount(line.income, unit),
        "expense": None if line.expense is None else amount(line.expense, unit),
        "balance": None if line.balance is None else amount(line.balance, unit),
        "handler": line.handler,
    }
