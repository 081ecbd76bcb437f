"""The checks of a ledger: sums, days, vouchers, amounts, personal data. Each doubt stands at its cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from xiaowei.base.sheets.doubts import check_personal
from xiaowei.base.sheets.grid import FORMULA, cell_name
from xiaowei.base.sheets.issues import ERROR, WARNING
from xiaowei.base.sheets.periods import said
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.finance.intake import balances
from xiaowei.finance.intake.reading import Reading
from xiaowei.finance.intake.repairs import likely_slip
from xiaowei.finance.intake.understanding import Line

NAMES = {"income": _("收入合计"), "expense": _("支出合计"), "closing": _("本期结余")}
TOTAL_WRONG = _("%(name)s对不上。%(cell)s 写 %(written)s，逐行相加是 %(right)s，%(gap)s。%(slip)s")
CLOSING_WRONG = _("%(name)s对不上。%(cell)s 写 %(written)s，上期结余加收入减支出是 %(right)s，%(gap)s。%(slip)s")
LESS, MORE = _("少 %(gap)s"), _("多 %(gap)s")
ONE_LINE = _("差额正好是第 %(row)d 行这一笔，像是漏加或多加了它。")
OPENING_COUNTED = _(
    "%(cell)s 的收入合计 %(written)s 把上期结转的 %(opening)s 也加进去了。结转不是收入，请改为 %(right)s。"
)
OPENING_LISTED = _(
    "%(cell)s 的上期结余 %(opening)s 列在收入栏，也加进了收入合计。登记时按上期结余算，不算收入：本期收入 %(right)s。"
)
SUBTOTAL_WRONG = _("%(cell)s 的小计写 %(written)s，上面各笔相加是 %(right)s。请核对。")
OUTSIDE = _("%(cell)s 的日期写 %(day)s，不在%(label)s之内%(near)s。请核对。")
NEAR = _("，像是 %(guess)s")
NO_DAY = _("%(cell)s 没有写日期。请补上。")
BAD_DAY = _("%(cell)s 写的是“%(text)s”，看不出是哪一天。请改成 2023年5月4日 这样的日期。")
TWICE = _("%(cell)s 的凭证号 %(voucher)s 与第 %(row)d 行相同。请核对是不是重复入账。")
NO_AMOUNT = _("%(cell)s 这一笔没有写金额。请补上收入或支出。")
NO_AMOUNT_TOLD = _("%(cell)s 这一笔没有写金额，按前后结余推算是 %(right)s。请核对后补上。")
BOTH = _("%(cell)s 这一行收入和支出都有数，一笔只能是其中一种。请分成两行或改正。")
NEGATIVE = _("%(cell)s 是负数 %(written)s。如果是冲红，请在摘要里写明冲哪一笔。")
NO_INVOICE = _("%(cell)s 写明是白条，金额 %(sum)s。白条不能入账，请补正式票据，或写明原因。")
NO_INVOICES = _("第 %(rows)s 行写明是白条，共 %(count)d 笔 %(sum)s。白条不能入账，请补正式票据，或写明原因。")
WHITE_SLIP = re.compile(r"白条(?![鸡鸭鹅猪羊肉])|无票|无发票|无正式发?票")
MENDED = _("按 %(at)s 更正后就对上了。")
NO_VOUCHER = frozenset({"", "-", "—", "/", "无", "\\"})


@dataclass(frozen=True, slots=True)
class Repair:
    """How much a total changes once the amount in this cell is put right."""

    fen: int
    cell: str


NO_REPAIR = Repair(0, "")


@dataclass(slots=True)
class Chain:
    """What the running balances tell: how far each total is off, and what the amounts left out must be."""

    repairs: dict[str, Repair] = field(default_factory=dict)
    missing: dict[int, balances.Break] = field(default_factory=dict)


def check_totals(
    reading: Reading,
    row: int,
    declared: Mapping[str, int],
    computed: Mapping[str, int],
    *,
    lines: tuple[Line, ...],
    repairs: Mapping[str, Repair],
) -> None:
    """Declared totals against computed ones.

    `repairs` are amounts already found wrong, by total: a balance at the end that fits once they are put
    right is not doubted a second time; a sum is, and the sentence says so.
    """
    for name, written in declared.items():
        right = computed.get(name)
        repair = repairs.get(name)
        mended = repair is not None and right is not None and written == right + repair.fen
        if right is None or written == right or (mended and name == "closing"):
            continue
        opening = computed.get("opening", 0)
        if name == "income" and opening and written == right + opening:
            _tell_total(reading, row, "opening_in_income", OPENING_COUNTED, name, written, right, opening=opening)
            continue
        slip = MENDED % {"at": repair.cell} if mended and repair else _slip(name, written, right, lines)
        words = CLOSING_WRONG if name == "closing" else TOTAL_WRONG
        _tell_total(reading, row, "declared_total_mismatch", words, name, written, right, slip=slip)


def tell_opening(reading: Reading, row: int, *, opening: int, income: int) -> None:
    """The balance carried forward is listed and counted among the incomes: a warning, for it is booked apart."""
    show = reading.as_written
    reading.doubt(
        "opening_in_income", WARNING, OPENING_LISTED, row, reading.col("income"),
        opening=show(opening), right=show(income), suggestion=show(income), about_fen=opening,
    )  # fmt: skip


def _tell_total(
    reading: Reading,
    row: int,
    code: str,
    words: str,
    name: str,
    written: int,
    right: int,
    *,
    slip: str = "",
    opening: int = 0,
) -> None:
    show = reading.as_written
    reading.doubt(
        code,
        ERROR,
        words,
        row,
        reading.col("balance" if name == "closing" else name) or reading.col("income") or reading.col("expense"),
        name=NAMES[name],
        written=show(written),
        right=show(right),
        gap=(LESS if written < right else MORE) % {"gap": show(abs(right - written))},
        opening=show(opening),
        slip=slip,
        suggestion=show(right),
    )


def _slip(name: str, written: int, right: int, lines: tuple[Line, ...]) -> str:
    if slip := likely_slip(written, right):
        return f"{slip}。"
    same = [line.row for line in lines if name != "closing" and getattr(line, name) == abs(right - written)]
    return ONE_LINE % {"row": same[0]} if len(same) == 1 else ""


def check_subtotals(reading: Reading, subtotals: list[int], lines: tuple[Line, ...]) -> None:
    """A subtotal is the sum since the one before, or since the beginning."""
    last = 0
    for row in subtotals:
        for name, written in reading.sums(row).items():
            if name == "balance":
                continue
            amounts = [(line.row, getattr(line, name) or 0) for line in lines if line.row < row]
            since, whole = sum(fen for at, fen in amounts if at > last), sum(fen for _at, fen in amounts)
            if written not in (since, whole):
                reading.doubt(
                    "subtotal_mismatch", ERROR, SUBTOTAL_WRONG, row, reading.col(name),
                    written=reading.as_written(written), right=reading.as_written(since),
                    suggestion=reading.as_written(since),
                )  # fmt: skip
        last = row


def check_chain(
    reading: Reading, lines: tuple[Line, ...], declared: Mapping[str, int], computed: Mapping[str, int]
) -> Chain:
    """The running balance, entry by entry."""
    gaps = {name: declared[name] - computed[name] for name in ("income", "expense") if name in declared}
    chain = Chain()
    repairs = chain.repairs
    for found in balances.breaks(lines, computed.get("opening"), closing=declared.get("closing"), gaps=gaps):
        balances.tell(found, reading)
        cell = cell_name(found.line.row, reading.col(found.where))
        if found.column and found.line.net == 0:
            chain.missing[found.line.row] = found
        for name, fen in _changes(found).items():
            repairs[name] = Repair(repairs.get(name, NO_REPAIR).fen + fen, cell)
    return chain


def _changes(found: balances.Break) -> dict[str, int]:
    """How far each total moves when what the break tells is put right."""
    if not found.amount:
        return {}
    changes = {"closing": found.amount}
    if found.turned:  # the amount leaves one side for the other
        half = found.amount // 2
        changes |= {"income": half, "expense": -half}
    elif found.column:
        changes[found.column] = found.amount if found.column == "income" else -found.amount
    return changes


def check_lines(reading: Reading, lines: tuple[Line, ...], missing: Mapping[int, balances.Break]) -> None:
    """Each entry by itself, and vouchers used twice. `missing` are amounts that the balances tell."""
    seen: dict[str, int] = {}
    dated = bool(reading.col("date") or reading.col("day"))
    for line in lines:
        if dated:
            _check_day(reading, line)
        _check_amounts(reading, line, missing.get(line.row))
        _check_words(reading, line)
        if line.voucher not in NO_VOUCHER:
            _check_voucher(reading, line, seen)


def _check_day(reading: Reading, line: Line) -> None:
    name = "date" if reading.col("date") else "day"
    if line.date is None:
        text = reading.text(line.row, name)
        if text:
            reading.doubt("bad_date", ERROR, BAD_DAY, line.row, reading.col(name), text=text)
        else:
            reading.doubt("blank_value", WARNING, NO_DAY, line.row, reading.col(name))
        return
    period = reading.period
    if period is None or period.holds(line.date):
        return
    day = line.date
    guess = None
    if period.start.month == period.end.month and period.start.year == period.end.year and day.day <= period.end.day:
        guess = said(day.replace(year=period.start.year, month=period.start.month, day=day.day))
    reading.doubt(
        "date_outside_period", ERROR, OUTSIDE, line.row, reading.col(name), suggestion=guess,
        day=said(day), label=period.label, near=NEAR % {"guess": guess} if guess else "",
    )  # fmt: skip


def _check_amounts(reading: Reading, line: Line, told: balances.Break | None) -> None:
    pinned = {(issue.row, issue.col) for issue in reading.issues}
    unread = [n for n in ("income", "expense") if (line.row, reading.col(n)) in pinned and getattr(line, n) is None]
    if line.income is None and line.expense is None and not unread:
        side = told.column if told else "income" if line.summary.startswith("收") else "expense"
        right = reading.as_written(told.right) if told else None
        words = NO_AMOUNT_TOLD if told else NO_AMOUNT
        col = reading.col(side) or reading.col("amount") or reading.col("expense") or reading.col("income")
        reading.doubt("blank_value", ERROR, words, line.row, col, right=right, suggestion=right)
    if line.income and line.expense:
        reading.doubt("both_amounts", ERROR, BOTH, line.row, reading.col("expense"))
    for name in ("income", "expense"):
        fen = getattr(line, name)
        if fen is not None and fen < 0:
            reading.doubt(
                "negative_amount", WARNING, NEGATIVE, line.row, reading.col(name), written=reading.as_written(fen)
            )


def _check_words(reading: Reading, line: Line) -> None:
    for name, text in (("summary", line.summary), ("handler", line.handler), ("remark", line.remark)):
        check_personal(reading, line.row, name, text)


def check_slips(reading: Reading, lines: tuple[Line, ...]) -> None:
    """One doubt for all entries that rest on a 白条: which rows, and how much money together."""
    slips = [(line, name) for line in lines if (name := _slip_at(line))]
    if not slips:
        return
    first, name = slips[0]
    rows = tuple(line.row for line, _name in slips)
    fen = sum((line.expense or 0) + (line.income or 0) for line, _name in slips)
    reading.doubt(
        "no_invoice", WARNING, NO_INVOICE if len(slips) == 1 else NO_INVOICES, first.row, reading.col(name),
        rows="、".join(map(str, rows)), count=len(rows), sum=reading.as_written(fen), about_rows=rows, about_fen=fen,
    )  # fmt: skip


def _slip_at(line: Line) -> str | None:
    texts = (("remark", line.remark), ("voucher", line.voucher), ("summary", line.summary), ("handler", line.handler))
    return next((name for name, text in texts if WHITE_SLIP.search(text)), None)


def _check_voucher(reading: Reading, line: Line, seen: dict[str, int]) -> None:
    own = reading.sheet.at(line.row, reading.col("voucher"))
    key = "".join(line.voucher.split())
    if key in seen and not own.blank:  # merged over several entries is one voucher with several lines
        reading.doubt(
            "duplicate_voucher", WARNING, TWICE, line.row, reading.col("voucher"), voucher=line.voucher, row=seen[key]
        )
    seen.setdefault(key, line.row)


def is_formula(reading: Reading, row: int, name: str) -> bool:
    """Whether the sheet holds only a formula there: what was computed from the lines is no declaration."""
    return reading.sheet.at(row, reading.col(name)).kind == FORMULA
