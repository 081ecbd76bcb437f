"""The checks of a table: days, terms, areas, blanks, negatives, and the arithmetic of its rows."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from xiaowei.base.sheets.amounts import says_none
from xiaowei.base.sheets.issues import ERROR, WARNING
from xiaowei.base.sheets.periods import said
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.tables.heads import Head
from xiaowei.base.sheets.tables.kinddata import limits
from xiaowei.base.sheets.tables.reading import TableCells
from xiaowei.base.sheets.tables.rows import Entry, Layout
from xiaowei.base.sheets.tables.sums import shown
from xiaowei.base.sheets.tables.terms import Term
from xiaowei.base.sheets.tables.understanding import HOLDS_MONEY, HOLDS_MONTH, HOLDS_NUMBER, Column, Row
from xiaowei.base.sheets.tables.words import bare, squeezed

LATER = _("%(cell)s 写的是 %(day)s，晚于登记的截止日 %(as_of)s。请核对时间，或改在下一期登记。")
LONG = _("第 %(row)d 行的合同期为 %(years)s 年，到 %(end)s 年才期满。%(law)s。请核对期限和决策程序。")
TOO_LONG = _("第 %(row)d 行的合同期为 %(years)s 年，到 %(end)s 年才期满，超过了规定：%(law)s。请核对。")
NO_AREA = _("%(cell)s 没有写面积。请补上；不按面积计的，请在备注里写明。")
EXPIRING = _("第 %(row)d 行的合同 %(day)s 到期，还有 %(days)d 天。请提前研究是否续签或重新发包。")
NO_AMOUNT = _("%(cell)s 没有写金额。请补上，或写明为什么没有。")
NEGATIVE = _("%(cell)s 是负数 %(written)s。如果确实要冲减，请在备注里写明。")
NO_KEY = _("%(cell)s 没有写%(name)s，这一行却有数。请补上。")
WRONG = _("%(cell)s 写 %(written)s，按%(rule)s应是 %(right)s。请核对第 %(row)d 行。")
TWO_AMOUNTS = _("%(cell)s 的“%(other)s”和“%(one)s”都像是金额，已按“%(one)s”合计。请核对，或加一列合计。")
UNNAMED = _("%(cell)s 这一列有数，却没有表头，没有算进合计。请补上表头，或删去这一列。")
UNREAD = _("%(cell)s 这一列“%(name)s”有合计数，却认不出是什么，没有算进总数。请核对；是金额的，请写明是什么金额。")
NO_FIELD = _("表里没有“%(name)s”这一列。请补上后再上传。")
FIELD_NAMES = {
    "amount": _("金额"), "original": _("原值"), "net": _("净值"), "annual": _("年承包费"), "contract": _("合同总额"),
    "lessee": _("承包方"), "term": _("年限"), "end": _("终止日期"), "cost": _("造价"), "month": _("金额"),
}  # fmt: skip
MOST = 0.7
MONEY_LIKE = 100
NO_MONEY = re.compile(
    r"面积|亩|数量|人数|户数|人口|比例|%|率|得分|编号|年限|[人户个台件头只棵株米]$|(?<!额)数$"
    r"|期初|年初|期末|上年|去年|上期|增加|减少|变动|长|宽|里程"
)
Finder = Callable[[Entry, str], Decimal | None]


def check(cells: TableCells, head: Head, layout: Layout, *, as_of: dt.date | None, on: dt.date | None) -> None:
    """Every check of the table's kind; each doubt stands at its cell."""
    _check_required(cells, head)
    _check_amounts(cells, head)
    _check_headers(cells, head, layout)
    _check_values(cells, head, layout)
    if as_of:
        _check_days(cells, head, layout, as_of)
    if head.kind.name == "contract_register":
        _check_terms(cells, head, layout, on)
        _check_areas(cells, layout)
    _check_arithmetic(cells, layout)


def _column(cells: TableCells, name: str) -> Column | None:
    return next((column for column in cells.layout if column.field == name), None)


def _check_required(cells: TableCells, head: Head) -> None:
    have = {column.field for column in cells.layout}
    have |= {"amount"} if have & {"part", "month", "quarter", "half"} else set()
    for need in head.kind.required:
        if not need & have:
            name = next((FIELD_NAMES[n] for n in FIELD_NAMES if n in need), "")
            cells.doubt("incomplete", WARNING, NO_FIELD, head.rows[-1], 1, name=name)


def _check_amounts(cells: TableCells, head: Head) -> None:
    """Two columns that may both be the amount, and no third that sums them up."""
    own = _column(cells, "amount")
    for column in cells.layout:
        if own is None or column.field != "part" or "part" not in head.kind.main:
            continue
        found = head.kind.field_of(bare(column.header))
        if found and found[0] == "amount" and not re.search(r"合计|总|应|实|已|未|其中", own.header + column.header):
            cells.doubt("ambiguous_amount", WARNING, TWO_AMOUNTS, head.rows[-1], column.col,
                        one=bare(own.header), other=bare(column.header))  # fmt: skip


