"""Amounts as clerks type them, as exact decimals; what could be read in two ways is not read at all.

`parse_amount` and `amount_in_text` read a cell that is an amount; `two_readings` says between what a cell leaves the
choice; `money_in_words` finds the amounts within a sentence, and leaves out quantities of things.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from xiaowei.base.sheets.capitals import capital_amount
from xiaowei.base.sheets.grid import NUMBER, TEXT, Cell

YUAN, WAN = "元", "万元"

# a dash or 无 in an amount column says "none", which is the same as leaving it empty
NONE = frozenset({"-", "--", "—", "——", "–", "―", "/", "\\", "无", "〇"})
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")
# a comma in the wrong place changes nothing while it cannot be a decimal one: 12,34.50 and 1,2345, but not 1,23
MISPLACED = re.compile(r"\d+(?:,\d+)+\.\d+|\d+(?:,\d{3,})*,\d{3,}")
SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee][+-]\d{1,2}")
SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?:\.\d+)?")
WRAPPED = re.compile(r"\((.+)\)")
SIGNS = "-−－﹣‐–—‑⁻负"
SCALES = {"千元": 1_000, "百元": 100, "亿元": 100_000_000}
LONGEST = 60  # characters of a cell that may still be two amounts
FIGURE = r"\d[\d,]*(?:\.\d+)?"
MONEY = re.compile(
    rf"[-−]?(?:[¥￥]|RMB)\s*{FIGURE}\s*(?:万?元)?整?|(?<![\d.,-])[-−]?{FIGURE}\s*(?:万元|元|万(?=[,。;]|$))整?"
)
PRICE_BEFORE = re.compile(r"每[^\d,，。;；]{1,4}$|单价[:：]?$")
PRICE_AFTER = re.compile(r"\s*(?:/|每|一[个斤亩袋吨人天日次])")
MEASURES = "个斤袋吨人户天日次台套件株棵头只亩米里车辆桶箱包瓶支本份张块根条盏处座间栋口组笔名位顿餐桌双副把捆盒卷升两"
QUANTITY = re.compile(
    rf"(?<![\d.])({FIGURE})\s*(公里|公斤|千克|立方米?|平方米?|平米|工时|小时|人次|[{MEASURES}])(?!钱)"
)


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
    if negative and inner:
        return None
    if not (GROUPED.fullmatch(plain) or MISPLACED.fullmatch(plain) or SCIENTIFIC.fullmatch(plain)):
        # words in brackets: a deduction, or said once more what stands beside it
        value = None if text.strip()[:1] in ("(", "（") else capital_amount(text)
        return None if value is None else Amount(value, YUAN)
    value = Decimal(plain.replace(",", ""))
    if unit in SCALES:
        value, unit = value * SCALES[unit], YUAN
    return Amount(-value if negative or inner else value, unit)


def two_readings(text: str) -> tuple[Amount, ...]:
    """The amounts between which a cell leaves the choice (`300/500`, `300或500`, `300（500）`, `1,23`); else none.

    An amount that is only said twice (`300元（叁佰元整）`) leaves none: `said_twice` reads it.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if amount_in_text(text) is not None or len(plain) > LONGEST:
        return ()
    if decimal := re.fullmatch(r"(\d+),(\d{1,2})", plain):
        return (Amount(Decimal(f"{decimal[1]}.{decimal[2]}")), Amount(Decimal(decimal[1] + decimal[2])))
    found = _pieces(plain)
    return found if len({(one.value, one.unit or YUAN) for one in found}) > 1 else ()


def said_twice(text: str) -> Amount | None:
    """The amount of a cell that says the same one more than once, in figures and in words; else None."""
    found = _pieces(unicodedata.normalize("NFKC", text).strip())
    values = {one.value * (10_000 if one.unit == WAN else 1) for one in found}
    return Amount(values.pop(), YUAN) if len(found) > 1 and len(values) == 1 else None


def _pieces(plain: str) -> tuple[Amount, ...]:
    """Every part of the text as an amount; none when one of them is something else."""
    # a comma with three digits behind it belongs to its number
    pieces = [piece for piece in re.split(r"[/、;\n()或]|,(?!\d{3}(?:\D|$))", plain) if piece.strip(" :")]
    found = [amount_in_text(piece.strip()) for piece in pieces]
    return tuple(one for one in found if one is not None) if len(pieces) > 1 and None not in found else ()


def money_in_words(text: str) -> tuple[Amount, ...]:
    """The amounts that a sentence names with their unit or currency, in order; never a quantity.

    `买炕炕馍30个30元` has one, 30元; `维修费1.2万元，已付¥3,000` two; `每亩40元` is a price and none.
    """
    plain = unicodedata.normalize("NFKC", text)
    found = []
    for one in MONEY.finditer(plain):
        if PRICE_BEFORE.search(plain[: one.start()]) or PRICE_AFTER.match(plain, one.end()):
            continue
        if amount := amount_in_text(one[0]):
            found.append(amount)
    return tuple(found)


def quantities_in_words(text: str) -> tuple[tuple[Decimal, str], ...]:
    """The numbers of things that a text names, each with its measure: `炕炕馍30个30元` has (30, 个)."""
    plain = unicodedata.normalize("NFKC", text)
    return tuple((Decimal(number.replace(",", "")), measure) for number, measure in QUANTITY.findall(plain))


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
    text = re.sub(r"^['`]?(?:人民币|金额)?(?:RMB|CNY|[¥￥])?[:\s]*", "", text, flags=re.IGNORECASE)
    text = re.sub(r"(?:人民币|RMB|CNY|钱)$", "", text, flags=re.IGNORECASE).strip()
    text = re.sub(r"(?<=[元圆块])[整正]$", "", text).strip()
    for ending, unit in ENDINGS:
        if text.endswith(ending):
            return text.removesuffix(ending).strip(), unit
    return text, None


ENDINGS = (
    ("万元", WAN), ("万圆", WAN), ("万块", WAN), ("万", WAN), ("萬元", WAN), ("萬", WAN),
    ("千元", "千元"), ("百元", "百元"), ("亿元", "亿元"), ("元", YUAN), ("圆", YUAN), ("块", YUAN),
)  # fmt: skip
