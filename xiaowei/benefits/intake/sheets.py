"""One worksheet of a list of households: its rows, its sums and its doubts."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xiaowei.base.sheets.amounts import YUAN
from xiaowei.base.sheets.doubts import check_hidden
from xiaowei.base.sheets.grid import Sheet
from xiaowei.base.sheets.householdheads import Header
from xiaowei.base.sheets.issues import HEADER, LINE, NOTE, Issue
from xiaowei.base.sheets.periods import Period, without_period
from xiaowei.base.sheets.titles import Heading, read_heading
from xiaowei.benefits.intake import around, checks, counting, days, names, sums
from xiaowei.benefits.intake.rates import rate_in
from xiaowei.benefits.intake.reading import Reading, signs_of, split_place
from xiaowei.benefits.intake.rows import Block, Layout, lay_out, merged_tops, settle
from xiaowei.benefits.intake.understanding import Row, SheetPart

FILLED = ("township", "village", "place", "group", "name", "id_number", "head")
MODERN = 2014  # since then a number of 15 digits is no valid identity number (居民身份证法 2011, art. 23)
SURELY_YUAN = 10_000  # fen: nobody is paid 100 of 万元


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet as understood; amounts in fen. `others` are further subsidies and periods that titles within it name."""

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
    periods: tuple[Period, ...] = ()
    subsidies: tuple[str, ...] = ()


def read_sheet(sheet: Sheet, header: Header) -> Part:
    """Read a sheet whose header was found."""
    layout = lay_out(sheet, header)
    last = max((row for row, fate in layout.fates.items() if fate == LINE), default=header.bottom)
    heading = read_heading(sheet, range(1, header.top), range(last + 1, len(sheet.rows) + 1))
    titles = [text for _row, text in heading.rows]
    subsidy = names.subsidy_in([*titles, sheet.name, *_amount_words(header)])
    period, inferred = days.period_of(heading, titles, sheet.name, header.texts)
    periods, subsidies = _further(sheet, layout, period, subsidy)
    named = header.units.get("amount") or heading.unit
    unit = named or YUAN
    township, village = _places(heading, sheet)
    tops = merged_tops(sheet)
    readings = [_reading(sheet, block, period, unit, (township, village), tops) for block in layout.blocks]
    reading = readings[0]
    rate = rate_in([*titles, *header.texts])
    for one, block in zip(readings, layout.blocks, strict=True):
        counting.reconsider(one, block, layout)
    if (rate is not None or reading.col("standard")) and len(header.areas) > 1 and reading.col("amount"):
        reading.columns["area"] = counting.paid_area(reading, header, layout.blocks[0].lines, rate)
    panels = [
        checks.explained(one, one.households(block.lines, layout.headings))
        for one, block in zip(readings, layout.blocks, strict=True)
    ]
    rows = [row for panel in panels for row in panel]
    repeats = counting.repeats(subsidy, readings, rows)
    totals, computed = _add_up(readings, layout, panels, rows, repeats=repeats)
    settle(layout, [total.row for total in totals])
    for each, panel, block in zip(readings, panels, layout.blocks, strict=True):
        checks.check_rows(each, panel, repeats=repeats, modern=period is None or period.start.year >= MODERN)
        checks.check_products(each, panel, rate)
        checks.check_parts(each, block.header, panel)
        days.check_dates(each, panel, heading)
    if len(panels) > 1:
        checks.check_across(readings, panels, repeats=repeats)
    if rows:
        check_hidden(reading, header.bottom)
        for each in readings:
            each.tell_uncached()
    issues = [issue for each in readings for issue in each.issues]
    most = max((row.amount or 0 for row in rows), default=SURELY_YUAN)
    sure = named or (YUAN if rate is not None or most >= SURELY_YUAN or "amount" not in header.columns else None)
    said = around.Said(period, inferred=inferred, unit=sure, village=village, subsidy=subsidy)
    return Part(
        part=_part(sheet, header, layout, totals),
        heading=heading,
        period=period,
        subsidy=subsidy,
        unit=unit,
        rate=rate if rate is not None else counting.standing_rate(rows, header),
        rows=tuple(rows),
        computed=computed,
        declared=_declared(sums.merged(totals), computed),
        issues=(*around.issues(reading, header, heading, rows, said), *in_order(issues if rows else [])),
        notes=_notes(sheet, layout),
        periods=periods,
        subsidies=subsidies,
    )


