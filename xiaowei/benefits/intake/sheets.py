"""One worksheet of a list of households: its rows, its sums and its doubts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xiaowei.base import idnumbers
from xiaowei.base.sheets.amounts import YUAN
from xiaowei.base.sheets.doubts import check_hidden
from xiaowei.base.sheets.grid import Sheet
from xiaowei.base.sheets.householdheads import Header
from xiaowei.base.sheets.issues import ERROR, LINE, NOTE, WARNING, Issue
from xiaowei.base.sheets.numerals import arabic
from xiaowei.base.sheets.periods import Period, months, parse_period, without_period
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.titles import Heading, read_heading
from xiaowei.benefits.intake import checks, names, sums
from xiaowei.benefits.intake.rates import rate_in
from xiaowei.benefits.intake.reading import DOWN, Reading, split_place
from xiaowei.benefits.intake.rows import Layout, lay_out, settle
from xiaowei.benefits.intake.understanding import Row, SheetPart

NO_VILLAGE = _("表里没有写是哪个村。请在标题里写明乡镇和村名，或加一列“村”。")
TWO_VILLAGES = _("%(cell)s 写的是“%(other)s”，与“%(name)s”不是一个村。请核对是哪个村的表。")
NO_PERIOD = _("表里没有写是哪一年（或哪个月）的补贴。请在标题里写明，例如 2023年。")
NO_SUBSIDY = _("表里没有写是什么补贴。请在标题里写明，例如 耕地地力保护补贴。")
NO_UNIT = _("表里没有写金额单位，已按“元”理解。请在标题下面写明“单位：元”。")
NO_ROWS = _("这是一张空表，只有表头，没有一户。请填好后再上传。")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年")
SURELY_YUAN = 10_000  # fen: nobody is paid 100 of 万元


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet as understood; amounts in fen."""

    part: SheetPart
    heading: Heading
    period: Period | None
    subsidy: str
    unit: str
    rate: Decimal | None
    rows: tuple[Row, ...]
    computed: sums.Sums
    declared: sums.Sums
    issues: tuple[Issue, ...]
    notes: tuple[str, ...]


def read_sheet(sheet: Sheet, header: Header) -> Part:
    """Read a sheet whose header was found."""
    layout = lay_out(sheet, header)
    last = max((row for row, fate in layout.fates.items() if fate == LINE), default=header.rows[-1])
    heading = read_heading(sheet, range(1, header.rows[0]), range(last + 1, len(sheet.rows) + 1))
    titles = [text for _row, text in heading.rows]
    subsidy = names.subsidy_in([*titles, sheet.name, *_amount_words(header)])
    period = heading.period or parse_period(sheet.name) or _year([*titles, sheet.name])
    named = header.units.get("amount") or heading.unit
    unit = named or YUAN
    township, village = _places(heading, sheet)
    readings = [
        Reading(
            sheet, block, header.units, period, unit, (*DOWN, "name", "id_number"), heading_places=(township, village)
        )
        for block in header.blocks
    ]
    reading = readings[0]
    rate = rate_in([*titles, *header.texts])
    lines = [row for row, fate in layout.fates.items() if fate == LINE]
    if rate is not None and len(header.areas) > 1 and reading.col("amount"):
        reading.columns["area"] = _paid_area(reading, header, lines, rate)
    rows = _rows(readings, lines)
    found = [sums.read_sum(reading, row, label) for row, label in layout.sums.items()]
    total = sums.find_total(found, rows)
    settle(layout, total.row if total else None)
    repeats = names.is_of_machines(subsidy) or bool(reading.col("quantity"))
    computed = sums.add_up(rows, households=_households(rows, repeats, total))
    if total and "persons" in total.said and not reading.col("persons"):
        computed["persons"] = computed["households"]  # `3人` in a list of persons counts its rows
    if total:
        raw = Decimal(sum((reading.raw.get(row.row, Decimal(row.amount or 0)) for row in rows), Decimal(0)))
        sums.check_total(reading, total, computed, raw if reading.raw else None)
    sums.check_subtotals(reading, [part for part in found if part is not total], rows)
    checks.check_rows(reading, rows, repeats=repeats)
    checks.check_products(reading, rows, rate)
    check_hidden(reading, header.rows[-1])
    for each in readings:
        each.tell_uncached()
    issues = [issue for each in readings for issue in each.issues]
    most = max((row.amount or 0 for row in rows), default=SURELY_YUAN)
    sure = named or (YUAN if rate is not None or most >= SURELY_YUAN or "amount" not in header.columns else None)
    around = _around(reading, header, heading, rows, period=period, unit=sure, village=village, subsidy=subsidy)
    return Part(
        part=_part(sheet, header, layout, total.row if total else None),
        heading=heading,
        period=period,
        subsidy=subsidy,
        unit=unit,
        rate=rate if rate is not None else _standing_rate(rows, header),
        rows=tuple(rows),
        computed=computed,
        declared=_declared(total, computed),
        issues=(*around, *_in_order(issues)),
        notes=_notes(sheet, layout),
    )


def _declared(total: sums.Sum | None, computed: sums.Sums) -> sums.Sums:
    """What the total says in so many words; a formula's result declares nothing, nor does a count of something else."""
    if total is None:
        return {}
    return {name: value for name, value in total.said.items() if name in computed and name not in total.computed}


