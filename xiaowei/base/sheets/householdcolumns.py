"""What the columns of a list of households hold: it confirms what a header says, and stands in for a missing one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from xiaowei.base.sheets.amounts import parse_amount, says_none
from xiaowei.base.sheets.formulas import evaluate
from xiaowei.base.sheets.grid import ERROR, FORMULA, NUMBER, Cell, Sheet
from xiaowei.base.sheets.headers import dictionary, plain, several, squeezed
from xiaowei.base.surnames import COMPOUND, SINGLE

if TYPE_CHECKING:
    from xiaowei.base.sheets.householdheads import Header

NAME = re.compile(r"[一-鿿·•.＊*○〇OoXx×某△]{2,5}|[一-鿿]{2,6}·[一-鿿·]{2,12}")
BODY = re.compile(r".{2,30}(?:合作社|公司|农场|家庭农场|协会|种植园|养殖场|企业|中心|大户|林场|基地|经营部|服务队)")
NO_NAME = re.compile(
    r"(?:村|镇|乡|县|组|社区|街道|项目|工程|[是否有无]|[一二三四五]类|.级)$|小计|[合总共累]计|户数|人数|金额|姓名|户主信息|审核|制表|负责人|备注"
)
NAMES_SHARE, AMOUNTS_SHARE = 0.6, 0.6
SURE = 0.7  # of a column that no word names
SAMPLE = 300  # rows looked at to know a column
ID = re.compile(r"\d{17}[\dXx]|\d{6}[\d*＊]{6,11}[\dXx*＊]{1,4}")
LONG_NUMBER = re.compile(r"[\d*＊ ]{12,25}")
# columns of money that make up a household's sum: quarters, months, paid later, taken back, who paid it
PART = re.compile(
    r"季度|^(?:\d{4}年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?|上半年|下半年|补发|扣|追回|核减金额|增发|本月|当月"
    r"|^(?:中央|省级?|市级?|县级?|区级|地方|配套)|生活补贴|护理补贴|分类施保|电价补贴|电费补贴|燃气补贴|物价补贴|价格补贴|节日|取暖|丧葬|基本|附加"
)
SUM_WORD = re.compile(r"合计|总计|总额|总金额|小计|共计|实发|实领|实补|总补贴|全年")
LATER_OR_BACK = re.compile(r"补发|增发|扣|追回")
NET = re.compile(r"实发|实领|实补|实付|净发|实际(?:发放|领取|兑现|兑付|补贴|补助)")
THIS_TIME, BEFORE = re.compile(r"本次|此次|本批|本期"), re.compile(r"已[补发领兑付]|应[补发]")
MONTHLY = re.compile(r"^(?:每?月|每人每月|月人均|当月|本月)|每月|/月")
MINUS = re.compile(r"扣|追回|核减")
NOT_MONEY = re.compile(
    r"面积|亩|人数|人口|数量|单价|标准|价格|月数|年龄|户数|台数|头数|限额|造价|投资|自筹|贷款|累计|已[补发领兑付]|上[月年季期]|去年|往年"
)


NUMBERED = re.compile(r"^\s*(?:[①-⑳]|[(（]?\d{1,2}[)）.、．])\s*")
RECKONED = re.compile(r"\s*[(（]?(?:[①-⑳]|[A-Z\d])?\s*[=＝].*$|[①-⑳]$", re.DOTALL)
AREA_WORD = re.compile(r"面积|亩数")
# what may be a part of the sum although no word of the dictionary names it; only the figures can tell
MONEY_WORD = re.compile(r"(?:金|补贴|补助|津贴|补偿|费|款|额)$")


def bare_header(text: str) -> str:
    """A header without the number of its column and without how it is reckoned: `③补贴金额=①×②` as `补贴金额`."""
    return RECKONED.sub("", NUMBERED.sub("", text))


@lru_cache(maxsize=5_000)
def field_of(text: str) -> str | None:
    """The field that a header names, whole or inside a longer one; 种植面积合计 is an area, whatever is added up."""
    if not text:
        return None
    words, text = dictionary("households"), bare_header(text)
    found = words.field_of(text) or words.field_inside(text, longest=16)
    if found is None and AREA_WORD.search(plain(text)) and not any(no in plain(text) for no in words.never_inside):
        return "area" if len(plain(text)) <= 20 else None
    return found


@lru_cache(maxsize=200_000)
def looks_like_name(text: str) -> bool:
    """Whether a text can be a person's name, masked or whole, or a cooperative's."""
    word = squeezed(text)
    return bool(BODY.fullmatch(word)) or (bool(NAME.fullmatch(word)) and not NO_NAME.search(word))


def is_surely_name(text: str) -> bool:
    """Whether a text begins with a surname as well."""
    word = squeezed(text)
    if not looks_like_name(word) or BODY.fullmatch(word):
        return False
    return 2 <= len(word) <= 4 and (word[0] in SINGLE or word[:2] in COMPOUND)


def sample_rows(sheet: Sheet, first: int) -> list[int]:
    """Rows with something in several cells, enough of them to know the columns by."""
    found = []
    for row in range(first, len(sheet.rows) + 1):
        if several(sheet, row):
            found.append(row)
            if len(found) >= SAMPLE:
                break
    return found


def names_hold(sheet: Sheet, header: Header, below: list[int]) -> bool:
    """Whether the column of names holds names."""
    col = header.columns.get("name", 0)
    if not col:
        return bool(below)
    cells = [sheet.at(row, col) for row in below]
    written = [squeezed(cell.text) for cell in cells if not cell.blank]
    written = [text for text in written if plain(text) not in header.words and not re.search(r"[计:：]|\d", text)]
    named = [text for text in written if looks_like_name(text)]
    return not written or len(named) >= NAMES_SHARE * len(written)


def surely_names(sheet: Sheet, header: Header, below: list[int]) -> bool:
    """Whether nearly every name begins with a surname."""
    col = header.columns.get("name", 0)
    return bool(col) and held(sheet, below, col).names >= SURE


def counts_more_than_one(sheet: Sheet, below: list[int], col: int) -> bool:
    """Whether a column of counted households counts several of them in most rows: a summary, not a list."""
    figures = [amount.value for row in below if (amount := parse_amount(sheet.at(row, col)))]
    return sum(1 for figure in figures if figure > 1) * 2 > len(figures)


def amounts_hold(sheet: Sheet, header: Header, below: list[int]) -> bool:
    """Whether the column of amounts holds amounts."""
    col = header.columns.get("amount", 0)
    return not col or _money_share(sheet, header, below, col) >= AMOUNTS_SHARE


def _money_share(sheet: Sheet, header: Header, below: list[int], col: int) -> float:
    written = [
        cell for row in below if not says_none(cell := sheet.at(row, col)) and plain(cell.text) not in header.words
    ]
    amounts = [cell for cell in written if cell.kind in (NUMBER, FORMULA, ERROR) or parse_amount(cell)]
    return len(amounts) / len(written) if written else 1.0


@dataclass(frozen=True, slots=True)
class Held:
    """What a column holds, as shares of the sampled rows."""

    written: float
    money: float
    names: float
    ids: float
    distinct: float


def held(sheet: Sheet, rows: Sequence[int], col: int) -> Held:
    """What this column holds in these rows."""
    cells = [cell for row in rows if not (cell := sheet.at(row, col)).blank]
    count = len(cells) or 1
    texts = [squeezed(cell.text) for cell in cells]
    return Held(
        len(cells) / (len(rows) or 1),
        sum(1 for c, t in zip(cells, texts, strict=True) if _is_money(c, t)) / count,
        sum(map(is_surely_name, texts)) / count,
        sum(1 for t in texts if ID.fullmatch(t)) / count,
        len(set(texts)) / count,
    )


def _holds(name: str, what: Held) -> bool:
    return what.ids >= SURE if name == "id_number" else what.names >= SURE and what.distinct >= 0.5


def _is_money(cell: Cell, text: str) -> bool:
    if cell.kind == FORMULA:
        return True
    value = parse_amount(cell)
    return value is not None and abs(value.value) < 10**9 and not LONG_NUMBER.fullmatch(text)


def completed(sheet: Sheet, header: Header) -> Header:
    """The header with the fields that only what its columns hold can tell; what stays in doubt is left out."""
    rows = sample_rows(sheet, header.bottom + 1)
    columns = dict(header.columns)
    guessed: list[str] = []
    many = len(header.blocks) > 1
    if many or not rows:
        return header if "amount" in columns or many else _standard_as_amount(header)
    free = [col for col in range(1, len(header.texts) + 1) if col not in columns.values()]
    for name in ("name", "id_number"):
        if name not in columns:
            fitting = [col for col in free if _unnamed(header, col) and _holds(name, held(sheet, rows, col))]
            if fitting:
                columns[name] = fitting[0]
                guessed.append(name)
                free.remove(fitting[0])
    header = replace(header, blocks=(columns,), guessed=(*header.guessed, *guessed))
    return _with_person(sheet, _with_amount(sheet, header, rows), rows)


def _unnamed(header: Header, col: int) -> bool:
    """Whether the header says nothing known of a column."""
    return field_of(header.texts[col - 1]) is None


def _standard_as_amount(header: Header) -> Header:
    """`发放标准` alone, with nothing to multiply it by, is what each of them gets."""
    columns = dict(header.columns)
    factors = ("area", "persons", "quantity", "months")
    if "amount" in columns or "standard" not in columns or any(name in columns for name in factors):
        return header
    columns["amount"] = columns.pop("standard")
    return replace(header, blocks=(columns,))


def _with_amount(sheet: Sheet, header: Header, rows: list[int]) -> Header:
    """Which column is what the household gets in all: the sum of the parts, where there are several."""
    columns = dict(header.columns)
    named = [col for col, text in enumerate(header.texts, 1) if field_of(text) == "amount"]
    named = [col for col in named if _money_share(sheet, header, rows, col) >= AMOUNTS_SHARE]
    parts = [
        col for col, text in enumerate(header.wholes or header.texts, 1)
        if text and PART.search(plain(text)) and not NOT_MONEY.search(text) and _holds_money(sheet, rows, col)
        and col not in [c for name, c in columns.items() if name not in ("amount", "standard")]
    ]  # fmt: skip
    if not named and not parts:
        return _guessed_amount(sheet, _standard_as_amount(replace(header, blocks=(_without(columns, "amount"),))), rows)
    money = sorted({*named, *parts})
    if len(money) == 1:
        columns["amount"] = money[0]
        return replace(
            header, blocks=(_without(columns, "standard") if columns.get("standard") == money[0] else columns,)
        )
    maybe = [
        col for col, text in enumerate(header.texts, 1)
        if col not in money and col not in columns.values() and text and MONEY_WORD.search(plain(text))
        and not NOT_MONEY.search(text) and _holds_money(sheet, rows, col)
    ]  # fmt: skip
    best = _sum_column(sheet, header, rows, sorted({*money, *maybe})) if maybe else None
    best = best or _sum_column(sheet, header, rows, money) or _paid_for_months(sheet, header, rows, {*money, *maybe})
    if best:
        columns["amount"], made_of = best
        return replace(header, blocks=(columns,), parts=made_of)
    first = columns.get("amount") if columns.get("amount") in money else (named or money)[0]
    assert first is not None
    columns["amount"] = first
    text = (header.wholes or header.texts)[first - 1]
    unsummed = [col for col in parts if col != first]
    if first in parts and not SUM_WORD.search(text) and unsummed:
        return replace(header, blocks=(columns,), parts=tuple(sorted({first, *parts})), added=True)
    later = [col for col in unsummed if LATER_OR_BACK.search((header.wholes or header.texts)[col - 1])]
    if later and not SUM_WORD.search(text):
        return replace(header, blocks=(columns,), parts=(first, *later), added=True)
    return replace(header, blocks=(columns,), rivals=_rivals(header, money, first))


def _rivals(header: Header, money: Sequence[int], first: int) -> tuple[int, ...]:
    """The other columns that may as well be what is paid, where no figures tell which one is."""
    texts = header.wholes or header.texts
    if NET.search(texts[first - 1]) or SUM_WORD.search(texts[first - 1]):
        return ()
    return tuple(col for col in money if col != first and not MONTHLY.search(plain(texts[col - 1])))


def _without(columns: dict[str, int], name: str) -> dict[str, int]:
    return {field: col for field, col in columns.items() if field != name}


def _holds_money(sheet: Sheet, rows: list[int], col: int) -> bool:
    cells = [cell for row in rows if not says_none(cell := sheet.at(row, col))]
    return bool(cells) and sum(1 for c in cells if c.kind in (NUMBER, FORMULA) or parse_amount(c)) >= 0.8 * len(cells)


def _sum_column(sheet: Sheet, header: Header, rows: list[int], money: list[int]) -> tuple[int, tuple[int, ...]] | None:
    """The column that nearly every row makes the sum of others, the one with the most parts; with its parts."""
    values = {col: [_value(sheet, row, col) for row in rows] for col in money}
    filled = [
        place for place in range(len(rows))
        if sum(1 for col in money if values[col][place] is not None) > 1 and _is_line(sheet, header, rows[place])
    ]  # fmt: skip
    texts = header.wholes or header.texts
    real = [col for col in money if NET.search(texts[col - 1])]
    if not real and any(BEFORE.search(text) for text in texts):
        real = [col for col in money if THIS_TIME.search(texts[col - 1])]
    if len(filled) < 2 and len(real) != 1:
        return None
    signs = {col: -1 if MINUS.search(texts[col - 1]) else 1 for col in money}
    best: tuple[int, tuple[int, ...]] | None = None
    for total in real if len(real) == 1 else money:
        if not real and any(MINUS.search(texts[col - 1]) for col in money) and "应" in texts[total - 1]:
            continue
        others = [col for col in money if col != total]
        left = [col for col in others if col < total]
        for some in (others, left, [c for c in others if PART.search(plain(texts[c - 1]))], left[-2:], left[-3:]):
            if len(some) < 2 and not (len(some) == 1 and SUM_WORD.search(texts[total - 1])):
                continue
            fits = 0
            for place in filled:
                figures = [(values[col][place] or Decimal(0)) for col in some]
                plainly = sum(figures, Decimal(0))
                signed = sum((abs(f) * signs[c] for c, f in zip(some, figures, strict=True)), Decimal(0))
                fits += values[total][place] in (plainly, signed) and sum(1 for f in figures if f) > 0
            mixed = any(sum(1 for col in some if values[col][place]) > 1 for place in filled)
            holds = fits >= 0.8 * len(filled) and (mixed or SUM_WORD.search(texts[total - 1]))
            if holds and (best is None or len(some) > len(best[1])):
                best = total, tuple(some)
    return best or ((real[0], ()) if len(real) == 1 else None)


def _paid_for_months(
    sheet: Sheet, header: Header, rows: list[int], money: set[int]
) -> tuple[int, tuple[int, ...]] | None:
    """The column that is so many months of another (月保障金, 季度发放金额): what is paid, not what one month is."""
    texts = header.wholes or header.texts
    for monthly in sorted(money):
        if not MONTHLY.search(plain(texts[monthly - 1])):
            continue
        for paid in sorted(money - {monthly}):
            lines = [row for row in rows if _is_line(sheet, header, row)]
            pairs = [(_value(sheet, row, monthly), _value(sheet, row, paid)) for row in lines]
            times = [whole / month for month, whole in pairs if month and whole]
            # who came later or left earlier is paid for fewer months than the others
            if len(times) > 1 and max(times) >= 2 and all(1 <= n <= 12 and n == int(n) for n in times):
                return paid, ()
    return None


def _is_line(sheet: Sheet, header: Header, row: int) -> bool:
    col = header.columns.get("name", 0)
    return not col or looks_like_name(sheet.at(row, col).text)


def _value(sheet: Sheet, row: int, col: int) -> Decimal | None:
    cell = sheet.at(row, col)
    if cell.kind == FORMULA:
        return evaluate(sheet, row, col)
    amount = parse_amount(cell)
    return amount.value if amount else None


def _guessed_amount(sheet: Sheet, header: Header, rows: list[int]) -> Header:
    """The amount in a column without a known word: the only figures there are, or what the others multiply to."""
    columns = dict(header.columns)
    if "amount" in columns:
        return header
    free = [
        col for col in range(1, len(header.texts) + 1)
        if col not in columns.values() and _unnamed(header, col)
        and not NOT_MONEY.search(header.texts[col - 1]) and _holds_money(sheet, rows, col)
        and held(sheet, rows, col).money >= 0.8
    ]  # fmt: skip
    factor = next((columns[name] for name in ("area", "quantity", "persons") if name in columns), 0)
    if len(free) > 1 and factor and "standard" in columns:
        free = [col for col in free if multiplies(sheet, rows, factor, columns["standard"], col)]
    if len(free) != 1 or not any(name in columns for name in ("name", "id_number")):
        return header
    columns["amount"] = free[0]
    return replace(header, blocks=(columns,), guessed=(*header.guessed, "amount"))


def multiplies(sheet: Sheet, rows: Sequence[int], one: int, other: int, product: int) -> bool:
    """Whether a column is nearly everywhere the product of two others."""
    told = [(_value(sheet, row, one), _value(sheet, row, other), _value(sheet, row, product)) for row in rows]
    whole = [(a, b, c) for a, b, c in told if a is not None and b is not None and c is not None]
    return len(whole) > 1 and sum(1 for a, b, c in whole if abs(a * b - c) < Decimal("0.51")) >= 0.7 * len(whole)


def _with_person(sheet: Sheet, header: Header, rows: list[int]) -> Header:
    """Where heads and other persons have columns of their own, the name is whose number stands behind it."""
    columns = dict(header.columns)
    id_col = columns.get("id_number", 0)
    if "name" not in columns:
        return header
    persons = [
        col for col, text in enumerate(header.texts, 1)
        if field_of(text) in ("name", "head")
    ]  # fmt: skip
    if len(persons) < 2:
        return header
    heads = [col for col in persons if "户主" in header.texts[col - 1]]
    near = [col for col in persons if col < id_col]
    chosen = near[-1] if near else columns["name"]
    if chosen in heads or held(sheet, rows, chosen).written < 0.9:
        chosen = columns["name"]
    columns["name"] = chosen
    if others := [col for col in heads if col != chosen]:
        columns["head"] = others[0]
    return replace(header, blocks=(columns,))
