"""The standard that a title or header announces: 补贴标准：131.42元/亩, 每亩40元."""

import re
from decimal import Decimal

from xiaowei.base.sheets.headers import squeezed

FIGURE = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
RATES = (
    re.compile(rf"每亩(?:补贴|补助|补偿|标准|发放|耕地)*(?:标准)?(?:为|是|[:：])?{FIGURE}元"),
    re.compile(rf"{FIGURE}元(?:人民币)?[/每]亩"),
    re.compile(rf"元/亩\)?[:：]{FIGURE}"),
)


def rate_in(texts: list[str]) -> Decimal | None:
    """Yuan for one mu, when the texts name exactly one; several standards are none."""
    found = {
        Decimal(figure.replace(",", "")) for text in texts for rate in RATES for figure in rate.findall(squeezed(text))
    }
    return found.pop() if len(found) == 1 else None
