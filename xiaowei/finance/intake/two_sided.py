"""A two-sided sheet (收支两栏): incomes on one half, expenses on the other, an entry of each in one row."""

import re
from dataclasses import dataclass, field, replace

from xiaowei.base.sheets.amounts import YUAN, amount_in_text, says_none
from xiaowei.base.sheets.cells import FEN
from xiaowei.base.sheets.doubts import check_hidden
from xiaowei.base.sheets.grid import TEXT, Sheet
from xiaowei.base.sheets.headers import is_counting_row, plain, squeezed
from xiaowei.base.sheets.issues import (
    BLANK,
    CLOSING,
    ERROR,
    HEADER,
    LINE,
    NOTE,
    OPENING,
    SIGNATURE,
    SUBTOTAL,
    TITLE,
    TOTAL,
    WARNING,
)
from xiaowei.base.sheets.kinds import TWO_SIDED
from xiaowei.base.sheets.ledgerheads import SIDES, Header
from xiaowei.base.sheets.periods import Period, parse_period
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.sumwords import (
    CAPITALS,
    CLOSING_WORDS,
    CUMULATIVE_WORDS,
    NOTE_WORDS,
    OLD_MONEY,
    OPENING_WORDS,
    SIGNATURE_WORDS,
    SUBTOTAL_WORDS,
    TOTAL_WORDS,
    pieces_of,
)
from xiaowei.base.sheets.titles import read_heading
from xiaowei.finance.intake import checks
from xiaowei.finance.intake.reading import FILLED, Reading
from xiaowei.finance.intake.surroundings import around_the_table, evident_unit, in_order, period_from_dates
from xiaowei.finance.intake.understanding import Line, Understanding

CLOSING_LISTED = _("%(cell)s 的结余 %(closing)s 列在支出栏，也加进了支出合计。登记时不算支出：本期支出 %(right)s。")
GROUP = re.compile(r"(?:[一二三四五六七八九十]+|[（(][一二三四五六七八九十]+[)）])[、.．]?")
GROUP_START = re.compile(r"[一二三四五六七八九十]{1,2}[、.．]|[(（][一二三四五六七八九十]{1,2}[)）]")
PART = re.compile(r"其中")
SAID = re.compile(
    r"(?P<before>[一-鿿]{0,4}?)(?P<name>收入|支出|结余|余额|结存)(?:总计|合计|共计|总额|金额)?[^\d,。;]{0,4}?"
    r"(?P<figure>[¥￥]?-?\d[\d,]*(?:\.\d+)?(?:万元|元))"
)
SAID_NAMES = {"收入": "income", "支出": "expense", "结余": "closing", "余额": "closing", "结存": "closing"}


@dataclass(slots=True)
class Half:
    """One half of the sheet while it is read: its entries and what its sum rows say."""

    side: str
    reading: Reading
    lines: list[Line] = field(default_factory=list)
    opening: Line | None = None
    opening_late: bool = False  # it stands below the total
    closing: int | None = None
    closing_row: int | None = None
    totals: list[tuple[int, int]] = field(default_factory=list)  # row, fen
    subtotals: list[tuple[int, int]] = field(default_factory=list)

    @property
    def sum(self) -> int:
        return sum(getattr(line, self.side) or 0 for line in self.lines)

    @property
    def total_row(self) -> int | None:
        return self.totals[0][0] if self.totals else None

    @property
    def declared(self) -> int | None:
        return self.totals[0][1] if self.totals else None

    def settle_totals(self) -> list[int]:
        """A total with entries below it was a subtotal: the rows that were. The first of the last ones counts."""
        last = max((line.row for line in self.lines), default=0)
        parts = [total for total in self.totals if total[0] < last]
        self.subtotals = sorted([*self.subtotals, *parts])
        self.totals = [total for total in self.totals if total[0] >= last]
        return [row for row, _fen in parts]


