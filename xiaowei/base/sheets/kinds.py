"""Which kind of sheet a file is, told from its header words and from what its columns hold; in doubt `unknown`."""

from xiaowei.base.sheets import blocks, householdheads, ledgerheads, panels
from xiaowei.base.sheets.grid import Grid, Sheet
from xiaowei.base.sheets.tables.heads import find_heads
from xiaowei.base.sheets.tables.understanding import DUES, SUMMARY, TABLE_KINDS

LEDGER, TWO_SIDED, HOUSEHOLDS, UNKNOWN = "finance_ledger", "finance_two_sided", "subsidy_household", "unknown"


def kind_of(grid: Grid) -> str:
    """The kind that every recognised visible sheet of the file is; `unknown` when they are none or several kinds.

    A table beside ledgers or lists of households (a summary of the list, assets beside the account) does not count.
    """
    kinds = {kind_of_sheet(sheet) for sheet in grid.sheets if not sheet.empty and not sheet.hidden} - {UNKNOWN}
    kinds = kinds - set(TABLE_KINDS) or kinds
    return kinds.pop() if len(kinds) == 1 else UNKNOWN


def kind_of_sheet(sheet: Sheet) -> str:
    """The kind of one sheet."""
    heads = find_heads(sheet)
    tables = {head.kind.name for head in heads}
    if tables == {DUES}:  # dues collected and used look like a ledger; their title says what they are
        return DUES
    if tables == {SUMMARY} and all(head.col("households") for head in heads):  # 农户 is how many, not who
        return SUMMARY
    if panels.find_two_sided(sheet):
        return TWO_SIDED
    if householdheads.find_households(sheet):
        return HOUSEHOLDS
    if ledgerheads.find_ledger_header(sheet) or blocks.beside(sheet):
        return LEDGER
    return tables.pop() if len(tables) == 1 else UNKNOWN
