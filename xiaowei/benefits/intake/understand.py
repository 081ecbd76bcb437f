"""From a grid to a list of households. In doubt the answer is `unknown`, never a guess."""

import datetime as dt
from collections import Counter
from decimal import Decimal

from xiaowei.base.sheets import kinds
from xiaowei.base.sheets.amounts import parse_amount
from xiaowei.base.sheets.formulas import evaluate
from xiaowei.base.sheets.grid import FORMULA, TEXT, Grid, Sheet
from xiaowei.base.sheets.headers import several, squeezed
from xiaowei.base.sheets.householdheads import Header, find_households
from xiaowei.base.sheets.issues import ERROR, WARNING, Issue
from xiaowei.base.sheets.periods import Period, months
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.benefits.intake import around
from xiaowei.benefits.intake.names import is_of_machines
from xiaowei.benefits.intake.sheets import Part, read_sheet
from xiaowei.benefits.intake.sums import Sums
from xiaowei.benefits.intake.understanding import HOUSEHOLDS, UNKNOWN, Row, Understanding

UNKNOWN_KIND = _("认不出这是哪一种表，没有当作补贴名册处理。补贴名册要有户主姓名和补贴金额这几列，标题写明是什么补贴。")
NOTHING_IN_IT = _("表格里没有内容。请检查是不是选错了文件。")
SEVERAL = _("一个文件里有几种补贴或几个时期的名册。请分开上传，一种补贴、一个时期一个文件。")
OTHER_SHEET = _("工作表“%(name)s”没有读入，只读了%(sheets)s。")
HIDDEN_SHEET = _("工作表“%(name)s”是隐藏的，没有读入。请删去或取消隐藏后再上传。")
SAME_SHEET = _("工作表“%(name)s”与别的工作表是同一份名册，没有重复计算。")


def understand(grid: Grid) -> Understanding:
    """What a workbook means: a list of households that are paid a subsidy, or `unknown`."""
    sheets = [sheet for sheet in grid.sheets if not sheet.empty]
    if kinds.kind_of(grid) != kinds.HOUSEHOLDS:
        code, words = ("unknown_type", UNKNOWN_KIND) if sheets else ("empty_template", NOTHING_IN_IT)
        return Understanding(UNKNOWN, issues=(Issue(code, WARNING, words),))
    found = _found(sheets)
    every = [read_sheet(sheet, header) for sheet, header in found]
    told = [part for part in every if part.rows] or every[:1]
    parts, copies = _without_copies(told)
    read = {sheet.name for sheet, _header in found}
    paid = sum((part.computed.get("amount", Decimal(0)) for part in parts), Decimal(0)) / 100
    others = [issue for sheet in sheets if sheet.name not in read and (issue := _passed_over(sheet, read, paid))]
    same = [Issue("other_sheet", WARNING, SAME_SHEET, {"name": c.part.name}, c.part.name) for c in copies]
    return _together(parts, [*others, *same])


def _found(sheets: list[Sheet]) -> list[tuple[Sheet, Header]]:
    """The visible sheets that are lists; a title on the first may speak for the others."""
    visible = [sheet for sheet in sheets if not sheet.hidden]
    own = {sheet.name: find_households(sheet) for sheet in visible}
    about = "|".join(
        squeezed(cell.text)
        for sheet in visible
        if (header := own[sheet.name])
        for cells in sheet.rows[: header.top - 1]
        for cell in cells
        if cell.kind == TEXT
    )
    found = []
    for sheet in visible:
        header = own[sheet.name] or (find_households(sheet, about) if about else None)
        if header:
            found.append((sheet, header))
    return found


def _passed_over(sheet: Sheet, read: set[str], paid: Decimal) -> Issue | None:
    """A sheet that was not read; words alone are a note, and a summary that comes to what is `paid` is no doubt."""
    if not sheet.hidden:
        figures = {
            value for row in range(1, len(sheet.rows) + 1) if several(sheet, row) for value in _figures(sheet, row)
        }
        if not figures or paid in figures or paid / 10_000 in figures:
            return None
    code, words = ("hidden_sheet", HIDDEN_SHEET) if sheet.hidden else ("other_sheet", OTHER_SHEET)
    facts = {"name": sheet.name, "sheets": "、".join(f"“{name}”" for name in sorted(read))}
    return Issue(code, WARNING, words, facts, sheet.name)


def _figures(sheet: Sheet, row: int) -> list[Decimal]:
    found = []
    for col, cell in enumerate(sheet.rows[row - 1], 1):
        if cell.kind == FORMULA:
            found.append(evaluate(sheet, row, col) or Decimal(0))
        elif not cell.blank and (amount := parse_amount(cell)):
            found.append(amount.value)
    return found


def _without_copies(parts: list[Part]) -> tuple[list[Part], list[Part]]:
    """The parts to count, and those that only repeat them: a copy, or all villages once more on one sheet."""
    kept: list[Part] = []
    for part in parts:
        if not any(_same_time(part, other) and _people(part) == _people(other) for other in kept):
            kept.append(part)
    for whole in kept if len(kept) > 2 else []:
        rest = [part for part in kept if part is not whole]
        if _people(whole) == sum((_people(part) for part in rest), Counter()):
            kept = [whole]
            break
    return kept, [part for part in parts if not any(part is other for other in kept)]