def two_sided(sheet: Sheet, header: Header) -> Understanding:
    """What the two halves mean together."""
    heading = read_heading(sheet, range(1, header.rows[0]), range(header.rows[-1] + 1, len(sheet.rows) + 1))
    period = heading.period or parse_period(sheet.name)
    named = next(iter(header.units.values()), None) or heading.unit
    unit = named or YUAN
    halves = {side: _half(sheet, header, side, period, unit) for side in SIDES}
    reading = Reading(sheet, dict(header.columns), header.units, period, unit, top=header.rows[-1])
    fates = _walk(sheet, header, halves)
    rows = [row for row, fate in fates.items() if fate == LINE]
    reading.period = period or period_from_dates(halves["expense"].reading, rows, heading)
    by_row = sorted((line.row, place, line) for place, half in enumerate(halves.values()) for line in half.lines)
    ledger = Understanding(
        TWO_SIDED, heading.village.name if heading.village else None, heading.township, heading.county,
        reading.period, unit, sheet.name, header.rows, header.texts, header.columns,
        lines=tuple(line for _row, _place, line in by_row), row_fates=fates,
    )  # fmt: skip
    ledger.income, ledger.expense = halves["income"].sum, halves["expense"].sum
    ledger.total_row = next((half.total_row for half in halves.values() if half.total_row), None)
    said = _said_below(sheet, fates)
    ledger.declared = _declared(halves, said)
    before = heading.opening
    ledger.opening = int(before.value * FEN[before.unit or unit]) if before else None
    _carry_forward(ledger, halves, reading)
    _check(ledger, halves, reading)
    ledger.issues = [
        *around_the_table(
            ledger, reading, header, heading, unit=named or evident_unit(ledger), told=period is not None
        ),
        *in_order(reading.issues),
    ]
    return ledger


def _half(sheet: Sheet, header: Header, side: str, period: Period | None, unit: str) -> Half:
    columns = {name if name != "amount" else side: col for name, col in header.panels[side].items()}
    reading = Reading(sheet, columns, header.units, period, unit, FILLED, top=header.rows[-1])
    return Half(side, reading)


def _walk(sheet: Sheet, header: Header, halves: dict[str, Half]) -> dict[int, str]:
    """Give every row its fate, and every half its entries and sums."""
    fates = {
        row: TITLE if any(not cell.blank for cell in sheet.rows[row - 1]) else BLANK for row in range(1, header.rows[0])
    }
    fates |= {row: HEADER for row in header.rows}
    words = {plain(text) for text in header.texts if text}
    for row in range(header.rows[-1] + 1, len(sheet.rows) + 1):
        fates[row] = _fate(sheet, row, words, halves)
    for half in halves.values():
        _without_groups(half)
        for row in half.settle_totals():
            fates[row] = SUBTOTAL if fates[row] == TOTAL else fates[row]
    held = {line.row for half in halves.values() for line in half.lines}
    return {row: SUBTOTAL if fate == LINE and row not in held else fate for row, fate in fates.items()}


def _fate(sheet: Sheet, row: int, words: set[str], halves: dict[str, Half]) -> str:
    cells = [cell for cell in sheet.rows[row - 1] if not cell.blank]
    if not cells:
        return BLANK
    if is_counting_row(sheet, row) or (len(cells) > 2 and all(plain(cell.text) in words for cell in cells)):
        return HEADER
    whole = squeezed("|".join(cell.text for cell in cells if cell.kind == TEXT))
    if len(cells) == 1 and cells[0].kind == TEXT:
        return _words_only(whole)
    labels = {side: _label(half, row) for side, half in halves.items()}
    shared = next((label for label in (*labels.values(), _beside(sheet, row, halves)) if _is_sum(label)), "")
    fates = [_take(half, row, labels[side] or shared) for side, half in halves.items()]
    for fate in (LINE, TOTAL, SUBTOTAL, OPENING, CLOSING):
        if fate in fates:
            return fate
    return _words_only(whole)


def _words_only(whole: str) -> str:
    return SIGNATURE if SIGNATURE_WORDS.search(whole) and not NOTE_WORDS.match(whole) else NOTE


def _label(half: Half, row: int) -> str:
    """The words of a half's row that could call it a sum."""
    reading = half.reading
    names = ("number", "date", "voucher", "summary")
    cells = [reading.sheet.at(row, reading.col(name)) for name in names if reading.col(name)]
    return squeezed("|".join(cell.text for cell in cells if cell.kind == TEXT and not cell.blank))


