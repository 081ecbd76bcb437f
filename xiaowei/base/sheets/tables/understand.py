"""From a grid to a table of one of seven kinds. In doubt the answer is `unknown`, never a guess."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from xiaowei.base.sheets.amounts import YUAN
from xiaowei.base.sheets.doubts import check_hidden
from xiaowei.base.sheets.grid import NUMBER, Grid, Sheet
from xiaowei.base.sheets.issues import ERROR, WARNING, Issue
from xiaowei.base.sheets.periods import Period
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.tables import checks, sums, times
from xiaowei.base.sheets.tables.blocks import NOTHING_IN_IT, Block, read_sheet
from xiaowei.base.sheets.tables.reading import TableCells
from xiaowei.base.sheets.tables.understanding import UNKNOWN, Total, Understanding
from xiaowei.base.sheets.tables.words import squeezed

UNKNOWN_KIND = _("认不出这是哪一种表。请核对表头，或换用我们的模板。")
SEVERAL = _("一个文件里有几种不同的表。请分开上传，一种表一个文件。")
OTHER_SHEET = _("工作表“%(name)s”没有读入，认不出是什么表。")
HIDDEN_SHEET = _("工作表“%(name)s”是隐藏的，没有读入。请删去或取消隐藏后再上传。")
SAME_SHEET = _("工作表“%(name)s”是其他各表的汇总或副本，没有重复计算。")
ANNOUNCED = re.compile(r"(\d+(?:\.\d+)?)元/亩|每亩(?:补贴|补助|补偿|标准|为)*(\d+(?:\.\d+)?)元")
Namer = Callable[[list[str]], str]


def understand(grid: Grid, *, on: dt.date | None = None, subsidy_of: Namer | None = None) -> Understanding:
    """What a workbook means as a table.

    `on` is the day of asking, for contracts about to end; without it nothing is said of them. `subsidy_of` names the
    subsidy that a title's words mean (benefits knows them).
    """
    sheets = [sheet for sheet in grid.sheets if not sheet.empty and not sheet.hidden]
    blocks = [block for sheet in sheets for block in read_sheet(sheet, on=on)]
    told = [block for block in blocks if block.rows] or blocks[:1]
    kinds = {block.head.kind.name for block in told}
    if len(kinds) != 1:
        return _unknown(grid, several=bool(kinds))
    kept, copies = _without_copies(told)
    others = [_passed_over(sheet, blocks) for sheet in grid.sheets if not sheet.empty]
    issues = [issue for issue in others if issue]
    notes = [SAME_SHEET % {"name": copy.part.name} for copy in copies]
    return _together(kept, issues, notes, subsidy_of)


def _unknown(grid: Grid, *, several: bool) -> Understanding:
    empty = all(sheet.empty for sheet in grid.sheets)
    if several:
        issue = Issue("several_tables", ERROR, SEVERAL)
    else:
        issue = Issue("empty_template" if empty else "unknown_type", WARNING, NOTHING_IN_IT if empty else UNKNOWN_KIND)
    return Understanding(UNKNOWN, issues=(issue,))


def _passed_over(sheet: Sheet, blocks: list[Block]) -> Issue | None:
    if any(block.sheet is sheet for block in blocks):
        return None
    if sheet.hidden:
        return Issue("hidden_sheet", WARNING, HIDDEN_SHEET, {"name": sheet.name}, sheet.name)
    figured = [row for row in sheet.rows if sum(1 for cell in row if cell.kind == NUMBER) >= 2]
    if len(figured) < 2:  # words alone are a note, not a table that was missed
        return None
    return Issue("other_sheet", WARNING, OTHER_SHEET, {"name": sheet.name}, sheet.name)


def _without_copies(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """The tables to count, and those that only repeat them: a copy, or a sheet that sums up all others."""
    kept: list[Block] = []
    for block in blocks:
        if not any(_facts(block) == _facts(other) and block.part.period == other.part.period for other in kept):
            kept.append(block)
    for whole in kept if len(kept) > 2 else []:
        rest = [block for block in kept if block is not whole]
        if _sums_up(whole, rest):
            kept = rest
            break
    return kept, [block for block in blocks if block not in kept]


def _facts(block: Block) -> Counter[tuple[str, ...]]:
    return Counter(tuple(value.text for value in row.values) for row in block.rows)


def _sums_up(whole: Block, rest: list[Block]) -> bool:
    names = [name for name in whole.account.computed if all(name in block.account.computed for block in rest)]
    money = [name for name in names if name in whole.head.kind.money]
    return bool(money) and all(
        whole.account.computed[name] == sum((b.account.computed[name] for b in rest), Decimal(0)) for name in names
    )


def _together(blocks: list[Block], others: list[Issue], notes: list[str], subsidy_of: Namer | None) -> Understanding:
    first = blocks[0]
    parts = tuple(block.part for block in blocks)
    units = {part.unit for part in parts}
    unit = units.pop() if len(units) == 1 else None
    titles = [text for block in blocks for text in [*block.texts, block.sheet.name]]
    hidden = [issue for block in {id(b.sheet): b for b in blocks}.values() for issue in _hidden(block)]
    period, as_of, label = _when(blocks)
    villages = {block.heading.village.name for block in blocks if block.heading.village}
    return Understanding(
        type=first.head.kind.name,
        title=first.part.title or first.sheet.name,
        subsidy=subsidy_of(titles) if subsidy_of and first.head.kind.name == "subsidy_summary" else "",
        county_name=next((b.heading.county for b in blocks if b.heading.county), None),
        township_name=next((b.heading.township for b in blocks if b.heading.township), None),
        village_name=villages.pop() if len(villages) == 1 else None,
        period=period,
        as_of=as_of,
        period_label=label,
        unit=unit,
        rate=_rate(blocks),
        sheets=parts,
        rows=tuple(row for block in blocks for row in block.rows),
        totals=_totals(blocks, unit),
        declared=_declared(blocks, unit),
        issues=(*(issue for block in blocks for issue in block.issues), *hidden, *others),
        notes=(*(note for block in blocks for note in block.notes), *notes),
    )


def _hidden(block: Block) -> list[Issue]:
    cells = TableCells(block.sheet, {}, {}, None, YUAN)
    check_hidden(cells, block.head.rows[-1])
    return cells.issues


def _when(blocks: list[Block]) -> tuple[Period | None, dt.date | None, str]:
    days = {block.as_of for block in blocks if block.as_of}
    periods = {(b.part.period.start, b.part.period.end): b.part.period for b in blocks if b.part.period}
    as_of = days.pop() if len(days) == 1 else None
    if len(periods) == 1:
        period = next(iter(periods.values()))
        return period, as_of, period.label
    return None, as_of, times.label_of(as_of) if as_of else ""


def _totals(blocks: list[Block], unit: str | None) -> dict[str, Total]:
    """Sums of all tables; of tables of different years or units only the money, in 元."""
    if len(blocks) == 1:
        return dict(blocks[0].part.totals)
    periods = {block.part.period for block in blocks}
    together: dict[str, Decimal] = {}
    common = set.intersection(*(set(block.account.computed) for block in blocks))
    for name in (n for n in blocks[0].account.computed if n in common):
        together[name] = sum((block.account.computed[name] for block in blocks), Decimal(0))
    head, columns = blocks[0].head, blocks[0].part.columns
    if unit is None or len(periods) > 1:
        return {f"{name}_yuan": together[name] for name in head.kind.money if name in together}
    return sums.named(head, together, unit, columns, both=True)


def _declared(blocks: list[Block], unit: str | None) -> dict[str, Total]:
    if len(blocks) == 1:
        return dict(blocks[0].part.declared)
    if not all(block.account.declared for block in blocks) or unit is None:
        return {}
    common = set.intersection(*(set(block.account.declared) for block in blocks))
    together = {n: sum((b.account.declared[n] for b in blocks), Decimal(0)) for n in common}
    return sums.named(blocks[0].head, together, unit, blocks[0].part.columns, both=True)


def _rate(blocks: list[Block]) -> Decimal | None:
    """The standard that the words around announce, or the one that every row comes to: 131.42元 for each mu."""
    found = {
        Decimal(one or other)
        for block in blocks
        for text in [*block.texts, *block.notes]
        for one, other in ANNOUNCED.findall(squeezed(text))
    }
    if len(found) == 1:
        return found.pop()
    return (
        checks.rate_of(blocks[0].account.computed, blocks[0].rows, blocks[0].part.columns) if len(blocks) == 1 else None
    )