def _year(texts: list[str]) -> Period | None:
    """The one year that the texts name, where they name no plainer period: 2023年第二批."""
    years = {int(year) for text in texts for year in YEAR.findall(arabic(text))}
    return months(years.pop(), 1, 12) if len(years) == 1 else None


def _amount_words(header: Header) -> list[str]:
    col = header.columns.get("amount")
    return [header.texts[col - 1]] if col else []


def _places(heading: Heading, sheet: Sheet) -> tuple[str, str]:
    """Township and village that the title names, else a village that the sheet's name is."""
    town, village = heading.township or "", heading.village.name if heading.village else ""
    if village:
        split = split_place(village)
        return split[0] or town, split[1] or village
    named = without_period(sheet.name).strip()
    if named.endswith(("村", "社区")):
        return town, named
    return town, ""


def _rows(readings: list[Reading], lines: list[int]) -> list[Row]:
    rows = []
    for reading in readings:
        for row in lines:
            reading.hold(row)
            names = (reading.text(row, "name"), reading.text(row, "number"))
            if any(names) or (len(readings) == 1 and reading.col("amount")):
                rows.append(reading.household(row))
    if len(readings) > 1:
        rows = [row for row in rows if row.name or row.amount is not None]
    return rows


def _paid_area(reading: Reading, header: Header, lines: list[int], rate: Decimal) -> int:
    """Of several columns of areas the one that the amounts were reckoned by; else the likeliest by its word."""
    best, most = header.areas[0], 0
    for col in header.areas:
        reading.columns["area"] = col
        kept = len(reading.issues)
        held = sum(1 for row in lines if _is_product(reading.area(row), rate, reading.money(row)))
        del reading.issues[kept:]
        if held > most:
            best, most = col, held
    reading.uncached.clear()
    reading.issues.clear()
    return best


def _is_product(area: Decimal | None, rate: Decimal, amount: int | None) -> bool:
    return area is not None and amount is not None and abs(area * rate * 100 - amount) < 1


def _households(rows: list[Row], repeats: bool, total: sums.Sum | None) -> int:
    """How many households: rows, or different people where one person on several rows is usual.

    What the sheet declares decides when it is one of the two.
    """
    known = idnumbers.is_whole
    people = {row.id_number if known(row.id_number) else (row.name, row.village, row.group) for row in rows}
    distinct = {row.id_number for row in rows if known(row.id_number)}
    unknown = sum(1 for row in rows if not known(row.id_number))
    counts = (len(people), len(rows)) if repeats else (len(distinct) + unknown, len(rows), len(people))
    said = total.said.get("households") if total else None
    return next((count for count in counts if count == said), counts[0])


def _standing_rate(rows: list[Row], header: Header) -> Decimal | None:
    """The standard for one mu that every row names alike, where the title announces none."""
    standards = {row.standard for row in rows}
    if len(standards) != 1 or "area" not in header.columns:
        return None
    fen = standards.pop()
    return None if fen is None else Decimal(fen) / 100


def _part(sheet: Sheet, header: Header, layout: Layout, total: int | None) -> SheetPart:
    fates: Mapping[int, str] = dict(sorted(layout.fates.items()))
    return SheetPart(
        sheet.name,
        header.rows,
        header.texts,
        header.columns,
        tuple(row for row, fate in fates.items() if fate == LINE),
        tuple(row for row in sorted(layout.sums) if row != total),
        total,
        fates,
    )


def _notes(sheet: Sheet, layout: Layout) -> tuple[str, ...]:
    rows = [row for row, fate in sorted(layout.fates.items()) if fate == NOTE]
    return tuple("  ".join(cell.text for cell in sheet.rows[row - 1] if not cell.blank) for row in rows)


def _around(
    reading: Reading,
    header: Header,
    heading: Heading,
    rows: list[Row],
    *,
    period: Period | None,
    unit: str | None,
    village: str,
    subsidy: str,
) -> list[Issue]:
    around = Reading(reading.sheet, header.columns, {}, reading.period, reading.unit)
    if not village and not any(row.village for row in rows):
        around.doubt("incomplete", WARNING, NO_VILLAGE, 1, 1)
    if heading.conflict and heading.village and not reading.col("village") and not reading.col("place"):
        around.doubt(
            "village_conflict", ERROR, TWO_VILLAGES, heading.conflict.row, 1,
            other=heading.conflict.name, name=heading.village.name,
        )  # fmt: skip
    if period is None:
        around.doubt("incomplete", ERROR, NO_PERIOD, 1, 1)
    if not subsidy:
        around.doubt("incomplete", ERROR, NO_SUBSIDY, 1, 1)
    if unit is None:
        around.doubt("unit_missing", WARNING, NO_UNIT, max(header.rows[0] - 1, 1), 1)
    if not rows:
        around.doubt("empty_template", ERROR, NO_ROWS, header.rows[-1], 1)
    return around.issues


def _in_order(issues: list[Issue]) -> list[Issue]:
    """Down the sheet, as a clerk works through them; a cell read twice is doubted once."""
    once = {(issue.code, issue.row, issue.col): issue for issue in reversed(issues)}
    return sorted(once.values(), key=lambda issue: (issue.row or 0, issue.col or 0))
