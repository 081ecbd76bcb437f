"""What the words beside an entry give away: no bill (白条), paid in cash above the ceiling, booked twice."""

import re
from collections.abc import Iterable

from xiaowei.base.sheets.grid import TEXT
from xiaowei.base.sheets.headers import plain, squeezed
from xiaowei.base.sheets.issues import WARNING
from xiaowei.base.sheets.ledgerheads import MONEY
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.finance.intake.reading import Reading
from xiaowei.finance.intake.table import Table
from xiaowei.finance.intake.understanding import Line

CASH_CEILING = 500_000  # fen: 村级资金管理 pays what is above 5,000 yuan by transfer (domain §4)
NO_INVOICE = _("%(cell)s 写明是白条，金额 %(sum)s。白条不能入账，请补正式票据，或写明原因。")
NO_INVOICES = _("第 %(rows)s 行写明是白条，共 %(count)d 笔 %(sum)s。白条不能入账，请补正式票据，或写明原因。")
CASH = _("%(cell)s 写明用现金付了 %(sum)s，超过 %(ceiling)s 元的现金限额。请说明原因，以后用转账。")
TWICE = _("%(cell)s 这一笔与第 %(row)d 行的日期、摘要和金额都相同。请核对是不是重复入账。")
WHITE_SLIP = re.compile(
    r"白条(?!笋|[鸡鸭鹅猪羊牛肉鱼禽])|白字条|(?:无|没有?|未[取开]得?|缺)(?:正式|正规)?(?:的)?(?:发票|票据?)(?!号)|无据|不规范票据"
)
NOT_SLIP = re.compile(r"(?:无|非|不是|没有|禁止|严禁|杜绝)白条|白条(?:已|换|改)|已(?:补|换)")
BILL_HEADER = re.compile(r"(?:有无|是否有?|有否)?(?:正式|合规)?(?:发票|票据)(?:有无|情况)?$")
NO = frozenset({"无", "否", "没有", "N", "×", "X", "白条"})
IN_CASH = re.compile(r"^(?:付)?现金(?:支付|付款|付讫|付|支出|结算)?$|现金(?:支付|付款|付讫|结算)|付现(?!代)")
MOVED = re.compile(r"存入|存银行|送存|提取|提现|备用金|取现|缴存|存现")


def check_slips(tables: Iterable[Table]) -> None:
    """One doubt in each table for all entries that rest on a 白条: which rows, and how much money together."""
    for table in tables:
        slips = [(line, col) for line in table.lines if (col := _slip_at(table.reading(line.side), line))]
        if not slips:
            continue
        first, col = slips[0]
        reading = table.reading(first.side)
        rows = tuple(dict.fromkeys(line.row for line, _col in slips))
        fen = sum((line.expense or 0) + (line.income or 0) for line, _col in slips)
        reading.doubt(
            "no_invoice", WARNING, NO_INVOICE if len(slips) == 1 else NO_INVOICES, first.row, col,
            rows="、".join(map(str, rows)), count=len(slips), sum=reading.as_written(fen),
            about_rows=rows, about_fen=fen,
        )  # fmt: skip


def _slip_at(reading: Reading, line: Line) -> int | None:
    """The column that says so, whatever it is called."""
    for col, text in _words(reading, line.row):
        if WHITE_SLIP.search(text) and not NOT_SLIP.search(text):
            return col
        header = plain(reading.header_text(col))
        if text.upper() in NO and BILL_HEADER.match(header) and line.expense:
            return col
    return None


def _words(reading: Reading, row: int) -> list[tuple[int, str]]:
    """The words of the entry's own columns."""
    first, last = reading.reach
    cells = [(col, reading.sheet.at(row, col)) for col in range(first, last + 1)]
    return [(col, squeezed(cell.text)) for col, cell in cells if cell.kind == TEXT and not cell.blank]


def check_cash(tables: Iterable[Table]) -> None:
    """Each expense that is said to be paid in cash and is above the ceiling."""
    for table in tables:
        reading = table.reading("expense")
        for line in table.lines:
            if (line.expense or 0) <= CASH_CEILING or MOVED.search(line.summary):
                continue
            money = {reading.col(name) for name in MONEY}
            col = next((c for c, text in _words(reading, line.row) if c not in money and IN_CASH.search(text)), None)
            if col:
                reading.doubt(
                    "cash_over_limit", WARNING, CASH, line.row, col,
                    sum=reading.as_written(line.expense or 0), ceiling=f"{CASH_CEILING // 100:,}",
                )  # fmt: skip


def check_twice(tables: Iterable[Table]) -> None:
    """Entries that repeat another's day, words and amount; without a day or a voucher nothing tells them apart."""
    seen: dict[tuple[object, ...], Line] = {}
    for table in tables:
        for line in table.lines:
            if line.date is None or line.net == 0:
                continue
            key = (line.date, squeezed(line.summary), line.income, line.expense, line.voucher, line.handler)
            reading = table.reading(line.side)
            if key in seen:
                reading.doubt("duplicate_line", WARNING, TWICE, line.row, reading.col("summary"), row=seen[key].row)
            seen.setdefault(key, line)
