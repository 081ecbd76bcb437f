"""Which kind of sheet a file is, told from its header words and from what its columns hold; in doubt `unknown`."""

from xiaowei.base.sheets import householdheads, ledgerheads, panels
from xiaowei.base.sheets.grid import Grid, Sheet

LEDGER, TWO_SIDED, HOUSEHOLDS, UNKNOWN = "finance_ledger", "finance_two_sided", "subsidy_household", "unknown"


def kind_of(grid: Grid) -> str:
    """The kind that every recognised visible sheet of the file is; `unknown` when they are none or several kinds."""
    kinds = {kind_of_sheet(sheet) for sheet in grid.sheets if not sheet.empty and not sheet.hidden} - {UNKNOWN}
    return kinds.pop() if len(kinds) == 1 else UNKNOWN


def kind_of_sheet(sheet: Sheet) -> str:
    """The kind of one sheet."""
    if panels.find_two_sided(sheet):
        return TWO_SIDED
    if householdheads.find_households(sheet):
        return HOUSEHOLDS
    if ledgerheads.find_ledger_header(sheet):
        return LEDGER
    return UNKNOWN
