"""Tables that are no ledger and no list of paid households: summaries, registers, projects, dues, allocations.

Pure, without database or Django; `understand(grid)` is the way in. What each kind is made of is data (data/*.json).
"""

from xiaowei.base.sheets.tables.understand import understand
from xiaowei.base.sheets.tables.understanding import (
    TABLE_KINDS,
    Column,
    Row,
    SheetPart,
    Total,
    Understanding,
    Value,
)

__all__ = ["TABLE_KINDS", "Column", "Row", "SheetPart", "Total", "Understanding", "Value", "understand"]
