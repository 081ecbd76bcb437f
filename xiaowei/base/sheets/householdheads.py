"""The header of a list of households that are paid something: whose columns, in which of their many names."""

import re
from dataclasses import dataclass

from xiaowei.base.sheets.amounts import parse_amount, says_none
from xiaowei.base.sheets.grid import ERROR, FORMULA, TEXT, Sheet
from xiaowei.base.sheets.headers import (
    DEEPEST_HEADER,
    dictionary,
    plain,
    several,
    spread,
    squeezed,
    text_at,
    texts_of,
    unit_of,
)

# what the state pays to households …
SUBSIDY = re.compile(
    r"补贴|补助|补偿|保障金|低保|最低生活保障|救助|特困|五保|供养|津贴|奖补|奖扶|扶助|抚恤|优抚|优待|慰问|惠农|惠民|一卡通|直补|退耕"
    r"|公益林|危房|危改|生活费|助学|扶持|种粮|养老金|以奖代补|救灾|兑现"
)
# … and what households pay, earn or owe, and what cadres get: none of it is a subsidy
NO_SUBSIDY = re.compile(
    r"工资|报酬|误工|绩效|缴费|缴纳|收缴|收费|捐款|捐资|捐赠|党费|欠款|筹资|筹劳|合同|承包费|租金|分红|参保|水费|电费|卫生费|值班|考勤"
    r"|汇总|分配|资产|台账|台帐|项目|预算|计划生育户数|选举|党员名册|村干部"
)
NAME = re.compile(r"[一-鿿·•.＊*○〇OoXx×某△]{2,5}|[一-鿿]{2,6}·[一-鿿·]{2,12}")
BODY = re.compile(r".{2,30}(?:合作社|公司|农场|家庭农场|协会|种植园|养殖场|企业|中心|大户)")
NO_NAME = re.compile(r"(?:村|镇|乡|县|组|社区|小计|合计|总计|共计|累计|项目|工程|[是否有无]|[一二三四五]类|.级)$")
NAMES_SHARE, AMOUNTS_SHARE = 0.6, 0.6
ENOUGH_WITHOUT_AMOUNT = ("area", "persons", "standard", "level", "quantity")


@dataclass(frozen=True, slots=True)
class Header:
    """Header rows, and for each block of columns side by side the column of each field.

    `areas` are all columns of areas, the likeliest first: the announced standard tells which one was paid for.
    """

    rows: tuple[int, ...]
    blocks: tuple[dict[str, int], ...]
    units: dict[str, str]
    texts: tuple[str, ...]  # one for each column: the lower word, with what stands above it where that is needed
    areas: tuple[int, ...] = ()

    @property
    def columns(self) -> dict[str, int]:
        """The columns of the first block."""
        return self.blocks[0]


def find_households(sheet: Sheet) -> Header | None:
    """The header of a list of paid households, or None when this is surely not one or in doubt."""
    title: list[str] = [sheet.name]
    for row in range(1, min(len(sheet.rows), DEEPEST_HEADER) + 1):
        for rows, texts in _candidates(sheet, row):
            header = _header(rows, texts)
            if header and _confirmed(sheet, header, "|".join(title)):
                return header
        title += [squeezed(cell.text) for cell in sheet.rows[row - 1] if cell.kind == TEXT and not cell.blank]
    return None


def _candidates(sheet: Sheet, row: int) -> list[tuple[tuple[int, ...], list[str]]]:
    upper = texts_of(sheet, row)
    if sum(1 for text in upper if text) < 3:
        return []
    one = ((row,), upper)
    if not _has_second_row(sheet, row):
        return [one]
    words = dictionary("households")
    over = spread(sheet, row)
    lower = texts_of(sheet, row + 1)
    both = []
    for col, (up, low) in enumerate(zip(over, lower, strict=True), 1):
        whole = f"{up}{low}"
        if not low:
            both.append(text_at(sheet, row, col) or up)
        elif words.field_of(whole) or not words.field_of(low):
            both.append(whole if words.field_of(whole) or words.field_inside(whole) else low)
        else:
            both.append(low)
    return [((row, row + 1), both), one]


def _has_second_row(sheet: Sheet, row: int) -> bool:
    """Whether the row below still belongs to the header: words alone, some under what spans several columns."""
    if row >= len(sheet.rows):
        return False
    cells = sheet.rows[row]
    if any(not cell.blank and (cell.kind != TEXT or parse_amount(cell)) for cell in cells):
        return False
    upper = texts_of(sheet, row)
    below = [col for col, cell in enumerate(cells, 1) if not cell.blank]
    if not below or (len(below) == 1 and len(cells) > 1 and not upper[below[0] - 1]):
        return False
    wide = any(merge.top <= row <= merge.bottom and merge.left < merge.right < sheet.width for merge in sheet.merges)
    under_blank = any(not upper[col - 1] for col in below)
    # units or a narrower word below a header: (亩), (元)
    in_brackets = all(squeezed(cells[col - 1].text)[:1] == "(" for col in below)
    words = dictionary("households")
    known = [col for col in below if words.field_of(cells[col - 1].text) or words.field_inside(cells[col - 1].text)]
    return in_brackets or ((wide or under_blank) and len(known) * 2 >= len(below))


