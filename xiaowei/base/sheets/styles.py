"""Which cell styles of a workbook show a number in red without a sign: 红字, a bookkeeper's deduction.

A format that paints negative numbers red says nothing new, the number itself is negative. A red font on a positive
number, or a format that paints every number red, is what the value alone does not tell.
"""

import re
from typing import Any

RED_INDEXES = ("10", "2")  # of the old palette
RGB = re.compile(r"[0-9A-Fa-f]{2}([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})")
RED_FORMAT = re.compile(r"\[(?:red|红色|红)\]", re.IGNORECASE)


def red_styles(root: Any) -> frozenset[int]:
    """The numbers of the styles (in the order of cellXfs) that show a positive number in red."""
    fonts, formats, styles = _fonts(root), _formats(root), []
    for group in root:
        if _local(group.tag) == "cellXfs":
            styles = list(group)
    found = set()
    for number, style in enumerate(styles):
        font = style.get("fontId", "0")
        if (font.isdigit() and int(font) in fonts) or style.get("numFmtId") in formats:
            found.add(number)
    return frozenset(found)


def _fonts(root: Any) -> set[int]:
    found = set()
    for group in root:
        if _local(group.tag) == "fonts":
            for number, font in enumerate(group):
                if any(_local(part.tag) == "color" and _is_red(part) for part in font):
                    found.add(number)
    return found


def _formats(root: Any) -> set[str]:
    return {
        element.get("numFmtId", "")
        for element in root.iter()
        if _local(element.tag) == "numFmt" and RED_FORMAT.search(element.get("formatCode", "").partition(";")[0])
    }


def _is_red(color: Any) -> bool:
    if color.get("indexed") in RED_INDEXES:
        return True
    found = RGB.fullmatch(color.get("rgb") or "")
    return bool(found) and reddish(*(int(part, 16) for part in found.groups()))  # type: ignore[union-attr]


def reddish(red: int, green: int, blue: int) -> bool:
    """Whether a colour is what people call red."""
    return red >= 0xC0 and green <= 0x40 and blue <= 0x40


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
