"""The header of a village's ledger: one-sided (day, summary, income, expense), or 收入 beside 支出."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from xiaowei.base.sheets import ledgercontent
from xiaowei.base.sheets.amounts import parse_amount, says_none
from xiaowei.base.sheets.grid import ERROR, FORMULA, TEXT, Sheet
from xiaowei.base.sheets.headers import (
    DEEPEST_HEADER,
    candidates,
    dictionary,
    plain,
    several,
    spread,
    squeezed,
    texts_of,
    unit_of,
)
from xiaowei.base.sheets.ledgersides import SIDES, half_of, sections, side_of_entries, side_told, tells_side

AMOUNTS = ("income", "expense", "balance")
MONEY = (*AMOUNTS, "amount")
BOOKS = re.compile(r"收支|财务|账目")
NUMERIC_SHARE = 0.6
# other tables that have days and sums too: what is planned, promised, owed or given by persons is no ledger
NO_LEDGER = re.compile(
    r"预算|计划|分配|合同|台账|台帐|资产|捐|党费|花名册|工资|名册|补贴|补助对象|低保|欠款|债权|债务|招标|中标|项目库"
)
ACCOUNT, SUMMARY = re.compile(r"收支|财务|账目|收入"), re.compile(r"汇总|统计|对比|一览|分析|预决算|决算")
WHOLE = re.compile(r"(?:收入|支出)?(?:合计|小计|总计|共计|总额|合计金额|金额合计|金额|数额)")
LEFT = re.compile(r"(?:期末|累计|账面)?(?:结余|余额|结存)")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a one-sided ledger: its rows, the column of each field, the unit a column names.

    `more` are the columns that only together make up a side (办公费, 差旅费 under 支出); `sections` the rows at which
    the incomes and the expenses begin, where both stand below each other in one column; `signed` says that this
    column holds expenses as negative amounts.
    """

    rows: tuple[int, ...]
    columns: dict[str, int]
    units: dict[str, str]
    texts: tuple[str, ...]
    panels: Mapping[str, dict[str, int]] = field(default_factory=dict)  # two-sided: the columns of each side
    more: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    sections: tuple[tuple[int, str], ...] = ()
    signed: bool = False

    @property
    def sides(self) -> tuple[str, ...]:
        """Which of income and expense the sheet tells of at all."""
        return SIDES if "amount" in self.columns else tuple(side for side in SIDES if side in self.columns)


def find_ledger_header(sheet: Sheet) -> Header | None:
    """The header of a one-sided ledger (day, summary, amounts), or None when this is no such sheet."""
    for row in walk_rows(sheet):
        found = [header for rows, texts in candidates(sheet, row) if (header := _header(sheet, rows, texts))]
        found = [header for header in found if _confirmed(sheet, header)]
        if found:
            # of one row and two, the two where the lower one only has words that divide those above it
            both = [header for header in found if len(header.rows) > 1 and _divides(sheet, header)]
            return _without_words_above(sheet, (both or found)[0])
    return None


def _divides(sheet: Sheet, header: Header) -> bool:
    lower = [cell for cell in sheet.rows[header.rows[1] - 1] if not cell.blank]
    grouped = header.more or any(header.columns[name] for name in SIDES if name in header.columns)
    return bool(grouped) and len(lower) > 1 and all(cell.kind == TEXT and not parse_amount(cell) for cell in lower)


def _without_words_above(sheet: Sheet, header: Header) -> Header:
    """Of two rows the lower alone, when it says everything: above it stands 单位 or the month, spread over cells."""
    lower = header.rows[-1]
    alone = _header(sheet, (lower,), texts_of(sheet, lower)) if len(header.rows) > 1 else None
    return alone if alone and (alone.columns, alone.more) == (header.columns, header.more) else header


