"""Doubts that every kind of sheet raises alike: personal data in its words, and what is hidden in it."""

from xiaowei.base import masking
from xiaowei.base.sheets.cells import Cells
from xiaowei.base.sheets.grid import column_name
from xiaowei.base.sheets.issues import WARNING
from xiaowei.base.sheets.refused import chinese as _

PERSONAL = _("%(cell)s 里有%(kinds)s，公开时会遮住。")
KINDS = {
    masking.PHONE: _("电话号码"), masking.IDENTITY: _("身份证号"), masking.CARD: _("银行卡号"), masking.NAME: _("姓名"),
}  # fmt: skip
HIDDEN_ROW = _("第 %(row)d 行在表里是隐藏的，已照样读入。请取消隐藏，核对后再送审。")
HIDDEN_COLUMN = _("%(letter)s 列在表里是隐藏的，已照样读入。请取消隐藏，核对后再送审。")


def check_personal(reading: Cells, row: int, name: str, text: str) -> None:
    """What of a field's words the public will not read."""
    kinds = dict.fromkeys(finding.kind for finding in masking.findings(text))
    if kinds:
        told = "、".join(KINDS[kind] for kind in kinds)
        reading.doubt("personal_data", WARNING, PERSONAL, row, reading.col(name), kinds=told)


def check_hidden(reading: Cells, top: int) -> None:
    """What is hidden in the sheet is read all the same, and pointed at; a column at the header's last row, `top`."""
    sheet = reading.sheet
    for row in sorted(sheet.hidden_rows):
        cells = sheet.rows[row - 1] if row <= len(sheet.rows) else []
        if written := [col for col, cell in enumerate(cells, 1) if not cell.blank]:
            reading.doubt("hidden_row", WARNING, HIDDEN_ROW, row, written[0], row=row)
    for col in sorted(sheet.hidden_cols):
        if any(not sheet.at(row, col).blank for row in range(1, len(sheet.rows) + 1)):
            reading.doubt("hidden_column", WARNING, HIDDEN_COLUMN, top, col, letter=column_name(col))
