"""On which side (收入 or 支出) amounts stand, where one column holds those of both or only of one."""

import re

from xiaowei.base.sheets.amounts import parse_amount, says_none
from xiaowei.base.sheets.grid import TEXT, Cell, Sheet
from xiaowei.base.sheets.headers import plain, squeezed

INCOME, EXPENSE = SIDES = ("income", "expense")
OUT = re.compile(r"^(?:支|付|购|买|缴|交|修|订|发放?|报|还|退|补|维修|安装)")
IN = re.compile(r"^(?:收|拨|入|上级|利息)")
SPENT, EARNED = re.compile(r"支出|开支|花费|费用|用款|付款"), re.compile(r"收入|收款|进账")
SIDE_WORDS = (
    {"收入", "收", "收方", "收入类", "收款", "收(入)", "进", "进账", "入账", "入", "增加", "+", "收入+"},
    {"支出", "支", "付方", "开支", "支出类", "付款", "付", "支(出)", "出", "出账", "减少", "-", "支出-"},
)
NUMBERED = re.compile(r"^(?:[一二三四五六]|\([一二三四五六]\)|第[一二三]部分|[1-4])[、.:]?(?!\d)")
ORDINAL = re.compile(r"(?:[一二三四五六]|\([一二三四五六]\)|第[一二三]部分|[ⅠⅡⅢⅣ])[、.]?")
TOTAL_BEHIND = re.compile(r"(?:合计|总计|小计|共计|总额|总数)(?:金额|数)?$|\(.*\)$")
HALF = re.compile(
    r"(?:本期|本月份?|本年|本季|本年度|本季度|当月|当期|全年|集体|村级|村集体|资金|财务|现金|经费|年度|\d{1,2}月份?)?"
    r"(?:(收入|收款|收方|进账|收)|(支出|开支|付款|付方|支))"
    r"(?:部分|情况|明细|类|栏|栏目|项|项目|方|账|资金|金额|内容|一览|来源|用途|事项|名称|摘要|科目|事由|数额|款|表|明细表|情况表)?"
)


def half_of(text: str) -> str | None:
    """The side that a word over one half, or over a section, names: 收入部分, 二、支出."""
    found = HALF.fullmatch(NUMBERED.sub("", plain(text))) if text else None
    return None if found is None else INCOME if found[1] else EXPENSE


def side_of_word(text: str) -> str | None:
    """`income` for 收入, `expense` for 支出; None for any other word."""
    word = squeezed(text)
    return next((side for side, words in zip(SIDES, SIDE_WORDS, strict=True) if word in words), None)


def tells_side(sheet: Sheet, header: int, col: int) -> bool:
    """Whether the column says 收入 or 支出 for each entry."""
    said = [squeezed(sheet.at(row, col).text) for row in range(header + 1, len(sheet.rows) + 1)]
    written = [word for word in said if word]
    sided = [word for word in written if side_of_word(word)]
    return bool(sided) and len(sided) >= 0.9 * len(written)


def side_told(words: list[str]) -> str | None:
    """On which side the only amount column stands, told by the header or the titles, nearest first."""
    for text in words:
        spent, earned = bool(SPENT.search(text)) or "用途" in text, bool(EARNED.search(text)) or "来源" in text
        if spent != earned and "收支" not in text:
            return EXPENSE if spent else INCOME
    return None


def side_of_entries(sheet: Sheet, header: int, summary: int) -> str | None:
    """On which side nearly all entries stand, by their own words: 付电费, 收租金."""
    summaries = [squeezed(sheet.at(row, summary).text) for row in range(header + 1, len(sheet.rows) + 1)]
    out, into = (sum(1 for text in summaries if sign.match(text)) for sign in (OUT, IN))
    if max(out, into) < 0.6 * sum(1 for text in summaries if text) or min(out, into) > 0.1 * max(out, into):
        return None
    return EXPENSE if out > into else INCOME


def sections(sheet: Sheet, header: tuple[int, ...], columns: dict[str, int]) -> tuple[tuple[int, str], ...]:
    """The rows that begin the incomes and the expenses of one table, each with its side; none unless both are there."""
    found = [(row, side) for row in range(1, len(sheet.rows) + 1) if (side := _section(sheet, row, header, columns))]
    near = [(row, side) for row, side in found if row < header[0]][-1:]
    below = [(row, side) for row, side in found if row > header[-1]]
    told = tuple([*near, *below])
    return told if {side for _row, side in told} == set(SIDES) else ()


def _divided_below(sheet: Sheet, row: int, summary: int) -> bool:
    """Whether the row below says 其中, or stands indented below this one."""
    own, below = sheet.at(row, summary), sheet.at(row + 1, summary)
    if own.kind != TEXT or below.kind != TEXT:
        return False
    return squeezed(below.text).startswith("其中") or (_indent(below) > _indent(own))


def _indent(cell: Cell) -> int:
    return len(str(cell.value)) - len(str(cell.value).lstrip())


def _section(sheet: Sheet, row: int, header: tuple[int, ...], columns: dict[str, int]) -> str | None:
    """The side that this row opens: `一、收入`, `二 | 本期支出合计 | 8,909.56`, or its own header 支出项目 | 金额."""
    cells = [cell for cell in sheet.rows[row - 1] if not cell.blank]
    texts = [squeezed(cell.text) for cell in cells if cell.kind == TEXT]
    if row in header or not texts or (row < header[0] and len(cells) > 1):
        return None
    told = [text for text in texts if not ORDINAL.fullmatch(text)]
    amount = sheet.at(row, columns["amount"])
    if row > header[-1] and amount.kind == TEXT and parse_amount(amount) is None:
        words = told  # a header of its own
    else:
        ordered = len(told) < len(texts) or bool(NUMBERED.match(told[0]))
        ordered = ordered or (row > header[-1] and _divided_below(sheet, row, columns["summary"]))
        words = [TOTAL_BEHIND.sub("", text) if ordered else text for text in told[:1]]
        if not ordered and not says_none(amount):
            return None
    sides = {half_of(word) for word in words} - {None}
    return sides.pop() if len(sides) == 1 else None
