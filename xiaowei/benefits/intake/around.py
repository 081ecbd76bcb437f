"""What a list as a whole lacks: village, period, subsidy, unit, a column that it cannot do without."""

from collections.abc import Sequence
from dataclasses import dataclass

from xiaowei.base.sheets.grid import column_name
from xiaowei.base.sheets.headers import squeezed
from xiaowei.base.sheets.householdheads import Header
from xiaowei.base.sheets.issues import ERROR, WARNING, Issue
from xiaowei.base.sheets.periods import Period
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.base.sheets.titles import Heading
from xiaowei.base.sheets.units import odd_unit_in_words
from xiaowei.benefits.intake.reading import Reading
from xiaowei.benefits.intake.understanding import Row

NO_VILLAGE = _("表里没有写是哪个村。请在标题里写明乡镇和村名，或加一列“村”。")
TWO_VILLAGES = _("%(cell)s 写的是“%(other)s”，与“%(name)s”不是一个村。请核对是哪个村的表。")
NO_PERIOD = _("表里没有写是哪一年（或哪个月）的补贴。请在标题里写明，例如 2023年。")
PERIOD_OF_NOTICE = _("标题里没有写是哪一年的补贴，只有公示时间，已按“%(label)s”理解。请在标题里写明。")
NO_SUBSIDY = _("表里没有写是什么补贴。请在标题里写明，例如 耕地地力保护补贴。")
NO_UNIT = _("表里没有写金额单位，已按“元”理解。请在标题下面写明“单位：元”。")
NO_ROWS = _("这是一张空表，只有表头，没有一户。请填好后再上传。")
NO_AMOUNT_COLUMN = _("表里没有找到补贴金额这一列。请加上表头“补贴金额（元）”。")
NO_NAME_COLUMN = _("表里没有找到户主姓名这一列。请加上表头“户主姓名”。")
GUESSED = _("%(letter)s 列没有写明是什么，按内容当作%(what)s。请写上表头，核对后再送审。")
RIVALS = _("%(cell)s 的“%(one)s”和“%(others)s”都像是发放的金额，已按“%(one)s”计算。请核对是哪一列，写明“实发金额”。")
ODD_UNIT = _("表里写的单位是“%(unit)s”，只认得元和万元。请换算成元，再上传。")
ADDED = _("表里没有合计列，每户金额按 %(letters)s 列相加。请核对。")
WHAT = {"name": _("姓名"), "amount": _("补贴金额"), "id_number": _("身份证号")}


@dataclass(frozen=True, slots=True)
class Said:
    """What the words around a list say; None or empty where they say nothing."""

    period: Period | None
    inferred: bool  # the period only by the time of the notice
    unit: str | None
    village: str
    subsidy: str


def issues(reading: Reading, header: Header, heading: Heading, rows: Sequence[Row], said: Said) -> list[Issue]:
    """The doubts about the list as a whole. A form that nobody filled in lacks its households, nothing else."""
    around = Reading(reading.sheet, header.columns, {}, reading.period, reading.unit)
    top = max(header.bottom, 1)
    if not rows:
        around.doubt("empty_template", ERROR, NO_ROWS, top, 1)
        return around.issues
    _places(around, reading, heading, rows, said)
    _columns(around, header, top)
    if said.period is None:
        around.doubt("incomplete", ERROR, NO_PERIOD, 1, 1)
    elif said.inferred:
        around.doubt("incomplete", WARNING, PERIOD_OF_NOTICE, 1, 1, label=said.period.label)
    if not said.subsidy:
        around.doubt("incomplete", ERROR, NO_SUBSIDY, 1, 1)
    if odd := odd_unit_in_words(text for _row, text in heading.rows):
        around.doubt("ambiguous_amount", ERROR, ODD_UNIT, max(header.top - 1, 1), 1, unit=odd)
    elif said.unit is None:
        around.doubt("unit_missing", WARNING, NO_UNIT, max(header.top - 1, 1), 1)
    return around.issues


def _places(around: Reading, reading: Reading, heading: Heading, rows: Sequence[Row], said: Said) -> None:
    if not said.village and not any(row.village for row in rows):
        around.doubt("village_missing", WARNING, NO_VILLAGE, 1, 1)
    if heading.conflict and heading.village and not reading.col("village") and not reading.col("place"):
        around.doubt(
            "village_conflict", ERROR, TWO_VILLAGES, heading.conflict.row, 1,
            other=heading.conflict.name, name=heading.village.name,
        )  # fmt: skip


def _columns(around: Reading, header: Header, top: int) -> None:
    if "amount" not in header.columns:
        around.doubt("incomplete", ERROR, NO_AMOUNT_COLUMN, top, 1)
    if "name" not in header.columns:
        around.doubt("incomplete", ERROR, NO_NAME_COLUMN, top, 1)
    for name in header.guessed:
        if name in WHAT:
            col = header.columns[name]
            around.doubt("guessed_column", WARNING, GUESSED, top, col, letter=column_name(col), what=WHAT[name])
    if header.rivals and "amount" in header.columns:
        texts, col = header.wholes or header.texts, header.columns["amount"]
        others = "、".join(squeezed(texts[other - 1]) for other in header.rivals)
        around.doubt("ambiguous_amount", WARNING, RIVALS, top, col, one=squeezed(texts[col - 1]), others=others)
    if header.added:
        letters = "、".join(column_name(col) for col in header.parts)
        around.doubt("added_columns", WARNING, ADDED, top, header.columns["amount"], letters=letters)
