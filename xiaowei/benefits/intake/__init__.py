"""What a list of paid households means: pure, without database; `understand(grid)` is the way in."""

from xiaowei.base.sheets.issues import Issue
from xiaowei.benefits.intake.understand import understand
from xiaowei.benefits.intake.understanding import Row, SheetPart, Understanding

__all__ = ["Issue", "Row", "SheetPart", "Understanding", "understand"]
