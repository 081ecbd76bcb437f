"""From a grid to what it means. In doubt the answer is `unknown`, never a guess."""

from dataclasses import replace

from xiaowei.base.sheets.grid import Grid, Sheet
from xiaowei.base.sheets.headers import plain_headers
from xiaowei.base.sheets.issues import ERROR, WARNING, Issue
from xiaowei.base.sheets.kinds import UNKNOWN
from xiaowei.base.sheets.ledgerheads import Header, find_ledger_header
from xiaowei.base.sheets.panels import find_two_sided
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.titles import read_heading
from xiaowei.finance.intake.one_sided import one_sided
from xiaowei.finance.intake.rows import lay_out
from xiaowei.finance.intake.two_sided import two_sided
from xiaowei.finance.intake.understanding import Understanding

UNKNOWN_KIND = _(
    "认不出这是哪一种公开表，没有登记。收支明细表要有日期、摘要、收入、支出这几列；补贴名册要有户主姓名、补贴金额，标题写明是什么补贴。"
)
NOTHING_IN_IT = _("表格里没有内容。请检查是不是选错了文件。")
SEVERAL = _("一个文件里有 %(count)d 张收支明细表。请一个月（或一个季度）一个文件，分开上传。")
SEVERAL_BLOCKS = _("工作表“%(sheet)s”里上下有几张表，各有合计。请分成几个文件上传。")
OTHER_SHEET = _("工作表“%(name)s”没有读入，只读了“%(sheet)s”。")
HIDDEN_SHEET = _("工作表“%(name)s”是隐藏的，没有读入。请删去或取消隐藏后再上传。")


def understand(grid: Grid) -> Understanding:
    """What a workbook means: a ledger, one-sided or two-sided, or `unknown` with what is sure."""
    sheets = [sheet for sheet in grid.sheets if not sheet.empty]
    found = [(sheet, header) for sheet in sheets if not sheet.hidden and (header := find_header(sheet))]
    if len(found) != 1:
        reason = Issue("several_ledgers", ERROR, SEVERAL, {"count": len(found)}) if found else None
        return _unknown(sheets, reason)
    sheet, header = found[0]
    ledger = two_sided(sheet, header) if header.panels else _one_sided(sheet, header)
    if isinstance(ledger, Issue):
        return _unknown(sheets, ledger)
    if header.unconfirmed and not _borne_out(ledger):
        return _unknown(sheets, None)  # 借方 and 贷方 may stand for either side
    ledger.issues += [_passed_over(other, sheet) for other in sheets if other is not sheet]
    return ledger


def find_header(sheet: Sheet) -> Header | None:
    """The header of a ledger of either kind."""
    return find_two_sided(sheet) or find_ledger_header(sheet)


def _one_sided(sheet: Sheet, header: Header) -> Understanding | Issue:
    layout = lay_out(sheet, header)
    if layout.blocks > 1:
        return Issue("several_tables", ERROR, SEVERAL_BLOCKS, {"sheet": sheet.name}, sheet.name)
    return one_sided(sheet, header, layout)


def _borne_out(ledger: Understanding) -> bool:
    """Whether the running balances show that the columns were taken for the right sides."""
    steps = sum(1 for line in ledger.lines if line.balance is not None) - (ledger.opening_row is None)
    broken = sum(1 for issue in ledger.issues if issue.code in ("balance_mismatch", "amount_mismatch"))
    return steps > 0 and broken * 2 < steps


def _passed_over(other: Sheet, sheet: Sheet) -> Issue:
    code, words = ("hidden_sheet", HIDDEN_SHEET) if other.hidden else ("other_sheet", OTHER_SHEET)
    return Issue(code, WARNING, words, {"name": other.name, "sheet": sheet.name}, other.name)


def _unknown(sheets: list[Sheet], reason: Issue | None) -> Understanding:
    parts = tuple(_sure(sheet) for sheet in sheets if not sheet.hidden)
    words = UNKNOWN_KIND if sheets else NOTHING_IN_IT
    issues = [reason or Issue("unknown_type" if sheets else "empty_template", WARNING, words)]
    if len(parts) == 1:
        return replace(parts[0], issues=issues, others=parts)
    whole = Understanding(UNKNOWN, issues=issues, others=parts)
    for name in ("village_name", "township_name", "county_name", "period", "unit"):
        said = {getattr(part, name) for part in parts}
        if len(said) == 1:  # the sheets agree
            setattr(whole, name, said.pop())
    return whole


def _sure(sheet: Sheet) -> Understanding:
    head = plain_headers(sheet)
    top = head[0] if head else min(len(sheet.rows), 4) + 1
    heading = read_heading(sheet, range(1, top), range(0))
    return Understanding(
        UNKNOWN, heading.village.name if heading.village and not heading.conflict else None, heading.township,
        heading.county, heading.period, heading.unit, sheet.name,
        header_rows=(head[0],) if head else (), headers=head[1] if head else (),
    )  # fmt: skip
