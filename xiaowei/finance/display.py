"""A reading as plain JSON: the original grid, what became of each row, and every doubt at its cell.

It is stored with the reading, so that reviewers years later see exactly what the clerk saw. No floats: money is fen.
"""

from typing import Any

from xiaowei.base.masking import NUMBERS
from xiaowei.base.sheets.grid import Grid, Sheet
from xiaowei.base.sheets.issuelists import capped
from xiaowei.base.sheets.issues import Issue
from xiaowei.base.sheets.kinds import UNKNOWN
from xiaowei.finance.intake.understanding import Understanding

MOST_ROWS = 400  # shown; a longer sheet says how many rows are not drawn
MOST_COLS = 40


def as_display(understanding: Understanding, grid: Grid) -> dict[str, Any]:
    """Everything the desk shows of a file, as JSON values."""
    sheet = _main_sheet(understanding, grid)
    period = understanding.period
    return {
        "type": understanding.type,
        "village": understanding.village_name,
        "township": understanding.township_name,
        "county": understanding.county_name,
        "period": {"from": period.start.isoformat(), "to": period.end.isoformat(), "label": period.label}
        if period
        else None,
        "unit": understanding.unit,
        "sheet": understanding.sheet or (sheet.name if sheet else ""),
        "headers": list(understanding.headers),
        "computed": {} if understanding.type == UNKNOWN else understanding.computed,
        "declared": dict(understanding.declared),
        "lines": len(understanding.lines),
        "income_lines": sum(line.income is not None for line in understanding.lines),
        "expense_lines": sum(line.expense is not None for line in understanding.lines),
        "issues": [_issue(issue, sheet) for issue in capped(understanding.issues)],
        "row_fates": {str(row): fate for row, fate in understanding.row_fates.items()},
        "grid": _grid(sheet, known=understanding.type != UNKNOWN) if sheet else {"rows": [], "merges": [], "hidden": 0},
    }


def _issue(issue: Issue, shown: Sheet | None) -> dict[str, Any]:
    """A doubt of another sheet than the one that is drawn says which; it has no cell to be pinned to."""
    here = shown is None or not issue.sheet or issue.sheet == shown.name
    message = issue.message if here or issue.sheet in issue.message else f"工作表“{issue.sheet}”：{issue.message}"
    return {
        "code": issue.code,
        "severity": issue.severity,
        "sheet": issue.sheet,
        "row": issue.row if here else None,
        "col": issue.col if here else None,
        "cell": issue.cell if here else "",
        "rows": list(issue.rows),
        "message": message,
        "suggestion": issue.suggestion,
    }


def _main_sheet(understanding: Understanding, grid: Grid) -> Sheet | None:
    named = [sheet for sheet in grid.sheets if sheet.name == understanding.sheet]
    full = [sheet for sheet in grid.sheets if not sheet.empty]
    return next(iter(named or full), None)


def _grid(sheet: Sheet, *, known: bool) -> dict[str, Any]:
    # of a sheet of no known kind nothing is published: nobody need read the numbers of persons in it
    rows = [[cell.text if known else _tails(cell.text) for cell in row[:MOST_COLS]] for row in sheet.rows[:MOST_ROWS]]
    width = max((len(row) for row in rows), default=0)
    return {
        "rows": [row + [""] * (width - len(row)) for row in rows],
        "merges": [[m.top, m.left, m.bottom, m.right] for m in sheet.merges if m.bottom <= MOST_ROWS],
        "hidden": max(0, len(sheet.rows) - MOST_ROWS),
    }


def _tails(text: str) -> str:
    return NUMBERS.sub(lambda found: f"…{found.group()[-4:]}", text)