def _check_headers(cells: TableCells, head: Head, layout: Layout) -> None:
    """Figures in most rows under no header: perhaps the headers stand one column off."""
    for column in cells.layout:
        if not column.header and column.holds == HOLDS_NUMBER:
            figured = [entry for entry in layout.lines if _figure(cells, entry, column) is not None]
            if len(figured) * 2 > len(layout.lines):
                cells.doubt("unnamed_column", WARNING, UNNAMED, head.rows[-1], column.col)
        elif column.header and not column.field and _summed_unread(cells, layout, column):
            cells.doubt("unread_column", WARNING, UNREAD, head.rows[-1], column.col, name=bare(column.header))


def _summed_unread(cells: TableCells, layout: Layout, column: Column) -> bool:
    """Whether the sheet itself adds up a column of figures like money of which nobody knows the meaning."""
    if column.holds != HOLDS_NUMBER or layout.total is None or NO_MONEY.search(squeezed(column.header)):
        return False
    values = [value for entry in layout.lines if (value := _figure(cells, entry, column)) is not None]
    written = cells.figure(layout.total, column, quiet=True)
    return len(values) > 1 and written == sum(values, Decimal(0)) and max(values) >= MONEY_LIKE


def _check_values(cells: TableCells, head: Head, layout: Layout) -> None:
    main = [column for column in cells.layout if column.field in head.kind.main]
    money = [c for c in cells.layout if c.holds in (HOLDS_MONEY, HOLDS_MONTH) and c.field]
    filled = {e.row for e in layout.lines if any(_figure(cells, e, c) is not None for c in main)}
    monthly = any(c.holds == HOLDS_MONTH for c in main)  # a month not paid is left blank, and says so
    usual = len(filled) >= 0.5 * len(layout.lines) and not monthly
    for entry in layout.lines:
        for column in money:
            value = _figure(cells, entry, column)
            if value is not None and value < 0:
                written = shown(value, column)
                cells.doubt("negative_amount", WARNING, NEGATIVE, entry.row, column.col + entry.offset, written=written)
        if main and usual and entry.row not in filled and not _told(cells, entry, main):
            cells.doubt("blank_value", ERROR, NO_AMOUNT, entry.row, main[0].col + entry.offset)
        _check_key(cells, head, entry)


def _told(cells: TableCells, entry: Entry, main: Sequence[Column]) -> bool:
    """Whether an unreadable cell was told already, or a dash or word says that there is nothing."""
    for column in main:
        place = (entry.row, column.col + entry.offset)
        if place in cells.unread or (not cells.sheet.at(*place).blank and not says_none(cells.sheet.at(*place))):
            return True
    return False


def _check_key(cells: TableCells, head: Head, entry: Entry) -> None:
    key = next((column for column in cells.layout if column.field == head.key), None)
    if key is None or cells.value(entry.row, key, entry.offset).text:
        return
    keyed = [c for c in cells.layout if c.field in head.kind.keys and c is not key]
    if not any(cells.value(entry.row, column, entry.offset).text for column in keyed):
        cells.doubt("incomplete", WARNING, NO_KEY, entry.row, key.col + entry.offset, name=bare(key.header))


def _figure(cells: TableCells, entry: Entry, column: Column) -> Decimal | None:
    return cells.figure(entry.row, column, entry.offset, quiet=True)


def _check_days(cells: TableCells, head: Head, layout: Layout, as_of: dt.date) -> None:
    """What was acquired or signed after the day of the register; a lease may well begin later."""
    for column in cells.layout:
        if column.field not in ("date", "sign_date"):
            continue
        for entry in layout.lines:
            value = cells.value(entry.row, column, entry.offset)
            if value.date and value.date > as_of:
                cells.doubt("date_after_as_of", WARNING, LATER, entry.row, column.col,
                            day=value.text, as_of=said(as_of))  # fmt: skip


FOR_EVER = re.compile(r"长期|长年|永久|永续|无固定期|不定期|无限?期|(?:未|没有)约定|终身|终生|世代")
NO_END = _("第 %(row)d 行没有写到哪一年为止。租赁、承包都有法定的最长期限，请核对合同。")


def _for_ever(cells: TableCells, entry: Entry) -> bool:
    """Whether a row says that its contract has no end, in whichever of its columns it says so."""
    texts = (cells.value(entry.row, c, entry.offset).text for c in cells.layout if c.field in ("start", "end", "term"))
    return any(FOR_EVER.search(squeezed(text)) for text in texts)


def _check_terms(cells: TableCells, head: Head, layout: Layout, on: dt.date | None) -> None:
    law = limits()
    end = _column(cells, "end") or _column(cells, "term")
    for entry in layout.lines:
        term = Term.of(cells, entry)
        if end and term.years is None and _for_ever(cells, entry):
            cells.doubt("long_term", WARNING, NO_END, entry.row, end.col, row=entry.row)
        if end and term.years is not None and term.years >= law["usual_years"]:
            what = "|".join(squeezed(cells.value(entry.row, c, entry.offset).text) for c in cells.layout
                            if c.field in ("item", "category", "use", "place"))  # fmt: skip
            rule = next(row for row in law["rows"] if re.search(row["words"], what))
            over = term.years > rule["years"]
            until = str(term.end.year) if term.end else "—"
            cells.doubt("long_term", WARNING, TOO_LONG if over else LONG, entry.row, end.col, row=entry.row,
                        years=figure_of_years(term.years), end=until, law=rule["law"])  # fmt: skip
        if on and end and term.end and 0 <= (term.end - on).days <= law["expiring_days"]:
            cells.doubt("expiring", WARNING, EXPIRING, entry.row, end.col, row=entry.row,
                        day=said(term.end), days=(term.end - on).days)  # fmt: skip


