"""Doubts about single entries: their day, their amount, their voucher, personal data in their words."""

from collections.abc import Mapping

from xiaowei.base.sheets.doubts import check_personal
from xiaowei.base.sheets.issues import ERROR, WARNING
from xiaowei.base.sheets.periods import said
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.finance.intake import balances
from xiaowei.finance.intake.reading import Reading
from xiaowei.finance.intake.understanding import Line

OUTSIDE = _("%(cell)s 的日期写 %(day)s，不在%(label)s之内%(near)s。请核对。")
LATER = _("%(cell)s 的日期写 %(day)s，在制表日期 %(as_of)s 之后。请核对。")
NEAR = _("，像是 %(guess)s")
NO_DAY = _("%(cell)s 没有写日期。请补上。")
BAD_DAY = _("%(cell)s 写的是“%(text)s”，看不出是哪一天。请改成 2023年5月4日 这样的日期。")
TWICE = _("%(cell)s 的凭证号 %(voucher)s 与第 %(row)d 行相同。请核对是不是重复入账。")
NO_AMOUNT = _("%(cell)s 这一笔没有写金额。请补上收入或支出。")
NO_AMOUNT_TOLD = _("%(cell)s 这一笔没有写金额，按前后结余推算是 %(right)s。请核对后补上。")
BOTH = _("%(cell)s 这一行收入和支出都有数，一笔只能是其中一种。请分成两行或改正。")
NEGATIVE = _("%(cell)s 是负数 %(written)s。如果是冲红，请在摘要里写明冲哪一笔。")
NO_VOUCHER = frozenset({"", "-", "—", "/", "无", "\\"})


def check_lines(reading: Reading, lines: tuple[Line, ...], missing: Mapping[int, balances.Break]) -> None:
    """Each entry by itself, and vouchers used twice. `missing` are amounts that the balances tell."""
    seen: dict[str, int] = {}
    dated = bool(reading.col("date") or reading.col("day"))
    pinned = {(issue.row, issue.col) for issue in reading.issues}  # amounts that are doubted already
    for line in lines:
        if dated:
            _check_day(reading, line)
        _check_amounts(reading, line, missing.get(line.row), pinned)
        for name, text in (
            ("summary", line.summary),
            ("handler", line.handler),
            ("remark", line.remark),
            ("payee", line.payee),
        ):
            check_personal(reading, line.row, name, text)
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
    period, day = reading.period, line.date
    if period is not None and not period.holds(day):
        guess = None
        one_month = (period.start.year, period.start.month) == (period.end.year, period.end.month)
        if one_month and day.day <= period.end.day:
            guess = said(day.replace(year=period.start.year, month=period.start.month, day=day.day))
        reading.doubt(
            "date_after_as_of" if day > period.end else "date_outside_period", ERROR, OUTSIDE,
            line.row, reading.col(name), suggestion=guess,
            day=said(day), label=period.label, near=NEAR % {"guess": guess} if guess else "",
        )  # fmt: skip
    elif reading.as_of and day > reading.as_of:
        reading.doubt(
            "date_after_as_of", ERROR, LATER, line.row, reading.col(name), day=said(day), as_of=said(reading.as_of)
        )


def _check_amounts(
    reading: Reading, line: Line, told: balances.Break | None, pinned: set[tuple[int | None, int | None]]
) -> None:
    unread = [name for name in ("income", "expense", "amount") if (line.row, reading.col(name)) in pinned]
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
            col = reading.col(name) or reading.col("amount")
            reading.doubt("negative_amount", WARNING, NEGATIVE, line.row, col, written=reading.as_written(fen))


def _check_voucher(reading: Reading, line: Line, seen: dict[str, int]) -> None:
    own = reading.sheet.at(line.row, reading.col("voucher"))
    month = (line.date.year, line.date.month) if line.date else None  # numbers begin anew each month
    key = f"{month}{''.join(line.voucher.split())}"
    if key in seen and not own.blank:  # merged over several entries is one voucher with several lines
        reading.doubt(
            "duplicate_voucher", WARNING, TWICE, line.row, reading.col("voucher"), voucher=line.voucher, row=seen[key]
        )
    seen.setdefault(key, line.row)
