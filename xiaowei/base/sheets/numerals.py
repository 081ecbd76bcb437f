"""Chinese numerals in dates: 二〇二三年, 十一月, 三十日."""

import re
import unicodedata

DIGITS = {
    c: str(i)
    for i, group in enumerate(("〇零○ＯO0", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for c in group
}
YEAR = re.compile(rf"([{''.join(DIGITS)}]{{4}})(?=\s*年)")
SMALL = re.compile(r"([一二三四五六七八九十廿]{1,3})(?=\s*[月日号季])")


def arabic(text: str) -> str:
    """The text with half-width digits, and Chinese numerals before 年, 月, 日, 季 as digits."""
    plain = unicodedata.normalize("NFKC", text)
    plain = YEAR.sub(lambda found: "".join(DIGITS[c] for c in found[1]), plain)
    return SMALL.sub(_small, plain.replace("元月", "1月"))


def _small(found: re.Match[str]) -> str:
    """`十一` as 11, `三十` as 30, `廿五` as 25; left alone when it is no number up to 99."""
    word = found[1].replace("廿", "二十")
    tens, ten, ones = word.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or (not ten and len(word) > 1):
        return found[1]
    value = (int(DIGITS[tens]) if tens else 1) * 10 if ten else 0
    return str(value + (int(DIGITS[ones]) if ones else 0))
