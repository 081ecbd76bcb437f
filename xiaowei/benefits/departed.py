"""A doubt where a list pays somebody whose household was closed in the roster before the time the list is for."""

import datetime as dt
from collections.abc import Sequence

from xiaowei.base.refs import Ref
from xiaowei.base.sheets.issues import WARNING, Issue
from xiaowei.base.sheets.refused import chinese as _
from xiaowei.benefits.intake.understanding import Row
from xiaowei.roster import departures, matching

STILL_PAID = _("第 %(row)d 行的人，所在的户在户籍名册里已经销户（迁出或去世），却仍有金额。请核对是否该停发。")


def departed(villages: Sequence[Ref], *, before: dt.date) -> departures.Departed:
    """Whoever was gone from these villages before this day."""
    return departures.departed(villages, before=before)


def doubts(village: Ref, rows: Sequence[Row], gone: departures.Departed, *, now: matching.Index) -> list[Issue]:
    """One doubt for each row that pays somebody gone; nobody's name is in it."""
    paid = [row for row in rows if row.amount and row.amount > 0] if gone else []
    places = gone.among(village, [(row.group, row.name, row.id_number) for row in paid], now=now)
    return [
        Issue("deceased_still_paid", WARNING, STILL_PAID, {"row": row.row}, row.sheet, row.row)
        for row in (paid[place] for place in places)
    ]
