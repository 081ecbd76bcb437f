"""Figures with what they count written beside them: `34.2万亩`, `14.75 元/亩`, `46490户`, `6个项目`."""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from xiaowei.base.sheets.amounts import parse_amount
from xiaowei.base.sheets.grid import NUMBER, TEXT, Cell

FIGURE = re.compile(
    r"(?P<sign>[-−－])?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<wan>万)?"
    r"(?P<unit>元/[一-鿿·./]{1,6}|元每[一-鿿]|公顷|平方米|㎡|m2|公里|千米|km|米|亩|个?[一-鿿]{0,4})"
    r"(?:\((?P<aside>[^()]*)\))?"
)
NO_UNIT = re.compile(r"[年月日号]|左右|余|多|约|以上|以下|至|组$|社$|队$|村$|镇$|乡$|路$|期$|级$|类$|批$|届$")
AREAS = {"亩": Decimal(1), "公顷": Decimal(15)}
LENGTHS = {"公里": Decimal(1), "千米": Decimal(1), "km": Decimal(1), "米": Decimal("0.001")}


class Figure(NamedTuple):
    """A figure as written, times ten thousand where 万 says so; `unit` None where the cell names none."""

    value: Decimal
    unit: str | None


def figure_of(cell: Cell) -> Figure | None:
    """The figure in a cell; None when there is none or not surely one (`约300`, `200-300`)."""
    if cell.kind == NUMBER and isinstance(cell.value, Decimal):
        return Figure(cell.value, None)
    if cell.kind != TEXT or cell.blank:
        return None
    if amount := parse_amount(cell):
        return Figure(amount.value, amount.unit)
    return figure_in(cell.text)


def figure_in(text: str) -> Figure | None:
    """The figure that a text is, with its unit."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    found = FIGURE.fullmatch(plain)
    if not found or (found["aside"] and re.search(r"\d", found["aside"]) and found["unit"] not in AREAS):
        return None
    unit = found["unit"] or None
    if unit and NO_UNIT.search(unit) and not unit.startswith("元"):
        return None
    value = Decimal(found["digits"].replace(",", ""))
    if found["wan"]:
        value *= 10_000
    return Figure(-value if found["sign"] else value, unit)


def in_mu(value: Decimal, unit: str | None) -> Decimal | None:
    """An area in mu; None for square metres, which are another thing."""
    if unit in (None, ""):
        return value
    if unit == "万亩":
        return value * 10_000
    return value * AREAS[unit] if unit in AREAS else None


def in_km(value: Decimal, unit: str | None) -> Decimal | None:
    """A length in kilometres."""
    return value if unit in (None, "") else value * LENGTHS[unit] if unit in LENGTHS else None
