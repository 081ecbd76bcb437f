"""What one cell or JSON value may be: text, a count, yes or no, a list. Each returns the value or why it is none."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from xiaowei.base.words import clean

YES = {"是", "有", "要", "对", "y", "yes", "true", "1", "√", "✓"}
NO = {"否", "无", "不", "没有", "n", "no", "false", "0", "×"}
MOST_DAYS = 3650


class Unfit(ValueError):
    """The value cannot be taken; says why, in Chinese."""


def text(value: Any, *, most: int) -> str:
    """One line of text, empty for nothing. Raises Unfit for what is no text, or too long."""
    if value is None:
        return ""
    if isinstance(value, bool | dict | list):
        raise Unfit(_("应当是文字。请改成文字。"))
    words = " ".join(clean(str(value)).split())
    if len(words) > most:
        raise Unfit(_("有 %(n)d 个字，太长了。请缩到 %(most)d 字以内。") % {"n": len(words), "most": most})
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in words) or not words.isprintable():
        raise Unfit(_("含有看不见或坏掉的字符。请删掉后再导入。"))
    return words


def count(value: Any, *, most: int = MOST_DAYS) -> int | None:
    """A whole number from 1 on, None for nothing. Raises Unfit."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, str):
        word = value.strip().removesuffix(".0")
        value = int(word) if word.isascii() and word.isdigit() and len(word) < 10 else word
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        wrong = {"value": str(value)[:20], "most": most}
        raise Unfit(_("“%(value)s”不对，应当是 1 到 %(most)d 的整数。请改成数字，没有就留空。") % wrong)
    return value


def yes_no(value: Any) -> bool | None:
    """是 or 否, None for nothing. Raises Unfit."""
    if value is None or isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if not word:
        return None
    if word in YES or word in NO:
        return word in YES
    raise Unfit(_("“%(value)s”不认识。请写“是”或“否”。") % {"value": word[:20]})


def listed(value: Any, *, most: int, separators: str) -> tuple[str, ...]:
    """Several texts: a JSON list, or one cell with separators. Raises Unfit."""
    parts: Iterable[Any]
    if value is None:
        return ()
    if isinstance(value, list):
        parts = value
    else:
        whole = text(value, most=most * 50)
        for separator in separators[1:]:
            whole = whole.replace(separator, separators[0])
        parts = whole.split(separators[0])
    found = (text(part, most=most) for part in parts)
    return tuple(dict.fromkeys(part for part in found if part))