def _beside(sheet: Sheet, row: int, halves: dict[str, Half]) -> str:
    """The words of a row that stand in neither half, such as 合计 under a serial number for both."""
    inside = {col for half in halves.values() for col in half.reading.columns.values()}
    cells = [cell for col, cell in enumerate(sheet.rows[row - 1], 1) if col not in inside and cell.kind == TEXT]
    return squeezed("|".join(cell.text for cell in cells if not cell.blank))


def _is_sum(label: str) -> bool:
    return any(words.fullmatch(piece) for piece in pieces_of(label) for words in (TOTAL_WORDS, SUBTOTAL_WORDS) if piece)


def _take(half: Half, row: int, label: str) -> str | None:
    """Read one half of a row; None when nothing of an account stands there."""
    reading, side = half.reading, half.side
    cell = reading.sheet.at(row, reading.col(side))
    if says_none(cell):
        if not reading.text(row, "summary") or not reading.text(row, "number").isdigit() or _is_sum(label):
            return None
        half.lines.append(reading.line(row))  # numbered and named, but without an amount: doubted at its cell
        return LINE
    if CAPITALS.search(f"{label}|{squeezed(cell.text)}") and not _is_sum(label):
        return None
    if not label:
        return None
    pieces = pieces_of(label)
    if sum_fate := _take_sum(half, row, pieces):
        return sum_fate
    if any(PART.match(piece) for piece in pieces):
        return None
    half.lines.append(reading.line(row))
    return LINE


def _take_sum(half: Half, row: int, pieces: list[str]) -> str | None:
    fen = None
    if any(CUMULATIVE_WORDS.fullmatch(piece) for piece in pieces):
        return NOTE
    kind = _sum_kind(half, pieces)
    if kind is not None:
        fen = half.reading.fen(row, half.side)
    if kind is None or fen is None:
        return None
    if kind == OPENING:
        half.opening = replace(half.reading.line(row), income=fen)
        half.opening_late = bool(half.totals)
        return LINE
    if kind == CLOSING:
        half.closing, half.closing_row = fen, row
        return CLOSING
    (half.subtotals if kind == SUBTOTAL else half.totals).append((row, fen))
    return kind


def _sum_kind(half: Half, pieces: list[str]) -> str | None:
    if any(SUBTOTAL_WORDS.fullmatch(piece) for piece in pieces):
        return SUBTOTAL
    if any(TOTAL_WORDS.fullmatch(piece) for piece in pieces):
        return TOTAL
    started = bool(half.lines) or half.opening is not None
    old = any(OPENING_WORDS.match(piece) or OLD_MONEY.match(piece) for piece in pieces)
    if half.side == "income" and half.opening is None and old:
        return OPENING
    if any(CLOSING_WORDS.match(piece) for piece in pieces):
        if half.side == "income" and not started:
            return OPENING
        return CLOSING if half.totals or half.side == "expense" or half.lines else None
    return None


def _without_groups(half: Half) -> None:
    """Take out the lines that only add up what follows them: 一、经营收入 above 1. and 2."""
    heads = [place for place, line in enumerate(half.lines) if _is_group(line)]
    kept = list(half.lines)
    for head, following in zip(heads, [*heads[1:], len(half.lines)], strict=False):
        members = half.lines[head + 1 : following]
        own = getattr(half.lines[head], half.side)
        if members and own == sum(getattr(line, half.side) or 0 for line in members):
            kept.remove(half.lines[head])
    half.lines = kept


def _is_group(line: Line) -> bool:
    return bool(GROUP.fullmatch(squeezed(line.number)) or GROUP_START.match(squeezed(line.summary)))


def _said_below(sheet: Sheet, fates: dict[int, str]) -> dict[str, tuple[int, int]]:
    """Sums told in a sentence below the table: `收入合计34,668元，支出合计23,788.8元，结余10,879.2元`."""
    found: dict[str, tuple[int, int]] = {}
    for row, fate in fates.items():
        if fate != NOTE:
            continue
        whole = squeezed("|".join(cell.text for cell in sheet.rows[row - 1] if cell.kind == TEXT))
        for match in SAID.finditer(whole):
            amount = amount_in_text(match["figure"])
            if amount and not re.search(r"[上初原其另未待]", match["before"]):
                found.setdefault(SAID_NAMES[match["name"]], (int(amount.value * FEN[amount.unit or YUAN]), row))
    return found


