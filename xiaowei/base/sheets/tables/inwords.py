"""The sum of a table in Chinese capitals (合计大写：壹万贰仟元整), compared with what its rows come to."""

import re
from decimal import Decimal

from xiaowei.base.sheets.capitals import capital_amount
from xiaowei.base.sheets.grid import TEXT
from xiaowei.base.sheets.issues import ERROR, NOTE, SIGNATURE, TOTAL
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.tables.heads import Head
from xiaowei.base.sheets.tables.reading import TableCells
from xiaowei.base.sheets.tables.rows import Layout
from xiaowei.base.sheets.tables.sums import Account
from xiaowei.base.sheets.tables.words import squeezed

WRONG = _("%(cell)s 的大写是 %(written)s 元，逐行相加是 %(right)s 元。请核对。")
SPEAKS_OF_SUM = re.compile(r"大写|合计|总计|共计")
IN_WORDS = re.compile(r"[零〇壹贰貳叁叄肆伍陆陸柒捌玖拾佰仟万萬亿億]+[元圆][零壹贰貳叁叄肆伍陆陸柒捌玖角分]*[整正]?")


def check_capitals(cells: TableCells, head: Head, layout: Layout, account: Account) -> None:
    """A doubt at a sum in words that is none of the table's sums of money."""
    rights = [account.computed[name] for name in head.kind.money if name in account.computed]
    if not rights:
        return
    for row in sorted(row for row, fate in layout.fates.items() if fate in (TOTAL, NOTE, SIGNATURE)):
        texts = [(col, squeezed(c.text)) for col, c in enumerate(cells.sheet.rows[row - 1], 1) if c.kind == TEXT]
        if not SPEAKS_OF_SUM.search("|".join(text for _col, text in texts)):
            continue
        for col, text in texts:
            found = IN_WORDS.search(text)
            value = capital_amount(found[0]) if found else None
            if value is not None and value not in rights:
                cells.doubt("declared_total_mismatch", ERROR, WRONG, row, col,
                            written=_yuan(value), right=_yuan(rights[0]))  # fmt: skip


def _yuan(value: Decimal) -> str:
    return f"{value:,.2f}"
