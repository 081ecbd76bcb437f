"""What each row below the header is: an entry, the balance carried forward, a sum, a note, a signature."""

import re
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise

from xiaowei.base.sheets.amounts import parse_amount, says_none
from xiaowei.base.sheets.grid import TEXT, Sheet
from xiaowei.finance.intake.headers import AMOUNTS, Header, plain
from xiaowei.finance.intake.understanding import (
    BLANK,
    CLOSING,
    HEADER,
    LINE,
    NOTE,
    OPENING,
    SIGNATURE,
    SUBTOTAL,
    TITLE,
    TOTAL,
)

PERIODS = r"(?:月|期|年|年度|季|季度|半年)"
OPENING_WORDS = re.compile(
    rf"(?:\d{{4}}年)?(?:加:?)?(?:上|前)个?{PERIODS}(?:份|末|底|度)?(?:累计|滚存)?(?:结转|结余|余额|结存|转来|转入|滚存)"
    rf"|{PERIODS}初(?:结转|余额|结余|结存|数|库存)|承前页|承上页|接上页|(?:结转)?上(?:月|期|年)(?:结转)?(?:数|余额)$"
)
MONTH_BALANCE = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:份|末|底|\d{1,2}日)?(?:累计)?(?:结转|结余|余额|结存)")
CLOSING_WORDS = re.compile(
    rf"(?:本|期|月|年|季)(?:{PERIODS})?(?:末|底)?(?:累计|滚存)?(?:结余|余额|结存)|(?:结余|余额|结存)(?:数|金额)?$"
    rf"|(?:结转|转|结)下{PERIODS}|{PERIODS}末(?:结余|余额|结存|数)|截[至止].*(?:结余|余额|结存)"
)
TOTAL_WORDS = re.compile(
    rf"(?:\d{{4}}年)?(?:\d{{1,2}}月份?)?(?:本|全|当|一)?{PERIODS}?(?:份|度)?(?:收支|收入支出|发生额|发生)?"
    r"(?:金额)?(?:合计|总计|共计|总合计|总额|合计数|发生额)(?:金额|数)?(?:及余额|和余额)?"
)
CUMULATIVE_WORDS = re.compile(
    r"(?:本年|全年|年初至今|自年初|本年度|截至本月)?(?:收支|发生额)?累计(?:数|额|金额|发生额)?(?:合计|及余额)?"
)
SUBTOTAL_WORDS = re.compile(
    r".{0,8}(?:小计|日计|页计|旬计|周计)|本页合计|过次页|转次页|本日合计|\d{1,2}日合计|第?.{1,3}[组项类]合计"
)
SIGNATURE_WORDS = re.compile(
    r"(?:制表|审核|复核|负责人|书记|主任|报账员|会计|出纳|盖章|签字|签名|监委会|监督委员会|填表|经办|审批|村民代表|理财小组)[^:,。]{0,8}[::(]"
)
NOTE_WORDS = re.compile(r"^(?:注|备注|说明|附注|附|公示|公开|监督电话|举报电话|特此)[::\d(时期]")


@dataclass(slots=True)
class Layout:
    """Every row of the sheet with what it is; the sums that matter apart."""

    fates: dict[int, str] = field(default_factory=dict)
    cumulative: set[int] = field(default_factory=set)
    blocks: int = 1  # more than one: a second table with its own total stands below


def lay_out(sheet: Sheet, header: Header) -> Layout:
    """Give every row its fate."""
    layout = Layout()
    first = header.rows[0]
    for row in range(1, first):
        layout.fates[row] = TITLE if any(not cell.blank for cell in sheet.rows[row - 1]) else BLANK
    layout.fates |= {row: HEADER for row in header.rows}
    words = {plain(text) for text in header.texts if text}
    for row in range(header.rows[-1] + 1, len(sheet.rows) + 1):
        layout.fates[row] = _fate(sheet, header, row, layout, words)
    _settle_totals(layout)
    return layout


