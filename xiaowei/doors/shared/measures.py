"""What a list of subsidies counts, in words: mu, persons or pieces. One unit for the whole list."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from xiaowei.benefits.digests import decimal_plain
from xiaowei.benefits.queries import BatchFacts


def label(batch: BatchFacts) -> str:
    """`亩`, `人`, `数量`; empty when the list counts nothing."""
    if batch.area is not None:
        return _("亩")
    if batch.persons is not None:
        return _("人")
    return _("数量") if batch.quantity is not None else ""


def of(one: Any, batch: BatchFacts) -> str:
    """What a row, a group or the whole measures, in the unit of its list; empty when it counts none."""
    if batch.area is not None:
        return area(one.area)
    if batch.persons is not None:
        return "" if one.persons is None else str(one.persons)
    return decimal_plain(one.quantity) or ""


def area(mu: Decimal | None) -> str:
    """An area with two decimals, more only where the list has more: `1.10`, `0.375`."""
    if mu is None:
        return ""
    plain = decimal_plain(mu) or ""
    return f"{mu:.2f}" if len(plain.partition(".")[2]) < 3 else plain


def rate(batch: BatchFacts) -> str:
    """`131.42 元/亩`: the announced rate; empty without one."""
    unit = label(batch)
    return f"{batch.rate} {_('元')}/{unit}" if batch.rate and unit else ""
