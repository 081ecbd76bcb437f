"""Sums told in a sentence above or below the table: `收入合计34,668元，支出合计23,788.8元，结余10,879.2元`."""

import re
from collections.abc import Iterator

from xiaowei.base.sheets.amounts import amount_in_text
from xiaowei.base.sheets.cells import FEN
from xiaowei.base.sheets.grid import TEXT
from xiaowei.base.sheets.headers import squeezed
from xiaowei.base.sheets.issues import ERROR, NOTE, SIGNATURE, TITLE
from xiaowei.base.sheets.ledgersides import SIDES
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.finance.intake.surroundings import reading_of
from xiaowei.finance.intake.table import Table
from xiaowei.finance.intake.whole import Whole

SAID = re.compile(
    r"(?:^|[,。;:|、(月年季度期日元\s])(?:共计?|总|本[月年期季]度?|全年|期末|月末|年末|累计|集体|村集体|财务|实际|合计|当月|账面|帐面|现有)*"
    r"(?P<name>收入|支出|结余|余额|结存)(?:总计|合计|共计|总额|金额|为|共)*[:为]?"
    r"(?P<figure>[¥￥]?-?\d[\d,]*(?:\.\d+)?(?:万元|元)?)(?!\d*[%亩户人笔项])"
)
SAID_NAMES = {"收入": "income", "支出": "expense", "结余": "closing", "余额": "closing", "结存": "closing"}
OLD = re.compile(r"[上初原去前]$|[上去前][月年期季]度?(?:结转)?$|期初$|年初$|月初$")
SAID_WRONG = _("%(cell)s 写%(name)s %(written)s，逐行相加是 %(right)s。请核对。")


def declare(whole: Whole) -> None:
    """What no sum row declares may be told in words; a figure told there that does not fit is doubted."""
    ledger = whole.ledger
    declared = dict(ledger.declared)
    computed = ledger.computed
    known = (*ledger.sides, "closing") if set(ledger.sides) == set(SIDES) else ledger.sides
    for table in whole.tables:
        for row, name, fen in _told(table):
            if name in declared or name not in known:
                continue
            declared[name] = fen
            if name == "closing" and ledger.closing is None:
                ledger.closing = (ledger.opening or 0) + ledger.income - ledger.expense
                computed = ledger.computed
            if computed.get(name) != fen:
                reading = reading_of(table)
                col = next(col for col, cell in enumerate(table.sheet.rows[row - 1], 1) if not cell.blank)
                reading.doubt(
                    "declared_total_mismatch", ERROR, SAID_WRONG, row, col,
                    name={"income": "收入", "expense": "支出"}.get(name, "结余"),
                    written=reading.as_written(fen), right=reading.as_written(computed.get(name, 0)),
                    suggestion=reading.as_written(computed.get(name, 0)),
                )  # fmt: skip
    ledger.declared = {name: declared[name] for name in (*SIDES, "closing") if name in declared}


def _told(table: Table) -> Iterator[tuple[int, str, int]]:
    unit = reading_of(table).unit
    for row, fate in table.fates.items():
        if fate not in (NOTE, TITLE, SIGNATURE):
            continue
        whole = squeezed("|".join(cell.text for cell in table.sheet.rows[row - 1] if cell.kind == TEXT))
        for found in SAID.finditer(whole):
            amount = amount_in_text(found["figure"])
            if amount and not OLD.search(whole[: found.start("name")]):
                yield (
                    row,
                    SAID_NAMES[found["name"]],
                    int(amount.value * FEN[amount.unit or unit]),
                )