def _fate(sheet: Sheet, header: Header, row: int, layout: Layout, words: set[str]) -> str:
    cells = [(col, cell) for col, cell in enumerate(sheet.rows[row - 1], 1) if not cell.blank]
    number_col = header.columns.get("number")
    if not [col for col, cell in cells if col != number_col or cell.kind == TEXT]:
        return BLANK  # also a serial number that was written ahead of its entry
    if len(cells) > 2 and all(plain(cell.text) in words for _col, cell in cells):
        if TOTAL in layout.fates.values():
            layout.blocks += 1
        return HEADER
    if len(cells) == 1 and cells[0][1].kind == TEXT:
        return _words_only(_squeezed(cells[0][1].text))  # a note, in whichever column it happens to stand
    amounts = [
        name for name in AMOUNTS if name in header.columns and not says_none(sheet.at(row, header.columns[name]))
    ]
    if amounts and all(not sheet.at(row, header.columns.get(name, 0)).blank for name in ("number", "date", "voucher")):
        return LINE  # numbered, dated and vouched: no sum is, and most rows need no closer look
    label = _label(sheet, header, row)
    if amounts and (named := _named(label, row, layout)):
        return named
    if _is_entry(sheet, header, row, amounts) and not (
        TOTAL in layout.fates.values() and _is_foot(sheet, header, row, label)
    ):
        return LINE
    return _words_only(label)


def _label(sheet: Sheet, header: Header, row: int) -> str:
    """The words of the row that could call it a sum: all text outside the amount columns."""
    money = {header.columns[name] for name in AMOUNTS if name in header.columns}
    texts = [cell.text for col, cell in enumerate(sheet.rows[row - 1], 1) if col not in money and cell.kind == TEXT]
    return _squeezed("|".join(text for text in texts if text))


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _named(label: str, row: int, layout: Layout) -> str | None:
    pieces = [re.sub(r"\(.*?\)|[::]$", "", piece) for piece in label.split("|")]
    started = LINE in layout.fates.values()
    if any(CUMULATIVE_WORDS.fullmatch(piece) for piece in pieces):
        layout.cumulative.add(row)
        return NOTE
    if any(SUBTOTAL_WORDS.fullmatch(piece) for piece in pieces):
        return SUBTOTAL
    if any(TOTAL_WORDS.fullmatch(piece) for piece in pieces):
        return TOTAL
    if any(OPENING_WORDS.match(piece) or MONTH_BALANCE.match(piece) for piece in pieces) and not started:
        return SUBTOTAL if OPENING in layout.fates.values() else OPENING
    if any(re.fullmatch(r"承前页|承上页|接上页", piece) for piece in pieces):
        return SUBTOTAL
    if any(CLOSING_WORDS.match(piece) or MONTH_BALANCE.match(piece) for piece in pieces) and started:
        return CLOSING
    return None


def _is_entry(sheet: Sheet, header: Header, row: int, amounts: list[str]) -> bool:
    written = {
        name for name, col in header.columns.items() if name not in AMOUNTS and not says_none(sheet.at(row, col))
    }
    if "income" in amounts or "expense" in amounts:
        return bool(written - {"number"}) or "number" in written
    return "summary" in written and bool(written & {"date", "day", "voucher", "number"})


def _is_foot(sheet: Sheet, header: Header, row: int, label: str) -> bool:
    """Below the total: signatures side by side, 监督电话 or 附件张数 with a number, spread over the columns."""
    if any(not says_none(sheet.at(row, header.columns[name])) for name in ("date", "day") if name in header.columns):
        return False
    serial, summary = (sheet.at(row, header.columns.get(name, 0)) for name in ("number", "summary"))
    if serial.kind == "text" and not serial.text.strip().isdigit() and says_none(summary):
        return True
    money = [sheet.at(row, header.columns[name]) for name in AMOUNTS if name in header.columns]
    return bool(SIGNATURE_WORDS.search(label)) and not any(parse_amount(cell) for cell in money)


def _words_only(label: str) -> str:
    if SIGNATURE_WORDS.search(label) and not NOTE_WORDS.match(label):
        return SIGNATURE
    return NOTE


def _settle_totals(layout: Layout) -> None:
    """A total with entries and another total below it was a subtotal."""
    totals = [row for row, fate in layout.fates.items() if fate == TOTAL]
    lines = [row for row, fate in layout.fates.items() if fate == LINE]
    for earlier, later in pairwise(totals):
        if any(earlier < row < later for row in lines):
            layout.fates[earlier] = SUBTOTAL
    for row in [row for row in totals if layout.fates[row] == TOTAL][1:]:
        layout.fates[row] = NOTE  # 总计 under 本月合计: often the opening is in it
        layout.cumulative.add(row)
