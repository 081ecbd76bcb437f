"""The header of a village's ledger: one-sided (day, summary, income, expense), or 收入 beside 支出."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xiaowei.base.sheets.amounts import parse_amount, says_none
from xiaowei.base.sheets.grid import ERROR, FORMULA, Sheet
from xiaowei.base.sheets.headers import (
    DEEPEST_HEADER,
    candidates,
    dictionary,
    plain,
    several,
    squeezed,
    texts_of,
    unit_of,
)

AMOUNTS = ("income", "expense", "balance")
MONEY = (*AMOUNTS, "amount")
SIDES = ("income", "expense")
NUMERIC_SHARE = 0.6
OUT = re.compile(r"^(?:支|付|购|买|缴|交|修|订|发放?|报|还|退|补|维修|安装)")
IN = re.compile(r"^(?:收|拨|入|上级|利息)")
SPENT, EARNED = re.compile(r"支出|开支|花费|费用|用款|付款"), re.compile(r"收入|收款|进账")
# other tables that have days and sums too: what is planned, promised, owed or given by persons is no ledger
NO_LEDGER = re.compile(
    r"预算|计划|分配|合同|台账|台帐|资产|捐|党费|花名册|工资|名册|补贴|补助对象|低保|欠款|债权|债务|招标|中标|项目库"
)
ACCOUNT, SUMMARY = re.compile(r"收支|财务|账目"), re.compile(r"汇总|统计|对比|一览|分析|预决算|决算")
SIDE_WORDS = ({"收入", "收", "收方"}, {"支出", "支", "付方", "开支"})


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a one-sided ledger: its rows, the column of each field, the unit a column names."""

    rows: tuple[int, ...]
    columns: dict[str, int]
    units: dict[str, str]
    texts: tuple[str, ...]
    unconfirmed: bool = False  # 借方/贷方: the balances must bear out which is which
    panels: Mapping[str, dict[str, int]] = field(default_factory=dict)  # two-sided: the columns of each side

    @property
    def sides(self) -> tuple[str, ...]:
        """Which of income and expense the sheet tells of at all."""
        return tuple(side for side in SIDES if side in self.columns or "side" in self.columns)


def find_ledger_header(sheet: Sheet) -> Header | None:
    """The header of a one-sided ledger (day, summary, amounts), or None when this is no such sheet."""
    for row in range(1, min(len(sheet.rows), DEEPEST_HEADER) + 1):
        for rows, texts in candidates(sheet, row):
            header = _header(sheet, rows, texts)
            if header and _confirmed(sheet, header):
                return _without_words_above(sheet, header)
    return None


def _without_words_above(sheet: Sheet, header: Header) -> Header:
    """Of two rows the lower alone, when it says everything: above it stands 单位 or the month, spread over cells."""
    lower = header.rows[-1]
    alone = _header(sheet, (lower,), texts_of(sheet, lower)) if len(header.rows) > 1 else None
    return alone if alone and alone.columns == header.columns else header


def _header(sheet: Sheet, rows: tuple[int, ...], texts: list[str]) -> Header | None:
    words = dictionary("ledger")
    columns = _named_columns(texts)
    if columns is None:
        return None
    for col, text in enumerate(texts, 1):
        name = words.field_inside(text) if text and words.field_of(text) is None else None
        if name and name not in columns:
            columns[name] = col
    dated = "date" in columns or "month" in columns or _is_list_of_entries(sheet, rows, columns)
    if not dated or "summary" not in columns or not _sided(sheet, rows, texts, columns):
        return None
    units = {name: unit for name in MONEY if name in columns and (unit := unit_of(texts[columns[name] - 1]))}
    doubtful = {plain(word) for word in words.extra["needs_balance"]}
    unconfirmed = any(plain(texts[columns[name] - 1]) in doubtful for name in SIDES if name in columns)
    return Header(rows, columns, units, tuple(texts), unconfirmed)


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


def _sided(sheet: Sheet, rows: tuple[int, ...], texts: list[str], columns: dict[str, int]) -> bool:
    """Settle which amounts the columns hold: both sides, or surely one of them. Changes `columns`."""
    if {"income", "expense"} <= columns.keys():
        columns.pop("amount", None), columns.pop("side", None)
        return True
    people = dictionary("ledger").extra["people"]
    if any(plain(text) in people for text in texts) or NO_LEDGER.search(_above(sheet, rows)):
        return False  # a list of persons, or of what is planned: no ledger
    if "month" in columns and "day" not in columns and "date" not in columns:
        return False
    if "income" in columns or "expense" in columns:
        columns.pop("amount", None), columns.pop("side", None)
        return True
    if "amount" not in columns:
        return False
    if "side" in columns and _tells_side(sheet, rows[-1], columns["side"]):
        return True
    columns.pop("side", None)
    side = _lone_side(sheet, rows, texts, columns)
    if side is not None:
        columns[side] = columns.pop("amount")
    return side is not None


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
    return one >= 2 and one >= 2 * both


def _above(sheet: Sheet, rows: tuple[int, ...]) -> str:
    cells = [cell.text for row in range(1, rows[0]) for cell in sheet.rows[row - 1] if not cell.blank]
    return squeezed("|".join([*cells, sheet.name]))


def _tells_side(sheet: Sheet, header: int, col: int) -> bool:
    """Whether the column says 收入 or 支出 for each entry."""
    said = [squeezed(sheet.at(row, col).text) for row in range(header + 1, len(sheet.rows) + 1)]
    written = [word for word in said if word]
    sided = [word for word in written if side_of_word(word)]
    return bool(sided) and len(sided) >= 0.9 * len(written)


def side_of_word(text: str) -> str | None:
    """`income` for 收入, `expense` for 支出; None for any other word."""
    word = squeezed(text)
    return next((side for side, words in zip(SIDES, SIDE_WORDS, strict=True) if word in words), None)


def _lone_side(sheet: Sheet, rows: tuple[int, ...], texts: list[str], columns: dict[str, int]) -> str | None:
    """On which side the only amount column stands, told by the header, the title, else by the entries' words."""
    for told in (texts[columns["summary"] - 1], _above(sheet, rows)):
        spent, earned = bool(SPENT.search(told)) or "用途" in told, bool(EARNED.search(told)) or "来源" in told
        if spent != earned and "收支" not in told:
            return "expense" if spent else "income"
    summaries = [squeezed(sheet.at(row, columns["summary"]).text) for row in range(rows[-1] + 1, len(sheet.rows) + 1)]
    out, into = (sum(1 for text in summaries if sign.match(text)) for sign in (OUT, IN))
    if max(out, into) < 0.6 * sum(1 for text in summaries if text) or min(out, into) > 0.1 * max(out, into):
        return None
    return "expense" if out > into else "income"


def _confirmed(sheet: Sheet, header: Header) -> bool:
    """Whether the amount columns hold amounts: a header that says 收入 over names is another table's."""
    if header.unconfirmed and "balance" not in header.columns:
        return False
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
    yield from range(1, min(len(sheet.rows), DEEPEST_HEADER) + 1)