def _reading(
    sheet: Sheet,
    block: Block,
    period: Period | None,
    unit: str,
    places: tuple[str, str],
    tops: Mapping[tuple[int, int], tuple[int, int]],
) -> Reading:
    header = block.header
    adds = header.parts if header.added else ()
    takes = signs_of(header.parts, header.wholes or header.texts)
    return Reading(
        sheet, block.columns, header.units, period, unit, FILLED,
        heading_places=places, tops=tops, header_rows=header.rows, adds=adds, takes=takes,
    )  # fmt: skip


def _add_up(
    readings: list[Reading], layout: Layout, panels: list[list[Row]], rows: list[Row], *, repeats: bool
) -> tuple[list[sums.Sum], sums.Sums]:
    """The totals of the sheet and what its rows come to; doubts where they differ."""
    found = [
        sums.read_sum(one, row, label, place)
        for place, (one, block) in enumerate(zip(readings, layout.blocks, strict=True))
        for row, label in block.sums.items()
    ]
    last = max((row.row for row in rows), default=0)
    below = [row for row, fate in layout.fates.items() if fate == HEADER and row > last]
    found = [each for each in found if not below or each.row < below[0]]  # below a header without households
    totals = sums.find_totals(found, rows, panels)
    total = sums.merged(totals)
    computed = sums.add_up(rows, households=counting.households(rows, repeats, total, readings[0]))
    if total and _counts_rows(readings[0], total, computed):
        computed["persons"] = computed["households"]
    if total:
        raw = {row: amount for one in readings for row, amount in one.raw.items()}
        whole = Decimal(sum((raw.get(row.row, Decimal(row.amount or 0)) for row in rows), Decimal(0)))
        sums.check_total(readings[total.block], total, computed, whole if raw else None)
    for place, (one, panel) in enumerate(zip(readings, panels, strict=True)):
        parts = [part for part in found if part.block == place and part not in totals]
        sums.check_subtotals(one, parts, panel, rows if len(panels) > 1 else ())
    return totals, computed


def _counts_rows(reading: Reading, total: sums.Sum, computed: sums.Sums) -> bool:
    """Whether `3人` in a list of persons counts its rows; `62户135人` also counts those who are not listed."""
    if "persons" not in total.said or reading.col("persons"):
        return False
    return "households" not in total.said or total.said["persons"] == computed["households"]


def _declared(total: sums.Sum | None, computed: sums.Sums) -> sums.Sums:
    """What the total says of what the rows come to; a count of something else declares nothing."""
    return {name: value for name, value in total.said.items() if name in computed} if total else {}


def _further(
    sheet: Sheet, layout: Layout, period: Period | None, subsidy: str
) -> tuple[tuple[Period, ...], tuple[str, ...]]:
    """Periods and subsidies that titles further down name; a village there holds for the households below it."""
    periods: dict[Period, None] = {}
    subsidies: dict[str, None] = {}
    for row, text in layout.titles:
        below = read_heading(sheet, range(row, row + 1), range(0))
        if below.period and below.period != period:
            periods[below.period] = None
        if (name := names.known_subsidy(text)) and name != subsidy:
            subsidies[name] = None
        if below.village:
            town, village, group = split_place(below.village.name)
            layout.headings[row] = (village or f"{town}{group}", group)
    return tuple(periods), tuple(subsidies)


def _amount_words(header: Header) -> list[str]:
    col = header.columns.get("amount")
    return [(header.wholes or header.texts)[col - 1]] if col and header.rows else []


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


def _part(sheet: Sheet, header: Header, layout: Layout, totals: list[sums.Sum]) -> SheetPart:
    fates: Mapping[int, str] = dict(sorted(layout.fates.items()))
    marks = {total.row for total in totals}
    return SheetPart(
        sheet.name,
        header.rows,
        header.texts,
        header.columns,
        tuple(row for row, fate in fates.items() if fate == LINE),
        tuple(row for row in sorted(layout.sums) if row not in marks),
        totals[-1].row if totals else None,
        fates,
    )


def _notes(sheet: Sheet, layout: Layout) -> tuple[str, ...]:
    rows = [row for row, fate in sorted(layout.fates.items()) if fate == NOTE]
    return tuple("  ".join(cell.text for cell in sheet.rows[row - 1] if not cell.blank) for row in rows)


def in_order(issues: list[Issue]) -> list[Issue]:
    """Down the sheet, as a clerk works through them; a cell read twice is doubted once."""
    once = {(issue.code, issue.row, issue.col): issue for issue in reversed(issues)}
    return sorted(once.values(), key=lambda issue: (issue.row or 0, issue.col or 0))