def _header(rows: tuple[int, ...], texts: list[str]) -> Header | None:
    blocks = [_columns(texts, cols) for cols in _blocks(texts)]
    columns = blocks[0]
    if "name" not in columns:
        return None
    money = "amount" in columns
    if not money and not any(name in columns for name in ENOUGH_WITHOUT_AMOUNT):
        return None
    named = {name: unit_of(texts[columns[name] - 1]) for name in ("amount", "standard") if name in columns}
    units: dict[str, str] = {name: unit for name, unit in named.items() if unit}
    areas = sorted(
        (col for col, text in enumerate(texts, 1) if _field(text) == "area"), key=lambda col: _rank(texts[col - 1])
    )
    return Header(rows, tuple(blocks), units, tuple(texts), tuple(areas) if len(blocks) == 1 else ())


def _blocks(texts: list[str]) -> list[range]:
    """The columns of each list where two or more stand side by side to save paper: the same words come again."""
    whole = [range(1, len(texts) + 1)]
    words = [plain(text) if text else "" for text in texts]
    names = [col for col, text in enumerate(texts, 1) if _field(text) == "name"]
    same = [col for col in names if words[col - 1] == words[names[0] - 1]]
    if len(same) < 2:
        return whole
    width = same[1] - same[0]
    for start in range(max(1, same[0] - width + 1), same[0] + 1):
        first = words[start - 1 : start - 1 + width]
        second = words[start - 1 + width : start - 1 + 2 * width]
        if first[0] and sum(1 for a, b in zip(first, second, strict=False) if a == b and a) >= max(2, len(second) - 1):
            starts = range(start, len(texts) + 1, width)
            return [range(at, min(at + width, len(texts) + 1)) for at in starts if words[at - 1] == first[0]]
    return whole


def _columns(texts: list[str], cols: range) -> dict[str, int]:
    columns: dict[str, int] = {}
    for col in cols:
        text = texts[col - 1]
        name = _field(text)
        if name and (name not in columns or _rank(text) < _rank(texts[columns[name] - 1])):
            columns[name] = col
    return columns


def _field(text: str) -> str | None:
    words = dictionary("households")
    return (words.field_of(text) or words.field_inside(text, longest=16)) if text else None


def _rank(text: str) -> int:
    words = dictionary("households")
    return words.rank(text) if words.field_of(text) else 500


def _confirmed(sheet: Sheet, header: Header, title: str) -> bool:
    """Whether it is about subsidies, with names where names should be and amounts where amounts should be."""
    heads = "|".join(header.texts)
    if NO_SUBSIDY.search(title) or not (SUBSIDY.search(title) or ("amount" in header.columns and _paid(header))):
        return False
    if "amount" not in header.columns and not SUBSIDY.search(title):
        return False
    if re.search(r"发包方|租金|年承包费|应缴|实缴|资产名称|项目名称", heads):
        return False
    below = [row for row in range(header.rows[-1] + 1, len(sheet.rows) + 1) if several(sheet, row)]
    return _names_hold(sheet, header, below) and _amounts_hold(sheet, header, below)


def _paid(header: Header) -> bool:
    word = plain(header.texts[header.columns["amount"] - 1])
    return bool(SUBSIDY.search(word))


def _names_hold(sheet: Sheet, header: Header, below: list[int]) -> bool:
    col = header.columns["name"]
    words = {plain(text) for text in header.texts if text}
    written = [squeezed(cell.text) for row in below if not (cell := sheet.at(row, col)).blank]
    written = [text for text in written if plain(text) not in words and not re.search(r"[计:：]|\d", text)]
    named = [text for text in written if looks_like_name(text)]
    return not written or len(named) >= NAMES_SHARE * len(written)


def looks_like_name(text: str) -> bool:
    """Whether a text can be a person's name, masked or whole, or a cooperative's."""
    word = squeezed(text)
    return bool(BODY.fullmatch(word)) or (bool(NAME.fullmatch(word)) and not NO_NAME.search(word))


def _amounts_hold(sheet: Sheet, header: Header, below: list[int]) -> bool:
    col = header.columns.get("amount", 0)
    if not col:
        return True
    words = {plain(text) for text in header.texts if text}
    written = [cell for row in below if not says_none(cell := sheet.at(row, col)) and plain(cell.text) not in words]
    amounts = [cell for cell in written if parse_amount(cell) or cell.kind in (FORMULA, ERROR)]
    return len(amounts) >= AMOUNTS_SHARE * len(written)
