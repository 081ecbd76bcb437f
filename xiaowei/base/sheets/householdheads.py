"""The header of a list of households that are paid something: whose columns, in which of their many names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from xiaowei.base.sheets import householdcolumns as holds
from xiaowei.base.sheets.amounts import parse_amount
from xiaowei.base.sheets.grid import TEXT, Sheet
from xiaowei.base.sheets.headers import (
    DEEPEST_HEADER,
    dictionary,
    plain,
    spread,
    squeezed,
    text_at,
    texts_of,
    unit_of,
)
from xiaowei.base.sheets.householdbare import first_household
from xiaowei.base.sheets.householdcolumns import looks_like_name

__all__ = ["Header", "find_households", "looks_like_name"]

# what the state pays to households …
SUBSIDY = re.compile(
    r"补贴|补助|补偿|保障金|低保|最低生活保障|救助|特困|五保|供养|津贴|奖补|奖扶|扶助|抚恤|优抚|优待|慰问|惠农|惠民|一卡通|直补|退耕"
    r"|公益林|危房|危改|生活费|助学|扶持|种粮|养老金|以奖代补|救灾|救济|兑现|资助|贴息|公益性?岗位?|护林员|后扶|奖励金|老龄|高龄|地力保护|雨露计划"
)
# … and what households pay, earn or owe, and what cadres get: none of it is a subsidy
NO_SUBSIDY = re.compile(
    r"缴费|缴纳|收缴|收费|捐款|捐资|捐赠|党费|欠款|筹资|筹劳|合同|承包费|租金|分红|收益分配|收入分配|股金|参保|水费|电费|卫生费|值班|考勤"
    r"|资产|预算(?!内)|计划生育户数|选举|党员名册|村干部|村组干部|小组长|两委|误工|绩效|信用评级|积分|收支|财务公开|追缴|退缴|清退|违规"
)
# words that stand in the titles of subsidies as well as of other tables: the columns must bear it out
EITHER = re.compile(r"工资|报酬|汇总|分配|项目|统计|台账|台帐|评议|票决|投票")
# 医保参保缴费补助, 误工补助 of a public post: what is paid in is named, what is paid out is meant
PAID_FOR = re.compile(r"(?:参保|缴费|缴纳|保险费?|代缴)[^,。|]{0,6}(?:补贴|补助|资助|救助)")
OTHER_HEADS = re.compile(
    r"发包方|租金|年承包费|应缴|实缴|资产名称|承包期限|同意票|反对票|得票|职务|党龄|股份数|股数|份额|凭证|收入金额|支出金额|收支|经手人"
)
OF_PERSONS = ("id_number", "account", "phone", "relation", "signature")
# a list of names alone is one too, only not complete
ENOUGH_WITHOUT_AMOUNT = ("area", "persons", "standard", "level", "quantity", "address", "group", "village", *OF_PERSONS)
COUNTED_HOUSEHOLDS = re.compile(r"(?:受益|涉及|补贴|补助|享受|发放|保障)?(?:农户|户)数")
SENTENCE = re.compile(r"[。；]|^(?:注|说明|备注|根据|按照|依据|为|经|如有|现将)")
LONGEST_TITLE = 45


@dataclass(frozen=True, slots=True)
class Header:
    """Header rows, and for each block of columns side by side the column of each field.

    `rows` is empty where a list has no header at all: then `top` is its first household and the fields are told by
    what the columns hold. `areas` are all columns of areas, the likeliest first: the announced standard tells which
    one was paid for. `parts` are columns of money that the amount is the sum of; `added` says that no column holds
    that sum. `guessed` are the fields that no header word names.
    """

    rows: tuple[int, ...]
    blocks: tuple[dict[str, int], ...]
    units: dict[str, str]
    texts: tuple[str, ...]  # one for each column: the lower word, with what stands above it where that is needed
    areas: tuple[int, ...] = ()
    spans: tuple[range, ...] = ()
    words: frozenset[str] = frozenset()  # every word of the header rows, plain
    top: int = 1
    parts: tuple[int, ...] = ()
    added: bool = False
    guessed: tuple[str, ...] = ()
    rivals: tuple[int, ...] = ()  # columns that may be the amount as well as the one that was taken for it
    wholes: tuple[str, ...] = field(default=(), repr=False)  # the upper word and the lower one

    @property
    def columns(self) -> dict[str, int]:
        """The columns of the first block."""
        return self.blocks[0]

    @property
    def bottom(self) -> int:
        """The last row above the first household."""
        return self.rows[-1] if self.rows else self.top - 1


def find_households(sheet: Sheet, about: str = "") -> Header | None:
    """The header of a list of paid households, or None when this is surely not one or in doubt.

    `about` are the title words of the other sheets of the file, for one that has none of its own.
    """
    title: list[str] = [sheet.name, about]
    for row in range(1, min(len(sheet.rows), DEEPEST_HEADER) + 1):
        for rows, texts, wholes in _candidates(sheet, row):
            header = _header(sheet, rows, texts, wholes)
            if header and _confirmed(sheet, header, title):
                return header
        title += [squeezed(cell.text) for cell in sheet.rows[row - 1] if cell.kind == TEXT and not cell.blank]
    return _without_header(sheet, about)


def header_at(sheet: Sheet, row: int) -> Header | None:
    """The header that begins in this row of a list, where it is one: a second list below the first."""
    found = (_header(sheet, *candidate) for candidate in _candidates(sheet, row))
    return next((header for header in found if header and {"name", "amount"} <= header.columns.keys()), None)


def _candidates(sheet: Sheet, row: int) -> list[tuple[tuple[int, ...], list[str], list[str]]]:
    upper = texts_of(sheet, row)
    words = dictionary("households")
    named = [text for text in upper if text]
    if len(named) < 3 and not (len(named) == 2 and all(words.field_of(text) for text in named)):
        return []
    one = ((row,), upper, upper)
    if not _has_second_row(sheet, row):
        return [one]
    upper_words = [text_at(sheet, row, col) for col in range(1, sheet.width + 1)]
    both, wholes = _joined(spread(sheet, row), upper_words, texts_of(sheet, row + 1))
    found = [((row, row + 1), both, wholes), one]
    if _has_second_row(sheet, row + 1):
        # the second row's own words reach over the columns of the third
        middle, _wholes = _joined(spread(sheet, row), upper_words, _merged_over(sheet, row + 1))
        three = _joined(middle, both, texts_of(sheet, row + 2))
        found.insert(0, ((row, row + 1, row + 2), *three))
    return found


def _joined(over: list[str], own: list[str], lower: list[str]) -> tuple[list[str], list[str]]:
    """Two rows of a header as one: what stands below is nearer to the column; with the words of both."""
    words = dictionary("households")
    both, wholes = [], []
    for up, mine, low in zip(over, own, lower, strict=True):
        whole = f"{up}{low}"
        wholes.append(whole if low else mine or up)
        if not low:
            both.append(mine or up)
        elif words.field_of(whole) or not words.field_of(low):
            both.append(whole if words.field_of(whole) or words.field_inside(whole) else low)
        else:
            both.append(low)
    return both, wholes


def _merged_over(sheet: Sheet, row: int) -> list[str]:
    """The words of a row, each over the cells it is merged with."""
    texts = texts_of(sheet, row)
    for merge in sheet.merges:
        if merge.top <= row <= merge.bottom:
            for col in range(merge.left, min(merge.right, len(texts)) + 1):
                texts[col - 1] = text_at(sheet, merge.top, merge.left)
    return texts


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
    known = [
        col
        for col in below
        if words.field_of(cells[col - 1].text)
        or words.field_inside(cells[col - 1].text)
        or holds.PART.search(plain(cells[col - 1].text))
    ]
    return in_brackets or ((wide or under_blank) and len(known) * 2 >= len(below))


def _header(sheet: Sheet, rows: tuple[int, ...], texts: list[str], wholes: list[str]) -> Header | None:
    spans = _blocks(texts)
    blocks = [_columns(texts, cols) for cols in spans]
    columns = blocks[0]
    known = sum(1 for name in columns if name != "signature")
    if known < 2 or ("name" not in columns and not any(name in columns for name in (*OF_PERSONS, "amount"))):
        return None
    words = frozenset(plain(text) for text in [*texts, *wholes, *spread(sheet, rows[0])] if text)
    header = Header(
        rows, tuple(blocks), {}, tuple(texts), _areas(texts, spans), tuple(spans), words, rows[0], wholes=tuple(wholes)
    )
    header = holds.completed(sheet, header)
    columns = header.columns
    if "amount" not in columns and not any(name in columns for name in ENOUGH_WITHOUT_AMOUNT):
        return None
    if "name" not in columns and ("amount" not in columns or not any(name in columns for name in OF_PERSONS)):
        return None
    named: dict[str, str | None] = {
        name: _unit(header, columns[name]) for name in ("amount", "standard") if name in columns
    }
    if "area" in columns and "公顷" in header.texts[columns["area"] - 1]:
        named["area"] = "公顷"
    return replace(header, units={name: unit for name, unit in named.items() if unit})


def _unit(header: Header, col: int) -> str | None:
    return unit_of(header.texts[col - 1]) or (unit_of(header.wholes[col - 1]) if header.wholes else None)


def _areas(texts: list[str], spans: list[range]) -> tuple[int, ...]:
    found = [col for col, text in enumerate(texts, 1) if _field(text) == "area"]
    return tuple(sorted(found, key=lambda col: _rank(texts[col - 1]))) if len(spans) == 1 else ()


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
        wanted = sum(1 for a in first if a)
        if (
            first[0]
            and wanted > 1
            and sum(1 for a, b in zip(first, second, strict=False) if a == b and a) >= wanted - 1
        ):
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
    return holds.field_of(text)


def _rank(text: str) -> int:
    words, bare = dictionary("households"), holds.bare_header(text)
    if words.field_of(bare):
        return words.rank(bare)
    word = plain(bare)
    return 300 if holds.NET.search(word) else 400 if holds.SUM_WORD.search(word) else 500


def _confirmed(sheet: Sheet, header: Header, title: Sequence[str]) -> bool:
    """Whether it is about subsidies, with names where names should be and amounts where amounts should be."""
    below = holds.sample_rows(sheet, header.bottom + 1)
    counts = [col for col, text in enumerate(header.texts, 1) if COUNTED_HOUSEHOLDS.fullmatch(plain(text))]
    if any(holds.counts_more_than_one(sheet, below, col) for col in counts):
        return False
    persons = any(name in header.columns for name in OF_PERSONS) or holds.surely_names(sheet, header, below)
    if not is_of_subsidies(header, title, persons=persons):
        return False
    return holds.names_hold(sheet, header, below) and holds.amounts_hold(sheet, header, below)


def is_of_subsidies(header: Header, title: Sequence[str], *, persons: bool) -> bool:
    """Whether the words of a title and of a header speak of what households are paid."""
    whole, bare = _titles(title)
    paid = "amount" in header.columns and bool(SUBSIDY.search(plain(header.texts[header.columns["amount"] - 1])))
    if NO_SUBSIDY.search(bare) or any(OTHER_HEADS.search(squeezed(text)) for text in header.texts):
        return False
    said = bool(SUBSIDY.search(whole))
    if EITHER.search(bare) and not (said and (paid or persons)):
        return False
    return said or paid


def _titles(texts: Sequence[str]) -> tuple[str, str]:
    """All the words above a list, and of them what can be a title: a sentence may speak of anything."""
    whole = PAID_FOR.sub("补贴", "|".join(texts))
    short = [text for text in whole.split("|") if len(text) <= LONGEST_TITLE and not SENTENCE.search(text)]
    return whole, "|".join(short)


def _without_header(sheet: Sheet, about: str) -> Header | None:
    """A list that begins with its first household, below a title that tells of a subsidy."""
    found = first_household(sheet)
    if found is None:
        return None
    row, columns = found
    above = [cell.text for cells in sheet.rows[: row - 1] for cell in cells if cell.kind == TEXT]
    header = Header(
        (), (columns,), {}, ("",) * sheet.width, spans=(range(1, sheet.width + 1),), top=row, guessed=tuple(columns)
    )
    whole, bare = _titles([sheet.name, about, *map(squeezed, above)])
    if not SUBSIDY.search(whole) or NO_SUBSIDY.search(bare) or EITHER.search(bare):
        return None
    return header