def _header(sheet: Sheet, rows: tuple[int, ...], texts: list[str]) -> Header | None:
    columns = _named_columns(texts)
    if columns is None or sum(1 for text in texts if text) < 3:
        return None
    more = _grouped(sheet, rows, columns)
    twice = _inside_columns(texts, columns, more)
    if twice or not ledgercontent.fill(sheet, rows[-1], texts, columns):
        return None
    units = {name: unit for name in MONEY if name in columns and (unit := unit_of(texts[columns[name] - 1]))}
    header = Header(rows, columns, units, tuple(texts), more=more)
    if "summary" not in columns:
        return None
    turned = _by_balance(sheet, header)
    return turned or _told(sheet, header)


def _told(sheet: Sheet, header: Header) -> Header | None:
    """The header with its sides settled by words: two columns, a column of types, sections, or surely one side."""
    rows, texts, columns = header.rows, header.texts, header.columns
    dated = "date" in columns or ("month" in columns and "day" in columns)
    if SIDES[0] in columns and SIDES[1] in columns:
        columns.pop("amount", None), columns.pop("side", None)
        doubtful = {plain(word) for word in dictionary("ledger").extra["needs_balance"]}
        if any(plain(texts[columns[name] - 1]) in doubtful for name in SIDES):
            return None  # 借方/贷方: only the balances can bear out which is which
        return header if dated or "month" in columns or _is_list_of_entries(sheet, rows, columns) else None
    people = dictionary("ledger").extra["people"]
    if any(plain(text) in people for text in texts) or NO_LEDGER.search(_above(sheet, rows)):
        return None  # a list of persons, or of what is planned: no ledger
    if "income" in columns or "expense" in columns:
        columns.pop("amount", None), columns.pop("side", None)
        return header if dated else None
    if "amount" not in columns:
        return None
    account = ACCOUNT.search(_above(sheet, rows)) and not SUMMARY.search(_above(sheet, rows))
    if "side" in columns and tells_side(sheet, rows[-1], columns["side"]):
        return header if dated or account else None
    columns.pop("side", None)
    if parts := sections(sheet, rows, columns):
        return replace(header, sections=parts) if dated or account else None
    above = [squeezed("|".join(c.text for c in sheet.rows[row - 1] if not c.blank)) for row in range(1, rows[0])]
    told = [texts[columns["summary"] - 1], *reversed(above), sheet.name]
    side = side_told(told)
    if side is None and dated:
        side = side_of_entries(sheet, rows[-1], columns["summary"])
    if side is None or not (dated or (account and BOOKS.search(_above(sheet, rows)))):
        return None
    columns[side] = columns.pop("amount")
    return header


def _by_balance(sheet: Sheet, header: Header) -> Header | None:
    """Where the header's words leave the sides open, the running balance proves them."""
    columns = header.columns
    doubtful = {plain(word) for word in dictionary("ledger").extra["needs_balance"]}
    named = [name for name in SIDES if name in columns and plain(header.texts[columns[name] - 1]) not in doubtful]
    if len(named) == 2 or "side" in columns or header.more:
        return None
    proof = ledgercontent.by_balance(sheet, header.rows[-1], columns)
    if proof is None or any(columns[name] != proof[name] for name in named if name in proof):
        return None
    for name in MONEY:
        columns.pop(name, None)
    columns.update(proof)
    units = {name: unit for name in proof if (unit := unit_of(header.texts[columns[name] - 1]))}
    return replace(header, units=units, signed="amount" in proof)


def _named_columns(texts: list[str]) -> dict[str, int] | None:
    """The column of each field; None when two columns claim one meaning, as in a two-sided table.

    Beside 摘要 a column 项目 may stand: the word that comes first in the data wins, except for amounts.
    """
    words = dictionary("ledger")
    columns: dict[str, int] = {}
    for col, text in enumerate(texts, 1):
        name = words.field_of(text)
        if name is None:
            continue
        other = columns.get(name)
        if other and (name in MONEY or plain(texts[other - 1]) == plain(text)):
            return None
        if other is None or words.rank(text) < words.rank(texts[other - 1]):
            columns[name] = col
    return columns


