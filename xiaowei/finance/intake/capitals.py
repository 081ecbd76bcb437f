"""The total once more in capital figures (贰拾贰万贰仟捌佰零壹元整), held against the sums."""

import re

from xiaowei.base.sheets.capitals import CHARACTERS, capital_amount
from xiaowei.base.sheets.grid import TEXT
from xiaowei.base.sheets.headers import squeezed
from xiaowei.base.sheets.issues import ERROR
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.finance.intake.surroundings import reading_of
from xiaowei.finance.intake.whole import Whole

WORDS = re.compile(rf"[{CHARACTERS}]{{2,}}[元圆][{CHARACTERS}角分整正]*")
WRONG = _("%(cell)s 的大写金额是 %(written)s，与合计 %(right)s 不一致。请核对。")


def fen_of(text: str) -> int | None:
    """The amount in capital figures that a text holds, in fen; None when it holds none."""
    found = WORDS.search(squeezed(text))
    value = capital_amount(found[0]) if found else None
    return None if value is None else int(value * 100)


def check(whole: Whole) -> None:
    """Capital figures below the entries must be one of the file's sums."""
    ledger = whole.ledger
    sums = {
        *ledger.computed.values(),
        *ledger.declared.values(),
        ledger.income,
        ledger.expense,
        ledger.income + (ledger.opening or 0),
    }
    sums |= {one.fen for table in whole.tables for stated in table.sums.values() for one in stated}
    lines = {line.row for line in ledger.lines}
    for table in whole.tables:
        for row in range(table.header.rows[-1] + 1, len(table.sheet.rows) + 1):
            if row in lines and table.sheet.name == ledger.sheet:
                continue
            for col, cell in enumerate(table.sheet.rows[row - 1], 1):
                fen = fen_of(cell.text) if cell.kind == TEXT else None
                if fen is None or fen in sums:
                    continue
                reading = reading_of(table)
                right = next((ledger.computed[n] for n in ("expense", "income") if n in ledger.computed), 0)
                reading.doubt(
                    "declared_total_mismatch", ERROR, WRONG, row, col,
                    written=reading.as_written(fen), right=reading.as_written(right),
                    suggestion=reading.as_written(right),
                )  # fmt: skip
