"""The unit that the words around a table count its money in, whatever stands before or behind it.

A unit that is overlooked makes every sum wrong ten thousand times and nobody sees it, so 万元 is read wherever it can
only be the unit. 元 is what is meant where nothing is said; it is read more strictly.
"""

import re
import unicodedata
from collections.abc import Iterable

from xiaowei.base.sheets.amounts import WAN, YUAN

OTHER = "亿元|百万元|十万元|千元|百元|角|分|美元|港元"
NO_NAME = "(?!店|[村镇乡县庄])"  # 万元店镇 is a place
MONEY = rf"(?P<unit>{OTHER})(?![一-鿿])|(?P<wan>万元){NO_NAME}|(?P<yuan>元)(?![一-鿿])|(?P<said>元)(?=人民币|整)"
OPEN = r"[(\[【〔{<《]?\s*"
ITEMS = r"(?P<items>(?:[^\s\d:()\[\]【】〔〕、,/;和及]{1,4}\s*[、,/;和及]\s*){0,4})"
LABELLED = re.compile(
    rf"单位(?:\s*[)\]】])?\s*(?:均|都|统一|一律)?(?:为|是)?\s*[:.,]?\s*{OPEN}(?:人民币)?\s*{OPEN}{ITEMS}(?:人民币)?\s*(?:{MONEY})"
)
WORDED = re.compile(
    rf"(?:以|按|用)\s*(?:人民币)?\s*(?P<unit>{OTHER}|万元|元)\s*(?:为(?:计量|计算|货币|金额|记账)?单位|计|表示|填[写列报])"
)
BRACKETED = re.compile(rf"[(\[【〔{{]\s*(?:人民币)?\s*(?P<unit>{OTHER}|万元|元)\s*(?:人民币)?\s*[)\]】〕}}]")
RENMINBI = re.compile(r"人民币\s*(?P<unit>万元|元)")
ALONE = re.compile(r"(?:^|\s{2})(?P<unit>万元|元)(?=\s{2}|$)")
SURE = (LABELLED, WORDED)
ALL = (*SURE, BRACKETED, RENMINBI, ALONE)


def unit_in_words(texts: Iterable[str], *, sure: bool = False) -> str | None:
    """元 or 万元, as the first of the texts says that names one; None where none does, or one names both.

    With `sure` only words that speak of the unit itself count: a note may well have （元） behind something else.
    """
    return next((unit for text in texts if (unit := _unit(text, sure=sure)) in (YUAN, WAN)), None)


def odd_unit_in_words(texts: Iterable[str]) -> str | None:
    """A unit other than these that the texts name before any of these: 千元. Nobody may read its figures as 元."""
    found = next((unit for text in texts if (unit := _unit(text, sure=True))), None)
    return None if found in (YUAN, WAN) else found


def _unit(text: str, *, sure: bool) -> str | None:
    plain = re.sub(r"单\s+位", "单位", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"([亿万千百])\s+元", r"\1元", plain)
    for pattern in SURE if sure else ALL:
        for found in pattern.finditer(plain):
            told = found.groupdict()
            unit = told.get("unit") or told.get("wan") or told.get("yuan") or told.get("said")
            if unit == WAN and re.search(r"(?<![亿万千百])元", told.get("items") or ""):
                return None  # 元、万元: which figures are which is for the columns to say
            return unit
    return None
