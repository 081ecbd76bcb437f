"""Amounts as clerks type them, as exact decimals; what could be read in two ways is not read at all."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from xiaowei.base.sheets.grid import NUMBER, TEXT, Cell

YUAN, WAN = "元", "万元"

# a dash or 无 in an amount column says "none", which is the same as leaving it empty
NONE = frozenset({"-", "--", "—", "——", "–", "―", "/", "\\", "无", "〇"})
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")
SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?:\.\d+)?")
WRAPPED = re.compile(r"\((.+)\)")
SIGNS = "-−－﹣‐–—"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the unit written in its own cell (元, 万元), or None when the cell names none."""

    value: Decimal
    unit: str | None = None


def parse_amount(cell: Cell) -> Amount | None:
    """The amount in a cell; None when there is none, or when it is not surely one (`12人`, `1,23`, `约300`)."""
    if cell.kind == NUMBER and isinstance(cell.value, Decimal):
        return Amount(cell.value)
    return amount_in_text(cell.text) if isinstance(cell.value, str) and cell.kind == TEXT else None


def says_none(cell: Cell) -> bool:
    """Whether the cell is empty or holds a dash that means so."""
    return cell.blank or unicodedata.normalize("NFKC", cell.text).strip() in NONE


def amount_in_text(text: str) -> Amount | None:
    """The amount that the whole text is, with its sign, separators and unit; None for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    negative, plain = _sign(plain)
    plain, unit = _unit(plain)
    inner, plain = _sign(plain)
    plain = plain.strip()
    plain = plain.replace(" ", "") if SPACED.fullmatch(plain) else plain
    if (negative and inner) or not GROUPED.fullmatch(plain):
        return None
    value = Decimal(plain.replace(",", ""))
    return Amount(-value if negative or inner else value, unit)


def _sign(text: str) -> tuple[bool, str]:
    """Take off one minus, in front, behind, or as the brackets of bookkeepers."""
    wrapped = WRAPPED.fullmatch(text)
    if wrapped:
        return True, wrapped[1].strip()
    if text[:1] in SIGNS and text[:1]:
        return True, text[1:].strip()
    if text[-1:] in SIGNS and text[-1:]:
        return True, text[:-1].strip()
    return False, text.removeprefix("+").strip()


def _unit(text: str) -> tuple[str, str | None]:
    text = re.sub(r"^(?:人民币)?(?:RMB|CNY|[¥￥])?[:\s]*", "", text)
    for ending, unit in (("万元整", WAN), ("万元", WAN), ("万", WAN), ("元整", YUAN), ("元正", YUAN), ("元", YUAN)):
        if text.endswith(ending):
            return text.removesuffix(ending).strip(), unit
    return text, None
