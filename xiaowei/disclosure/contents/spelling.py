"""Figures and days of any kind of content, in the words of its reader."""

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from xiaowei.base.money import yuan_grouped


def spelt_yuan(fen: int | None) -> str:
    """`23,636.52`; empty for nothing."""
    return "" if fen is None else yuan_grouped(fen)


def spelt_number(value: Decimal | None) -> str:
    """`7.26` for 7.2600; empty for nothing."""
    return "" if value is None else f"{value.normalize():,f}"


def spelt_day(day: dt.date | None) -> str:
    """`2023年5月31日`; empty for nothing."""
    if day is None:
        return ""
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}