def _same_time(one: Part, other: Part) -> bool:
    """Whether two sheets can be the same list: another month or another subsidy is another list, whoever is in it."""
    periods, subsidies = {one.period, other.period} - {None}, {one.subsidy, other.subsidy} - {""}
    return len(periods) < 2 and len(subsidies) < 2


def _people(part: Part) -> Counter[tuple[str, str, int | None, Decimal | None]]:
    return Counter((squeezed(row.name), row.id_number, row.amount, row.area) for row in part.rows)


def _together(parts: list[Part], others: list[Issue]) -> Understanding:
    rows = tuple(row for part in parts for row in part.rows)
    placed = [part for part in parts if part.heading.village or any(row.village for row in part.rows)] or parts
    villages = {part.heading.village.name if part.heading.village else None for part in placed}
    village = villages.pop() if len(villages) == 1 else None
    townships = {part.heading.township for part in parts if part.heading.township}
    township = townships.pop() if len(townships) == 1 else None
    if village is None:
        township, village = _of_all_rows(rows, township)
    declared = _sum([part.declared for part in parts]) if all(part.declared for part in parts) else {}
    rates = {part.rate for part in parts}
    subsidies = dict.fromkeys(name for part in parts for name in (part.subsidy, *part.subsidies) if name)
    periods = dict.fromkeys(p for part in parts for p in (part.period, *part.periods) if p)
    period = spanned(list(periods))
    mixed = [Issue("several_tables", ERROR, SEVERAL)] if len(subsidies) > 1 or (periods and not period) else []
    return Understanding(
        HOUSEHOLDS,
        subsidy=next(iter(subsidies), "") if len(subsidies) < 2 else "",
        county_name=next((part.heading.county for part in parts if part.heading.county), None),
        township_name=township,
        village_name=village,
        period=period,
        unit=parts[0].unit,
        rate=rates.pop() if len(rates) == 1 else None,
        sheets=tuple(part.part for part in parts),
        rows=rows,
        totals=_named(_sum([part.computed for part in parts]), next(iter(subsidies), "")),
        declared=_named(declared, next(iter(subsidies), "")),
        levels=Counter(level_key(row.level) for row in rows if row.level),
        issues=(*(issue for issue in _issues(parts)), *mixed, *others),
        notes=tuple(note for part in parts for note in part.notes),
    )


def spanned(periods: list[Period]) -> Period | None:
    """One period for several that follow on each other without a gap, such as months on sheets of their own."""
    ordered = sorted(set(periods), key=lambda period: (period.start, -period.end.toordinal()))
    if not ordered:
        return None
    last = ordered[0]
    end = last.end
    for period in ordered[1:]:
        if period.end <= end:
            continue  # a month of the year that the title names
        if period.start != end + dt.timedelta(days=1):
            return None
        end = period.end
    if end == last.end:
        return last
    if (end - last.start).days > 366:
        return None  # two years are two lists
    if last.start.year == end.year and last.start.day == 1:
        whole = months(end.year, last.start.month, end.month)
        if whole.end == end:
            return whole
    return Period(last.start, end, f"{last.label}—{ordered[-1].label}")


def _issues(parts: list[Part]) -> list[Issue]:
    """The doubts of all sheets; what one sheet's title says need not stand on the others."""
    found = []
    for code_of in parts:
        for issue in code_of.issues:
            if issue.code in ("incomplete", "village_missing") and len(parts) > 1 and _said_elsewhere(issue, parts):
                continue
            found.append(issue)
    return found


def _said_elsewhere(issue: Issue, parts: list[Part]) -> bool:
    if issue.words in (around.NO_PERIOD, around.PERIOD_OF_NOTICE):
        return any(part.period for part in parts)
    if issue.words == around.NO_VILLAGE:
        return any(part.heading.village for part in parts)
    return issue.words == around.NO_SUBSIDY and any(part.subsidy for part in parts)


def _of_all_rows(rows: tuple[Row, ...], township: str | None) -> tuple[str | None, str | None]:
    """Township and village where every row is of the same one and the title names none."""
    places = {(row.township, row.village) for row in rows}
    if len(places) != 1:
        return township, None
    town, village = places.pop()
    return township or town or None, village or None


def level_key(level: str) -> str:
    """`C级` and `C类` as `C`; anything else as written."""
    word = squeezed(level).upper()
    return word[:-1] if len(word) == 2 and word[0] in "ABCD" and word[1] in "级类" else word


def _sum(parts: list[Sums]) -> Sums:
    """Sums of several sheets, by the names that all of them know."""
    common = set.intersection(*(set(part) for part in parts)) if parts else set()
    names = [name for name in ("households", "persons", "area_mu", "quantity", "amount") if name in common]
    return {name: sum((part[name] for part in parts), Decimal(0)) for name in names}


def _named(sums: Sums, subsidy: str) -> dict[str, int | Decimal]:
    """Counts and fen as integers; the number of machines by its own name."""
    named: dict[str, int | Decimal] = {}
    for name, value in sums.items():
        whole = value == value.to_integral_value() and name != "area_mu"
        key = "machines" if name == "quantity" and is_of_machines(subsidy) else name
        named[key] = int(value) if whole else value
    return named
