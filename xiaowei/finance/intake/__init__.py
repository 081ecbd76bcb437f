"""What a finance sheet means: pure, without database; `understand(grid)` is the way in."""

from xiaowei.base.sheets.issues import Issue
from xiaowei.finance.intake.understand import understand
from xiaowei.finance.intake.understanding import Line, Understanding

__all__ = ["Issue", "Line", "Understanding", "understand"]