def figure_of_years(years: Decimal) -> str:
    """Years as people say them: `20`, `5.5`."""
    return f"{round(years, 1).normalize():f}"


def _check_areas(cells: TableCells, layout: Layout) -> None:
    column = _column(cells, "area")
    if column is None:
        return
    missing = [entry for entry in layout.lines if says_none(cells.sheet.at(entry.row, column.col + entry.offset))]
    if len(missing) == len(layout.lines):
        return
    for entry in missing:
        cells.doubt("area_missing", WARNING, NO_AREA, entry.row, column.col + entry.offset)


RULES: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("net", ("original", "depreciation"), _("原值减累计折旧")),
    ("contract", ("annual", "years"), _("年承包费乘年限")),
    ("annual", ("area", "price"), _("面积乘单价")),
    ("gap", ("cost", "grant", "self", "donated"), _("造价减补助减自筹")),
    ("gap", ("amount", "grant", "self", "donated"), _("总投资减补助减自筹")),
    ("amount", ("area", "standard"), _("面积乘标准")),
    ("amount", ("shares", "standard"), _("股数乘标准")),
    ("amount", ("persons", "standard"), _("人数乘标准")),
    ("amount", ("households", "standard"), _("户数乘标准")),
    ("amount", ("parts",), _("各项相加")),
)
LESS = ("net", "gap")


def _check_arithmetic(cells: TableCells, layout: Layout) -> None:
    """A rule that most rows keep is the sheet's own: the rows that do not keep it are told."""
    done: set[str] = set()
    for target, terms, words in RULES:
        column = _column(cells, target)
        if column is None or target in done:
            continue
        judged = [(e, w, r) for e in layout.lines if (w := _figure(cells, e, column)) is not None
                  and (r := _right(cells, e, target, terms)) is not None]  # fmt: skip
        wrong = [(e, w, r) for e, w, r in judged if not _near(w, r, column)]
        good = len(judged) - len(wrong)
        if good < (1 if target in LESS else 2) or (good < MOST * len(judged) and target not in LESS):
            continue
        done.add(target)
        for entry, written, right in wrong:
            cells.doubt("amount_mismatch", WARNING, WRONG, entry.row, column.col + entry.offset, row=entry.row,
                        written=shown(written, column), right=shown(right, column), rule=words)  # fmt: skip


def _near(written: Decimal, right: Decimal, column: Column) -> bool:
    """Whether the row keeps the rule, to the last place it writes."""
    money_in_wan = (column.unit or "").startswith("万")
    step = (
        Decimal(10_000) / 100
        if money_in_wan
        else Decimal(1)
        if written == written.to_integral_value()
        else Decimal("0.01")
    )
    return abs(written - right) <= step


def _right(cells: TableCells, entry: Entry, target: str, terms: tuple[str, ...]) -> Decimal | None:
    if terms == ("parts",):
        parts = [c for c in cells.layout if c.field in ("month", "quarter", "half")] or [
            c for c in cells.layout if c.field == "part"
        ]
        values = [v for c in parts if (v := _figure(cells, entry, c)) is not None]
        return sum(values, Decimal(0)) if len(parts) > 1 and values else None
    found = [_term(cells, entry, name) for name in terms]
    if target in LESS:
        known = [value for value in found if value is not None]
        return known[0] - sum(known[1:], Decimal(0)) if found[0] is not None and len(known) > 1 else None
    if any(value is None for value in found):
        return None
    product = (found[0] or Decimal(0)) * (found[1] or Decimal(0))
    return product.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _term(cells: TableCells, entry: Entry, name: str) -> Decimal | None:
    if name == "years":
        return Term.of(cells, entry).whole_years
    values = [v for c in cells.layout if c.field == name and (v := _figure(cells, entry, c)) is not None]
    return sum(values, Decimal(0)) if values else None


def rate_of(computed: dict[str, Decimal], rows: Sequence[Row], columns: Sequence[Column]) -> Decimal | None:
    """The one standard in 元, to the fen, at which every row's area comes to its amount; None when there is none."""
    places = [next((n for n, c in enumerate(columns) if c.field == name), -1) for name in ("area", "amount")]
    if min(places) < 0 or not computed.get("area") or "amount" not in computed:
        return None
    rate = (computed["amount"] / computed["area"]).quantize(Decimal("0.01"), ROUND_HALF_UP)
    for row in rows:
        area, amount = (row.values[place].number for place in places)
        if area is None or amount is None or abs(area * rate - amount) > Decimal("0.011"):
            return None
    return rate