def _inside_columns(texts: list[str], columns: dict[str, int], more: Mapping[str, tuple[int, ...]]) -> bool:
    """Add the columns whose longer header speaks of a field; whether two columns then claim one amount."""
    words = dictionary("ledger")
    taken = {col for cols in more.values() for col in cols} | set(columns.values())
    found: dict[str, list[int]] = {}
    for col, text in enumerate(texts, 1):
        if text and col not in taken and words.field_of(text) is None and (name := words.field_inside(text)):
            found.setdefault(name, []).append(col)
    for name, cols in found.items():
        columns.setdefault(name, cols[0])
    return any(len(cols) > 1 and name in MONEY and columns[name] == cols[0] for name, cols in found.items())


def _grouped(sheet: Sheet, rows: tuple[int, ...], columns: dict[str, int]) -> dict[str, tuple[int, ...]]:
    """支出 over 办公费 | 差旅费 | 合计: the column of the side's sum where there is one, else all that make it up."""
    if len(rows) < 2:
        return {}
    words, more = dictionary("ledger"), {}
    upper, lower = spread(sheet, rows[0]), texts_of(sheet, rows[1])
    over = [half_of(text) or ("balance" if LEFT.fullmatch(plain(text)) else None) for text in upper]
    for name in AMOUNTS:
        cols = [col for col, word in enumerate(over, 1) if word == name and lower[col - 1]]
        if len(cols) < 2:
            continue
        if whole := [col for col in cols if WHOLE.fullmatch(plain(lower[col - 1]))]:
            columns[name] = whole[-1]
        elif not any(words.field_of(lower[col - 1]) not in (None, *SIDES) for col in cols):
            more[name] = tuple(cols)  # else a half of a two-sided table, with columns of its own
            columns[name] = cols[0]
    return more


def _is_list_of_entries(sheet: Sheet, rows: tuple[int, ...], columns: dict[str, int]) -> bool:
    """Without a column of days: the title calls it an account, and each row is of one side, as no summary's is."""
    title = _above(sheet, rows)
    if not {"summary", "income", "expense"} <= columns.keys() or not ACCOUNT.search(title):
        return False
    if NO_LEDGER.search(title) or SUMMARY.search(title):
        return False
    below = range(rows[-1] + 1, len(sheet.rows) + 1)
    sides = [[bool(parse_amount(sheet.at(row, columns[side]))) for side in SIDES] for row in below]
    one, both = sum(1 for row in sides if any(row) and not all(row)), sum(1 for row in sides if all(row))
    return (one >= 2 and one >= 2 * both) or not (one or both)


def _above(sheet: Sheet, rows: tuple[int, ...]) -> str:
    cells = [cell.text for row in range(1, rows[0]) for cell in sheet.rows[row - 1] if not cell.blank]
    return squeezed("|".join([*cells, sheet.name]))


def _confirmed(sheet: Sheet, header: Header) -> bool:
    """Whether the amount columns hold amounts: a header that says 收入 over names is another table's."""
    words = {plain(text) for text in header.texts if text}  # a header repeated on the next page is no content
    found = [holds_amounts(sheet, header.rows[-1], header.columns[n], words) for n in MONEY if n in header.columns]
    return all(found)


def holds_amounts(sheet: Sheet, header: int, col: int, words: set[str]) -> bool:
    """Whether most of what is written in the column below the header can be read as an amount."""
    # a cell alone in its row is a note below the table, in whichever column that happens to be
    below = [row for row in range(header + 1, len(sheet.rows) + 1) if several(sheet, row)]
    cells = [sheet.at(row, col) for row in below]
    written = [cell for cell in cells if not says_none(cell) and plain(cell.text) not in words]
    amounts = [cell for cell in written if parse_amount(cell) or cell.kind in (FORMULA, ERROR)]
    return len(amounts) >= NUMERIC_SHARE * len(written)


def walk_rows(sheet: Sheet) -> Iterator[int]:
    """The rows a header may begin in."""
    first = next((row for row, cells in enumerate(sheet.rows, 1) if any(not cell.blank for cell in cells)), 1)
    yield from range(first, min(len(sheet.rows), first + DEEPEST_HEADER) + 1)