def _declared(halves: dict[str, Half], said: dict[str, tuple[int, int]]) -> dict[str, int]:
    declared = {side: half.declared for side, half in halves.items() if half.declared is not None}
    closings = [half.closing for half in halves.values() if half.closing is not None]
    if closings:
        declared["closing"] = closings[0]
    if "closing" in said:  # incomes and expenses may be told in parts; the balance is one
        declared.setdefault("closing", said["closing"][0])
    for side in SIDES:
        if side in said and halves[side].total_row is None:
            declared.setdefault(side, said[side][0])
    return {name: declared[name] for name in ("income", "expense", "closing") if name in declared}


def _carry_forward(ledger: Understanding, halves: dict[str, Half], reading: Reading) -> None:
    """Settle opening and closing; what is carried forward is no income, wherever it stands."""
    income, expense = halves["income"], halves["expense"]
    declared = dict(ledger.declared)
    if income.opening is not None:
        ledger.opening_line, ledger.opening = income.opening, income.opening.income
        ledger.opening_row = income.opening.row
        apart = income.opening_late or declared.get("income") == income.sum
        ledger.opening_counted = not apart
    if ledger.opening_counted and income.opening is not None:
        checks.tell_opening(income.reading, income.opening.row, opening=ledger.opening or 0, income=ledger.income)
    if expense.closing is not None and declared.get("expense") == expense.sum + expense.closing != expense.sum:
        declared["expense"] = expense.sum  # 支出加结余等于收入：the sheet balances both halves
        reading.doubt(
            "closing_in_expense", WARNING, CLOSING_LISTED, expense.closing_row or 0, expense.reading.col("expense"),
            closing=reading.as_written(expense.closing), right=reading.as_written(expense.sum),
        )  # fmt: skip
    ledger.declared = declared
    if ledger.opening is not None or "closing" in declared:
        ledger.closing = (ledger.opening or 0) + ledger.income - ledger.expense


def _check(ledger: Understanding, halves: dict[str, Half], reading: Reading) -> None:
    computed, declared = ledger.computed, ledger.declared
    for half in halves.values():
        if half.side in declared:
            only = {half.side: declared[half.side]}
            at = half.total_row or reading.top
            checks.check_totals(reading, at, only, computed, lines=ledger.lines, repairs={})
        if half.closing is not None and half.closing_row:
            reading.columns["balance"] = half.reading.col(half.side)
            only = {"closing": half.closing}
            checks.check_totals(reading, half.closing_row, only, computed, lines=(), repairs={})
        _check_subtotals(half)
        checks.check_lines(half.reading, tuple(half.lines), {})
    if "closing" in declared and all(half.closing is None for half in halves.values()):
        checks.check_totals(
            reading, ledger.total_row or reading.top, {"closing": declared["closing"]}, computed, lines=(), repairs={}
        )
    for half in halves.values():
        checks.check_slips(half.reading, tuple(half.lines))
        half.reading.tell_uncached()
        reading.issues += half.reading.issues
    check_hidden(reading, reading.top)


def _check_subtotals(half: Half) -> None:
    """A subtotal is the sum of its half since the one before, or since the beginning."""
    reading, last = half.reading, 0
    for row, written in half.subtotals:
        amounts = [(line.row, getattr(line, half.side) or 0) for line in half.lines if line.row < row]
        since, whole = sum(fen for at, fen in amounts if at > last), sum(fen for _at, fen in amounts)
        if written not in (since, whole, since + (half.opening.income or 0 if half.opening else 0)):
            reading.doubt(
                "subtotal_mismatch", ERROR, checks.SUBTOTAL_WRONG, row, reading.col(half.side),
                written=reading.as_written(written), right=reading.as_written(since),
                suggestion=reading.as_written(since),
            )  # fmt: skip
        last = row
